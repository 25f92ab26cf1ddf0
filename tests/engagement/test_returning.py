"""Talks that failed: the reason stays with the candidate, the demand is open again, the next one is asked (S0-04)."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine

from engagement import service, store
from engagement.files import keep
from engagement.opening import decide
from engagement.record import Engagement
from engagement.returning import NOT_AGREED, WITHDRAWN
from engagement.stages import Event
from foundation.audit import entries, verify
from foundation.database import reading
from foundation.errors import InvalidInput
from foundation.unit_of_work import Work
from intake.cares.caring import care_of
from intake.service import get_demand
from matcher import store as matches
from matcher.review.opinion_store import opinions_of
from tests.builders import actor
from tests.conftest import Working
from tests.engagement.cases import CONTACTS, COPY, SIGNATORIES
from tests.engagement.test_service import negotiated
from tests.intake.attachments.files import PNG
from tests.matcher.review.reviewed import matched_demand


def in_talks(work: Work, match_id: str) -> Engagement:
    opened = decide(work, match_id, "accept").engagement
    assert opened is not None
    return service.start(work, opened.id, 1, CONTACTS)


@pytest.mark.parametrize("event", ["try_next", "stop"])
def test_the_next_candidate_s_turn_comes_and_the_demand_is_open_again(
    working: Working, engine: Engine, event: Event
) -> None:
    with working() as work:
        demand, made = matched_demand(work)
        one, two, _ = made.candidates
        talks = in_talks(work, one.id)
        assert get_demand(work.session, demand.id).status == "docked"
    with working() as work:
        service.close(work, talks.id, 2, event, "产能不足，要等三个月")
    with reading(engine) as session:
        given_back = matches.get_candidate(session, one.id)
        assert (given_back.state, given_back.reason_code) == ("declined", "talks_failed")
        assert given_back.note == "产能不足，要等三个月"
        assert opinions_of(session, [one.id])[one.id][-1].verdict is None
        assert get_demand(session, demand.id).status == "matched"
        care = care_of(session, demand.id)
        assert (care.is_open, care.ending, care.owner_role) == (True, None, "coordinator")
        assert matches.get_candidate(session, two.id).state == "proposed"
        assert verify(session) is None
        assert "产能" not in str([one.facts for one in entries(session, given_back.id)])
    with working() as work:
        assert in_talks(work, two.id).centre_id == two.centre_id
        assert get_demand(work.session, demand.id).status == "docked"


def test_a_withdrawn_candidate_is_given_back_with_the_enterprise_s_reason_or_ours(
    working: Working, engine: Engine
) -> None:
    with working() as work:
        demand, made = matched_demand(work)
        first, second = (in_talks(work, one.id) for one in made.candidates[:2])
    with working(actor("enterprise", organisation=first.enterprise)) as work:
        service.withdraw(work, first.id, 2, "改为自己做")
        assert get_demand(work.session, demand.id).status == "docked", "another centre is still in talks"
        service.withdraw(work, second.id, 2)
    with reading(engine) as session:
        given_back = [matches.get_candidate(session, one.id) for one in made.candidates[:2]]
        assert [one.state for one in given_back] == ["declined", "declined"]
        assert [one.note for one in given_back] == ["改为自己做", "企业在签订协议以前撤回"]
        assert get_demand(session, demand.id).status == "withdrawn"
        assert care_of(session, demand.id).ending == WITHDRAWN


def test_another_centre_that_still_serves_keeps_the_demand_docked(working: Working, engine: Engine) -> None:
    with working() as work:
        demand, made = matched_demand(work)
        first, second = (in_talks(work, one.id) for one in made.candidates[:2])
        service.close(work, first.id, 2, "try_next", "价格谈不拢")
        assert get_demand(work.session, demand.id).status == "docked"
        service.close(work, second.id, 2, "try_next", "也不行")
        assert get_demand(work.session, demand.id).status == "matched"


@pytest.mark.parametrize("event", ["try_next", "stop"])
def test_with_nobody_left_the_enterprise_is_answered(working: Working, engine: Engine, event: Event) -> None:
    with working() as work:
        demand, made = matched_demand(work)
        for one in made.candidates[1:]:
            decide(work, one.id, "decline", "price")
        talks = in_talks(work, made.candidates[0].id)
        service.close(work, talks.id, 2, event, "产能不足")
    with reading(engine) as session:
        assert get_demand(session, demand.id).status == "no_capability"
        assert care_of(session, demand.id).ending == NOT_AGREED


def test_the_same_step_twice_gives_back_once(working: Working, engine: Engine) -> None:
    with working() as work:
        _, made = matched_demand(work)
        talks = in_talks(work, made.candidates[0].id)
    for _ in range(2):
        with working() as work:
            service.close(work, talks.id, 2, "try_next", "产能不足")
    with reading(engine) as session:
        assert [one.event for one in opinions_of(session, [made.candidates[0].id])[made.candidates[0].id]] == [
            "accept",
            "fall_through",
        ]
        assert store.check(session, talks.id)


def test_a_signed_copy_needs_its_file_first(working: Working) -> None:
    with working() as work:
        id = negotiated(work).id
        service.sign(work, id, 6, SIGNATORIES)
    with pytest.raises(InvalidInput) as refused, working() as work:
        service.attach_signed_copy(work, id, 7, COPY)
    assert refused.value.code == "engagement_file_not_kept"
    with working() as work:
        assert store.load(work.session, id).version == 7
        scan = keep(work, id, "扫描件.png", PNG)
        copy = COPY.model_copy(update={"sha256": scan.sha256})
        assert service.attach_signed_copy(work, id, 7, copy).signed_copies[0].version == 1
        assert service.attach_signed_copy(work, id, 7, copy).version == 8
