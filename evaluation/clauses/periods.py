"""Rules about time: certificates, working-day clocks, yearly duties. Months and working days are foundation's."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from evaluation.clauses.rules import Done, Finding, shown
from foundation.language import sentence
from foundation.values import Value
from foundation.working_calendar import add_months, load_calendar


class Change(Value):
    """Something that changed: its ``kind``, the day, and the day it was reported."""

    kind: str
    happened: date
    reported: Done = None


def in_time(done: Done, due: date, on: date) -> bool | None:
    """Done by the due day; not done is open until that day is over, and then late; what nobody says is unknown.

    A day after ``on`` is a plan and no deed: it is not done yet.
    """
    if isinstance(done, date) and done <= on:
        return done <= due
    return None if done is None or on <= due else False


def reported_within(change: Change, days: int, on: date) -> Finding:
    """Reported within ``days`` Chinese working days after the day of the change (调休 included)."""
    due = load_calendar().add_working_days(change.happened, days)
    facts = {"kind": change.kind, "happened": shown(change.happened), "reported": shown(change.reported)}
    facts |= {"due": shown(due.date), "approximate": shown(due.is_approximate)}
    holds = in_time(change.reported, due.date, on)
    words = {
        True: sentence("{kind}按时报告，期限 {due}", kind=change.kind, due=due.date.isoformat()),
        False: sentence("{kind}没有在 {due} 之前报告", kind=change.kind, due=due.date.isoformat()),
        None: sentence("{kind}尚未报告，期限 {due}", kind=change.kind, due=due.date.isoformat()),
    }
    return Finding(holds, facts, subject=change.kind, because=words[holds])


def told(change: Change, kinds: Sequence[str], days: int, on: date) -> Finding:
    """A change of a kind that must be reported, and reported at all: ``days`` only remind, so late is no violation."""
    if change.kind not in kinds:
        because = sentence("“{kind}”不是要报告的重大变化", kind=change.kind)
        return Finding(False, {"kind": change.kind}, subject=change.kind, because=because)
    found = reported_within(change, days, on)
    is_told = isinstance(change.reported, date) and change.reported <= on
    return Finding(True if is_told else None, found.facts, subject=change.kind, because=found.because)


def not_older(last: date | None, months: int, on: date) -> Finding:
    """``last`` is at most ``months`` ago; the anniversary itself still counts."""
    if last is None:
        return Finding(None, {"last": None})
    due = add_months(last, months)
    return Finding(last <= on <= due, {"last": shown(last), "due": shown(due)})


def in_year(days: tuple[date, ...] | None, year: int, exactly: int | None = None) -> Finding:
    """Something happened in the calendar ``year``: at least once, or ``exactly`` so often."""
    if days is None:
        return Finding(None, {"year": year})
    count = sum(day.year == year for day in days)
    return Finding(count >= 1 if exactly is None else count == exactly, {"year": year, "count": count})
