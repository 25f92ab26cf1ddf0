"""What one reviewer said of one candidate: for or against, points for the criteria, words."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field

from foundation.values import Value

Verdict = Literal["for", "against", "held"]

Score = Annotated[int, Field(ge=0, le=100)]


class Opinion(Value):
    """One reviewer's opinion, written once. ``version`` is the candidate's version that the decision led to."""

    candidate_id: str
    version: int
    reviewer_id: str
    reviewer: str
    verdict: Verdict
    scores: dict[str, Score] = Field(default_factory=dict)
    """Criterion id → 0–100; empty when none were given."""
    total: int | None = None
    """Sum of weight × score: 0–10 000, that is hundredths of a point of 100; ``None`` without scores."""
    reason_code: str | None = None
    note: str | None = None
    at: datetime
