"""The result of a match: ranked, with every point accounted for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from itertools import accumulate, pairwise
from typing import Literal

from pydantic import Field, TypeAdapter

from foundation.language import Sentence
from foundation.values import Value
from kb.passages import PassageKind
from matcher.legal.ruling import Ruling
from matcher.policy import POINTS
from matcher.signs import Signs
from matcher.understood import Beyond, Understood

ScopeState = Literal["valid", "expired", "not_yet", "unstated"]


def shown_score(points: int, places: int = 2) -> str:
    """Points as people see them, as a share of all that can be had: ``0.86``."""
    return f"{points / POINTS:.{places}f}"


def shown_parts(parts: Sequence[int], places: int = 2) -> tuple[str, ...]:
    """Points as shares that add up, as shown, to the :func:`shown_score` of their sum: ``0.41 + 0.22 = 0.63``.

    Each differs from its own rounded value by at most one in the last place.
    """
    sums = [Decimal(shown_score(total, places)) for total in accumulate(parts, initial=0)]
    return tuple(f"{after - before:.{places}f}" for before, after in pairwise(sums))


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


class Told(Value):
    """The words of the demand that led to a row, what they mean in the trade, and the parameter that shows it.

    ``quote`` is ``text[start:end]`` of the demand's text, or of its title or its product where ``where`` says so.
    """

    quote: str
    start: int
    end: int
    where: Literal["text", "title", "product"] = "text"
    known_as: str
    """The wording of the trade knowledge that the words resemble."""
    failure: str | None
    """``None`` where the words resemble a case of which no failure is told."""
    test: str


class Hit(Value):
    """One capability row or expert. ``score`` is in points of a million; ``scope`` is its certificate on the day.

    ``ruling`` is what the row allows (B4); experts have none, and neither have runs of before 2026.12.
    """

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
    chain: Told | None = None
    """The way from the enterprise's words to what the row measures, where one is known."""
    ruling: Ruling | None = None


class RowShare(Value):
    """How many points of a centre's score one of its rows gives."""

    passage_id: str
    points: int


class CentreCandidate(Value):
    """A centre with the rows that speak for it, best first. ``shares`` of the rows add up to its score exactly."""

    provider_id: str
    rank: int
    score: int
    rows: tuple[Hit, ...]
    experts: tuple[Hit, ...] = ()
    missing: tuple[Sentence, ...] = ()
    shares: tuple[RowShare, ...] = ()
    signs: Signs | None = None
    """Of its best row; of the first centres only."""


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
    signs: Signs | None = None
    """Of the best hits: what the confidence is decided by."""
    beyond: Beyond | None = Field(default=None, exclude_if=lambda value: value is None)
    """What the demand is about where that lies beyond the business; ``None``, and left out as in runs of before, where
    nothing is known beyond it."""
