"""Use cases of complaints: open, answer, close, and open again for who is not content."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from sqlalchemy.orm import Session

from foundation.actors import Actor
from foundation.errors import InvalidInput, NotAllowed
from foundation.listing import check_limit
from foundation.process import advance
from foundation.races import check_seen
from foundation.unit_of_work import Work
from foundation.working_calendar import WorkingCalendar
from intake.cares.care import DEFAULT_RULES, CareRules
from intake.cares.caring import end_care, look_after
from intake.complaints import store
from intake.complaints.complaint import COMPLAINT_LIFE, Complaint, ComplaintState
from intake.life import checked_answer, ending_of


def open_complaint(
    work: Work,
    words: str,
    conversation_id: str | None = None,
    demand_id: str | None = None,
    enterprise: str | None = None,
    rules: CareRules = DEFAULT_RULES,
    calendar: WorkingCalendar | None = None,
) -> Complaint:
    """A complaint was heard: it gets a number, an owner and a date."""
    complaint = Complaint(
        id=work.new_id("cmp"),
        words=words,
        conversation_id=conversation_id,
        demand_id=demand_id,
        enterprise=enterprise,
        created_at=work.now,
        updated_at=work.now,
    )
    store.add_complaint(work.session, complaint)
    look_after(work, "complaint", complaint.id, rules, calendar)
    work.record("complaint.opened", complaint.id, {"conversation": conversation_id, "demand": demand_id})
    return complaint


def step_complaint(
    work: Work,
    complaint_id: str,
    event: str,
    answer: str | None = None,
    reason_code: str | None = None,
    next_step: str | None = None,
    reason: str | None = None,
    expected_version: int | None = None,
    rules: CareRules = DEFAULT_RULES,
    calendar: WorkingCalendar | None = None,
) -> Complaint:
    """Take one step. ``answer`` is needed to answer; ``close`` needs a reason code and a next step besides.

    Closing repeats the answer that was given unless another is written.
    """
    seen = store.get_complaint(work.session, complaint_id)
    check_seen(expected_version, seen.version)
    row = advance(COMPLAINT_LIFE, seen.state, event, work.actor, seen, reason=reason)
    said = checked_answer(answer)
    if event == "answer" and not said:
        raise InvalidInput("answer_missing", "请写给企业的答复", field="answer")
    said = said or seen.answer or ""
    ending = ending_of(row.codes, reason_code, said, next_step) if event == "close" else None
    changes = {"state": cast(ComplaintState, row.next), "answer": said or None, "updated_at": work.now}
    saved = store.save_complaint(work.session, seen, seen.model_copy(update=changes))
    if ending is not None:
        end_care(work, "complaint", complaint_id, ending)
    else:
        look_after(work, "complaint", complaint_id, rules, calendar)
    facts: dict[str, object] = {"version": saved.version}
    if ending is not None:
        facts["reason"] = ending.reason_code
    work.record(f"complaint.{row.next}", complaint_id, facts)
    return saved


def name_engagement(
    work: Work, complaint_id: str, engagement_id: str, expected_version: int | None = None
) -> Complaint:
    """Say which project a complaint is about; its clock goes on. Whether there is one is asked above."""
    _check_desk(work.actor)
    seen = store.get_complaint(work.session, complaint_id)
    check_seen(expected_version, seen.version)
    if seen.engagement_id == engagement_id:
        return seen
    saved = store.save_complaint(work.session, seen, seen.model_copy(update={"engagement_id": engagement_id}))
    work.record("complaint.engagement_named", complaint_id, {"engagement": engagement_id, "version": saved.version})
    return saved


def get_complaint(session: Session, actor: Actor, complaint_id: str) -> Complaint:
    """One complaint, for a coordinator; NotFound when there is none."""
    _check_desk(actor)
    return store.get_complaint(session, complaint_id)


def list_complaints(
    session: Session,
    actor: Actor,
    states: Sequence[ComplaintState] = (),
    before: str | None = None,
    limit: int = 50,
) -> tuple[Complaint, ...]:
    """Complaints, newest first, for a coordinator; ``before`` is the last id of the page before."""
    _check_desk(actor)
    check_limit(limit)
    return store.list_complaints(session, states, before, limit)


def _check_desk(actor: Actor) -> None:
    if not actor.roles & {"coordinator", "host", "system"}:
        raise NotAllowed("complaints_desk_only", "只有协调员可以看投诉")
