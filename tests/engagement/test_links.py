"""Without an account: one address, one answer, for a time; who reads the database cannot use it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import Engine, text

from engagement import service, store
from engagement.followups import due
from engagement.links.service import answer_by_link, issue_link, look_at, report_by_link
from engagement.pack.making import kept_until, list_packs, make_pack
from engagement.pack.verifying import verified
from foundation.clock import SetClock
from foundation.database import reading
from foundation.errors import Conflict, InvalidInput, NotAllowed, NotFound
from tests.builders import actor
from tests.conftest import Working
from tests.engagement.cases import EFFECTS, GOOD, REPORT, SURVEY
from tests.engagement.test_service import served

ENTERPRISE = actor("enterprise", organisation="ent_1")


def finished(working: Working) -> str:
    with working() as work:
        id = served(work).id
        service.record_measurement(work, id, 12, GOOD)
        service.accept(work, id, 13, is_solved=True)
    return id


def token_of(path: str) -> str:
    return path.rpartition("/")[2]


def test_a_link_is_good_for_one_answer(working: Working, engine: Engine) -> None:
    id = finished(working)
    with working() as work:
        issued = issue_link(work, id, "survey")
    token = token_of(issued.path)
    with working(actor()) as work:
        answered = answer_by_link(work, token, SURVEY)
    assert answered.surveys[0].answer == SURVEY
    assert answered.surveys[0].answered_by.startswith("link_")
    with working(actor()) as work:
        assert answer_by_link(work, token, SURVEY).version == answered.version
    with pytest.raises(Conflict) as refused, working(actor()) as work:
        answer_by_link(work, token, SURVEY.model_copy(update={"overall": 1}))
    assert refused.value.code == "link_used"
    with reading(engine) as session:
        assert store.check(session, id)
        rows = str(session.execute(text("select * from engagement_invitations")).all())
    assert token not in rows


def test_a_link_ends_and_is_for_its_purpose_only(working: Working, clock: SetClock) -> None:
    id = finished(working)
    with working() as work:
        token = token_of(issue_link(work, id, "survey", days=10).path)
        for wrong in ("lnk_" + "0" * 26, token.lower()):
            with pytest.raises(NotFound):
                look_at(work.session, wrong, "survey", work.now)
        with pytest.raises(NotFound):
            look_at(work.session, token, "effect", work.now)
        assert look_at(work.session, token, "survey", work.now)[1].id == id
        with pytest.raises(NotFound):
            look_at(work.session, token, "survey", work.now + timedelta(days=10))


def test_links_are_issued_by_the_desk_for_closed_engagements(working: Working) -> None:
    with working() as work:
        open_id = served(work).id
        with pytest.raises(Conflict):
            issue_link(work, open_id, "survey")
    with pytest.raises(NotAllowed), working(ENTERPRISE) as work:
        issue_link(work, open_id, "survey")
    with pytest.raises(NotAllowed), working(actor("host", organisation="host_9")) as work:
        issue_link(work, open_id, "survey")


def test_effects_come_by_link_for_its_month_and_are_due_no_more(working: Working, engine: Engine) -> None:
    id = finished(working)
    with reading(engine) as session:
        closed = store.load(session, id).closed_at
        assert closed is not None
        later = closed.date() + timedelta(days=200)
        assert [one.month for one in due(session, later)] == [3, 6]
        assert due(session, closed.date()) == ()
    with working() as work:
        with pytest.raises(InvalidInput):
            issue_link(work, id, "effect", month=4)
        token = token_of(issue_link(work, id, "effect", month=3).path)
    with working(actor()) as work:
        with pytest.raises(InvalidInput):
            report_by_link(work, token, EFFECTS.model_copy(update={"month": 6}))
        report_by_link(work, token, EFFECTS)
    with reading(engine) as session:
        assert [one.month for one in due(session, later)] == [6]
        assert due(session, later, centre_id="ctr_9") == ()


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
