"""The register of gaps (S2-05): rows in, values out.

A demand has the gaps of its newest run, none where that fits; and those of services that were found not feasible.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from foundation.values import Value
from matcher.outcome import Gap, GapReason
from matcher.tables import DemandGapRow


class DemandGap(Value):
    """One thing a demand asks for that no centre may or can do, on the planned day ``day``; or, with the engagement in
    which that was found, that the accepted centre cannot do, on the day of its technical review."""

    demand_id: str
    run_id: str | None
    engagement_id: str | None = None
    service: str
    product: str | None
    parameter: str | None
    wish: str | None = None
    standard: str | None
    trade: str | None
    region: str | None
    reason: GapReason
    day: date


def replace_gaps(
    session: Session, demand_id: str, run_id: str, gaps: Sequence[Gap], region: str | None, day: date
) -> None:
    """The gaps of a demand as its newest run says; those of earlier runs are no longer gaps."""
    _replace(session, demand_id, None, gaps, run_id, region, day)


def keep_service_gaps(
    session: Session,
    demand_id: str,
    engagement_id: str,
    gaps: Sequence[Gap],
    run_id: str | None,
    region: str | None,
    day: date,
) -> None:
    """The gaps that one service showed; told again they are the same. No later run takes them back."""
    _replace(session, demand_id, engagement_id, gaps, run_id, region, day)


def _replace(
    session: Session,
    demand_id: str,
    engagement_id: str | None,
    gaps: Sequence[Gap],
    run_id: str | None,
    region: str | None,
    day: date,
) -> None:
    """Those of one source, after those of the others."""
    of_demand = DemandGapRow.demand_id == demand_id
    session.execute(
        delete(DemandGapRow).where(of_demand, DemandGapRow.engagement_id.is_not_distinct_from(engagement_id))
    )
    last = session.scalar(select(func.max(DemandGapRow.place)).where(of_demand))
    for place, gap in enumerate(gaps, start=0 if last is None else last + 1):
        named = gap.model_dump(include={"service", "product", "parameter", "wish", "standard", "trade", "reason"})
        source = {"run_id": run_id, "engagement_id": engagement_id}
        session.add(DemandGapRow(demand_id=demand_id, place=place, region=region, day=day, **source, **named))
    session.flush()


def demand_gaps(session: Session) -> tuple[DemandGap, ...]:
    """All gaps, by demand."""
    rows = session.scalars(select(DemandGapRow).order_by(DemandGapRow.demand_id, DemandGapRow.place))
    return tuple(
        DemandGap.model_validate({name: getattr(row, name) for name in DemandGap.model_fields}) for row in rows
    )
