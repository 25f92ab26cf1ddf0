"""The standards a demand names: each once, as written, never with a year that is not there."""

from __future__ import annotations

import re
from collections.abc import Iterator

from intake.demand import Reading
from intake.reading.negation import is_denied
from intake.reading.roles import Candidate, wanted
from intake.reading.statement import Statement, reading

_NOT_A_STANDARD = re.compile(
    r"^(?:ISO ?9001|ISO ?9000|ISO ?14001|ISO ?45001|ISO/IEC ?27001|ISO ?27001|ISO ?13485|IATF ?16949"
    r"|ISO ?22000|ISO ?50001)",
    re.IGNORECASE,
)
_WINDOW = 70
_STOP = re.compile(r"[。;!?,、\n]|\.(?= |$)|\b(?:but|and now|now)\b|但|不过|现在")
_MET_BEFORE = re.compile(
    r"(?:已(?:经)?(?:全部|完全|顺利|稳定|基本)?(?:符合|满足|通过|取得|获得|拿到|达到|做过|做了)"
    r"|(?<!没)(?<!未)(?:做过|测过|检过|通过了|拿过)|早就(?:过|做)了?|报告(?:均|都)?(?:符合|满足)|以前(?:只|都|就)?(?:是)?(?:做|按|用)"
    r"|already (?:\w+ ){0,3}?(?:meets?|met|passe[sd]|compl(?:y|ies) with|have|has|hold|tested|certified)(?: \w+){0,4}"
    r"|(?:meets?|passed|compl(?:y|ies) with|tested) already|(?:have|has) (?:already )?passed|already have(?: \w+){0,9}"
    r"|(?:have|has|hold)(?: \w+){0,2} (?:valid|existing))[^,。;]{0,8}$",
    re.IGNORECASE,
)
_MET_AFTER = re.compile(
    r"(?: {0,2}[,、和及] {0,2}[A-Z/]{2,6} ?[\d.-]{2,14} {0,2}){0,3}[^,。;、]{0,8}?(?:(?:的?(?:证书?|报告"
    r"|检测|认证|全检|测试|试验)|都|也)?(?:我们|已经|早就|都|也|是|早|已)*"
    r"(?:有了|做过了?|过了|是?过的|(?<!不)合格的?(?=$|[,。;!)]|但)|通过了|拿到了|已取得|已通过))"
    r"|[^,.;]{0,30}? (?:already|is passed|was passed|has been passed)(?=$|[ ,.;])",
    re.IGNORECASE,
)


_HAS = re.compile(r"(?:已(?:经)?|早就?|手上|手里|现)(?:具|持)?有[^,。;]{0,6}$")
_PAPER = re.compile(r"[^,。;]{0,16}?(?:报告|证书|认证)")


def read_standards(statement: Statement) -> Iterator[Reading]:
    """Each wanted standard once: not those that are met already or only spoken of (``GB 19083的证我们已经有了``)."""
    seen: set[str] = set()
    for one in wanted("standards", statement, find_cited(statement)):
        if one.value is not None and one.value not in seen:
            seen.add(one.value)
            yield reading(statement, "standards", one.value, one.utterance, one.start, one.end, "standard")


def find_cited(statement: Statement) -> list[Candidate]:
    """Every cited standard, with what the rules say of it.

    Certificates of management systems (ISO 9001 …) are no test standards.
    """
    found = []
    for utterance in (0, 1):
        text = statement.utterance(utterance).text
        for start, end, number in statement.cited(utterance):
            if _NOT_A_STANDARD.match(number):
                continue
            denied, met = is_denied(text, start), _is_met(text, start, end)
            told = {"yes": not denied and not met, "denied": denied, "met": met}
            signs = tuple(sign for sign, holds in told.items() if holds)
            found.append(Candidate(utterance, start, end, number, signs))
    return found


def _is_met(text: str, start: int, end: int) -> bool:
    """Whether the words beside a number say that it is met already: there is a report, it was passed."""
    before = text[max(start - _WINDOW, 0) : start]
    cut = max((found.end() for found in _STOP.finditer(before)), default=0)
    if _HAS.search(before[cut:]) and _PAPER.match(text[end : end + 30]):
        return True
    return _MET_BEFORE.search(before[cut:]) is not None or _MET_AFTER.match(text[end : end + _WINDOW]) is not None
