"""凝练 (S0-19): the version of a demand that may be published – what is needed, and nothing of who needs it.

Deterministic. Names of organisations and people, contacts, addresses, registration and patent numbers, web addresses
and the sentences in which an enterprise introduces itself are taken out; the enterprise's short name, once its full
name was seen, goes everywhere. Taking out too much is the lesser fault. What stands at ``secret`` is not published at
all, condensed or not; that is decided by its level, not here.
"""

from __future__ import annotations

import re

from foundation.text import shorten
from intake.reading.regions import find_places
from intake.reading.statement import TEXT, Statement, state

ENTERPRISE = "某企业"
REMOVED = "［略］"
LONGEST_TITLE = 60

_ORGANISATION = re.compile(
    r"[\u4e00-\u9fffA-Za-z0-9()·&-]{2,24}?(?:股份有限公司|有限责任公司|有限公司|集团公司|总公司"
    r"|分公司|集团|公司|研究院|研究所|研究中心"
    r"|大学|学院|医院|合作社|(?:机械|化工|制药|食品|纺织|塑料|橡胶|电器|电子|五金|汽配|水泥|玻璃"
    r"|陶瓷|皮革|家具|印染|酒|茶|钢铁?|铸造|阀门|电机|轴承)厂)"
)
_OURSELVES = re.compile(
    r"^(?:我|本|贵|该|你们|我们|咱们|一家|某|两家|几家|多家|家|各|子|母|上市|外资|合资|合作|相关"
    r"|其他|大|小)+(?:公司|集团|厂|研究院|研究所)$"
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
_PATTERNS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,4}"), REMOVED),
    (re.compile(r"(?:https?://|www\.)[^\s,。;)]{2,200}"), REMOVED),
    (re.compile(r"(?<!\d)(?:\+?86[- ]?)?1[3-9]\d(?:[- ]?\d{4}){2}(?!\d)"), REMOVED),
    (re.compile(r"(?<![\d.])(?:\(0\d{2,3}\)|0\d{2,3})[- ]?\d{7,8}(?:-\d{1,5})?(?!\d)"), REMOVED),
    (re.compile(r"(?<!\d)400[- ]?\d{3}[- ]?\d{4}(?!\d)"), REMOVED),
    (re.compile(
        r"(?:QQ|微信|wechat|weixin|vx|v信|钉钉)(?:号|群)?[:是为]? {0,2}[A-Za-z0-9_-]{4,24}", re.IGNORECASE), REMOVED),
    (re.compile(r"(?<![0-9A-Z])[0-9A-HJ-NPQRTUWXY]{2}\d{6}[0-9A-HJ-NPQRTUWXY]{10}(?![0-9A-Z])"), REMOVED),
    (re.compile(r"(?<!\d)\d{17}[\dXx](?!\d)"), REMOVED),
    (re.compile(r"(?:ZL|CN) ?\d{8,13}(?:[.]\d|X)?[A-Z]?", re.IGNORECASE), REMOVED),
    (re.compile(
        r"(?:专利号|申请号|公开号|项目编号|登记号|证书编号"
        r"|注册号)[:是为]? {0,2}[A-Za-z0-9.\[\]-]{4,30}"), REMOVED),
    (
        re.compile(
                r"(?:联系人|负责人|技术负责人|项目负责人|法人代表|法定代表人|姓名"
                r"|对接人)[:是为]? {0,2}[\u4e00-\u9fff]{2,4}(?=$|[,。;\s:()]|电话|手机|联系)"
        ),
        REMOVED,
    ),
    (re.compile(r"(?:我姓|免贵姓|我叫|本人)[\u4e00-\u9fff]{1,3}(?=$|[,。;\s])"), REMOVED),
    (re.compile(
        r"(?<![\u4e00-\u9fff])[\u4e00-\u9fff]{1,2}(?:经理|总监|厂长|主任|先生|女士|小姐|老师|总工"
        r"|工程师|博士|教授)(?=$|[,。;\s:(]|电话|\d)"), REMOVED),
    (re.compile(r"(?:地址|厂址|通讯地址|联系地址|注册地址|单位地址)[:是为在]{0,2} {0,2}[^,。;\n]{4,60}"), REMOVED),
    (re.compile(
        r"[\u4e00-\u9fff]{2,12}(?:路|街|大道|巷)\d{1,5}号(?:[\u4e00-\u9fff\d-]{0,12}(?:室|楼|栋|幢"
        r"|层))?"), REMOVED),
)  # fmt: skip
_OPENING = re.compile(r"^(?:您好|你好|老师好|请问|麻烦|大家好|[,。!~ ])+")


def condense(title: str | None, text: str) -> tuple[str, str]:
    """``(title, text)`` fit for publication; equal words give equal results.

    The text is the demand's own clauses without the enterprise's introduction of itself; further demands in the same
    words are left out too.
    """
    statement = state(title, text)
    names = _names(statement.title.text) | _names(statement.body.text)
    kept = "".join(_sentences(statement))
    return (
        shorten(_clean(statement.title.text, names), LONGEST_TITLE),
        _clean(_OPENING.sub("", kept), names),
    )


def redact(text: str) -> str:
    """A text without names, contacts and numbers that identify, every sentence kept."""
    folded = state(None, text).body.text
    return _clean(folded, _names(folded))


def _sentences(statement: Statement) -> list[str]:
    """The clauses that are not the enterprise's introduction of itself, with the marks between them."""
    text = statement.body.text
    clauses = [clause for clause in statement.clauses if clause.utterance == TEXT]
    edges = [*(clause.start for clause in clauses), len(text)]
    kept = [text[: edges[0]]]
    for clause, following in zip(clauses, edges[1:], strict=True):
        if clause.role != "company":
            kept.append(text[clause.start : following])
        elif (label := text[clause.end : following].lstrip(",。;!?\n ")) and ":" in label:
            kept.append("\n" + label)
    return kept


def _names(text: str) -> frozenset[str]:
    """Names of organisations in a folded text, in full and in short."""
    found: set[str] = set()
    for match in _ORGANISATION.finditer(text):
        name = match[0]
        while (lead := _LEAD.match(name)) is not None and len(name) - lead.end() >= 4:
            name = name[lead.end() :]
        if _OURSELVES.match(name) or len(name) < 4:
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


def _clean(text: str, names: frozenset[str]) -> str:
    for pattern, instead in _PATTERNS:
        text = pattern.sub(instead, text)
    for name in sorted(names, key=lambda item: (-len(item), item)):
        text = text.replace(name, ENTERPRISE)
    text = re.sub(rf"(?:{ENTERPRISE}[(（]?){{2,}}", ENTERPRISE, text)
    text = re.sub(rf"(?:{REMOVED}[,、:; ]*){{2,}}", REMOVED, text)
    return re.sub(r" {2,}", " ", re.sub(r"\n{2,}", "\n", text)).strip(" ,;\n")
