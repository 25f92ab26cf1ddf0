"""Names of organisations in a text, in full and in short, so that they can be taken out (S0-19, S0-26)."""

from __future__ import annotations

import re

from intake.reading.regions import find_places

_ORGANISATION = re.compile(
    r"[\u4e00-\u9fffA-Za-z0-9()·&-]{2,24}?(?:股份有限公司|有限责任公司|有限公司|集团公司|总公司"
    r"|分公司|集团|公司|研究院|研究所|研究中心"
    r"|大学|学院|医院|合作社|(?:机械|化工|制药|食品|纺织|塑料|橡胶|电器|电子|五金|汽配|水泥|玻璃"
    r"|陶瓷|皮革|家具|印染|酒|茶|钢铁?|铸造|阀门|电机|轴承)厂)"
)
_OURSELVES = re.compile(
    r"(?:我|本|贵|该|你|们|一家|某|几家|多家|家|各|子|母|上市|外资|合资|合作|相关|其他|大|小|型)"
    r"(?:公司|集团|厂|研究院|研究所|大学|医院)$"
)
_LEAD = re.compile(
    r"^.{0,14}?(?:我们是|我司是|我公司是|本公司是|这里是|这边是|是|我们|由|与|和|给|为|向|在|到|从"
    r"|同|跟|找|位于|及|或|对|被|把|请|让|据|经|用|的|了|,)(?=[\u4e00-\u9fffA-Za-z0-9()]{3,})"
)
_COMPANY_TAIL = re.compile(r"(?:股份有限公司|有限责任公司|有限公司|集团公司|总公司|分公司|集团|公司|合作社|厂)$")
_TRADE = re.compile(
    r"(?:科技|技术|实业|工业|工程|机械|装备|设备|制造|电气|电器|电子|化工|材料|新材料|生物|医药"
    r"|制药|药业|食品|农业|农牧|牧业|环保|能源|新能源|汽车|零部件|汽配|纺织|服饰|服装|塑业|塑胶"
    r"|橡胶|塑料|建材|建设|重工|重型|精密|模具|五金|金属|钢铁|铝业|铜业|阀门|轴承|电机|电缆|线缆"
    r"|玻璃|陶瓷|家具|木业|纸业|包装|印刷|酒业|茶业|乳业|饲料|肥业|种业|物流|贸易|商贸|软件|信息"
    r"|网络|智能|光电|发展|产业|控股|投资|鸽业|渔业|水产|园林|股份|集团|国际)+$"
)


def find_names(text: str) -> frozenset[str]:
    """Names of organisations in a folded text, and their short forms; nobody's "our company"."""
    found: set[str] = set()
    for match in _ORGANISATION.finditer(text):
        name = match[0]
        while (lead := _LEAD.match(name)) is not None and len(name) - lead.end() >= 4:
            name = name[lead.end() :]
        if _OURSELVES.search(name) or len(name) < 4:
            continue
        found.add(name)
        found |= _short_names(name)
    return frozenset(found)


def _short_names(name: str) -> set[str]:
    """``河南天成鸽业有限公司`` → ``天成鸽业``, ``天成`` (place and legal form taken off)."""
    core = _COMPANY_TAIL.sub("", re.sub(r"\([^)]{0,12}\)", "", name))
    for start, end in find_places(core):
        if start == 0 and len(core) - end >= 2:
            core = core[end:]
        break
    short = {core} if len(core) >= 3 else set()
    brand = _TRADE.sub("", core)
    if 2 <= len(brand) <= 6 and brand != core:
        short.add(brand)
    return {item for item in short if item not in _WORDS}


_WORDS = frozenset(
    {"中国", "国家", "省级", "我们", "公司", "本公司", "企业", "技术", "产品", "高新", "国际", "东方", "大型", "相关"}
)
"""What is left of a name may be an everyday word; such a word stays where it stands."""
