"""Follow-up (B19): which reports of effects are due, and what they add up to. Pure but for :func:`due`.

No clause sets a day for reporting effects (S1-16); the months are ours, for asking. So a report that comes before its
month is taken down with the true period of its figures, and settles nothing: the follow-up is asked for at its month.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from fractions import Fraction

from sqlalchemy.orm import Session

from engagement import keeping_store as kept
from engagement import store
from engagement.deadlines import DEFAULT_RULES, Rules
from engagement.facts.benefits import EffectKind, Grade, ReportedEffects
from engagement.record import Engagement
from foundation.clock import CHINA
from foundation.values import Value


class FollowUp(Value):
    """One report that somebody owes: of which engagement, for which month, since when."""

    engagement_id: str
    enterprise: str
    centre_id: str
    month: int
    due: date


class Total(Value):
    """All figures of one kind, unit and grade together; ``amount`` is exact decimal text."""

    kind: EffectKind
    unit: str
    grade: Grade
    amount: str
    figures: int


def due(
    session: Session, today: date, *, centre_id: str | None = None, rules: Rules = DEFAULT_RULES
) -> tuple[FollowUp, ...]:
    """The reports due by today that have not come, the oldest first; of served engagements, neither of reopened ones
    nor of those whose content was erased: nobody can report to them any more."""
    before = datetime.combine(today + timedelta(days=1), time(), CHINA)
    closed = store.load_closed(session, datetime(1970, 1, 1, tzinfo=UTC), before, centre_id)
    erased = {one.engagement_id for one in kept.every(session) if one.erased_at is not None}
    whole = (one for one in closed if one.id not in erased)
    found = (one for engagement in whole for one in owed(engagement, rules) if one.due <= today)
    return tuple(sorted(found, key=lambda one: (one.due, one.engagement_id, one.month)))


def owed(engagement: Engagement, rules: Rules = DEFAULT_RULES) -> tuple[FollowUp, ...]:
    """Every report that has not come yet, due or not; none without an agreement and a closure as completed.

    What came before its month is no report of that month: then nobody could know yet what the service brings.
    """
    if engagement.closed_at is None or engagement.end_reason != "completed":
        return ()
    closed = engagement.closed_at.astimezone(CHINA).date()
    reported = {
        one.report.month
        for one in engagement.effect_reports
        if one.reported_at.astimezone(CHINA).date() >= months_after(closed, one.report.month)
    }
    return tuple(
        FollowUp(
            engagement_id=engagement.id,
            enterprise=engagement.enterprise,
            centre_id=engagement.centre_id,
            month=month,
            due=months_after(closed, month),
        )
        for month in sorted(set(rules.followup_months))
        if month not in reported
    )


def totals(engagements: Iterable[Engagement]) -> tuple[Total, ...]:
    """The sums, by kind, unit and grade: what nobody has shown is never added to what somebody has."""
    sums: dict[tuple[EffectKind, str, Grade], list[Fraction]] = {}
    for engagement in engagements:
        for one in standing(engagement):
            for effect in one.report.effects:
                unit, amount = effect.plain
                sums.setdefault((effect.kind, unit, effect.grade), []).append(amount)
    return tuple(
        Total(kind=kind, unit=unit, grade=grade, amount=_decimal(sum(amounts, Fraction())), figures=len(amounts))
        for (kind, unit, grade), amounts in sorted(sums.items())
    )


def standing(engagement: Engagement) -> tuple[ReportedEffects, ...]:
    """The reports that count: the last one of each month, in order of the months."""
    latest = {one.report.month: one for one in engagement.effect_reports}
    return tuple(latest[month] for month in sorted(latest))


def months_after(day: date, months: int) -> date:
    """The same day so many months later, or the last one of a shorter month."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def _decimal(number: Fraction) -> str:
    """Exact text of a sum of decimals (18 places at most)."""
    scaled = number * 10**18
    assert scaled.denominator == 1, "a sum of decimals is a decimal"
    sign, digits = ("-" if scaled < 0 else ""), f"{abs(scaled.numerator):019d}"
    places = digits[-18:].rstrip("0")
    return sign + digits[:-18] + (f".{places}" if places else "")
