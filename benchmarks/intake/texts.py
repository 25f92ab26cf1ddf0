"""Invented texts of any length in several ways of talking: whole sentences one after another, each with its own number.

Text ``number`` of a kind is the same in every run; another number gives other words, so that nothing read is kept.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence

KINDS: Mapping[str, Sequence[str]] = {
    "a story": (
        "我们是给主机厂供水管接头的，第{n}批装车以后陆续有人说漏水，拆下来看是螺纹根部裂了，大概一千个里有{n}个。",
        "去年换过一家铜棒供应商，牌号还是H59，但是对方的材质单我们看不懂，也不知道是料的问题还是拧紧力矩的问题。",
        "客户要我们{n}天之内给说法，不然就停线，想请你们帮忙找出原因，预算三五万都可以商量。",
    ),
    "a form": (
        "{n}、技术难题：高强度紧固件在酸洗、电镀后{n}小时内延迟断裂，去氢工艺不稳定。\n",
        "技术指标：抗拉强度≥{n} MPa；断后伸长率≥9%；48小时不断裂；中性盐雾{n} h无红锈。\n",
        "现有基础：已有{n}吨网带炉一条，完成三轮小试。合作方式：联合开发。预算资金：{n}万元。完成时限：2026年12月31日前。\n",
    ),
    "chat": (
        "在吗😂 第{n}次问了，充电宝充到一半就烫手，买家秀都出来了🔥",
        "有没有人懂啊，{n}台里有两三台这样，退货退到手软😭\n",
        "想测一测再说，最好下周五之前，微信 abc_{n} 联系，谢谢老板🙏\n",
    ),
    "English": (
        "Our customer rejected {n} of 400 flanges because of rust spots after {n} hours of salt spray. ",
        "We need a failure analysis and a test report according to ISO 9227:2017 before 30 April, budget {n} EUR. ",
        "The material is ASTM A182 F316L, used outdoors near the sea; samples can be sent from Ningbo.\n",
    ),
    "standards": (
        "GB/T {n}.1-2015、GB 4943.1-2022、IEC 62368-1:2018 第{n}条；",
        "按 QB/T {n}-2019 测甲醛、邻苯二甲酸酯、可分解芳香胺，限值 {n} mg/kg；",
    ),
    "without marks": ("我们的保温杯内胆焊缝{n}渗漏想找原因顺便要一份检测报告材质是304不锈钢一千只里有{n}只",),
}


def text(kind: str, length: int, number: int = 0) -> str:
    """Exactly ``length`` characters of this kind."""
    return "".join(itertools.islice(itertools.chain.from_iterable(_sentences(kind, number)), length))


def _sentences(kind: str, number: int) -> Iterator[str]:
    for place, sentence in enumerate(itertools.cycle(KINDS[kind])):
        yield sentence.format(n=100 + number * 1_000 + place)
