"""A reviewer's link speaks for one member of the panel; the outcome is the panel's, when all have written."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine

from engagement import service, store
from engagement.access.giving import issue_link
from engagement.access.knocking import actor_by_token
from engagement.access.link import NOBODY, PartyRole
from engagement.actions import open_actions
from engagement.facts.technical_review import Reviewer
from engagement.folding import fold
from engagement.log import Facts
from engagement.record import Engagement
from engagement.telling import hearers
from foundation.actors import Actor
from foundation.database import reading
from foundation.errors import Conflict, InvalidInput
from tests.builders import actor
from tests.conftest import Working
from tests.engagement.cases import (
    AGAINST,
    CALENDAR,
    COORDINATOR,
    FOR,
    PLAN,
    REVIEWER,
    START,
    TEAM,
    at,
    step,
)
from tests.engagement.test_service import negotiated

CHAIR = actor("reviewer", name="评审甲").model_copy(update={"id": "lnk_1", "seat": "rev_1"})
SECOND = actor("reviewer", name="评审乙").model_copy(update={"id": "lnk_2", "seat": "rev_2"})
OUTCOMES = {
    "pass_review": {},
    "fail_to_talks": {"reason": "范围不清", "code": "scope"},
    "fail_to_team": {"reason": "缺人", "code": "team"},
    "fail_to_end": {"reason": "做不了"},
}


def refused(engagement: Engagement, event: str, who: Actor, **facts: object) -> tuple[str, str]:
    """The guard that refuses, and what it says."""
    with pytest.raises(Conflict) as fault:
        step(engagement, event, who, **facts)
    return str(fault.value.facts["guard"]), fault.value.text()


def test_each_writes_their_own_and_the_chair_states_the_outcome_when_all_have_written() -> None:
    written = step(at("review"), "give_opinion", SECOND, opinions=FOR[1:])
    assert (written.state, written.opinions, written.reviews) == ("review", FOR[1:], ())
    passed = step(written, "pass_review", CHAIR, opinions=FOR[:1])
    assert (passed.state, passed.opinions) == ("in_service", ())
    assert set(passed.reviews[0].opinions) == set(FOR)
    assert fold(passed.history) == passed


@pytest.mark.parametrize("event", list(OUTCOMES))
@pytest.mark.parametrize("who", [CHAIR, SECOND, CHAIR.model_copy(update={"seat": NOBODY})])
def test_a_link_hands_in_nobody_elses_opinion_at_any_step(event: str, who: Actor) -> None:
    others = tuple(one for one in AGAINST if one.reviewer_id != who.seat)
    for opinions in (AGAINST, others, others[:1], FOR):
        guard, _ = refused(at("review"), event, who, opinions=opinions, **OUTCOMES[event])
        assert guard in ("panel_concludes", "opinions_given")
    for brought in (others[:1], AGAINST, ()):
        assert refused(at("review"), "give_opinion", who, opinions=brought)[0] == "own_opinion_given"


@pytest.mark.parametrize("event", list(OUTCOMES))
def test_only_the_chair_states_an_outcome_and_not_before_the_last_has_written(event: str) -> None:
    early = refused(at("review"), event, CHAIR, opinions=FOR[:1], **OUTCOMES[event])
    assert early == ("panel_concludes", "还没有写意见的评审人员：评审乙")
    both = step(
        step(at("review"), "give_opinion", SECOND, opinions=AGAINST[1:]), "give_opinion", CHAIR, opinions=FOR[:1]
    )
    assert refused(both, event, SECOND, **OUTCOMES[event]) == ("panel_concludes", "评审结论由评审组第一位记录：评审甲")
    if event == "pass_review":
        assert refused(both, event, CHAIR)[0] == "no_opinion_against"
    else:
        assert step(both, event, CHAIR, **OUTCOMES[event]).reviews[-1].opinions == (AGAINST[1], FOR[0])


def test_what_everybody_wants_cannot_be_recorded_as_failed() -> None:
    both = step(step(at("review"), "give_opinion", SECOND, opinions=FOR[1:]), "give_opinion", CHAIR, opinions=FOR[:1])
    assert refused(both, "fail_to_end", CHAIR, **OUTCOMES["fail_to_end"])[0] == "opinion_against"


def test_one_may_think_again_before_the_outcome_but_nobody_rewrites_for_another() -> None:
    once = step(at("review"), "give_opinion", SECOND, opinions=FOR[1:])
    again = step(once, "give_opinion", SECOND, opinions=AGAINST[1:])
    assert again.opinions == AGAINST[1:]
    assert [entry.facts.opinions for entry in again.history[-2:]] == [FOR[1:], AGAINST[1:]]
    for event in ("give_opinion", "pass_review"):
        guard, said = refused(again, event, REVIEWER, opinions=FOR[1:] if event == "give_opinion" else FOR)
        assert said == "已经有这些评审人员的意见：评审乙；没有评审席位不能改写，要改请本人凭链接改", guard


def test_minutes_that_were_entered_wrongly_are_put_right_by_the_member_and_by_nobody_without_a_seat() -> None:
    entered = step(at("review"), "give_opinion", REVIEWER, opinions=AGAINST[1:])
    _, said = refused(entered, "give_opinion", REVIEWER, opinions=FOR[1:])
    assert "本人已经写了" not in said, "nobody of the panel has written anything"
    assert "没有评审席位不能改写" in said
    assert step(entered, "give_opinion", SECOND, opinions=FOR[1:]).opinions == FOR[1:]
    assert step(entered, "give_opinion", REVIEWER, opinions=AGAINST[1:]).opinions == AGAINST[1:]


def test_minutes_may_bring_the_opinions_that_are_lacking() -> None:
    half = step(at("review"), "give_opinion", SECOND, opinions=FOR[1:])
    assert set(step(half, "pass_review", REVIEWER, opinions=FOR[:1]).reviews[0].opinions) == set(FOR)
    assert step(half, "pass_review", REVIEWER, opinions=FOR).state == "in_service"
    assert step(at("review"), "pass_review", REVIEWER, opinions=FOR).state == "in_service"


def test_a_new_plan_is_a_new_round() -> None:
    half = step(at("review"), "give_opinion", SECOND, opinions=AGAINST[1:])
    back = step(half, "fail_to_team", CHAIR, opinions=FOR[:1], reason="缺人", code="team")
    again = step(back, "submit_plan", plan=PLAN)
    assert again.opinions == ()
    assert refused(again, "pass_review", CHAIR, opinions=FOR[:1])[0] == "panel_concludes"


def test_the_page_tells_the_chair_who_has_not_written_and_the_others_that_the_chair_concludes() -> None:
    def waits(engagement: Engagement, who: Actor) -> dict[str, list[str]]:
        found = open_actions(engagement, who, START, CALENDAR)
        return {one.event: [refusal.text() for refusal in one.waits_for] for one in found}

    review = at("review")
    assert waits(review, CHAIR)["pass_review"] == ["还没有写意见的评审人员：评审乙"]
    assert waits(review, SECOND)["pass_review"] == ["评审结论由评审组第一位记录：评审甲"]
    assert waits(review, CHAIR)["give_opinion"] == waits(review, REVIEWER)["pass_review"] == []
    half = step(review, "give_opinion", SECOND, opinions=FOR[1:])
    assert waits(half, CHAIR)["pass_review"] == []
    assert hearers(half, half.history[-1], SECOND) == ("coordinator",)


def reviewing(working: Working, *, with_plan: bool = True) -> str:
    """An engagement whose plan lies before the panel, or whose team has yet to write it."""
    with working() as work:
        id = negotiated(work).id
        service.take_step(
            work, id, 6, "sign", Facts.model_validate({"signatories": {"enterprise": "王", "host": "李"}})
        )
        service.form_team(work, id, 7, TEAM)
        if with_plan:
            service.submit_plan(work, id, 8, PLAN)
    return id


def knock(working: Working, id: str, person: str, role: PartyRole = "reviewer", reviewer: str | None = None) -> Actor:
    with working(COORDINATOR) as work:
        token = issue_link(work, id, role, person, reviewer=reviewer).token
        found = actor_by_token(work.session, id, token, work.now)
    assert found is not None
    return found


def test_a_reviewers_link_is_for_somebody_of_the_panel(working: Working, engine: Engine) -> None:
    id = reviewing(working)
    assert knock(working, id, "评审甲").seat == "rev_1"
    assert knock(working, id, "王老师", reviewer="rev_2").seat == "rev_2"
    assert knock(working, id, "顾工", "centre").seat is None
    for person, reviewer in (("顾工", None), ("评审甲", "rev_9")):
        with pytest.raises(InvalidInput) as fault, working(COORDINATOR) as work:
            issue_link(work, id, "reviewer", person, reviewer=reviewer)
        assert fault.value.code == "link_reviewer_unknown"
    chair, second = knock(working, id, "评审甲"), knock(working, id, "评审乙")
    with pytest.raises(Conflict), working(second) as work:
        service.record_review(work, id, 9, "pass", FOR)
    with working(second) as work:
        service.take_step(work, id, 9, "give_opinion", Facts(opinions=FOR[1:]))
    with working(chair) as work:
        service.record_review(work, id, 10, "pass", FOR[:1])
    with reading(engine) as session:
        after = store.load(session, id)
        assert store.check(session, id)
    assert [entry.actor_id for entry in after.history[-2:]] == [second.id, chair.id]


def test_a_link_given_before_the_plan_waits_for_the_one_member_of_its_name(working: Working) -> None:
    id = reviewing(working, with_plan=False)
    with working(COORDINATOR) as work:
        tokens = [issue_link(work, id, "reviewer", name).token for name in ("评审甲", "评审丙", "评审丁")]

    def seats() -> list[str | None]:
        with working(COORDINATOR) as work:
            found = [actor_by_token(work.session, id, token, work.now) for token in tokens]
        return [one.seat if one else None for one in found]

    assert seats() == [NOBODY] * 3
    twins = tuple(Reviewer(id=f"rev_{number}", name="评审丁", has_conflict=False) for number in (3, 4))
    plan = PLAN.model_copy(update={"reviewers": (*PLAN.reviewers, *twins)})
    with working() as work:
        service.submit_plan(work, id, 8, plan)
    assert seats() == ["rev_1", NOBODY, NOBODY], "nobody is guessed among two of one name"
    with working(COORDINATOR) as work:
        nobody = actor_by_token(work.session, id, tokens[1], work.now)
    assert nobody is not None
    with pytest.raises(Conflict), working(nobody) as work:
        service.take_step(work, id, 9, "give_opinion", Facts(opinions=FOR[:1]))
