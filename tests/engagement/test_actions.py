"""What is shown as open is what the table and its guards let through, for everybody, everywhere."""

from __future__ import annotations

import pytest

from engagement.actions import ASKS, STANDING, open_actions
from engagement.engagement import advance
from engagement.guards import GUARDS
from engagement.log import Facts
from engagement.profiles import PROFILES
from engagement.record import Engagement
from foundation.actors import Actor
from foundation.errors import Conflict, DockingError, NotAllowed
from tests.builders import actor
from tests.engagement.cases import (
    BAD,
    CALENDAR,
    CENTRE,
    CONTACTS,
    COORDINATOR,
    ENTERPRISE,
    HOST,
    OFFER,
    REVIEWER,
    SCRIPTS,
    START,
    at,
    opened,
    step,
)

EVENTS = sorted({row.event for row in PROFILES["superset"].process.transitions})
STRANGER = actor("centre", organisation="ctr_9")


@pytest.mark.parametrize("state", list(SCRIPTS))
@pytest.mark.parametrize("who", [COORDINATOR, ENTERPRISE, CENTRE, HOST, REVIEWER, STRANGER], ids=str)
def test_exactly_the_open_steps_of_an_actor_are_shown(state: str, who: Actor) -> None:
    engagement = at(state)
    shown = {action.event for action in open_actions(engagement, who, START, CALENDAR)}
    assert shown == {event for event in EVENTS if is_open(engagement, event, who)}


def is_open(engagement: Engagement, event: str, who: Actor) -> bool:
    """Whether a step without any facts is refused for its facts only, or not at all."""
    try:
        advance(engagement, event, who, Facts(), START, CALENDAR)
    except NotAllowed:
        return False
    except DockingError as refusal:
        return refusal.code != "step_not_open"
    return True


def test_a_step_says_what_the_engagement_lacks_before_anybody_fills_in_a_form() -> None:
    bad = step(at("acceptance"), "record_measurement", measurements=BAD)
    actions = {action.event: action for action in open_actions(bad, ENTERPRISE, START, CALENDAR)}
    assert not actions["accept"].is_ready
    assert "不合格" in actions["accept"].waits_for[0].text()
    assert actions["rework"].is_ready
    with pytest.raises(Conflict):
        step(bad, "accept", ENTERPRISE, is_solved=True)


def test_nobody_is_asked_to_confirm_or_review_terms_that_are_not_there() -> None:
    talks = step(opened(), "start", contacts=CONTACTS)
    for who, event in ((ENTERPRISE, "confirm_offer"), (HOST, "confirm_offer"), (CENTRE, "review_contract")):
        shown = {action.event: action for action in open_actions(talks, who, START, CALENDAR)}
        assert [refusal.text() for refusal in shown[event].waits_for] == ["还没有方案与报价"]
        offered = step(talks, "make_offer", offer=OFFER)
        ready = {action.event for action in open_actions(offered, who, START, CALENDAR) if action.is_ready}
        assert event in ready


def test_every_standing_guard_is_a_guard_of_the_table_and_every_fact_a_fact() -> None:
    assert set(GUARDS) >= STANDING
    assert {name for names in ASKS.values() for name in names} <= set(Facts.model_fields)


def test_the_next_state_is_named_in_chinese_and_reasons_are_asked_for_as_in_the_table() -> None:
    stop = next(one for one in open_actions(at("negotiating"), COORDINATOR, START, CALENDAR) if one.event == "stop")
    assert (stop.next_label, stop.needs_reason, stop.codes, stop.roles) == (
        "项目终结",
        True,
        ("not_agreed",),
        ("coordinator",),
    )
