"""Service and acceptance through the database: kept files, drafts for the annex, parts and disputes."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine

from engagement import service, serving, store
from engagement.afterwards.capability_drafts import list_capability_drafts
from engagement.facts.deliverables import Deliverable
from engagement.facts.handover import AcceptedPart, Statements
from engagement.facts.milestones import MilestoneReport
from engagement.facts.outcomes import CapabilityDraft, ServiceOutcome, Training
from engagement.files import keep
from engagement.record import Engagement
from foundation.clock import CHINA
from foundation.database import reading
from foundation.errors import InvalidInput
from foundation.unit_of_work import Work
from kb.service import import_annex, list_capabilities, put_centres
from kb.standards import StandardReference
from tests.conftest import Working
from tests.engagement.cases import FOR, GOOD, OFFER, PLAN, REPORT, SIGNATORIES, TEAM
from tests.engagement.test_service import CENTRE, negotiated, open_one, served
from tests.kb.examples import annex, row


def in_service(work: Work) -> Engagement:
    """An engagement whose review has passed, at version 10."""
    id = negotiated(work).id
    service.sign(work, id, 6, SIGNATORIES)
    service.form_team(work, id, 7, TEAM)
    service.submit_plan(work, id, 8, PLAN)
    return service.record_review(work, id, 9, "pass", FOR)


def test_a_deliverable_names_a_file_that_is_kept_or_none(working: Working) -> None:
    with working() as work:
        begun = in_service(work)
        kept = keep(work, begun.id, "报告.txt", "收缩率 2.1 %".encode())
        unknown = Deliverable(name="小结", sha256="f" * 64)
    with pytest.raises(InvalidInput) as refused, working() as work:
        service.add_deliverable(work, begun.id, 10, unknown)
    assert (refused.value.code, refused.value.facts["field"]) == ("file_not_kept", "deliverable.sha256")
    assert "“小结”的文件没有存入项目" in refused.value.text()
    with working() as work:
        assert store.load(work.session, begun.id).version == 10
        report = REPORT.model_copy(update={"sha256": kept.sha256})
        service.add_deliverable(work, begun.id, 10, report)
        last = service.add_deliverable(work, begun.id, 11, Deliverable(name="小结"))
    assert [one.version for one in last.deliverable_versions] == [1, 1]


def test_a_file_of_another_engagement_is_not_kept_here(working: Working) -> None:
    with working() as work:
        begun, other = in_service(work), open_one(work, "mat_2")
        kept = keep(work, other.id, "报告.txt", "收缩率 2.1 %".encode())
    with pytest.raises(InvalidInput) as refused, working() as work:
        service.add_deliverable(work, begun.id, 10, Deliverable(name="小结", sha256=kept.sha256))
    assert refused.value.code == "file_not_kept"


def test_a_new_capability_is_a_draft_until_an_imported_annex_has_it(working: Working, engine: Engine) -> None:
    with working() as work:
        put_centres(work, [CENTRE])
        begun = in_service(work)
        day = work.now.astimezone(CHINA).date()
        draft = CapabilityDraft(product="锂电池隔膜", parameter="热收缩率", standards=("GB/T 36363-2018",))
        new = ServiceOutcome(kind="新能力", title="隔膜高温收缩", on=day, capability=draft)
        serving.record_outcome(work, begun.id, 10, new)
    with reading(engine) as session:
        (proposal,) = list_capability_drafts(session, "ctr_1")
        assert (proposal.engagement_id, proposal.announced_as) == (begun.id, None)
        assert list_capabilities(session, "ctr_1") == []
        assert list_capability_drafts(session, "ctr_2") == ()
    with working() as work:
        cited = (StandardReference(number="GB/T 36363", year="2018"),)
        line = row("锂电池隔膜", "热收缩率").model_copy(update={"standards": cited})
        import_annex(work, annex(line), "ctr_1")
    with reading(engine) as session:
        (approved,) = list_capabilities(session, "ctr_1")
        assert list_capability_drafts(session, "ctr_1")[0].announced_as == approved.id


def test_milestones_training_parts_and_disputes_are_kept_as_the_log_tells_them(
    working: Working, engine: Engine
) -> None:
    with working() as work:
        begun = in_service(work)
        day = work.now.astimezone(CHINA).date()
        report = MilestoneReport(name="热分析", progress="done", on=day)
        assert serving.report_milestone(work, begun.id, 10, report).milestones == (report,)
        taught = Training(topic="热收缩率", on=day, hours="2", trainer="顾工", trainees=("王经理",))
        serving.record_training(work, begun.id, 11, taught)
        service.add_deliverable(work, begun.id, 12, REPORT)
        service.deliver(work, begun.id, 13)
        service.record_measurement(work, begun.id, 14, GOOD)
        part = serving.accept_part(work, begun.id, 15, AcceptedPart(criteria=("thickness",)))
        assert part.remainder().open_criteria == ("shrinkage",)
        said = Statements(criteria=("shrinkage",), enterprise="样品批次不同", centre="样品由企业提供")
        last = serving.dispute(work, begun.id, 16, said, "批次不同")
    with reading(engine) as session:
        assert store.load(session, begun.id) == last
        assert store.check(session, begun.id)
    assert (last.trainings, len(last.disputes)) == ((taught,), 1)
    assert last.milestones == (), "they were of the plan that the dispute has ended"
    assert last.offer == OFFER


def test_the_same_part_sent_twice_is_accepted_once(working: Working) -> None:
    with working() as work:
        tested = served(work)
        service.record_measurement(work, tested.id, 12, GOOD)
        part = AcceptedPart(criteria=("thickness",))
        first = serving.accept_part(work, tested.id, 13, part)
        assert serving.accept_part(work, tested.id, 13, part) == first
