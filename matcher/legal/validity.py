"""Whether the certificate behind a row is in force on the day; both ends count, an unknown end is not valid."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from foundation.language import sentence
from kb.passages import ScopeFacts
from matcher.legal.finding import Finding
from matcher.legal.ruling import LegalState


def validity_of(facts: ScopeFacts | None, day: date) -> LegalState:
    """``inside``, or why not. A row that names no certificate of CMA or CNAS is *unstated*, whatever dates it has."""
    if facts is None or facts.qualification is None:
        return "unstated"
    if facts.valid_from is not None and day < facts.valid_from:
        return "not_yet"
    if facts.valid_until is None:
        return "open_ended"
    return "lapsed" if day > facts.valid_until else "inside"


def look(facts: ScopeFacts | None, day: date) -> tuple[Finding, ...]:
    """The certificate in a sentence."""
    if facts is None or facts.qualification is None:
        return _UNSTATED
    return _look(facts.qualification, facts.valid_from, facts.valid_until, validity_of(facts, day))


_UNSTATED = (Finding("unstated", sentence("附表没有写明资质，不能按批准范围内的检测提供，请与中心核实")),)


@lru_cache(maxsize=4_096)
def _look(kind: str, begins: date | None, until: date | None, state: LegalState) -> tuple[Finding, ...]:
    begin, end = begins.isoformat() if begins else "", until.isoformat() if until else ""
    match state:
        case "not_yet":
            told = sentence(
                "{kind} 自 {begins} 起才有效，计划日期在此之前：只能按方法开发（6.2）商谈", kind=kind, begins=begin
            )
        case "open_ended":
            told = sentence("{kind} 没有写明有效期，不能按有效处理", kind=kind)
        case "lapsed":
            told = sentence(
                "{kind} 已于 {until} 到期，计划日期在此之后：只能按方法开发（6.2）商谈", kind=kind, until=end
            )
        case "inside" if begins is None:
            # The house's rule for certificates (kb.provider): an unknown beginning does not hinder, but it is said.
            told = sentence("{kind} 有效至 {until}；没有写明从哪天起有效，请核对", kind=kind, until=end)
        case _:
            told = sentence("{kind} 有效至 {until}", kind=kind, until=end)
    return (Finding(state, told),)
