"""Accepting a match opens its engagement, once, with what is registered (P1, S0-04, S0-27, S2-19)."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine

from engagement import store
from engagement.facts.scope import ScopeRuling
from engagement.opening import before_signing, decide, open_for, ruling_for
from engagement.record import Engagement
from foundation.actors import OPERATOR
from foundation.audit import entries
from foundation.database import reading
from foundation.errors import Conflict, NotAllowed, NotFound
from foundation.outbox import counts
from foundation.unit_of_work import Work
from intake.cares.caring import care_of
from intake.service import get_demand
from kb.profiles import register_profile
from matcher import store as matches
from matcher.review import deciding
from matcher.review.handling import add_by_hand
from tests.builders import actor
from tests.conftest import Working
from tests.matcher.review.reviewed import DAY, GOOD, demanded, matched_demand, run

TEST = "请按 GB/T 1843 检测 ABS 板的冲击强度，一批五个样"


def accepted(work: Work, match_id: str, **more: object) -> Engagement:
    """The engagement that accepting this match leads to."""
    opened = decide(work, match_id, "accept", **more).engagement  # type: ignore[arg-type]
    assert opened is not None
    return opened


def test_accepting_opens_the_engagement_and_answers_the_enterprise_in_one_step(
    working: Working, engine: Engine
) -> None:
    with working() as work:
        demand = demanded(work, TEST, enterprise="示例塑料厂")
        first, second, _ = run(work, demand, "cen_a", "cen_b", "cen_c").candidates
        register_profile(work, "cen_a", secrecy_level="internal")
    with working() as work:
        opened = accepted(work, first.id)
    assert (opened.demand_id, opened.match_id, opened.state, opened.version) == (demand.id, first.id, "raised", 1)
    assert (opened.centre_id, opened.host_id, opened.enterprise) == ("cen_a", "host_a", "示例塑料厂")
    assert (opened.level, opened.host_level, opened.service_category) == ("internal", "internal", "检验检测")
    with reading(engine) as session:
        assert store.load(session, opened.id) == opened
        assert get_demand(session, demand.id).status == "docked"
        care = care_of(session, demand.id)
        assert care.ending is not None
        assert care.ending.answer == "示例a中心可以承接，已经开始对接。"
        assert matches.get_candidate(session, second.id).state == "proposed"
        assert counts(session, "engagement.notice")["waiting"] == 2


def test_a_host_without_a_registered_level_stays_unknown_and_that_is_said(working: Working) -> None:
    with working() as work:
        _, made = matched_demand(work)
        opened = accepted(work, made.candidates[0].id)
        assert opened.host_level is None
        assert "签订前要登记依托单位能承担的密级" in [one.text() for one in before_signing(opened)]
        register_profile(work, "cen_b", secrecy_level="public")
        other = accepted(work, made.candidates[1].id)
        assert "依托单位能承担的密级不够，不能签订" in [one.text() for one in before_signing(other)]


def test_the_same_acceptance_twice_is_one_engagement(working: Working, engine: Engine) -> None:
    with working() as work:
        _, made = matched_demand(work)
    one = made.candidates[0]
    with working() as work:
        first = accepted(work, one.id, expected_version=1)
    with working() as work:
        again = accepted(work, one.id, expected_version=1)
        later = open_for(work, one.id)
    assert first == again == later
    with reading(engine) as session:
        assert len(entries(session, first.id)) == 1
        assert counts(session, "engagement.notice")["waiting"] == 2


def test_a_match_accepted_in_earlier_times_gets_its_engagement_when_asked(working: Working) -> None:
    with working() as work:
        demand, made = matched_demand(work)
        with pytest.raises(Conflict, match="还没有被协调员采纳"):
            open_for(work, made.candidates[0].id)
    with working() as work:
        deciding.decide(work, made.candidates[0].id, "accept")
        assert get_demand(work.session, demand.id).status == "matched"
        assert open_for(work, made.candidates[0].id).centre_id == "cen_a"
        assert get_demand(work.session, demand.id).status == "docked"
        with pytest.raises(NotFound):
            open_for(work, "mat_0")


def test_several_centres_may_serve_one_demand_each_in_an_engagement_of_its_own(working: Working) -> None:
    with working() as work:
        demand, made = matched_demand(work)
        opened = [accepted(work, one.id).centre_id for one in made.candidates[:2]]
        assert opened == ["cen_a", "cen_b"]
        assert [one.centre_id for one in store.load_for_demand(work.session, demand.id)] == opened


def test_whoever_declines_holds_or_is_the_first_of_two_opens_nothing(working: Working) -> None:
    with working() as work:
        demand, made = matched_demand(work, words="塑料壳子一敲就裂，材料是ABS，这件事要保密，不要公开")
        assert demand.level == "secret"
        one, two, _ = made.candidates
        assert decide(work, two.id, "hold", "ask_centre").engagement is None
        assert decide(work, two.id, "decline", "price").engagement is None
        assert decide(work, one.id, "accept", scores=GOOD).engagement is None
        assert store.load_for_demand(work.session, demand.id) == ()
    with working(OPERATOR) as work:
        assert accepted(work, one.id, scores=GOOD).level == "secret"


def test_a_demand_that_names_no_enterprise_is_a_party_by_its_own_id(working: Working) -> None:
    with working() as work:
        demand, made = matched_demand(work)
        assert demand.enterprise is None
        assert accepted(work, made.candidates[0].id).enterprise == demand.id


def test_nothing_remains_of_an_acceptance_whose_engagement_cannot_be_opened(working: Working, engine: Engine) -> None:
    with working() as work:
        _, made = matched_demand(work)
    one = made.candidates[0]
    with pytest.raises(NotAllowed), working(actor("enterprise")) as work:
        decide(work, one.id, "accept")
    with reading(engine) as session:
        assert matches.get_candidate(session, one.id) == one
        assert store.find_by_match(session, one.id) is None


def test_the_ruling_of_the_run_stands_with_the_engagement(working: Working) -> None:
    """No test is asked for here, so the gate has nothing against it."""
    with working() as work:
        _, made = matched_demand(work)
        one = made.candidates[0]
        assert ruling_for(work.session, one) == ScopeRuling(is_inside=True, run_id=one.run_id, planned_on=DAY)
        assert accepted(work, one.id).scope == ruling_for(work.session, one)


def test_a_centre_of_which_nothing_was_ruled_must_be_checked(working: Working) -> None:
    with working() as work:
        demand = demanded(work, TEST)
        asked = run(work, demand, "cen_a", wants_test=True)
        by_hand = add_by_hand(work, demand.id, "cen_d", "known_ability")
        for one in (asked.candidates[0], by_hand):
            opened = accepted(work, one.id)
            assert opened.scope == ScopeRuling(is_inside=None, run_id=asked.id, planned_on=DAY)
            assert before_signing(opened)[0].text().startswith("签订前要核对批准范围")
        never = demanded(work, "另一条：" + TEST)
        assert accepted(work, add_by_hand(work, never.id, "cen_d", "known_ability").id).scope == ScopeRuling()


def test_a_centre_outside_its_scope_is_told_so_and_method_development_is_agreed_as_such(working: Working) -> None:
    with working() as work:
        demand = demanded(work, TEST)
        up = run(work, demand, "cen_a", "cen_b", wants_test=True, found_row=("cen_a", "lapsed"))
        opened = accepted(work, up.candidates[0].id, reason_code="method_development")
        assert opened.scope is not None
        assert (opened.scope.is_inside, opened.scope.without_test) == (False, True)
        assert (opened.service_category, opened.needs_contract_review) == ("质量技术评价", True)
        assert not [one for one in before_signing(opened) if "范围" in one.text()]
        again = demanded(work, "另一条：" + TEST)
        up = run(work, again, "cen_a", wants_test=True, found_row=("cen_a", "lapsed"))
        barred = accepted(work, up.candidates[0].id, reason_code="enterprise_agrees", note="只要数据，不要报告")
        assert before_signing(barred)[0].text() == "服务内容超出批准的能力范围"
