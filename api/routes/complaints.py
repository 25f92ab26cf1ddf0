"""``/complaints`` and ``/hotline``: for the desk – complaints with their short life, and the hotline log (S3-16)."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Query
from pydantic import AwareDatetime, Field

from api.dependencies import ActorDep, HouseDep, SessionDep, WorkDep
from engagement.afterwards.sources import name_project_of_complaint
from foundation.text import MAX_CHARACTERS
from foundation.values import Value
from intake.complaints.cases import get_complaint, list_complaints, step_complaint
from intake.complaints.complaint import Complaint, ComplaintState
from intake.complaints.hotline_call import HotlineCall
from intake.hotline import Taken, hotline_log, take_call

router = APIRouter(tags=["complaints"])

Said = Annotated[str, Field(max_length=2_000)]


class ComplaintStep(Value):
    """One step; ``version`` is the one that was looked at."""

    event: Literal["answer", "object", "close"]
    answer: Said | None = None
    reason_code: Annotated[str, Field(max_length=32)] | None = None
    next_step: Said | None = None
    reason: Said | None = None
    version: Annotated[int, Field(ge=1, le=2**31 - 1)]


class ComplaintProject(Value):
    """Which project it is about; ``version`` is the one that was looked at."""

    engagement_id: Annotated[str, Field(min_length=1, max_length=64)]
    version: Annotated[int, Field(ge=1, le=2**31 - 1)]


class Call(Value):
    """A call as staff took it down."""

    words: Annotated[str, Field(min_length=1, max_length=MAX_CHARACTERS)]
    taken_by: Annotated[str, Field(min_length=1, max_length=64)]
    taken_at: AwareDatetime | None = None
    enterprise: Annotated[str, Field(min_length=1, max_length=64)] | None = None


@router.get("/complaints")
def complaints(
    session: SessionDep,
    actor: ActorDep,
    state: Annotated[list[ComplaintState] | None, Query()] = None,
    before: Annotated[str | None, Query(max_length=40)] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> list[Complaint]:
    """Complaints, newest first; for a coordinator."""
    return list(list_complaints(session, actor, tuple(state or ()), before, limit))


@router.get("/complaints/{complaint_id}")
def complaint(session: SessionDep, actor: ActorDep, complaint_id: str) -> Complaint:
    """One complaint; for a coordinator."""
    return get_complaint(session, actor, complaint_id)


@router.post("/complaints/{complaint_id}/steps")
def step(house: HouseDep, work: WorkDep, complaint_id: str, form: ComplaintStep) -> Complaint:
    """Answer it, object to the answer, close it."""
    return step_complaint(
        work,
        complaint_id,
        form.event,
        form.answer,
        form.reason_code,
        form.next_step,
        form.reason,
        form.version,
        house.care_rules,
    )


@router.put("/complaints/{complaint_id}/project")
def name_project(work: WorkDep, complaint_id: str, form: ComplaintProject) -> Complaint:
    """Say which project it is about; for a coordinator."""
    return name_project_of_complaint(work, complaint_id, form.engagement_id, form.version)


@router.post("/hotline", status_code=201)
def take(house: HouseDep, work: WorkDep, form: Call) -> Taken:
    """Enter a call; it becomes a demand or a complaint. For staff."""
    return take_call(work, form.words, form.taken_by, form.taken_at, form.enterprise, house.care_rules)


@router.get("/hotline")
def log(
    session: SessionDep,
    actor: ActorDep,
    taken_by: Annotated[str | None, Query(max_length=64)] = None,
    since: AwareDatetime | None = None,
    until: AwareDatetime | None = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 100,
) -> list[HotlineCall]:
    """The hotline log, the latest call first; for staff."""
    return list(hotline_log(session, actor, taken_by, since, until, limit))
