"""Without an account: one address, one answer, for a time; who reads the database cannot use it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import Engine, text

from engagement import service, store
from engagement.access.answering import answer_by_link, keep_by_link, report_by_link
from engagement.access.giving import invite, open_for_enterprise, revoke_link
from engagement.access.knocking import look_at
from engagement.afterwards.followups import due
from engagement.pack.making import kept_until, list_packs, make_pack
from engagement.pack.verifying import verified
from foundation.audit import entries
from foundation.clock import SetClock
from foundation.database import reading
from foundation.errors import Conflict, InvalidInput, NotAllowed, NotFound
from tests.builders import actor
from tests.conftest import Working
from tests.engagement.cases import EFFECTS, GOOD, REPORT, SAVED, SURVEY
from tests.engagement.test_service import served

ENTERPRISE = actor("enterprise", organisation="ent_1")


def finished(working: Working, match_id: str = "mat_1") -> str:
    with working() as work:
        id = served(work, match_id).id
        service.record_measurement(work, id, 12, GOOD)
        service.accept(work, id, 13, is_solved=True)
    return id


def test_a_link_is_good_for_one_answer(working: Working, engine: Engine) -> None:
    id = finished(working)
    with working() as work:
        token = invite(work, id, "survey").token
    with working(actor()) as work:
        answered = answer_by_link(work, token, SURVEY)
    assert answered.surveys[0].answer == SURVEY
    assert answered.surveys[0].answered_by.startswith("lnk_")
    with working(actor()) as work:
        assert answer_by_link(work, token, SURVEY).version == answered.version
    with pytest.raises(NotFound) as refused, working(actor()) as work:
        answer_by_link(work, token, SURVEY.model_copy(update={"overall": 1}))
    assert refused.value.code == "link_not_valid"
    with reading(engine) as session:
        assert store.check(session, id)
        last = [one.action for one in entries(session, id)][-2:]
    assert last == ["engagement.answer_survey", "engagement.link_used"]


def test_an_answer_that_is_refused_leaves_its_link_unused(working: Working, engine: Engine) -> None:
    id = finished(working)
    with working() as work:
        one, other = (invite(work, id, "survey").token for _ in range(2))
        answer_by_link(work, one, SURVEY)
    with pytest.raises(Conflict) as refused, working(actor()) as work:
        answer_by_link(work, other, SURVEY)
    assert refused.value.facts["guard"] == "survey_unanswered"
    with reading(engine) as session:
        assert session.execute(text("select count(*) from engagement_links where used_at is null")).scalar_one() == 1


def test_a_link_ends_and_is_for_its_purpose_only(working: Working, clock: SetClock) -> None:
    id = finished(working)
    with working() as work:
        issued = invite(work, id, "survey", days=10)
        assert look_at(work.session, issued.token, "survey", work.now)[1].id == id
        with pytest.raises(NotFound):
            look_at(work.session, issued.token, "effect", work.now)
        with pytest.raises(NotFound):
            look_at(work.session, issued.token, "survey", work.now + timedelta(days=10))
        revoke_link(work, id, issued.link.id)
        with pytest.raises(NotFound):
            look_at(work.session, issued.token, "survey", work.now)


def test_the_enterprise_opens_a_link_for_itself_from_its_own_demand(working: Working) -> None:
    id = finished(working)
    with working(ENTERPRISE) as work:
        issued = open_for_enterprise(work, "dem_1", id, "survey")
        assert issued.path == f"/surveys/{issued.token}"
        assert issued.link.expires_at == work.now + timedelta(days=1)
        answer_by_link(work, issued.token, SURVEY)
        with pytest.raises(NotFound):
            open_for_enterprise(work, "dem_2", id, "effect", month=3)
        with pytest.raises(InvalidInput):
            open_for_enterprise(work, "dem_1", id, "effect", month=4)
    for stranger in (actor("enterprise", organisation="ent_9"), actor("centre", organisation="ctr_1")):
        with pytest.raises(NotAllowed), working(stranger) as work:
            open_for_enterprise(work, "dem_1", id, "survey")


def test_links_are_issued_by_the_desk_for_closed_engagements(working: Working) -> None:
    with working() as work:
        open_id = served(work).id
        with pytest.raises(Conflict):
            invite(work, open_id, "survey")
    with pytest.raises(NotAllowed), working(ENTERPRISE) as work:
        invite(work, open_id, "survey")
    closed_id = finished(working)
    for judged in ("host_1", "host_9"):
        with pytest.raises(NotAllowed), working(actor("host", organisation=judged)) as work:
            invite(work, closed_id, "survey")


def test_effects_come_by_link_for_its_month_and_are_due_no_more(
    working: Working, engine: Engine, clock: SetClock
) -> None:
    id = finished(working)
    with reading(engine) as session:
        closed = store.load(session, id).closed_at
        assert closed is not None
        later = closed.date() + timedelta(days=200)
        assert [one.month for one in due(session, later)] == [3, 6]
        assert due(session, closed.date()) == ()
    clock.advance(timedelta(days=92))
    with working() as work:
        with pytest.raises(InvalidInput):
            invite(work, id, "effect", month=4)
        token = invite(work, id, "effect", month=3).token
    with working(actor()) as work:
        with pytest.raises(InvalidInput):
            report_by_link(work, token, EFFECTS.model_copy(update={"month": 6}))
        report_by_link(work, token, EFFECTS)
    with reading(engine) as session:
        assert [one.month for one in due(session, later)] == [6]
        assert due(session, later, centre_id="ctr_9") == ()


def test_evidence_is_a_file_that_somebody_kept_or_refused_by_its_hash(working: Working) -> None:
    id = finished(working)
    with working() as work:
        token = invite(work, id, "effect", month=3).token
    claimed = EFFECTS.model_copy(update={"effects": (SAVED.model_copy(update={"evidence": "ab" * 32}),)})
    with pytest.raises(InvalidInput) as refused, working(actor()) as work:
        report_by_link(work, token, claimed)
    assert (refused.value.code, refused.value.facts["sha256"]) == ("engagement_file_not_kept", "ab" * 32)
    with pytest.raises(InvalidInput), working(actor()) as work:
        service.report_effect(replace(work, actor=ENTERPRISE), id, 14, claimed)
    with working(actor()) as work:
        kept = keep_by_link(work, token, "电费单.txt", "七月少用 12.5 万元".encode())
        shown = SAVED.model_copy(update={"evidence": kept.sha256})
        report = EFFECTS.model_copy(update={"effects": (shown,)})
        told = report_by_link(work, token, report)
        assert told.effect_reports[0].report.effects[0].grade == "documented"
        assert keep_by_link(work, token, "电费单.txt", "七月少用 12.5 万元".encode()) == kept, "pressed twice"
        assert report_by_link(work, token, report).version == told.version
        with pytest.raises(NotFound):
            keep_by_link(work, token, "另一张.txt", b"nothing new by a used link")


def test_a_pack_is_made_once_for_what_it_holds_and_the_next_names_the_one_before(working: Working) -> None:
    id = finished(working)
    with working() as work:
        first, again = make_pack(work, id), make_pack(work, id)
        assert first.content == again.content
        service.take_step(work, id, 14, "reopen", service.Facts(reason="报告漏盖章"))
        with pytest.raises(Conflict):
            make_pack(work, id)
        service.add_deliverable(work, id, 15, REPORT)
        service.deliver(work, id, 16)
        service.record_measurement(work, id, 17, GOOD)
        service.accept(work, id, 18, is_solved=True)
        second = make_pack(work, id)
        assert (second.manifest.number, second.manifest.previous) == (2, first.manifest.digest)
        assert [one.digest for one in list_packs(work.session, id)] == [first.manifest.digest, second.manifest.digest]
        assert make_pack(work, id, kept_years=10).manifest.number == 3
    for pack in (first, second):
        assert verified(pack.content, pack.manifest.digest).fault is None


def test_a_pack_is_for_desk_and_host_and_kept_six_years(working: Working) -> None:
    id = finished(working)
    with pytest.raises(NotAllowed), working(ENTERPRISE) as work:
        make_pack(work, id)
    with pytest.raises(NotAllowed), working(actor("host", organisation="host_9")) as work:
        make_pack(work, id)
    with working(actor("host", organisation="host_1")) as work:
        pack = make_pack(work, id)
        engagement = store.load(work.session, id)
    assert engagement.closed_at is not None
    assert pack.manifest.keep_until == kept_until(engagement)
    leap = engagement.model_copy(update={"closed_at": engagement.closed_at.replace(year=2024, month=2, day=29)})
    assert kept_until(leap) == date(2030, 2, 28)
