"""How sure one may be before and after a change: the calibrated confidence (B18) of both lists, and words for it.

Both are what a run would state; nothing is estimated. Where a row is put beside the index, the index that is built anew
some day gives a little less or more: the words say so ("约", in steps of five per cent). ``None`` where a run states
none either: without a calibration, and for a centre that is not among the first few.
"""

from __future__ import annotations

from foundation.language import Sentence, sentence
from foundation.values import Value
from matcher.doubt.abstaining import answer_confidence, centre_confidence, is_abstained
from matcher.doubt.confidence import Calibration
from matcher.doubt.shown import percent
from matcher.matchlist import MatchList
from matcher.task_matches import TaskMatches

ROUGH = 50
"""Thousandths by which an index that is built anew may turn out otherwise, in nineteen of twenty cases."""


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
    turned = _is_abstained(before, calibration), _is_abstained(after, calibration)
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


def centre_lift(
    centre_id: str, before: MatchList, after: MatchList, calibration: Calibration | None, is_rough: bool = False
) -> Lift | None:
    """That the centre fits; ``None`` where nothing is stated of it after the change.

    ``is_rough``: the index itself changes by text, so that what is stated holds to :data:`ROUGH` once it is built anew.
    """
    had, has = (_centre(centre_id, found, calibration) for found in (before, after))
    if has is None:
        return None
    return Lift(before=had, after=has, says=(_roughly if is_rough else _exactly)(had, has))


def _exactly(had: int | None, has: int) -> Sentence:
    if had is None:
        return sentence("届时把握 {after}", after=percent(has))
    if percent(had) == percent(has):
        return sentence("把握仍是 {after}", after=percent(has))
    words = "把握从 {before} 升到 {after}" if had < has else "把握从 {before} 降到 {after}"
    return sentence(words, before=percent(had), after=percent(has))


def _roughly(had: int | None, has: int) -> Sentence:
    after = percent((has + ROUGH // 2) // ROUGH * ROUGH)
    if had is None:
        return sentence("届时把握约 {after}", after=after)
    if abs(has - had) <= ROUGH:
        return sentence("把握大致不变（{before}）", before=percent(had))
    words = "把握从 {before} 升到约 {after}" if had < has else "把握从 {before} 降到约 {after}"
    return sentence(words, before=percent(had), after=after)


def _answer(found: MatchList, calibration: Calibration | None) -> int | None:
    return answer_confidence(TaskMatches(whole=found), calibration)


def _is_abstained(found: MatchList, calibration: Calibration | None) -> bool:
    return is_abstained(TaskMatches(whole=found), calibration)


def _centre(centre_id: str, found: MatchList, calibration: Calibration | None) -> int | None:
    one = next((centre for centre in found.centres if centre.provider_id == centre_id), None)
    return None if one is None else centre_confidence(one, _answer(found, calibration), calibration)
