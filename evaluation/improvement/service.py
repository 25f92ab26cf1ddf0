"""Use cases of improvement (S0-41): take items up, work them out, check their effect, list them for export."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy.orm import Session

from evaluation.improvement import store
from evaluation.improvement.proposing import draft_items, improvement_plan
from evaluation.improvement.records import ImprovementRecord, checked, first_record, revised
from evaluation.service import get
from foundation.errors import NotFound
from foundation.races import check_seen
from foundation.unit_of_work import Work


def take_up(work: Work, assessment_id: str, most: int = 5) -> list[ImprovementRecord]:
    """One record per indicator that carries furthest in a stored assessment; none where it has no total."""
    assessment = get(work.session, assessment_id).assessment
    plan = improvement_plan(assessment, most)
    items = draft_items(assessment, plan) if plan else ()
    records = [first_record(work.new_id("imp"), assessment, item) for item in items]
    for record in records:
        _keep(work, record, "improvement.taken_up")
    return records


def work_out(work: Work, record_id: str, version: int, **fields: Any) -> ImprovementRecord:
    """The next version with cause, action, owner or due date."""
    return _keep(work, revised(_seen(work, record_id, version), **fields), "improvement.revised")


def check_effect(work: Work, record_id: str, version: int, assessment_id: str, note: str = "") -> ImprovementRecord:
    """The next version with its effect check against a later stored assessment of the same subject."""
    later = get(work.session, assessment_id).assessment
    return _keep(work, checked(_seen(work, record_id, version), later, note), "improvement.checked")


def versions(session: Session, record_id: str) -> Sequence[ImprovementRecord]:
    """Every version of one record, oldest first; ``NotFound`` when there is none."""
    found = store.versions(session, record_id)
    if not found:
        raise NotFound("improvement_not_found", "没有改进事项 {id}", id=record_id)
    return found


def of_subject(session: Session, subject: str) -> Sequence[ImprovementRecord]:
    """The newest version of every record of one subject: what a report takes, and what is exported as JSON."""
    return store.of_subject(session, subject)


def _seen(work: Work, record_id: str, version: int) -> ImprovementRecord:
    newest = versions(work.session, record_id)[-1]
    check_seen(version, newest.version)
    return newest


def _keep(work: Work, record: ImprovementRecord, action: str) -> ImprovementRecord:
    store.add(work.session, record, work.now, work.actor.id)
    facts = {"version": record.version, "sha256": record.sha256, "indicator": record.item.indicator}
    work.record(action, record.id, facts)
    return record
