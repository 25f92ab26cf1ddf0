"""What a service leaves on record: milestones, versions, outcomes, training, method stages (S0-31…, S2-16, S4-20)."""

from __future__ import annotations

from datetime import date

import pytest

from engagement.facts.deliverables import Deliverable, versions
from engagement.facts.milestones import Milestone, MilestoneReport
from engagement.facts.outcomes import CapabilityDraft, ServiceOutcome, Training, announced_line, draft_line
from engagement.facts.scope import ScopeCheck, ScopeRuling
from engagement.facts.technical_review import MethodEvidence, Plan
from engagement.folding import fold
from kb.capability import Capability
from kb.standards import StandardReference
from tests.engagement.cases import (
    CENTRE,
    FOR,
    HOST,
    PASSING,
    PLAN,
    PLANNING,
    REPORT,
    SCRIPTS,
    SIGNING,
    STAFFING,
    START,
    at,
    days_later,
    opened,
    play,
    step,
)
from tests.engagement.test_guards import refusal

TODAY = START.date()
CERTIFICATE = Deliverable(
    name="失效分析报告",
    kind="测试报告",
    number="R-1",
    issuer="签发人",
    issued_on=TODAY,
    has_mark_on_cover=True,
    is_inside_scope=True,
)
DRAFT = CapabilityDraft(product="锂电池隔膜", parameter="热收缩率", standards=("GB/T 36363-2018",))
NEW = ServiceOutcome(kind="新能力", title="隔膜高温收缩", on=TODAY, capability=DRAFT)


def done(name: str, on: date = TODAY) -> MilestoneReport:
    return MilestoneReport(name=name, progress="done", on=on)


def test_the_next_milestone_is_what_is_expected_first() -> None:
    serving = at("in_service")
    assert serving.next_milestone is not None
    assert (serving.next_milestone.name, serving.next_milestone.due) == ("热分析", date(2025, 4, 10))
    late = MilestoneReport(name="热分析", progress="late", on=date(2025, 5, 20))
    moved = step(serving, "report_milestone", CENTRE, milestone=late, reason="设备维修")
    assert moved.next_milestone is not None
    assert moved.next_milestone.name == "断面形貌"
    assert moved.milestone_states[0].is_late
    assert not moved.milestone_states[0].is_overdue(date(2025, 5, 20))
    assert moved.milestone_states[0].is_overdue(date(2025, 5, 21))
    both = step(
        step(moved, "report_milestone", milestone=done("热分析")), "report_milestone", milestone=done("断面形貌")
    )
    assert both.next_milestone is None
    assert fold(both.history) == both


@pytest.mark.parametrize(
    ("report", "reason", "words"),
    [
        (None, None, "没有写明里程碑"),
        (done("写论文"), None, "方案里没有里程碑“写论文”"),
        (done("热分析", date(2025, 3, 11)), None, "完成日期不能在将来"),
        (MilestoneReport(name="热分析", progress="late", on=date(2025, 5, 1)), " ", "里程碑延期要写明原因"),
        (MilestoneReport(name="热分析", progress="late", on=TODAY), "忙", "延期的里程碑要给出今天以后的日期"),
    ],
)
def test_a_report_that_does_not_fit_the_plan_is_refused(
    report: MilestoneReport | None, reason: str | None, words: str
) -> None:
    assert refusal(at("in_service"), "report_milestone", milestone=report, reason=reason) == (
        "milestone_reported",
        words,
    )


def test_what_is_done_is_not_reported_again_and_no_two_milestones_have_one_name() -> None:
    once = step(at("in_service"), "report_milestone", milestone=done("热分析"))
    assert refusal(once, "report_milestone", milestone=done("热分析"))[1] == "里程碑“热分析”已经完成"
    twice = PLAN.model_copy(update={"milestones": (Milestone(name="a", due=TODAY), Milestone(name=" a ", due=TODAY))})
    assert refusal(at("team_formed"), "submit_plan", plan=twice) == ("plan_complete", "里程碑“a”写了两次")


def test_the_same_name_handed_in_again_is_the_next_version_and_the_first_stays() -> None:
    other = REPORT.model_copy(update={"sha256": "b" * 64})
    serving = step(
        step(at("in_service"), "hand_in", deliverable=REPORT), "hand_in", deliverable=Deliverable(name="小结")
    )
    found = step(serving, "hand_in", deliverable=other).deliverable_versions
    assert [(one.deliverable.name, one.version, one.changed) for one in found] == [
        ("失效分析报告", 1, ()),
        ("小结", 1, ()),
        ("失效分析报告", 2, ("sha256",)),
    ]
    assert versions((REPORT, REPORT))[1].changed == ()


def test_outcomes_are_recorded_in_service_at_acceptance_and_after_closure() -> None:
    patent = ServiceOutcome(kind="知识产权", title="涂层", number="CN1", status="申请中", on=TODAY)
    for state in ("in_service", "acceptance", "closed"):
        before = at(state)
        after = step(before, "record_outcome", HOST, outcome=patent)
        assert (after.state, after.outcomes, after.due) == (state, (patent,), before.due)
        assert (after.end_reason, after.closed_at) == (before.end_reason, before.closed_at)
    serving = at("in_service")
    assert refusal(serving, "record_outcome")[1] == "没有写明产出"
    tomorrow = patent.model_copy(update={"on": date(2025, 3, 11)})
    assert refusal(serving, "record_outcome", outcome=tomorrow)[1] == "产出的日期不能在将来"
    vague = NEW.model_copy(update={"capability": None})
    assert refusal(serving, "record_outcome", outcome=vague)[0] == "outcome_given"


def test_a_training_was_held_by_somebody_for_somebody_and_took_time() -> None:
    training = Training(
        topic="热收缩率", on=TODAY, hours="1.5", trainer="顾工", trainees=("王经理",), method="GB/T 36363"
    )
    assert step(at("in_service"), "record_training", training=training).trainings == (training,)
    for change in ({"hours": "0.0"}, {"hours": "-1"}, {"on": date(2025, 3, 11)}):
        assert refusal(at("in_service"), "record_training", training=training.model_copy(update=change))
    assert refusal(at("in_service"), "record_training")[1] == "没有写明培训"


def test_a_draft_is_never_valid_scope_and_knows_the_line_it_became() -> None:
    line = draft_line("eng_1", 1, "ctr_1", DRAFT)
    assert not line.is_valid_on(TODAY)
    assert [str(one) for one in line.standards] == ["GB/T 36363-2018"]
    approved = Capability(
        id="cap_9",
        provider_id="ctr_1",
        product="锂电池隔膜",
        parameter="热收缩率",
        standards=(StandardReference(number="GB/T 36363", year="2018"),),
    )
    assert announced_line(line, [approved]) == "cap_9"
    assert announced_line(line, [approved.model_copy(update={"standards": ()})]) is None
    assert announced_line(line, [approved.model_copy(update={"parameter": "厚度"})]) is None


@pytest.mark.parametrize(
    ("status", "stage"),
    [
        ("to_be_verified", "verification"),
        ("non_standard_confirmed", "confirmation"),
        ("to_be_confirmed", "confirmation"),
        ("to_be_developed", "development"),
    ],
)
def test_a_review_passes_only_with_the_record_that_the_method_needs(status: str, stage: str) -> None:
    plan = Plan.model_validate(PLAN.model_dump() | {"method_status": status})
    waiting = step(at("team_formed"), "submit_plan", plan=plan)
    assert refusal(waiting, "pass_review", opinions=FOR)[0] == "method_evidenced"
    record = MethodEvidence.model_validate({"stage": stage, "record": "FF-2025-01", "on": TODAY})
    for on, opens in ((date(2025, 3, 11), False), (TODAY, True)):
        dated = plan.model_copy(update={"method_evidence": (record.model_copy(update={"on": on}),)})
        again = step(at("team_formed"), "submit_plan", plan=dated)
        if opens:
            assert step(again, "pass_review", opinions=FOR).state == "in_service"
        else:
            assert refusal(again, "pass_review", opinions=FOR)[0] == "method_evidenced"


def test_nothing_is_certified_with_a_method_in_development_or_without_a_promised_test() -> None:
    record = MethodEvidence(stage="development", record="KF-1", on=TODAY)
    plan = PLAN.model_copy(update={"method_status": "to_be_developed", "method_evidence": (record,)})
    developing = step(step(at("team_formed"), "submit_plan", plan=plan), "pass_review", opinions=FOR)
    handed = step(developing, "hand_in", deliverable=CERTIFICATE)
    assert "方法还在开发" in refusal(handed, "deliver")[1]
    assert step(step(developing, "hand_in", deliverable=REPORT), "deliver").state == "acceptance"
    untested = play(opened(scope=ScopeRuling(is_inside=False, without_test=True)), SCRIPTS["in_service"])
    assert "不出具证书" in refusal(step(untested, "hand_in", deliverable=CERTIFICATE), "deliver")[1]


def test_a_certificate_lies_inside_the_scope_that_was_ruled_or_checked_and_after_signing() -> None:
    left_open = play(opened(scope=ScopeRuling(run_id="run_1")), SCRIPTS["negotiating"])
    check = ScopeCheck(by="协调员甲", capacity="coordinator", is_inside=True)
    checked = step(left_open, "check_scope", scope_check=check, reason="看过附表")
    serving = play(checked, (*SIGNING, *STAFFING, *PLANNING, *PASSING))
    assert step(step(serving, "hand_in", deliverable=CERTIFICATE), "deliver").state == "acceptance"
    unchecked = serving.model_copy(update={"scope_check": None})
    assert refusal(step(unchecked, "hand_in", deliverable=CERTIFICATE), "deliver")[0] == "documents_issuable"
    early = CERTIFICATE.model_copy(update={"issued_on": date(2025, 3, 9)})
    signed = step(at("in_service", moment=days_later(1)), "hand_in", deliverable=early)
    assert refusal(signed, "deliver")[1] == "“失效分析报告”的签发日期早于协议签订"
