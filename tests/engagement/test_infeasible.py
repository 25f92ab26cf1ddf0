"""What the technical review finds not feasible (T11) is a gap for planning, and no later run takes it back (S2-05)."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import Engine

from engagement import service
from engagement.facts.scope import ScopeRuling
from engagement.log import Facts
from engagement.record import Engagement
from engagement.returning import NOT_FEASIBLE
from foundation.database import reading
from foundation.language import sentence
from foundation.unit_of_work import Work
from intake.cares.caring import care_of
from intake.living import docked_with, end_with
from matcher.doubt.gap_store import demand_gaps, replace_gaps
from matcher.doubt.gap_totals import totals
from matcher.infeasible import _as_named
from matcher.outcome import Gap
from tests.conftest import Working
from tests.engagement.cases import AGAINST, CONTACTS, OFFER, PLAN, REVIEWED, SIGNATORIES, TEAM
from tests.engagement.test_service import CENTRE, HOST
from tests.matcher.review.reviewed import matched_demand

PARAMETERS = ("低温冲击强度", "热收缩率", "厚度均匀性")
SAYS = sentence("没有中心能做")


def reviewed(work: Work, demand_id: str, match_id: str, run_id: str | None) -> Engagement:
    """A service of this demand, its plan before the panel, at version 9."""
    opened = service.open_engagement(
        work,
        demand_id,
        match_id,
        CENTRE,
        HOST,
        enterprise="ent_1",
        is_match_accepted=True,
        service_category="质量技术评价",
        host_level="internal",
        scope=ScopeRuling(is_inside=True, run_id=run_id),
    )
    service.start(work, opened.id, 1, CONTACTS)
    service.make_offer(work, opened.id, 2, OFFER)
    for version, side in enumerate(("enterprise", "host"), start=3):
        service.confirm_offer(work, opened.id, version, side, OFFER.digest)  # type: ignore[arg-type]
    service.review_contract(work, opened.id, 5, REVIEWED)
    service.sign(work, opened.id, 6, SIGNATORIES)
    service.form_team(work, opened.id, 7, TEAM)
    return service.submit_plan(work, opened.id, 8, PLAN)


def test_a_service_that_was_not_feasible_leaves_its_gap_in_the_register_once(working: Working, engine: Engine) -> None:
    with working() as work:
        demand, made = matched_demand(work)
        before = len(demand_gaps(work.session))
        end_with(work, demand.id, "dock", docked_with("示例中心"))
        one = reviewed(work, demand.id, made.candidates[0].id, made.id)
    for _ in range(2):
        with working() as work:
            ended = service.record_review(work, one.id, 9, "end", AGAINST, reason="没有低温冲击设备")
    with reading(engine) as session:
        gaps, care = demand_gaps(session), care_of(session, demand.id)
    (gap,) = gaps[before:]
    assert (gap.demand_id, gap.engagement_id, gap.run_id) == (demand.id, ended.id, made.id)
    assert (gap.reason, gap.day) == ("not_feasible", date(2025, 3, 10))
    assert gap.parameter or gap.product
    assert ("not_feasible", 1) in [(one.name, one.demands) for one in totals(gaps, "reason")]
    assert care.ending == NOT_FEASIBLE, "the enterprise hears that it is on record"


def test_the_gap_of_a_service_stays_when_the_demand_is_matched_again(working: Working) -> None:
    with working() as work:
        demand, made = matched_demand(work)
        one = reviewed(work, demand.id, made.candidates[0].id, made.id)
        service.record_review(work, one.id, 9, "end", AGAINST, reason="方法不成立")
        (gap,) = demand_gaps(work.session)
        replace_gaps(work.session, demand.id, made.id, (), None, work.today)
        assert demand_gaps(work.session) == (gap,)


@pytest.mark.parametrize("run_id", [None, "run_of_another_house"])
def test_a_demand_whose_match_is_not_kept_is_named_by_what_it_says(working: Working, run_id: str | None) -> None:
    with working() as work:
        demand, made = matched_demand(work)
        one = reviewed(work, demand.id, made.candidates[0].id, run_id)
        service.record_review(work, one.id, 9, "end", AGAINST, reason="方法不成立")
        (gap,) = demand_gaps(work.session)
    assert (gap.run_id, gap.reason) == (None, "not_feasible")
    assert gap.product or gap.parameter


def test_a_review_that_sends_back_leaves_no_gap(working: Working) -> None:
    with working() as work:
        demand, made = matched_demand(work)
        one = reviewed(work, demand.id, made.candidates[0].id, made.id)
        service.record_review(work, one.id, 9, "team", AGAINST, reason="缺人", cause="team")
        assert demand_gaps(work.session) == ()


def test_what_the_panel_names_is_the_gap_and_the_rest_of_the_demand_is_none(working: Working) -> None:
    whole = (Gap(service="检验检测", product="隔膜", parameter=name, reason="nobody", says=SAYS) for name in PARAMETERS)
    gaps = tuple(whole)
    assert [one.parameter for one in _as_named(gaps, ("低温冲击", "热收缩率"))] == ["低温冲击强度", "热收缩率"]
    assert [one.parameter for one in _as_named(gaps, ("隔膜的厚度均匀性测量",))] == ["厚度均匀性"]
    (other,) = _as_named(gaps, ("介电常数", "介电常数"))
    assert (other.product, other.parameter) == ("隔膜", "介电常数")
    with working() as work:
        demand, made = matched_demand(work)
        one = reviewed(work, demand.id, made.candidates[0].id, made.id)
        named = Facts(opinions=AGAINST, reason="没有设备", infeasible=("介电常数",))
        service.take_step(work, one.id, 9, "fail_to_end", named)
        (gap,) = demand_gaps(work.session)
    assert (gap.parameter, gap.reason, gap.engagement_id) == ("介电常数", "not_feasible", one.id)
