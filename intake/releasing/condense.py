"""凝练 (S0-19): the version of a demand that may be published – what is needed, and nothing of who needs it.

Deterministic. Names of organisations and people, contacts, addresses, registration and patent numbers, web addresses
and the sentences in which an enterprise introduces itself are taken out; the enterprise's short name, once its full
name was seen, goes everywhere. Taking out too much is the lesser fault. What stands at ``secret`` is not published at
all, condensed or not; that is decided by its level, not here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from foundation.personal_data import find_personal_data
from foundation.text import shorten
from intake.reading.organisations import find_names
from intake.reading.statement import TEXT, Role, Statement, state

ENTERPRISE = "某企业"
REMOVED = "〔略〕"
LONGEST_TITLE = 60
_OF_ITSELF: frozenset[Role] = frozenset({"company", "basis", "other"})

_PATTERNS: tuple[re.Pattern[str], ...] = (
    re.compile(r"(?:QQ|微信|wechat|weixin|vx|v信|钉钉)(?:号|群)?[:是为]? {0,2}[A-Za-z0-9_-]{4,24}", re.IGNORECASE),
    re.compile(r"(?<![0-9A-Za-z])[0-9A-HJ-NPQRTUWXY]{2}\d{6}[0-9A-HJ-NPQRTUWXY]{10}(?![0-9A-Za-z])"),
    re.compile(r"(?<!\d)\d{17}[\dXx](?!\d)"),
    re.compile(r"(?:ZL|CN) ?\d{8,13}(?:[.](?:\d|X))?[A-Z]?", re.IGNORECASE),
    re.compile(r"(?:专利号|申请号|公开号|项目编号|登记号|证书编号|注册号)[:是为]? {0,2}[A-Za-z0-9.\[\]-]{4,30}"),
    re.compile(
        r"(?:联系人|负责人|技术负责人|项目负责人|法人代表|法定代表人|姓名|对接人)[:是为]? {0,2}[\u4e00-\u9fff]{2,4}"
        r"(?=$|[,。;\s:()]|电话|手机|联系)"
    ),
    re.compile(r"(?:我姓|免贵姓|我叫|本人)[\u4e00-\u9fff]{1,3}(?=$|[,。;\s])"),
    re.compile(
        r"(?<![\u4e00-\u9fff])[\u4e00-\u9fff]{1,2}(?:经理|总监|厂长|主任|先生|女士|小姐|老师|总工|工程师|博士|教授)"
        r"(?=$|[,。;\s:(]|说|电话|\d)"
    ),
    re.compile(r"(?<![\u4e00-\u9fff])[\u4e00-\u9fff]工(?=[,: ]{0,2}(?:电话|手机|微信|〔略〕|\d))"),
    re.compile(r"(?:地址|厂址|通讯地址|联系地址|注册地址|单位地址)[:是为在]{0,2} {0,2}[^,。;\n]{4,60}"),
    re.compile(r"[\u4e00-\u9fff]{2,12}(?:路|街|大道|巷)\d{1,5}号(?:[\u4e00-\u9fff\d-]{0,12}(?:室|楼|栋|幢|层))?"),
)
"""What identifies and has no check digit or fixed form; the rest is :mod:`foundation.personal_data`'s."""

_OPENING = re.compile(r"^(?:您好|你好|老师好|请问|麻烦|大家好|[,。!~ ])+")


def condense(title: str | None, text: str) -> tuple[str, str]:
    """``(title, text)`` fit for publication; equal words give equal results.

    The text is the demand's own clauses without the enterprise's introduction of itself; further demands in the same
    words are left out too.
    """
    statement = state(title, text)
    names = find_names(statement.title.text) | find_names(statement.body.text)
    kept = "".join(_sentences(statement))
    return (
        shorten(_clean(statement.title.text, names), LONGEST_TITLE),
        _clean(_OPENING.sub("", kept), names),
    )


def redact(text: str) -> str:
    """A text without names, contacts and numbers that identify, every sentence kept."""
    folded = state(None, text).body.text
    return _clean(folded, find_names(folded))


def identifying_places(folded: str) -> Iterator[tuple[int, int]]:
    """Where a folded text holds what condensing takes out by its form; names of organisations are found apart."""
    for start, end, _ in find_personal_data(folded):
        yield start, end
    for pattern in _PATTERNS:
        for found in pattern.finditer(folded):
            yield found.span()


def _sentences(statement: Statement) -> list[str]:
    """The clauses of the demand itself with their headings and marks, without what the enterprise tells of itself."""
    text = statement.body.text
    kept = []
    for clause in statement.clauses:
        if clause.utterance == TEXT and clause.role not in _OF_ITSELF:
            mark = text[clause.end : clause.end + 1]
            kept.append(clause.label + clause.text + (mark if mark in ",。;!?\n" else ""))
    return kept


def _clean(text: str, names: frozenset[str]) -> str:
    text = without(text, ((start, end) for start, end, _ in find_personal_data(text)))
    for pattern in _PATTERNS:
        text = pattern.sub(REMOVED, text)
    for name in sorted(names, key=lambda item: (-len(item), item)):
        text = text.replace(name, ENTERPRISE)
    text = re.sub(rf"(?:{ENTERPRISE}[(（]?){{2,}}", ENTERPRISE, text)
    text = re.sub(rf"(?:{REMOVED}[,、:; ]{{0,3}}){{2,}}", REMOVED, text)
    text = re.sub(r" {2,}", " ", re.sub(r"\n{2,}", "\n", text)).strip(" ,;\n")
    return _HALF.sub(lambda found: _FULL[found[0]], text)


_FULL = dict(zip(",;:!?()", "，；：！？（）", strict=True))
_HALF = re.compile(r"(?<=[\u4e00-\u9fff”〕》)])[,;:!?)]|[,;:!?(](?=[\u4e00-\u9fff“〔《(])|(?<=[\u4e00-\u9fff])\(")
"""Marks beside Chinese characters are set full-width again: reading folded them."""


def without(text: str, places: Iterable[tuple[int, int]]) -> str:
    """The text with a mark for what was taken out at these ``[start, end)`` places; what overlaps is taken out once."""
    parts: list[str] = []
    last = 0
    for start, end in sorted(places):
        if start >= last:
            parts += [text[last:start], REMOVED]
        last = max(last, end)
    return "".join([*parts, text[last:]])
