"""The panel and the outcome by its cause."""

from __future__ import annotations

import pytest

from engagement.facts.technical_review import EVENTS, Plan, dependence
from foundation.errors import Conflict
from tests.engagement.cases import AGAINST, FOR, PLAN, SCRIPTS, STAFF, TEAM, at, opened, play, step


def test_a_plan_names_what_is_missing() -> None:
    assert Plan().missing == ("方案", "资源", "风险", "方法状态")
    assert PLAN.missing == ()


def test_an_outside_panel_is_independent() -> None:
    assert dependence(PLAN.reviewers, TEAM, "ent_1") is None


def test_the_outcome_goes_to_its_cause() -> None:
    went = {}
    for outcome, event in EVENTS.items():
        opinions = FOR if outcome == "pass" else AGAINST
        code = {"talks": "price", "team": "plan"}.get(outcome)
        went[outcome] = step(at("review"), event, opinions=opinions, reason="见意见", code=code)
    assert {outcome: found.state for outcome, found in went.items()} == {
        "pass": "in_service",
        "talks": "negotiating",
        "team": "team_formed",
        "end": "closed",
    }
    assert {outcome: found.reviews[-1].outcome for outcome, found in went.items()} == {name: name for name in EVENTS}
    assert went["end"].end_reason == "not_feasible"


def test_rounds_are_counted_and_a_corrected_team_is_reviewed_again() -> None:
    back = step(at("review"), "fail_to_team", opinions=AGAINST, reason="缺人", code="team")
    stronger = TEAM.model_copy(update={"staff": (STAFF, STAFF.model_copy(update={"id": "exp_3", "name": "小周"}))})
    again = step(step(back, "change_team", team=stronger), "submit_plan", plan=PLAN)
    passed = step(again, "pass_review", opinions=FOR)
    assert [(review.round, review.outcome, review.cause) for review in passed.reviews] == [
        (1, "team", "team"),
        (2, "pass", "passed"),
    ]


def test_somebody_who_joined_the_team_later_cannot_have_reviewed_it() -> None:
    """The plan falls with the old team, so the panel is checked against the new one."""
    formed = play(opened(), SCRIPTS["team_formed"])
    joined = TEAM.model_copy(update={"staff": (STAFF, STAFF.model_copy(update={"id": "rev_1", "name": "评审甲"}))})
    changed = step(formed, "change_team", team=joined)
    with pytest.raises(Conflict, match="评审甲在项目组里"):
        step(changed, "submit_plan", plan=PLAN)
