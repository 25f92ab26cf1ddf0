"""Every step of a project is told to those it concerns, once, without contents; its end answers the demand."""

from __future__ import annotations

import json
from typing import Any

import pytest
from sqlalchemy import Engine, text

from api.notices import leaving
from api.projects.notices import headline
from engagement import service, store
from engagement.folding import apply
from engagement.log import Facts, log_digest
from engagement.profiles import PROFILES
from engagement.record import Engagement
from engagement.returning import ENDED_EARLY, answer_demand
from engagement.telling import NOTICE, PARTIES, hearers
from foundation.actors import Actor
from foundation.working_calendar import load_calendar
from intake.cares.caring import care_of
from intake.service import get_demand
from matcher.store import get_candidate
from tests.builders import actor
from tests.conftest import Working
from tests.engagement.cases import AGAINST, CENTRE, CONTACTS, COORDINATOR, ENTERPRISE, OFFER, WHOLE, at, opened, play
from tests.engagement.test_opening import accepted
from tests.engagement.test_service import open_one, served
from tests.matcher.review.reviewed import matched_demand


def told(engine: Engine) -> list[dict[str, Any]]:
    """What stands in the outbox about projects, in no order."""
    with engine.connect() as connection:
        rows = connection.execute(text("SELECT payload FROM outbox_jobs WHERE kind = 'engagement.notice'"))
        return [json.loads(row[0]) for row in rows]


def test_whoever_must_act_next_and_every_party_hear_of_every_step_but_not_who_took_it() -> None:
    engagement = opened()
    for event, who, facts in WHOLE:
        before, engagement = engagement, play(engagement, [(event, who, facts)])
        entry = engagement.history[-1]
        sides = hearers(engagement, entry, who)
        assert len(set(sides)) == len(sides)
        assert sides, event
        if entry.next != before.state:
            assert {*PARTIES, *([engagement.owner_role] if engagement.owner_role else [])} - who.roles <= set(sides), (
                event
            )
        assert not (len(who.roles) == 1 and set(who.roles) & set(sides)), f"{event}: who took the step knows it"


@pytest.mark.parametrize(
    ("state", "event", "who", "facts", "sides"),
    [
        ("negotiating", "make_offer", CENTRE, Facts(offer=OFFER), {"enterprise", "host"}),
        ("negotiating", "stop", ENTERPRISE, Facts(reason="太贵"), {"centre", "host", "coordinator"}),
        ("negotiating", "try_next", COORDINATOR, Facts(reason="排不开"), {"enterprise", "centre", "host"}),
        ("in_service", "request_change", ENTERPRISE, Facts(reason="加指标"), {"centre", "host"}),
        (
            "review",
            "fail_to_team",
            actor("reviewer"),
            Facts(opinions=AGAINST, code="team", reason="人不够"),
            set(PARTIES),
        ),
    ],
)
def test_the_other_side_hears_of_offers_ends_changes_and_failures(
    state: str, event: str, who: Actor, facts: Facts, sides: set[str]
) -> None:
    after = play(at(state), [(event, who, facts)])
    assert set(hearers(after, after.history[-1], who)) == sides


def test_each_step_is_told_once_to_each_side_and_nothing_that_was_brought_is_in_it(
    working: Working, engine: Engine
) -> None:
    with working() as work:
        done = served(work)
    found = [one for one in told(engine) if one["notice"] == "step"]
    keys = [(one["subject"], one["version"], one["to"]) for one in found]
    assert len(set(keys)) == len(keys)
    assert {one["version"] for one in found} == set(range(2, done.version + 1)), "every step is told"
    allowed = {"notice", "subject", "profile", "version", "row", "state", "to", "by", "due"}
    assert all(set(one) == allowed for one in found)
    assert not any(word in json.dumps(found, ensure_ascii=False) for word in ("48000", "隔膜", "王经理", "顾工"))


def test_a_resubmitted_step_is_not_told_again(working: Working, engine: Engine) -> None:
    with working() as work:
        id = open_one(work).id
        service.start(work, id, 1, CONTACTS)
    before = len(told(engine))
    with working() as work:
        service.start(work, id, 1, CONTACTS)
    assert len(told(engine)) == before


def test_a_notice_says_in_both_languages_what_happened_who_acts_and_until_when() -> None:
    for reading in PROFILES.values():
        for row in reading.process.transitions:
            data = {"notice": "step", "subject": "eng_1", "profile": reading.id, "version": 2, "row": row.id}
            data |= {"state": row.next, "to": "enterprise", "by": "centre", "due": "2025-03-24"}
            said, english = (headline(leaving(NOTICE, data), language) for language in ("zh", "en"))
            assert row.label in said
            assert all(part in said for part in ("eng_1", "由中心办理", "2025-03-24"))
            assert all(part in english for part in ("eng_1", "due on 2025-03-24"))
            assert not any("\u4e00" <= letter <= "\u9fff" for letter in english), english


def ended(working: Working, event: str, facts: Facts) -> tuple[str, str, Engagement]:
    """A demand with an engagement that was ended in the talks: the demand, the match, the engagement."""
    with working() as work:
        demand, made = matched_demand(work)
        one = accepted(work, made.candidates[0].id)
        after = service.start(work, one.id, 1, CONTACTS)
        who = actor("enterprise" if event == "withdraw" else "coordinator", organisation=one.enterprise)
    with working(who) as work:
        return demand.id, made.candidates[1].id, service.take_step(work, after.id, after.version, event, facts)


@pytest.mark.parametrize("event", ["try_next", "stop"])
def test_the_next_centre_is_looked_for_and_the_demand_is_open_again(working: Working, event: str) -> None:
    demand_id, other, after = ended(working, event, Facts(reason="中心排不开"))
    with working() as work:
        care = care_of(work.session, demand_id)
        assert (get_demand(work.session, demand_id).status, care.is_open, care.owner_role) == (
            "matched",
            True,
            "coordinator",
        )
        assert care.due is not None
        assert accepted(work, other).id != after.id
        assert get_demand(work.session, demand_id).status == "docked"


def test_an_enterprise_that_withdraws_before_signing_has_withdrawn_its_demand(working: Working) -> None:
    demand_id, _, _ = ended(working, "withdraw", Facts())
    with working() as work:
        assert get_demand(work.session, demand_id).status == "withdrawn"
        ending = care_of(work.session, demand_id).ending
        assert ending is not None
        assert ending.reason_code == "not_needed"


def test_a_service_that_ends_after_signing_answers_the_demand_anew(working: Working) -> None:
    with working() as work:
        demand, made = matched_demand(work)
        talks = accepted(work, made.candidates[0].id)
        last = talks.history[-1].model_copy(update={"number": 2, "event": "terminate", "state": "agreed"})
        closed = last.model_copy(update={"next": "closed", "previous": log_digest(talks.history)})
        answer_demand(work, apply(talks, closed), load_calendar())
        assert care_of(work.session, demand.id).ending == ENDED_EARLY
        assert get_demand(work.session, demand.id).status == "docked"
        assert get_candidate(work.session, made.candidates[0].id).state == "accepted", "there was an agreement"


def test_while_another_centre_serves_the_demand_its_answer_stands(working: Working) -> None:
    with working() as work:
        demand, made = matched_demand(work)
        first, _ = (accepted(work, one.id) for one in made.candidates[:2])
        service.start(work, first.id, 1, CONTACTS)
        service.close(work, first.id, 2, "try_next", "排不开")
        assert get_demand(work.session, demand.id).status == "docked"
        ending = care_of(work.session, demand.id).ending
        assert ending is not None
        assert ending.reason_code == "accepted"


def test_a_pause_before_anything_was_signed_can_be_read_again(working: Working, engine: Engine) -> None:
    with working() as work:
        id = open_one(work).id
        service.start(work, id, 1, CONTACTS)
        paused = service.suspend(work, id, 2, work.today.replace(month=12), "等样品", is_agreed_by_both=True)
        assert store.load(work.session, id) == paused
        assert service.resume(work, id, 3).state == "negotiating"
