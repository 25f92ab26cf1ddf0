"""A small index by hand: each view scores a passage by shared bigrams; same port as the real snapshot."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import numpy as np

from foundation.text import bigrams
from kb.passages import Passage, ScopeFacts
from matcher.policy import DEFAULT_POLICY, Signal
from matcher.ports import Flags, Rows, Scores
from matcher.query import Query, Voice, Wanted
from matcher.run import RunInput
from matcher.surroundings import Surroundings


class HandIndex:
    """Counts shared bigrams in every view; enough to see the method at work."""

    identity = "hand-1"
    breadth = 0

    def __init__(self, passages: Sequence[Passage]) -> None:
        self.passages = tuple(passages)
        self.bags = [set(bigrams(p.text)) for p in self.passages]

    def search(self, signals: Sequence[Signal], query: Query, depth: int) -> Sequence[Rows]:
        """The best rows by shared bigrams."""
        return [self._best(self._scores(query, signal.voice), depth) for signal in signals]

    def judge(self, signals: Sequence[Signal], query: Query, rows: Rows) -> Scores:
        """Shared bigrams of these rows."""
        scores = [self._scores(query, signal.voice) for signal in signals]
        return np.array([[one[r] for r in rows] for one in scores], dtype=np.float32)

    def strangeness(self, query: Query, rows: Rows) -> Scores:
        """Every row is of the demand's trade."""
        return np.zeros(len(rows), dtype=np.float32)

    def is_prose(self, rows: Rows) -> Flags:
        """No row is mere prose."""
        return np.zeros(len(rows), dtype=bool)

    def is_expert(self, rows: Rows) -> Flags:
        """By the kind of each passage."""
        return np.array([self.passages[row].kind == "expert" for row in rows], dtype=bool)

    def _best(self, scores: list[int], depth: int) -> Rows:
        rows = sorted((r for r, s in enumerate(scores) if s), key=lambda r: (-scores[r], r))[:depth]
        return np.array(rows, dtype=np.int64)

    def _scores(self, query: Query, voice: str) -> list[int]:
        asked = {pair for text, _ in query.voice(voice).parts for pair in bigrams(text)}
        return [len(asked & bag) for bag in self.bags]


def row(
    passage_id: str,
    product: str,
    parameter: str,
    standards: str = "",
    centre: str | None = "cen_a",
    until: date | None = date(2027, 5, 31),
    begins: date | None = None,
    restriction: str | None = None,
) -> Passage:
    """A capability row, by default of centre A with a CMA certificate valid until May 2027."""
    return Passage(
        id=passage_id,
        kind="capability",
        provider_id=centre,
        fields={k: v for k, v in {"product": product, "parameter": parameter, "standards": standards}.items() if v},
        scope=ScopeFacts(qualification="CMA", valid_from=begins, valid_until=until, restriction=restriction),
    )


def expert(passage_id: str, field: str, directions: str, centre: str | None = "cen_a") -> Passage:
    """An expert of a centre."""
    return Passage(id=passage_id, kind="expert", provider_id=centre, fields={"field": field, "directions": directions})


def wanted(text: str, day: date = date(2026, 11, 21), **values: object) -> Wanted:
    """A demand, planned for a Saturday in November 2026."""
    return Wanted(text=text, planned_on=day, **values)  # type: ignore[arg-type]


def run_input(demand: Wanted, **changes: Any) -> RunInput:
    """What a run is asked of a demand: the shipped policy, nothing around it."""
    given = {"top": 50, "policy": DEFAULT_POLICY, "surroundings": Surroundings(), "index_identity": "1-abc"}
    return RunInput(wanted=demand, **({**given, "model_identity": "fixed"} | changes))


def asking(demand: Wanted) -> Query:
    """The demand in the two voices that need no trade knowledge."""
    return Query(demand, {"whole": Voice(((demand.whole, 1.0),)), "focus": Voice(((demand.focus, 1.0),))})
