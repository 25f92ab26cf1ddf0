"""What the matcher needs of an index, and nothing more."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from kb.passages import Passage
from matcher.query import Query

Rows = NDArray[np.int64]
Scores = NDArray[np.float32]
Flags = NDArray[np.bool_]


class Searchable(Protocol):
    """A snapshot that can be asked by view and voice."""

    @property
    def identity(self) -> str:
        """Generation and content hash: names exactly this index."""
        ...

    @property
    def passages(self) -> Sequence[Passage]:
        """All passages; a row number is a position here."""
        ...

    def search(self, view: str, voice: str, query: Query, depth: int) -> tuple[Rows, Scores]:
        """The best ``depth`` rows of one view, best first, ties by row number; only rows with something in common."""
        ...

    def judge(self, view: str, voice: str, query: Query, rows: Rows) -> Scores:
        """The score of each of ``rows`` in one view, at least 0."""
        ...

    def strangeness(self, query: Query, rows: Rows) -> Scores:
        """How far the trades of each row are from those of the demand, 0 … 1; 0 where either is not known."""
        ...

    def is_prose(self, rows: Rows) -> Flags:
        """Which of ``rows`` say what every centre says, and nothing of a product or a test."""
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
