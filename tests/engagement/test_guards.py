"""Each guard refuses with its own sentence (S0-02, S0-06, S0-08…S0-10, S0-27, S4-20, B7)."""

from __future__ import annotations

from datetime import date

import pytest

from engagement.facts.acceptance import Criterion, Measurement
from engagement.facts.agreement import Offer
from engagement.facts.deliverables import Deliverable
from engagement.facts.scope import ScopeCheck, ScopeRuling
from engagement.facts.team import Team
from engagement.log import Facts
from engagement.record import Engagement
from foundation.actors import Actor
from foundation.errors import Conflict, InvalidInput, NotAllowed
from tests.builders import actor
from tests.engagement.cases import (
    AGAINST,
    BAD,
    CENTRE,
    CONTACTS,
    CRITERIA,
    ENTERPRISE,
    FOR,
    GOOD,
    HOST,
    LEAD,
    NEGOTIATION,
    OFFER,
    PASSING,
    PLAN,
    PLANNING,
    REPORT,
    REVIEWED,
    SIGNATORIES,
    SIGNING,
    STAFF,
    STAFFING,
    TEAM,
    at,
    opened,
    play,
    step,
)

SIGN: dict[str, object] = {"signatories": SIGNATORIES}


def refusal(engagement: Engagement, event: str, who: Actor | None = None, **facts: object) -> tuple[str, str]:
    """The guard that refused, and its sentence."""
    with pytest.raises(Conflict) as refused:
        step(engagement, event, who, **facts)
    assert refused.value.code == "guard_refused"
    assert "{" not in refused.value.text()
    return str(refused.value.facts["guard"]), refused.value.text()


def ready_with(**changes: object) -> Engagement:
    """Everything ready for signing, with another offer on the table and whatever it needs confirmed."""
    offer = Offer.model_validate(OFFER.model_dump() | changes)
    return agreed_on(at("negotiating"), offer)


LOOKED = ScopeCheck(by="协调员甲", capacity="coordinator", is_inside=True)


def ready_for_signing(**changes: object) -> Engagement:
    """Everything ready for signing, in an engagement that was opened otherwise."""
    return play(opened(**changes), NEGOTIATION)  # type: ignore[arg-type]


def agreed_on(talking: Engagement, offer: Offer) -> Engagement:
    """Another offer on the table, confirmed by both and reviewed."""
    talking = step(talking, "make_offer", offer=offer)
    for who, side in ((ENTERPRISE, "enterprise"), (HOST, "host")):
        talking = step(talking, "confirm_offer", who, side=side, digest=offer.digest)
    return step(talking, "review_contract", contract_review=REVIEWED)


def test_talks_begin_with_a_contact_on_both_sides() -> None:
    assert refusal(at("raised"), "start")[0] == "contacts_named"


def test_an_offer_is_for_a_day_to_come() -> None:
    assert refusal(at("negotiating"), "make_offer")[0] == "offer_given"
    yesterday = OFFER.model_copy(update={"finish_by": date(2025, 3, 9)})
    assert refusal(at("negotiating"), "make_offer", offer=yesterday) == (
        "offer_given",
        "约定的完成日期2025-03-09已经过去",
    )


def test_nobody_confirms_an_offer_that_was_replaced() -> None:
    newer = step(at("negotiating"), "make_offer", offer=OFFER.model_copy(update={"price": "1"}))
    assert refusal(newer, "confirm_offer", side="host", digest=OFFER.digest)[0] == "confirms_latest_offer"


def test_the_centre_cannot_confirm_for_its_host() -> None:
    talking = at("negotiating")
    both = actor("enterprise", "centre", organisation="ent_1")
    assert refusal(talking, "confirm_offer", both, side="host", digest=OFFER.digest) == (
        "confirms_own_side",
        "中心不是法人，须由依托单位确认",
    )
    wrong = actor("enterprise", "host", organisation="host_1")
    assert refusal(talking, "confirm_offer", wrong, side="enterprise", digest=OFFER.digest)[0] == "confirms_own_side"
    assert refusal(talking, "confirm_offer", digest=OFFER.digest)[0] == "confirms_own_side"


def test_one_side_alone_is_no_agreement() -> None:
    alone = step(at("negotiating"), "make_offer", offer=OFFER)
    alone = step(alone, "confirm_offer", HOST, side="host", digest=OFFER.digest)
    assert refusal(alone, "sign", **SIGN) == ("same_terms_confirmed", "双方还没有达成一致，缺企业的确认")


def test_the_contracting_party_is_the_host() -> None:
    for party in ("ctr_1", "host_2"):
        assert refusal(ready_with(party=party), "sign", **SIGN)[0] == "host_is_party"


def test_a_secret_project_needs_a_host_that_may_hold_secrets() -> None:
    secret = ready_with(level="secret")
    assert refusal(secret, "sign", **SIGN) == (
        "secrecy_held",
        "项目密级是“商密”，依托单位只能承担“内部”，须先取得相应保密资格",
    )
    assert step(secret, "sign", **SIGN, host_level="secret").host_level == "secret"


def test_the_level_of_the_demand_counts_as_well() -> None:
    script = [(event, who, facts) for event, who, facts in _negotiation()]
    secret = play(opened(level="secret"), script)
    assert refusal(secret, "sign", **SIGN)[0] == "secrecy_held"


def _negotiation() -> list[tuple[str, Actor, Facts]]:
    from tests.engagement.cases import NEGOTIATION

    return list(NEGOTIATION)


def test_work_outside_or_unchecked_against_the_scope_is_not_signed() -> None:
    """What the gate ruled is not overruled; what it left open, and what it was never asked, a person must check."""
    outside = ready_for_signing(scope=ScopeRuling(is_inside=False, run_id="run_1"))
    assert refusal(outside, "sign", **SIGN) == ("inside_scope", "服务内容超出批准的能力范围")
    refused = refusal(outside, "check_scope", scope_check=LOOKED, reason="看过附表")
    assert refused[0] == "scope_left_open"
    for ruling in (None, ScopeRuling(run_id="run_1")):
        guard, words = refusal(ready_for_signing(scope=ruling), "sign", **SIGN)
        assert (guard, words[:13]) == ("inside_scope", "还没有核对批准的能力范围：")


def test_what_the_gate_left_open_is_signed_after_a_named_check_of_these_very_terms() -> None:
    left_open = ready_for_signing(scope=ScopeRuling(run_id="run_1"))
    checked = step(left_open, "check_scope", scope_check=LOOKED, reason="附表第 12 行的产品包含这种板材")
    assert checked.scope_check == LOOKED
    assert checked.history[-1].facts.reason == "附表第 12 行的产品包含这种板材"
    assert step(checked, "sign", **SIGN).state == "agreed"
    no = LOOKED.model_copy(update={"is_inside": False})
    denied = step(left_open, "check_scope", scope_check=no, reason="附表没有这项")
    assert refusal(denied, "sign", **SIGN) == ("inside_scope", "服务内容超出批准的能力范围")
    cheaper = agreed_on(checked, OFFER.model_copy(update={"price": "46000.00"}))
    assert step(cheaper, "sign", **SIGN).state == "agreed"
    wider = agreed_on(checked, OFFER.model_copy(update={"scope": "另加阻燃试验"}))
    assert refusal(wider, "sign", **SIGN)[0] == "inside_scope"


def test_a_check_of_the_scope_has_a_name_a_reason_and_the_persons_own_capacity() -> None:
    left_open = ready_for_signing(scope=ScopeRuling(run_id="run_1"))
    assert refusal(left_open, "check_scope", reason="看过附表")[0] == "scope_check_given"
    with pytest.raises(InvalidInput) as fault:
        step(left_open, "check_scope", scope_check=LOOKED)
    assert fault.value.code == "reason_missing"
    with pytest.raises(NotAllowed):
        step(left_open, "check_scope", ENTERPRISE, scope_check=LOOKED, reason="看过附表")
    as_other = refusal(left_open, "check_scope", CENTRE, scope_check=LOOKED, reason="看过附表")
    assert as_other[0] == "checks_in_own_capacity"
    manager = LOOKED.model_copy(update={"capacity": "quality_manager"})
    assert step(left_open, "check_scope", CENTRE, scope_check=manager, reason="看过附表").scope_check == manager
    not_asked = step(opened(scope=None), "start", contacts=CONTACTS)
    assert refusal(not_asked, "check_scope", scope_check=LOOKED, reason="看过附表")[0] == "scope_check_given"


def test_an_amendment_needs_another_check_of_the_scope() -> None:
    left_open = ready_for_signing(scope=ScopeRuling(run_id="run_1"))
    checked = step(left_open, "check_scope", scope_check=LOOKED, reason="看过附表")
    serving = play(checked, (*SIGNING, *STAFFING, *PLANNING, *PASSING))
    again = step(serving, "request_change", reason="要多测一项")
    assert (again.scope_check, again.scope_checked) == (None, None)


def test_method_development_needs_no_scope_for_it_promises_no_test() -> None:
    developing = ready_for_signing(scope=ScopeRuling(is_inside=False, run_id="run_1", without_test=True))
    assert step(developing, "sign", **SIGN).state == "agreed"


def test_a_host_whose_level_nobody_registered_signs_nothing() -> None:
    unknown = ready_for_signing(host_level=None)
    assert refusal(unknown, "sign", **SIGN) == (
        "secrecy_held",
        "没有登记依托单位能承担的密级，不能签订：先登记它的保密资格",
    )
    assert step(unknown, "sign", **SIGN, host_level="internal").host_level == "internal"


def test_an_agreement_without_measurable_criteria_is_not_signed() -> None:
    assert refusal(ready_with(criteria=()), "sign", **SIGN)[0] == "criteria_measurable"
    whole = {"quantity": "厚度", "unit": "μm", "method": "GB/T 6672", "sample": "10 点"}
    halves = (
        {"id": "look", "quantity": "外观"},
        {"id": "half", "comparison": "±", "limit": "16", **whole},
        {"id": "half", "comparison": "range", "limit": "16", **whole},
        {"id": "half", "comparison": "±", "upper_deviation": "0.5", **whole},
    )
    for vague in halves:
        criteria = (*CRITERIA, Criterion.model_validate(vague))
        assert refusal(ready_with(criteria=criteria), "sign", **SIGN)[0] == "criteria_measurable"
    nominal = Criterion.model_validate({"id": "d", "comparison": "±", "limit": "16", "upper_deviation": "0.5", **whole})
    assert step(ready_with(criteria=(nominal,)), "sign", **SIGN).state == "agreed"


def test_the_contract_review_is_needed_unless_the_work_is_routine_testing() -> None:
    script = [one for one in _negotiation() if one[0] != "review_contract"]
    assert refusal(play(opened(), script), "sign", **SIGN)[0] == "contract_reviewed"
    assert refusal(play(opened(service_category=None), script), "sign", **SIGN)[0] == "contract_reviewed"
    assert step(play(opened(service_category="检验检测"), script), "sign", **SIGN).state == "agreed"


def test_a_contract_review_that_did_not_pass_blocks() -> None:
    doubtful = REVIEWED.model_copy(update={"impartiality": False})
    assert refusal(step(at("negotiating"), "review_contract", contract_review=doubtful), "sign", **SIGN) == (
        "contract_reviewed",
        "合同评审没有通过",
    )


def test_signatories_are_named() -> None:
    assert refusal(at("negotiating"), "sign")[0] == "signatories_named"


def test_a_service_has_a_team_of_a_lead_and_at_least_one_more() -> None:
    assert refusal(at("agreed"), "assign_team")[0] == "lead_and_staff_named"
    assert refusal(at("agreed"), "assign_team", team=TEAM.model_copy(update={"staff": ()}))[0] == "lead_and_staff_named"


def test_an_unqualified_member_blocks_by_name() -> None:
    """大专 with two years and eleven months: S0-10 fails; on the day of three years it passes (N06)."""
    college = STAFF.model_copy(update={"degree": "college", "relevant_since": date(2022, 3, 11)})
    guard, words = refusal(at("agreed"), "assign_team", team=TEAM.model_copy(update={"staff": (college,)}))
    assert guard == "staff_qualified"
    assert words.startswith("小林")
    three_years = college.model_copy(update={"relevant_since": date(2022, 3, 10)})
    assert step(at("agreed"), "assign_team", team=TEAM.model_copy(update={"staff": (three_years,)})).team is not None


def test_a_lead_who_misses_a_part_is_appointed_only_with_a_reason() -> None:
    weak = TEAM.model_copy(update={"lead": LEAD.model_copy(update={"led_project": False, "enterprise_case": False})})
    guard, words = refusal(at("agreed"), "assign_team", team=weak)
    assert guard == "lead_qualified_or_justified"
    assert "顾工" in words
    assert "开发实例" in words
    assert "学历" not in words
    reasoned = weak.model_copy(update={"lead_reason": "本领域唯一专家"})
    assert step(at("agreed"), "assign_team", team=reasoned).state == "team_formed"


def test_the_head_of_department_vouches_for_the_lead() -> None:
    for attestation in (None, {"by": "主任", "on": date(2025, 3, 11)}):
        team = Team.model_validate(TEAM.model_dump() | {"attestation": attestation})
        assert refusal(at("agreed"), "assign_team", team=team)[0] == "lead_attested"


def test_a_plan_is_complete_before_it_is_reviewed() -> None:
    assert refusal(at("team_formed"), "submit_plan")[0] == "plan_complete"
    half = PLAN.model_copy(update={"risks": " ", "method_status": None})
    assert refusal(at("team_formed"), "submit_plan", plan=half) == (
        "plan_complete",
        "服务方案不完整，缺：风险、方法状态",
    )


@pytest.mark.parametrize(
    "change",
    [
        {"id": "exp_lead"},
        {"id": "exp_staff"},
        {"organisation": "ent_1"},
        {"has_conflict": True},
        {"has_conflict": None},
    ],
    ids=str,
)
def test_a_reviewer_is_outside_the_team_and_without_conflict(change: dict[str, object]) -> None:
    panel = (PLAN.reviewers[0], PLAN.reviewers[1].model_copy(update=change))
    plan = PLAN.model_copy(update={"reviewers": panel})
    assert refusal(at("team_formed"), "submit_plan", plan=plan)[0] == "reviewers_independent"


def test_a_plan_without_reviewers_is_not_submitted() -> None:
    plan = PLAN.model_copy(update={"reviewers": ()})
    assert refusal(at("team_formed"), "submit_plan", plan=plan)[0] == "reviewers_independent"


def test_a_review_passes_with_the_whole_panel_in_favour() -> None:
    review = at("review")
    assert refusal(review, "pass_review")[0] == "opinions_given"
    assert refusal(review, "pass_review", opinions=(FOR[0], FOR[0]))[0] == "opinions_given"
    stranger = FOR[0].model_copy(update={"reviewer_id": "rev_9"})
    assert refusal(review, "pass_review", opinions=(stranger,))[0] == "opinions_given"
    assert refusal(review, "pass_review", opinions=FOR[:1]) == ("no_opinion_against", "还没有写意见的评审人员：评审乙")
    assert refusal(review, "pass_review", opinions=AGAINST)[0] == "no_opinion_against"


def test_delivery_needs_every_agreed_deliverable() -> None:
    serving = at("in_service")
    assert refusal(serving, "hand_in")[0] == "deliverable_given"
    assert refusal(serving, "deliver") == ("deliverables_in", "还没有交来成果")
    other = step(serving, "hand_in", deliverable=Deliverable(name="阶段小结"))
    assert refusal(other, "deliver") == ("deliverables_in", "约定的成果还缺：失效分析报告")
    assert step(step(other, "hand_in", deliverable=REPORT), "deliver").state == "acceptance"


def test_a_test_report_without_mark_is_not_delivered_until_it_is_replaced() -> None:
    good = REPORT.model_copy(
        update={
            "kind": "测试报告",
            "number": "R-1",
            "issuer": "签发人",
            "issued_on": date(2025, 3, 10),
            "has_mark_on_cover": True,
            "is_inside_scope": True,
        }
    )
    bare = step(at("in_service"), "hand_in", deliverable=good.model_copy(update={"has_mark_on_cover": None}))
    assert refusal(bare, "deliver")[0] == "documents_issuable"
    assert step(step(bare, "hand_in", deliverable=good), "deliver").state == "acceptance"


def test_a_measured_value_belongs_to_a_criterion_in_a_fitting_unit() -> None:
    testing = at("acceptance")
    assert refusal(testing, "record_measurement")[0] == "measurements_fit_criteria"
    unknown = Measurement(criterion_id="colour", value="1", unit="1")
    assert refusal(testing, "record_measurement", measurements=(unknown,))[1] == "协议里没有验收指标“colour”"
    metres = Measurement(criterion_id="shrinkage", value="1", unit="m")
    assert refusal(testing, "record_measurement", measurements=(metres,))[0] == "measurements_fit_criteria"


def test_acceptance_tells_the_truth_about_the_values() -> None:
    """Passing needs every criterion to pass; failing needs one that does not."""
    testing = at("acceptance")
    assert refusal(testing, "accept")[1] == "150 ℃ 热收缩率：还没有实测值"
    half = step(testing, "record_measurement", measurements=GOOD[:1])
    assert refusal(half, "accept")[1] == "厚度：还没有实测值"
    assert refusal(half, "rework", reason="不好")[0] == "criteria_not_passed"
    good = step(half, "record_measurement", measurements=GOOD[1:])
    assert refusal(good, "reject", reason="不要了")[1].startswith("全部指标合格")
    bad = step(good, "record_measurement", measurements=BAD)
    assert refusal(bad, "accept")[1].endswith("不合格")
    assert step(good, "accept").end_reason == "completed"


def test_an_undecided_value_is_neither_accepted_nor_hidden() -> None:
    wide = GOOD[0].model_copy(update={"value": "2.9", "expanded_uncertainty": "0.2"})
    found = step(at("acceptance"), "record_measurement", measurements=(wide, GOOD[1]))
    assert refusal(found, "accept")[1].endswith("不能判定")
    assert step(found, "rework", reason="重测").state == "in_service"


def test_a_pause_is_agreed_and_has_an_end() -> None:
    paused = {"reason": "等样品", "until": date(2025, 4, 1), "is_agreed_by_both": True}
    for change in ({"is_agreed_by_both": None}, {"until": None}, {"until": date(2025, 3, 10)}):
        assert refusal(at("review"), "suspend", **(paused | change))[0] == "pause_agreed"


def test_a_termination_says_what_was_delivered_and_who_ends_it() -> None:
    ending = {"reason": "转产", "delivered": "无", "code": "terminated_by_enterprise"}
    assert refusal(at("in_service"), "terminate", ENTERPRISE, **(ending | {"delivered": ""}))[0] == "delivered_stated"
    assert refusal(at("in_service"), "terminate", HOST, **ending)[0] == "ended_by_own_side"
    by_host = ending | {"code": "terminated_by_host"}
    assert refusal(at("in_service"), "terminate", ENTERPRISE, **by_host)[0] == "ended_by_own_side"
    agreed = ending | {"code": "terminated_by_agreement"}
    assert refusal(at("in_service"), "terminate", HOST, **agreed)[0] == "ended_by_own_side"
    assert step(at("in_service"), "terminate", ENTERPRISE, **ending).end_reason == "terminated_by_enterprise"


def test_the_archive_waits_for_an_evaluation_or_a_reason() -> None:
    closed = at("closed")
    assert refusal(closed, "archive", code="evaluated")[0] == "evaluated_or_excused"
    assert refusal(closed, "archive", code="evaluation_not_applicable")[0] == "evaluated_or_excused"
    excused = step(closed, "archive", code="evaluation_not_applicable", reason="未开始服务")
    assert (excused.state, excused.assessment_id) == ("archived", None)


def test_a_contract_review_is_about_an_offer_and_has_its_answers() -> None:
    from tests.engagement.cases import CONTACTS, COORDINATOR

    talking = step(at("raised"), "start", COORDINATOR, contacts=CONTACTS)
    assert refusal(talking, "review_contract", CENTRE, contract_review=REVIEWED) == (
        "contract_review_given",
        "还没有方案与报价",
    )
    assert refusal(at("negotiating"), "review_contract", CENTRE)[0] == "contract_review_given"
