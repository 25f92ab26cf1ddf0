"""Milestones of a service: planned by name and day, reported as done or late, and what is due next."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Literal

from pydantic import Field

from foundation.language import Sentence, sentence
from foundation.text import clean
from foundation.values import Value

Progress = Literal["done", "late"]


class Milestone(Value):
    """One planned step of the service."""

    name: str = Field(min_length=1, max_length=200)
    due: date


class MilestoneReport(Value):
    """What the centre reports: done on a day, or late and expected by another one (the reason stands beside it)."""

    name: str = Field(min_length=1, max_length=200)
    progress: Progress
    on: date
    """The day it was done, or is expected now."""
    corrects: int | None = Field(default=None, ge=1)
    """Which earlier one, counted from 1, this one puts right; the reason stands beside it."""


class MilestoneState(Value):
    """One planned milestone and where it stands."""

    name: str
    due: date
    """As planned."""
    expected: date
    """The planned day, or the last one that was given for a late milestone."""
    done_on: date | None = None
    is_late: bool = False
    """Done after the planned day, or announced for later."""

    def is_overdue(self, today: date) -> bool:
        """Not done, and the expected day has passed."""
        return self.done_on is None and self.expected < today


def standing(planned: Sequence[Milestone], reports: Sequence[MilestoneReport]) -> tuple[MilestoneState, ...]:
    """Every planned milestone with the last that was reported of it, in the order of the plan."""
    latest = {report.name.strip(): report for report in reports}
    return tuple(_state(one, latest.get(one.name.strip())) for one in planned)


def next_due(states: Sequence[MilestoneState]) -> MilestoneState | None:
    """The milestone that is expected first of those not done; of one day the first of the plan."""
    return min((one for one in states if one.done_on is None), key=lambda one: one.expected, default=None)


def plan_fault(planned: Sequence[Milestone]) -> Sentence | None:
    """Two milestones of one name could not be told apart."""
    names = [one.name.strip() for one in planned]
    twice = next((name for name in names if names.count(name) > 1), None)
    return sentence("里程碑“{name}”写了两次", name=twice) if twice else None


def report_fault(
    report: MilestoneReport | None, states: Sequence[MilestoneState], reason: str | None, today: date
) -> Sentence | None:
    """Why a report is not taken: not planned, done before, done in the future, late without reason or without day.

    A correction may speak of a milestone that is done.
    """
    if report is None:
        return sentence("没有写明里程碑")
    found = next((one for one in states if one.name.strip() == report.name.strip()), None)
    if found is None:
        return sentence("方案里没有里程碑“{name}”", name=report.name)
    if found.done_on is not None and report.corrects is None:
        return sentence("里程碑“{name}”已经完成", name=report.name)
    if report.progress == "done":
        return sentence("完成日期不能在将来") if report.on > today else None
    if not clean(reason or ""):
        return sentence("里程碑延期要写明原因")
    return None if report.on > today else sentence("延期的里程碑要给出今天以后的日期")


def _state(planned: Milestone, report: MilestoneReport | None) -> MilestoneState:
    if report is None:
        return MilestoneState(name=planned.name, due=planned.due, expected=planned.due)
    return MilestoneState(
        name=planned.name,
        due=planned.due,
        expected=report.on,
        done_on=report.on if report.progress == "done" else None,
        is_late=report.on > planned.due,
    )
