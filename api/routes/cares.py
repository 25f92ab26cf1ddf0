"""``/cares``: for the desk – take an open matter on, give it more time, close a talk that nobody came back to."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter
from pydantic import Field

from api.dependencies import WorkDep
from foundation.values import Value
from intake.cares.care import Care
from intake.cares.caring import care_of, put_off, take_on
from intake.talks import close_talk

router = APIRouter(prefix="/cares", tags=["cares"])

Said = Annotated[str, Field(max_length=2_000)]
Version = Annotated[int, Field(ge=1, le=2**31 - 1)]


class Owner(Value):
    """Who takes it on; ``version`` is the one that was looked at."""

    person: Annotated[str, Field(min_length=1, max_length=64)]
    version: Version


class Delay(Value):
    """More time, counted from today, and why."""

    reason: Said
    working_days: int
    version: Version


class Closing(Value):
    """How a talk ended, for the enterprise."""

    reason_code: Annotated[str, Field(max_length=32)] | None = None
    answer: Said | None = None
    next_step: Said | None = None


@router.post("/{subject_id}/owner")
def own(work: WorkDep, subject_id: str, form: Owner) -> Care:
    """A person takes an open matter on; role and date stay."""
    return take_on(work, subject_id, form.person, form.version)


@router.post("/{subject_id}/delay")
def delay(work: WorkDep, subject_id: str, form: Delay) -> Care:
    """Give an open matter 1 to 60 working days from today; the reason is kept."""
    return put_off(work, subject_id, form.reason, form.working_days, form.version)


@router.post("/{conversation_id}/closing")
def close(work: WorkDep, conversation_id: str, form: Closing) -> Care:
    """Close a talk that was left open, with reason, answer and next step; whoever speaks in it opens it again."""
    close_talk(work, conversation_id, form.reason_code, form.answer, form.next_step)
    return care_of(work.session, conversation_id)
