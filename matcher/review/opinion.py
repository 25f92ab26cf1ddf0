"""What one reviewer said of one candidate: for or against, points for the criteria, words."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field

from foundation.values import Value

Verdict = Literal["for", "against", "held"]

Score = Annotated[int, Field(ge=0, le=100)]

VERDICTS: dict[str, Verdict] = {"accept": "for", "endorse": "for", "decline": "against", "hold": "held"}
"""Which decisions say something of the centre; taking a candidate up again says nothing."""


class Opinion(Value):
    """One reviewer's decision, written once. ``version`` and ``next``: the candidate's version and state it led to."""

    candidate_id: str
    version: int
    event: str
    next: str
    reviewer_id: str
    reviewer: str
    scores: dict[str, Score] = Field(default_factory=dict)
    """Criterion id → 0–100; empty when none were given."""
    total: int | None = None
    """Sum of weight × score: 0–10 000, that is hundredths of a point of 100; ``None`` without scores."""
    reason_code: str | None = None
    note: str | None = None
    at: datetime

    @property
    def verdict(self) -> Verdict | None:
        """For, against, or held; ``None`` where nothing was said of the centre."""
        return VERDICTS.get(self.event)
