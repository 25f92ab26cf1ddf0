"""The region: where the enterprise says it is, in its own words.

A place inside an organisation's name says where somebody is registered, not where this demand stands, and it may be
somebody else; such a place is not read. A place counts when the words say *located, we are in, address, from*.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from intake.demand import Reading
from intake.lexicon import Lexicon, data
from intake.reading.english.regions import find_english_regions, read_english_regions
from intake.reading.noun_phrases import Part, is_part_of_speech
from intake.reading.roles import Candidate, choose, without_doubles
from intake.reading.statement import Statement, reading

_ENDINGS = r"(?:特别行政区|壮族自治区|回族自治区|维吾尔自治区|自治区|省|市|地区|自治州|州|盟|新区)?"
_BELOW = (
    r"(?:(?:(?!经济|高新|工业|开发|科技|自贸|某|的)[\u4e00-\u9fff]){1,4}?(?:市(?!区)|(?<=沙)市区|县"
    r"|(?<![小园社地郊厂矿库片校景牧林灾])区"
    r"|旗"
    r"|镇"
    r"|乡))?"
)
_DISTRICT = re.compile(
    r"(?!医药|软件|产业|大学|空港|临港|高新|经开|开发|工业|自贸|保税|经济|科技|稀土)(?:(?![的做开一某搞种养办是有在这那当厂店户])[\u4e00-\u9fff]){2,3}?(?=$|[)]|这边|那边|这里|当地|港|某|做|种|养|开|办|搞|从事|的?一家|的$"
    r"|的[\u4e00-\u9fff]{0,6}(?:企业|工厂|厂家|厂|公司|合作社|作坊|养殖场|店)(?:$|[,。;]))"
)
"""A district without its ending (``宁波北仑``, ``深圳宝安的``): two characters after a city, and then the end."""
_OURS = re.compile(r"(?:我们?|俺们?|咱们?|本人|人)(?:家|厂|公司)?(?:是|在)?$")
_BEFORE = re.compile(
    r"(?:位于|坐落于|坐落在|坐落|地处|地址(?:在|是|:)?|所在地(?:区|为|是|在|:)*|地点(?:在|是|:)?|所属地区:?"
    r"|所属区域:?|(?:地区|地点|地址|所在地|区域|城市)[:】]|所在(?:省市|城市)?:?|总部(?:在|设在|位于)|厂(?:区|子|房)?(?:就|设"
    r"|建)?在"
    r"|注册(?:地)?(?:于|在|:)?|(?:我们?|公司|企业|我司|我厂|工厂|本厂)\("
    r"|(?:我们?|公司|企业|我司|我厂|工厂|本厂|单位|[我咱]家|店|车间|基地|样品|现场|人)(?:现|都|就|是|设|位|目前)*在|来自"
    r"|(?:我们?|公司|我司|本公司|企业|我厂|这边|这里|我这儿?)(?:这边)?[是为](?:一家)?(?:位于|来自|在)?|在"
    r"|我们?(?=[\u4e00-\u9fff]{2,3}(?:这边|工厂|厂)))[:]? {0,2}$"
)
_CERTAIN = re.compile(r"(?:^|[,。;\n\d.、】 【])(?:企业|公司|单位)?(?:所在|所属)?(?:地区|地址|所在地|区域)[:】] {0,2}$")
_WEAK = re.compile(r"(?:^|[我咱俺厂司].{0,10}[^现存正实内外好都就是设位])在$")
_BOSS = re.compile(r"(?:我|俺|咱|本人|本厂|我司)[^,]{0,10}在$|经营.{0,4}在$|其在$")
_TRADES = re.compile(
    r"(?:专门|专业|主要|这边)?(?:做|种|养|开(?!发|封|平)|办|搞|生产|从事|经营)[^,。;]{1,16}?(?:的|厂|企业|公司|店|场|作坊|坊)?(?=$|[,。;])"
)
"""``福建晋江做鞋的``: the trade after a place says that somebody is there."""
_AFTER = re.compile(
    r"(?:这边|这里|当地|本地)"
    r"|的?(?:一家|一个|一间|一|某)[\u4e00-\u9fff]{0,10}?(?:企业|企|厂|公司|合作社|养殖场|作坊|机构|户|商户|设备商|商|店)"
    r"|的?(?:企业|厂家|工厂|小厂|加工厂|作坊)(?!有限|股份|集团|技术中心|标准)"
)
_PLANT = re.compile(
    r"[\u4e00-\u9fff]{1,10}?(?:厂|企业|户|作坊|合作社|基地)(?=$|[,。;来反投])|[\u4e00-\u9fff]的[\u4e00-\u9fff]{0,8}?(?:厂|企业|合作社|公司)(?=$|[,。;])"
)
_NAME_TAIL = re.compile(
    r"[\u4e00-\u9fffA-Za-z0-9()]{0,18}?(?:有限|股份|集团|研究[院所]|大学|学院|医院|检测中心|质检[院所]|合作社联)"
)
_TRADE = re.compile(
    r"(?:大学|学院|中医|理工|师范|工业大|农业大|航空|科技大|路|街|话|菜|人|烟|酒|毛尖|瓷|茶|鸭"
    r"|市场|客户|供应商|分公司|那边)"
)


def read_regions(statement: Statement, was_asked: bool = False) -> Iterator[Reading]:
    """The enterprise's region as written (``江苏省苏州市``); at most one."""
    if was_asked:
        found = next((one for one in _stated(statement) if "outside" not in one.signs), None)
    else:
        found = choose("region", statement, find_regions(statement))
    if found is not None:
        yield reading(statement, "region", None, found.utterance, found.start, found.end, "region")
        return
    if english := read_english_regions(statement, was_asked):
        yield english


def find_regions(statement: Statement) -> list[Candidate]:
    """Every place of a statement that stands in no organisation's name, with what the rules say of it."""
    return without_doubles(statement, list(_stated(statement)), list(find_english_regions(statement)))


def _stated(statement: Statement) -> Iterator[Candidate]:
    may_sign = len(statement.clauses) > 1
    for clause in statement.clauses:
        text, shift = clause.label + clause.text, len(clause.label)
        for start, end in _places(clause.text):
            if _NAME_TAIL.match(clause.text[end : end + 40]):
                continue
            before, after = text[max(start + shift - 16, 0) : start + shift], clause.text[end : end + 30]
            outside = clause.role in ("background", "title")
            told = {"yes": not outside and _is_own(text, start + shift, end + shift, may_sign), "outside": outside}
            told |= {"located": _BEFORE.search(before) is not None, "ours": _OURS.search(before) is not None}
            told |= {"plant": _AFTER.match(after) is not None, "trade": _TRADES.match(after) is not None}
            told |= {"thing": _TRADE.match(after) is not None}
            certain = told["yes"] and _CERTAIN.search(before) is not None
            signs = tuple(sign for sign, holds in told.items() if holds)
            yield Candidate(clause.utterance, clause.start + start, clause.start + end, None, signs, certain)


def province_of(region: str) -> str | None:
    """The province that a region as written lies in (``江苏省苏州市`` → ``江苏``); ``None`` when no place is known."""
    found = next(iter(_lexicon().find(region)), None)
    return found.kind if found is not None else None


def find_places(text: str) -> Iterator[tuple[int, int]]:
    """``[start, end)`` of every place in a folded text."""
    return _places(text)


def _places(text: str) -> Iterator[tuple[int, int]]:
    """Places, neighbours joined (``江苏省`` + ``苏州市`` + ``昆山``)."""
    pending: tuple[int, int] | None = None
    for found in _lexicon().find(text):
        tail = re.compile(_ENDINGS + _BELOW).match(text, found.end)
        end = tail.end() if tail else found.end
        if end == found.end and (below := _DISTRICT.match(text, end)):
            end = end if _is_common(below[0]) else below.end()
        if pending is not None and found.start <= pending[1]:
            pending = (pending[0], max(end, pending[1]))
            continue
        if pending is not None:
            yield pending
        pending = (found.start, end)
    if pending is not None:
        yield pending


def _is_common(word: str) -> bool:
    """Whether two characters are a word of everyday grammar and no district (``苏州生产的``)."""
    parts: tuple[Part, ...] = ("verb", "activity", "stop", "head", "property", "symptom", "word", "quality")
    return any(is_part_of_speech(word, part) for part in parts) or word in _PLAIN or _lexicon().kind(word) is not None


_PLAIN = frozenset(
    (
        "本地",
        "当地",
        "这边",
        "这里",
        "有家",
        "专门",
        "专业",
        "一家",
        "企业",
        "公司",
        "工厂",
        "附近",
        "周边",
        "市区",
        "经营",
        "开了",
        "专注",
    )
)


def _is_own(text: str, start: int, end: int, may_sign: bool) -> bool:
    before, after = text[max(start - 16, 0) : start], text[end : end + 30]
    if before.endswith(("那边", "这边")):
        before = before[:-2]
    if after.startswith("那边") and re.search(r"[我俺咱]", before):
        after = "这边" + after[2:]
    if _NAME_TAIL.match(after) or _TRADE.match(after):
        return False
    if re.search(r"(?:客户|供应商|对方|他们|买家|经销商|同行|用户|业主)[^,]{0,4}$", before):
        return False
    located = _BEFORE.search(before)
    if located and located[0].strip(" :") == "在":
        here = re.match(r"的?(?:一家|这边|有(?:工厂|厂|公司)|设厂|建厂|$)", after) is not None
        return (_WEAK.search(before) is not None and here) or (
            _BOSS.search(before) is not None and (here or _TRADES.match(after) is not None)
        )
    if located:
        return True
    if _OURS.search(before) and re.match(r"(?:的|这边|这里)?(?:$|[,。;!?的做])", after):
        return True
    if may_sign and not before.strip(" ,") and not after.strip(" ,。.!"):  # a place said alone, as one signs a note
        return True
    opens = not before.strip(" ,") or before.rstrip().endswith((":", "】", "]"))
    if opens and (re.match(r"某", after) or _TRADES.match(after) or _PLANT.match(text[end - 1 : end + 24])):
        return True
    return (
        _AFTER.match(after) is not None
        and re.search(r"(?:客户|供应商|给|为|向|从|由|与|和|去|到|送|寄|找)[^,]{0,4}$", before) is None
    )


@cache
def _lexicon() -> Lexicon:
    regions: dict[str, str] = data("regions")
    kinds = {place: province for province, line in regions.items() for place in line.split()}
    kinds |= {
        f"{place}市": province
        for place, province in list(kinds.items())
        if not place.endswith(("市", "州", "区", "盟"))
    }
    kinds |= {province: province for province in regions}
    return Lexicon(kinds)
