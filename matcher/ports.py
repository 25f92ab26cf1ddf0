"""What the matcher needs of an index, and nothing more."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from kb.passages import Passage
from matcher.policy import Signal
from matcher.query import Query

Rows = NDArray[np.int64]
Scores = NDArray[np.float32]
Flags = NDArray[np.bool_]


class Searchable(Protocol):
    """A snapshot that can be asked by view and voice."""

    @property
    def identity(self) -> str:
        """Names exactly this index."""
        ...

    @property
    def passages(self) -> Sequence[Passage]:
        """All passages; a row number is a position here."""
        ...

    @property
    def breadth(self) -> int:
        """How many trades its rows belong to: thousandths of the logarithm to base 2; 0 for one or none."""
        ...

    def search(self, signals: Sequence[Signal], query: Query, depth: int) -> Sequence[Rows]:
        """The best ``depth`` rows by each signal, in any order; only rows with something in common."""
        ...

    def judge(self, signals: Sequence[Signal], query: Query, rows: Rows) -> Scores:
        """(signals, rows) the score of each of ``rows`` by each of ``signals``, at least 0."""
        ...

    def strangeness(self, query: Query, rows: Rows) -> Scores:
        """How far the trades of each row are from those of the demand, 0 … 1; 0 where either is not known."""
        ...

    def is_prose(self, rows: Rows) -> Flags:
        """Which of ``rows`` say what every centre says, and nothing of a product or a test."""
        ...

    def is_expert(self, rows: Rows) -> Flags:
        """Which of ``rows`` are experts."""
        ...


class Reranker(Protocol):
    """An optional second reader of demand and row together (:mod:`kb.reranking`)."""

    @property
    def identity(self) -> str:
        """Names exactly this model."""
        ...

    def scores(self, query: str, texts: Sequence[str]) -> Scores:
        """(n,) in 0 … 1."""
        ...
