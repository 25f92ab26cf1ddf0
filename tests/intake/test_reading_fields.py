"""The single ideas of the rules reader, sentence by sentence: what is read, and what must not be."""

from __future__ import annotations

import gc
import time
from typing import Any

import pytest

from intake.grounding import fold
from intake.reading.numerals import numeral
from intake.reading.record import read_demand
from intake.reading.rules import RulesReader
from intake.reading.standard_numbers import find_standards


def read(text: str, title: str = "") -> dict[str, Any]:
    return dict(read_demand("x", title, text))


@pytest.mark.parametrize(
    ("text", "budget"),
    [
        ("预算50万元", "50万元"),
        ("预算五十万", "50万元"),
        ("预算大概30-50 万", "30-50万元"),
        ("经费3万到5万元", "3-5万元"),
        ("计划投入6000万元用于研发", "6000万元"),
        ("费用不超过2.5万元", "2.5万元"),
        ("预算1,200元", "1200元"),
        ("预算５０ｗ", "50万元"),
        ("预算可面议", "面议"),
        ("悬赏金额二十万元", "20万元"),
        ("注册资金5000万元", None),
        ("公司已投入研发费用300万元", None),
        ("年产值2亿元，利税100余万元", None),
        ("每年药剂成本在50万元左右", None),
        ("投资3.5亿元，建成了新基地", None),
        ("拟购置一台200万元的设备", None),
        ("设备价格80万元一台", None),
        ("预算还没想好", None),
    ],
)
def test_a_budget_is_money_with_an_intent(text: str, budget: str | None) -> None:
    assert read(text)["budget"] == budget


@pytest.mark.parametrize(
    ("text", "deadline"),
    [
        ("希望两个月内解决", "2个月内"),
        ("12月底前要结果", "12月底前"),
        ("2025年6月前完成样机", "2025年6月前"),
        ("预期目标：2年内实现量产", "2年内"),
        ("完成时限：2026年3月", "2026年3月"),
        ("下周三前出报告", "下周三前"),
        ("项目周期18个月", "18个月"),
        ("三天内要", "3天内"),
        ("用了两年就坏了", None),
        ("保质期18个月", None),
        ("公司成立于2009年5月", None),
        ("过去3年内一直很好", None),
        ("尽快，很急", None),
        ("盐雾试验240小时内起泡", None),
        ("储存三个月后结块", None),
    ],
)
def test_a_deadline_is_a_time_by_which_something_is_wanted(text: str, deadline: str | None) -> None:
    assert read(text)["deadline"] == deadline


def test_haste_is_a_flag_and_no_date() -> None:
    found = read("螺栓断了，十万火急")
    assert "urgent" in found["flags"]
    assert found["deadline"] is None


@pytest.mark.parametrize(
    ("text", "region"),
    [
        ("公司位于江苏省苏州市工业园区", "江苏省苏州市"),
        ("我们在东莞，做灯具", "东莞"),
        ("所属地区：浙江省宁波市", "浙江省宁波市"),
        ("合肥一家做背板的企业", "合肥"),
        ("我司来自山东临沂", "山东临沂"),
        ("苏州大学的专利", None),
        ("河南天城机械有限公司的设备", None),
        ("有个客户在广州", None),
        ("出口到台湾的面料", None),
        ("与北京化工研究院合作过", None),
    ],
)
def test_a_region_is_where_the_enterprise_says_it_is(text: str, region: str | None) -> None:
    assert read(text)["region"] == region


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("按GB/T 1843-2008和GB 4806.7做", ["GB/T 1843-2008", "GB 4806.7"]),
        ("ＧＢ／Ｔ　２２８．１－２０２１", ["GB/T 228.1-2021"]),
        ("gb/t1040.2", ["GB/T 1040.2"]),
        ("依据ISO 527-2:2012、ASTM D638、IEC 60068-2-30", ["ISO 527-2:2012", "ASTM D638", "IEC 60068-2-30"]),
        ("团标T/CAS 305-2018，企标Q/ABC 001-2020", ["T/CAS 305-2018", "Q/ABC 001-2020"]),
        ("DB32/T 4194-2022、JB/T 8177、EN 71-3、UL 94", ["DB32/T 4194-2022", "JB/T 8177", "EN 71-3", "UL 94"]),
        ("通过了ISO 9001和IATF 16949认证", []),
        ("含CH4和SC12的气体，EN10", []),
    ],
)
def test_standards_are_read_as_cited_and_a_year_is_never_added(text: str, numbers: list[str]) -> None:
    assert sorted(read(text)["standards"]) == sorted(numbers)
    assert all(fold(text).text[start:end].strip() for start, end, _ in find_standards(fold(text).text))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("请保密", "保密"),
        ("需要先签保密协议", "签保密协议"),
        ("可签NDA", "签保密协议"),
        ("配方是商业秘密", "保密"),
        ("不便对外公开", "保密"),
        ("无保密要求", "可公开"),
        ("可以公开发布", "可公开"),
        ("没说过这个", None),
    ],
)
def test_secrecy_is_what_was_said_about_it(text: str, value: str | None) -> None:
    assert read(text)["confidentiality"] == value


@pytest.mark.parametrize(
    ("title", "product"),
    [
        ("高强度螺栓断裂失效分析", "高强度螺栓"),
        ("基于机器视觉的轴承滚子表面缺陷检测技术研究", "轴承滚子"),
        ("用于海水淡化的铜镍合金管焊接工艺开发", "铜镍合金管"),
        ("一种新型可降解餐盒的研制", "可降解餐盒"),
        ("提高锌锭电解效率的关键技术", "锌锭"),
        ("纺织行业印染废水处理技术", "印染废水"),
        ("如何去除核桃油中的哈喇味", "核桃油"),
        ("关于", None),
    ],
)
def test_a_title_gives_the_product_without_its_promises(title: str, product: str | None) -> None:
    assert read("", title)["product"] == product


@pytest.mark.parametrize(
    ("text", "product"),
    [
        ("我们生产的不锈钢水槽最近老是生锈", "不锈钢水槽"),
        ("空调的壳子一敲就裂", "空调的壳子"),
        ("不是壳子的事，是密封圈漏油", "密封圈"),
        ("给汽车厂配套的刹车片噪音大", "刹车片"),
        ("我们做藤编的，颜色老是发黄", "藤编"),
        ("你好", None),
        ("想申报高新技术企业", None),
    ],
)
def test_a_text_gives_the_product_it_speaks_of(text: str, product: str | None) -> None:
    assert read(text)["product"] == product


@pytest.mark.parametrize(
    ("text", "service"),
    [
        ("需要一份盐雾试验检测报告", "检验检测"),
        ("螺栓断了，查一下断裂原因", "质量技术评价"),
        ("没有现成的检测方法，希望建立测试方法并验证", "质量技术评价"),
        ("想参与制定行业标准", "标准研制"),
        ("这个结构想申请专利", "知识产权申请"),
        ("希望联合研发一种耐高温涂层", "技术研发"),
        ("想申报省科技计划项目，帮忙写申请书", "科技项目与技术转化"),
        ("想认定专精特新，需要辅导", "其他技术服务"),
        ("不需要检测报告，只想找出开裂的原因", "质量技术评价"),
        ("公司已申请专利12项。希望提高涂层的耐磨性", "技术研发"),
        ("今天天气不错", None),
    ],
)
def test_the_service_is_the_one_the_words_ask_for(text: str, service: str | None) -> None:
    assert read(text)["service_category"] == service


def test_what_is_denied_is_not_read() -> None:
    found = read("面板没有开裂，也未生锈，材料不是ABS")
    assert found["problem"] == []
    assert found["material"] == []


def test_what_the_enterprise_says_of_itself_is_not_its_demand() -> None:
    text = "公司简介：公司成立于1998年，生产轴承，2019年获专利20项。需求内容：开发铝型材在线测温装置。"
    found = read(text)
    assert "测温装置" in found["product"]
    assert found["service_category"] == "技术研发"


def test_parameters_carry_their_limits() -> None:
    found = read("拉伸强度≥500MPa，噪声不超过65dB(A)，使用温度-40~85℃")
    assert found["parameters"][:2] == ["拉伸强度", "噪声"]
    limits = [(i["name"], i["comparison"], i["value"], i["unit"]) for i in found["indicators"]]
    assert ("拉伸强度", "≥", "500", "MPa") in limits
    assert ("噪声", "≤", "65", "dB(A)") in limits


def test_an_empty_text_states_nothing() -> None:
    found = read("")
    assert [value for key, value in found.items() if value and key not in ("id", "questions")] == []
    assert found["questions"][0].startswith("是什么产品")


def test_a_value_only_in_the_title_is_quoted_from_the_title() -> None:
    found = read("希望尽快解决。", "气缸套渗漏问题")
    (quote,) = found["evidence"]["product"]
    assert quote == {"quote": "气缸套", "start": 0, "end": 3, "in": "title"}


@pytest.mark.parametrize(
    ("words", "digits"),
    [
        ("五十", "50"),
        ("十二", "12"),
        ("两百三十", "230"),
        ("三千零五", "3005"),
        ("一千二", "1200"),
        ("半", "0.5"),
        ("7", "7"),
    ],
)
def test_chinese_numerals_become_digits(words: str, digits: str) -> None:
    assert numeral(words) == digits


def test_a_bare_answer_is_understood_when_it_was_asked_for() -> None:
    reader = RulesReader()
    asked = [("budget", "30万左右", "30万元"), ("deadline", "月底", "月底"), ("region", "江苏常州", "江苏常州")]
    for field, words, value in asked:
        found = {r.field: r.value for r in reader.read(words, field)}  # type: ignore[arg-type]
        assert found[field] == value  # type: ignore[index]
        assert field not in {r.field for r in reader.read(words)}


@pytest.mark.slow
@pytest.mark.parametrize(
    "unit", ["裂", "5", "，", " ", "需要", "预算5", "GB", "（", "1、", "两年", "螺栓的", "a@", "预期目标："]
)
def test_time_grows_no_faster_than_the_text(unit: str) -> None:
    def seconds(length: int) -> float:
        text = (unit * length)[:length]
        gc.disable()  # what other tests left in memory must not count
        try:
            start = time.process_time()
            read(text)
            return time.process_time() - start
        finally:
            gc.enable()

    read("螺栓断了")
    assert seconds(20_000) < max(10 * seconds(4_000), 0.5)


@pytest.mark.parametrize(
    ("text", "budget"),
    [
        ("想请专家帮改配方，费用三五万可以接受", "3-5万元"),
        ("可以派人驻厂，预算五六十万", "50-60万元"),
        ("奶茶杯盖老是漏，３千块能搞定不", "3千元"),
        ("换过两种分散剂没改善，想一起优化配方，5万元以内，两个月内做完", "5万元"),
        ("服务费可以按获批后付，最多8万", "8万元"),
        ("剩磁下降不超过0.1kGs，资金已落实，200万左右", "200万元"),
        ("吨水运行费降到6元以内，开发预算35万元", "35万元"),
        ("去年销售6台，合同额1800万元，现计划申报首台套", None),
    ],
)
def test_a_sum_that_is_held_out_is_the_budget_and_no_other(text: str, budget: str | None) -> None:
    assert read_demand("a", "", text)["budget"] == budget


@pytest.mark.parametrize(
    ("text", "deadline"),
    [
        ("希望明年第三季度发布团体标准", "明年第3季度"),
        ("想通过熔覆把刀片做到800亩以上，明年秋收前要用上", "明年秋收前"),
        ("求高手重新定磨削工艺，订单11月10日必须交", "11月10日"),
        ("活塞全部从德国采购，交期长达26周，希望自主做", None),
    ],
)
def test_a_day_on_which_something_must_be_there_is_the_deadline(text: str, deadline: str | None) -> None:
    assert read_demand("a", "", text)["deadline"] == deadline


@pytest.mark.parametrize(
    ("text", "region"),
    [
        ("我们是深圳宝安的，PCB板沉金后焊盘发黑", "深圳宝安"),
        ("压铸铝壳气孔太多，佛山南海", "佛山南海"),
        ("弹簧断了好多根，我们杭州萧山这边的", "杭州萧山"),
        ("我们在苏州生产的轴承有异响", "苏州"),
        ("卖给成都的客户，退货了", None),
    ],
)
def test_a_place_is_read_with_its_district_when_it_is_ones_own(text: str, region: str | None) -> None:
    assert read_demand("a", "", text)["region"] == region


def test_a_standard_that_is_expressly_not_wanted_is_not_read() -> None:
    assert read_demand("a", "", "想申请发明专利，不是要做GB/T 3766的检测")["standards"] == []
    assert read_demand("a", "", "按GB/T 3766做检测")["standards"] == ["GB/T 3766"]


def test_the_first_half_of_a_year_stays_words() -> None:
    assert read_demand("a", "", "经费12万元，要求2026年上半年发布")["deadline"] == "2026年上半年"
    assert read_demand("a", "", "请帮忙做失效分析，半年内给结论")["deadline"] == "0.5年内"


def test_a_direction_inside_a_name_does_not_cut_it() -> None:
    assert read_demand("a", "高压轴向柱塞泵国产化", "配流盘磨损快")["product"] == "高压轴向柱塞泵"


@pytest.mark.parametrize(
    ("words", "wish"),
    [
        ("需求内容及合作目标 1. 弄清焊缝开裂的机理", None),
        ("希望解决的问题有：1、密封圈老化", None),
        ("去年申请专利两项", None),
        ("（我们需要寻求合作开发）", "需要寻求合作开发"),
        ("想开发与老机床相匹配的主轴在线监测体系", "想开发与老机床相匹配的主轴在线监测体系"),
    ],
)
def test_a_wish_is_read_back_in_whole_words_or_not_at_all(words: str, wish: str | None) -> None:
    read = [found.value for found in RulesReader().read(words) if found.field == "wish"]
    assert read == ([wish] if wish else [])


def test_a_long_wish_ends_with_a_word() -> None:
    words = "希望有专业人员指导我们怎样做大棚番茄从育苗到采收整个生长期的环境数据收集和整理工作"
    (wish,) = [found.value for found in RulesReader().read(words) if found.field == "wish"]
    assert len(wish) <= 30
    assert wish.endswith(("环境", "生长期", "数据"))
