"""How sure one may be after a change: what a run would state then, in words a clerk understands."""

from __future__ import annotations

import pytest

from matcher.advice.advising import rematched
from matcher.advice.applying import Matching, changed_demand
from matcher.advice.change import Renewed
from matcher.advice.lift import Lift, answer_lift, centre_lift
from matcher.advice.questions import questions
from matcher.advice.steps import steps
from matcher.doubt.abstaining import answer_confidence, centre_confidence
from matcher.doubt.confidence import Calibration, Scale, Step, Weight, shipped
from matcher.matchlist import CentreCandidate, MatchList
from matcher.policy import DEFAULT_POLICY
from matcher.searching import SnapshotSearch, find
from matcher.task_matches import TaskMatches
from tests.matcher.advice.test_advice import BOLTS, matching, snapshot
from tests.matcher.knowledge import embedder
from tests.matcher.passages import wanted

PLAIN = Scale(
    weights=(Weight(sign="sense_best", points=1),), steps=(Step(at=0, thousandths=0), Step(at=1000, thousandths=1000))
)
"""One is as sure as the nearest row is like."""
CALIBRATION = Calibration(version="plain", prior=500, least=400, answer=PLAIN, row=PLAIN)
CALIBRATED = Matching(embedder(), DEFAULT_POLICY, 50, calibration=shipped())


def sure(thousandths: int | None) -> MatchList:
    """A match of which, and of whose first centre, one is so sure."""
    found = rematched(BOLTS, snapshot(), matching())
    first = found.centres[0]
    signs = first.signs.model_copy(update={"sense_best": thousandths}) if first.signs and thousandths else None
    centres = (first.model_copy(update={"signs": signs}), *found.centres[1:])
    return found.model_copy(update={"signs": signs or found.signs, "centres": centres})


def told(lift: Lift | None) -> str:
    return "" if lift is None else lift.says.text()


@pytest.mark.parametrize(
    ("before", "after", "answer", "centre"),
    [
        (620, 814, "有中心能做的把握从 62% 升到 81%", "把握从 62% 升到 81%"),
        (814, 620, "有中心能做的把握从 81% 降到 62%", "把握从 81% 降到 62%"),
        (618, 624, "有中心能做的把握仍是 62%", "把握仍是 62%"),
        (395, 620, "有中心能做的把握从 40% 升到 62%，够得上推荐", "把握从 40% 升到 62%"),
        (620, 390, "有中心能做的把握从 62% 降到 39%，不够推荐", "把握从 62% 降到 39%"),
        (200, 390, "有中心能做的把握从 20% 升到 39%", "把握从 20% 升到 39%"),
    ],
)
def test_confidence_is_told_before_and_after(before: int, after: int, answer: str, centre: str) -> None:
    first = sure(before).centres[0].provider_id
    assert told(answer_lift(sure(before), sure(after), CALIBRATION)) == answer
    assert told(centre_lift(first, sure(before), sure(after), CALIBRATION)) == centre


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        (620, 814, "把握从 62% 升到约 80%"),
        (814, 620, "把握从 81% 降到约 60%"),
        (620, 660, "把握大致不变（62%）"),
        (None, 814, "届时把握约 80%"),
    ],
)
def test_where_the_index_changes_by_text_the_words_leave_room(before: int | None, after: int, words: str) -> None:
    first = sure(after).centres[0].provider_id
    assert told(centre_lift(first, sure(before), sure(after), CALIBRATION, is_rough=True)) == words


def test_nothing_is_told_of_a_centre_of_which_a_run_states_nothing() -> None:
    first = sure(620).centres[0].provider_id
    assert told(centre_lift(first, sure(None), sure(620), CALIBRATION)) == "届时把握 62%"
    assert centre_lift(first, sure(620), sure(None), CALIBRATION) is None
    assert centre_lift("cen_nobody", sure(620), sure(700), CALIBRATION) is None
    assert centre_lift(first, sure(620), sure(700), None) is answer_lift(sure(620), sure(700), None) is None


def candidate(centre: str, found: MatchList) -> CentreCandidate:
    return next(one for one in found.centres if one.provider_id == centre)


def test_a_questions_answers_state_what_a_run_on_the_changed_demand_states() -> None:
    demand = wanted("风电塔筒螺栓有问题，请检测。", service_category="检验检测")
    before = rematched(demand, snapshot(), CALIBRATED)
    asked = questions(demand, before, snapshot(), CALIBRATED, {})
    lifts = [(one, effect) for question in asked for one in question.outlooks for effect in one.effects]
    assert len(lifts) >= 4
    for one, effect in lifts:
        after = find(changed_demand(one.change, demand), SnapshotSearch(snapshot()), embedder(), 50)
        answer = answer_confidence(TaskMatches(whole=after), shipped())
        assert one.confidence is not None
        assert (one.confidence.before, one.confidence.after) == (
            answer_confidence(TaskMatches(whole=before), shipped()),
            answer,
        )
        assert effect.confidence is not None
        assert effect.confidence.after == centre_confidence(candidate(effect.centre_id, after), answer, shipped())
    assert any(one.confidence and one.confidence.after > one.confidence.before for one, _ in lifts)  # type: ignore[operator]


def test_a_step_states_the_centres_confidence_and_only_a_certificate_to_the_point() -> None:
    before = rematched(BOLTS, snapshot(), CALIBRATED)
    query = CALIBRATED.query(BOLTS, snapshot())
    words = {}
    for centre in ("cen_a", "cen_c", "cen_f"):
        for step in steps(centre, query, before, snapshot(), CALIBRATED):
            if step.effect.confidence is not None:
                words.setdefault(isinstance(step.change, Renewed), []).append(told(step.effect.confidence))
    assert words.keys() == {True, False}
    assert not any("约" in one or "大致" in one for one in words[True])
    assert all("约" in one or "大致" in one for one in words[False])
