"""The register of gaps (S2-05): rows in, values out. A demand has the gaps of its newest run, none where that fits."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from foundation.values import Value
from matcher.outcome import Gap, GapReason
from matcher.tables import DemandGapRow


class DemandGap(Value):
    """One thing a demand asks for that no centre may or can do, on the planned day ``day``."""

    demand_id: str
    run_id: str
    service: str
    product: str | None
    parameter: str | None
    standard: str | None
    trade: str | None
    region: str | None
    reason: GapReason
    day: date


def replace_gaps(
    session: Session, demand_id: str, run_id: str, gaps: Sequence[Gap], region: str | None, day: date
) -> None:
    """The gaps of a demand as its newest run says; those of earlier runs are no longer gaps."""
    session.execute(delete(DemandGapRow).where(DemandGapRow.demand_id == demand_id))
    for place, gap in enumerate(gaps):
        named = gap.model_dump(include={"service", "product", "parameter", "standard", "trade", "reason"})
        row = DemandGapRow(demand_id=demand_id, place=place, run_id=run_id, region=region, day=day, **named)
        session.add(row)
    session.flush()


def demand_gaps(session: Session) -> tuple[DemandGap, ...]:
    """All gaps, by demand."""
    rows = session.scalars(select(DemandGapRow).order_by(DemandGapRow.demand_id, DemandGapRow.place))
    return tuple(
        DemandGap.model_validate({name: getattr(row, name) for name in DemandGap.model_fields}) for row in rows
    )
