"""A ruling: what a row of an annex is for this demand on the planned day, how the centre may serve, and why."""

from __future__ import annotations

from typing import Literal

from foundation.language import Sentence
from foundation.values import Value

LegalState = Literal[
    "inside",
    "to_check",
    "other_parameter",
    "newer_edition",
    "unstated",
    "not_yet",
    "open_ended",
    "lapsed",
    "other_mark",
    "other_standard",
    "other_year",
    "superseded",
    "excluded",
    "other_product",
]
"""The row as what it is; each state and its way stand in ``docs/method/scope.md``."""

Way = Literal["test", "check", "method_development", "gap"]
"""Offered as a test (S0-30); a person must check first, so not yet offered; method development only (S0-31, 6.2);
nothing that this row could serve with."""

WAY_OF: dict[LegalState, Way] = {
    "inside": "test",
    "to_check": "check",
    "other_parameter": "check",
    "newer_edition": "check",
    "unstated": "method_development",
    "not_yet": "method_development",
    "open_ended": "method_development",
    "lapsed": "method_development",
    "other_mark": "method_development",
    "other_standard": "method_development",
    "other_year": "method_development",
    "superseded": "method_development",
    "excluded": "method_development",
    "other_product": "gap",
}
"""What follows from a state. Only what is inside in every respect is a test."""

STRENGTH: tuple[LegalState, ...] = (
    "inside",
    "other_parameter",
    "to_check",
    "newer_edition",
    "other_standard",
    "other_mark",
    "other_year",
    "superseded",
    "unstated",
    "open_ended",
    "not_yet",
    "lapsed",
    "excluded",
    "other_product",
)
"""Of several findings the one furthest to the right is the row's state."""

FALLEN: frozenset[LegalState] = frozenset(
    state for state, way in WAY_OF.items() if way in ("method_development", "gap") and state != "unstated"
)
"""States that cost a row a share of its points where a test is asked for. A row that names no certificate is not
offered either, but nothing speaks against it: it keeps its place and says what it is."""


class Ruling(Value):
    """``findings`` begin with the one that decides; ``parameter`` is the demanded parameter the row was held against.

    ``state`` decides ``way`` (:data:`WAY_OF`): a ruling cannot be made that offers what is not inside.
    """

    state: LegalState
    way: Way
    findings: tuple[Sentence, ...] = ()
    parameter: str | None = None
