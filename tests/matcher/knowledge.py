"""The shipped model and trade knowledge, opened once, and released demands in a line each."""

from __future__ import annotations

from datetime import UTC, datetime

from intake.demand import Demand
from intake.reading.discretion import level_of
from intake.reading.record import read_draft
from intake.releasing.condense import condense
from intake.releasing.released import Released, released, text_hash
from matcher.reverse.finding import DemandIndex, build_demand_index
from tests.shipped import embedder, trade

__all__ = ["NOON", "embedder", "index_of", "open_demand", "trade"]

NOON = datetime(2025, 3, 10, 4, tzinfo=UTC)


def open_demand(demand_id: str, title: str, text: str, at: datetime = NOON) -> Released:
    """A demand as it is found after its release."""
    draft = read_draft(title, text)
    short, condensed = condense(draft.value("title"), text)
    out = released(
        Demand(
            id=demand_id,
            status="published",
            draft=draft,
            title=short,
            text=text,
            condensed=condensed,
            level=level_of(draft.value("confidentiality")),
            created_at=at,
            confirmed_at=at,
            published_at=at,
            audience="public",
            released_hash=text_hash(short, condensed),
        )
    )
    assert out is not None
    return out


def index_of(*demands: Released, before: DemandIndex | None = None) -> DemandIndex:
    """The index of these demands."""
    return build_demand_index(demands, trade(), embedder(), before)
