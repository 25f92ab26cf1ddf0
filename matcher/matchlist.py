"""The result of a match: ranked, with every point accounted for."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Literal

from pydantic import TypeAdapter

from foundation.language import Sentence
from foundation.values import Value
from kb.passages import PassageKind
from matcher.policy import POINTS
from matcher.understood import Understood

ScopeState = Literal["valid", "expired", "not_yet", "unstated"]


def shown_score(points: int, places: int = 2) -> str:
    """Points as people see them, as a share of all that can be had: ``0.86``."""
    return f"{points / POINTS:.{places}f}"


class Contribution(Value):
    """How many points one signal gave. The contributions of a hit add up to its score exactly."""

    signal: str
    points: int


_CONTRIBUTIONS = TypeAdapter(tuple[Contribution, ...])


def contributions_of(points: Mapping[str, int]) -> tuple[Contribution, ...]:
    """What each signal gave; nothing for those that gave nothing. Made together: a hit has a dozen."""
    return _CONTRIBUTIONS.validate_python(
        [{"signal": name, "points": value} for name, value in points.items() if value]
    )


class Overlap(Value):
    """The same words on both sides: ``text[start:end] == quote`` in the demand, and in the passage's field."""

    quote: str
    start: int
    end: int
    field: str
    field_quote: str
    field_start: int
    field_end: int


class Hit(Value):
    """One capability row or expert. ``score`` is in points of a million; ``scope`` is the legal state on the day."""

    passage_id: str
    kind: PassageKind
    provider_id: str | None
    score: int
    contributions: tuple[Contribution, ...]
    scope: ScopeState
    title: str
    detail: str
    source: str = ""
    restriction: str | None = None
    overlaps: tuple[Overlap, ...] = ()
    reasons: tuple[Sentence, ...] = ()


class CentreCandidate(Value):
    """A centre with the rows that speak for it, best first."""

    provider_id: str
    rank: int
    score: int
    rows: tuple[Hit, ...]
    experts: tuple[Hit, ...] = ()
    missing: tuple[Sentence, ...] = ()


class MatchList(Value):
    """Everything a match found, with what is needed to do it again (B8)."""

    index_identity: str
    model_identity: str
    policy_version: str
    policy_digest: str
    planned_on: date
    hits: tuple[Hit, ...]
    centres: tuple[CentreCandidate, ...]
    experts: tuple[Hit, ...]
    understood: tuple[Understood, ...] = ()
    """What the trade knowledge made of the demand."""
