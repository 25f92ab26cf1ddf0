"""A report goes out only while the certificate it rests on is in force on the day of issue (S4-20, S0-30)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import Engine

from engagement import service, store
from engagement.facts.deliverables import Cover, Deliverable, DocumentBar, Span, issue_faults
from engagement.record import Engagement
from foundation.clock import CHINA, SetClock
from foundation.database import reading
from foundation.errors import Conflict
from foundation.unit_of_work import Work
from intake.living import matched
from kb.importing.annex import AnnexHeading
from kb.profiles import register_profile
from kb.service import import_annex, list_capabilities
from matcher.policy import DEFAULT_POLICY
from matcher.query import Wanted
from matcher.run import RunInput
from matcher.service import save_matches
from matcher.surroundings import Surroundings
from tests.conftest import Working
from tests.engagement.cases import CONTACTS, FOR, OFFER, PLAN, REPORT, REVIEWED, SIGNATORIES, TEAM
from tests.engagement.test_opening import TEST, accepted
from tests.kb.examples import annex
from tests.kb.examples import row as annex_row
from tests.matcher.review.reviewed import DAY, demanded, outcome, row

MARCH = Span(certificate="CMA-1", valid_from=date(2025, 3, 1), valid_until=date(2025, 3, 31))
MAY = Span(certificate="CMA-1", valid_from=date(2025, 5, 1), valid_until=date(2025, 5, 31))


def certified_until(work: Work, last: date) -> str:
    """The id of the row of the centre's annex, whose certificate ends on that day."""
    heading = AnnexHeading(certificate_kind="CMA", certificate_number="CMA-1", valid_until=last)
    import_annex(work, annex(annex_row("ABS 板", "冲击强度"), heading=heading), "cen_a")
    (one,) = service_rows(work)
    return one


def service_rows(work: Work) -> list[str]:
    return [one.id for one in list_capabilities(work.session, "cen_a")]


def in_service(work: Work) -> Engagement:
    """A test of a row that is inside the scope until the end of March, agreed and under way."""
    demand = demanded(work, TEST)
    id = certified_until(work, date(2025, 3, 31))
    hit = row("inside").model_copy(update={"provider_id": "cen_a", "passage_id": id})
    come = outcome("cen_a")
    whole = come.found.whole.model_copy(update={"hits": (hit,)})
    come = come.model_copy(update={"found": come.found.model_copy(update={"whole": whole})})
    asked = RunInput(
        wanted=Wanted(text=demand.text, title=demand.title, planned_on=DAY, service_category="检验检测"),
        top=50,
        policy=DEFAULT_POLICY,
        surroundings=Surroundings(),
        index_identity="1-abc",
        model_identity="fixed",
    )
    (candidate,) = save_matches(work, demand, asked, come).candidates
    matched(work, demand.id, True)
    register_profile(work, "cen_a", secrecy_level="internal")
    one = accepted(work, candidate.id)
    assert one.scope is not None
    assert one.scope.is_inside is True
    offer = OFFER.model_copy(update={"party": "host_a"})
    service.start(work, one.id, 1, CONTACTS)
    service.make_offer(work, one.id, 2, offer)
    service.confirm_offer(work, one.id, 3, "enterprise", offer.digest)
    service.confirm_offer(work, one.id, 4, "host", offer.digest)
    service.review_contract(work, one.id, 5, REVIEWED)
    service.sign(work, one.id, 6, SIGNATORIES)
    service.form_team(work, one.id, 7, TEAM)
    service.submit_plan(work, one.id, 8, PLAN)
    return service.record_review(work, one.id, 9, "pass", FOR)


def report(day: date) -> Deliverable:
    return Deliverable(
        name=REPORT.name,
        kind="测试报告",
        number="R-1",
        issuer="签发人",
        issued_on=day,
        has_mark_on_cover=True,
        is_inside_scope=True,
    )


def test_a_report_issued_after_the_certificate_ended_waits_for_its_renewal(
    working: Working, clock: SetClock, engine: Engine
) -> None:
    with working() as work:
        serving = in_service(work)
    clock.advance(timedelta(days=23))
    with working() as work:
        today = work.now.astimezone(CHINA).date()
        assert today == date(2025, 4, 2)
        service.add_deliverable(work, serving.id, 10, report(today))
    with pytest.raises(Conflict) as refused, working() as work:
        service.deliver(work, serving.id, 11)
    assert refused.value.facts["guard"] == "documents_issuable"
    assert "（2025-04-02），所依据的资质证书不在有效期内" in refused.value.text()
    with working() as work:
        certified_until(work, date(2031, 3, 31))
        delivered = service.deliver(work, serving.id, 11)
        assert service.deliver(work, serving.id, 11) == delivered, "handed in twice: the first answer"
    with reading(engine) as session:
        assert store.check(session, serving.id)
        (cover,) = store.load(session, serving.id).history[-1].facts.covers or ()
        assert [span.valid_until for span in cover.spans] == [date(2031, 3, 31)]


def test_a_report_issued_before_the_end_may_be_delivered_later(working: Working, clock: SetClock) -> None:
    with working() as work:
        serving = in_service(work)
    clock.advance(timedelta(days=23))
    with working() as work:
        service.add_deliverable(work, serving.id, 10, report(date(2025, 3, 31)))
        assert service.deliver(work, serving.id, 11).state == "acceptance"


def test_what_is_no_certificate_asks_for_none(working: Working) -> None:
    with working() as work:
        serving = in_service(work)
        service.add_deliverable(work, serving.id, 10, REPORT)
        assert service.deliver(work, serving.id, 11).history[-1].facts.covers is None


@pytest.mark.parametrize(
    ("day", "is_covered"),
    [
        (date(2025, 3, 1), True),
        (date(2025, 3, 31), True),
        (date(2025, 4, 1), False),
        (date(2025, 4, 30), False),
        (date(2025, 5, 1), True),
        (date(2025, 6, 1), False),
    ],
)
def test_one_certificate_in_force_is_enough_and_both_its_days_count(day: date, is_covered: bool) -> None:
    bar = DocumentBar(covers=(Cover(spans=(MARCH, MAY)),))
    assert bool(issue_faults(report(day), date(2025, 12, 31), bar)) != is_covered


def test_every_test_needs_a_certificate_of_its_own_and_a_row_that_is_gone_gives_none() -> None:
    for covers in ((Cover(spans=(MARCH,)), Cover(spans=(MAY,))), (Cover(spans=(MARCH,)), Cover())):
        (fault,) = issue_faults(report(date(2025, 3, 5)), date(2025, 12, 31), DocumentBar(covers=covers))
        assert "资质证书不在有效期内" in fault.text()
