"""How sure one may be before and after a change: the calibrated confidence (B18) of both lists, and words for it.

Both are what a run would state; nothing is estimated. ``None`` where a run states none either: without a calibration,
and for a centre that is not among the first few.
"""

from __future__ import annotations

from foundation.language import Sentence, sentence
from foundation.values import Value
from matcher.doubt.abstaining import answer_confidence, centre_confidence, is_abstained
from matcher.doubt.confidence import Calibration
from matcher.matchlist import MatchList
from matcher.task_matches import TaskMatches


class Lift(Value):
    """Confidence before and after, 0 … 1000 thousandths; ``says`` tells it in per cent, as the pages round them."""

    before: int | None
    after: int
    says: Sentence


def answer_lift(before: MatchList, after: MatchList, calibration: Calibration | None) -> Lift | None:
    """That somebody listed fits at all; whether the answer may be recommended now is said where that changes."""
    had, has = (_answer(found, calibration) for found in (before, after))
    if had is None or has is None:
        return None
    turned = is_abstained(had, calibration), is_abstained(has, calibration)
    facts = {"before": percent(had), "after": percent(has)}
    match turned:
        case (True, False):
            says = sentence("有中心能做的把握从 {before} 升到 {after}，够得上推荐", **facts)
        case (False, True):
            says = sentence("有中心能做的把握从 {before} 降到 {after}，不够推荐", **facts)
        case _ if percent(had) == percent(has):
            says = sentence("有中心能做的把握仍是 {after}", after=percent(has))
        case _ if had < has:
            says = sentence("有中心能做的把握从 {before} 升到 {after}", **facts)
        case _:
            says = sentence("有中心能做的把握从 {before} 降到 {after}", **facts)
    return Lift(before=had, after=has, says=says)


def centre_lift(centre_id: str, before: MatchList, after: MatchList, calibration: Calibration | None) -> Lift | None:
    """That the centre fits; ``None`` where nothing is stated of it after the change."""
    had, has = (_centre(centre_id, found, calibration) for found in (before, after))
    if has is None:
        return None
    if had is None:
        says = sentence("届时把握 {after}", after=percent(has))
    elif percent(had) == percent(has):
        says = sentence("把握仍是 {after}", after=percent(has))
    elif had < has:
        says = sentence("把握从 {before} 升到 {after}", before=percent(had), after=percent(has))
    else:
        says = sentence("把握从 {before} 降到 {after}", before=percent(had), after=percent(has))
    return Lift(before=had, after=has, says=says)


def percent(thousandths: int) -> str:
    """``62%``: halves up, as the desk shows ``0.62``."""
    return f"{(thousandths + 5) // 10}%"


def _answer(found: MatchList, calibration: Calibration | None) -> int | None:
    return answer_confidence(TaskMatches(whole=found), calibration)


def _centre(centre_id: str, found: MatchList, calibration: Calibration | None) -> int | None:
    one = next((centre for centre in found.centres if centre.provider_id == centre_id), None)
    return None if one is None else centre_confidence(one, _answer(found, calibration), calibration)
