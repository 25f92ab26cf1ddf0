"""Evidence that is added up: kinds, weights, and the words that speak for each kind."""

from __future__ import annotations

from collections.abc import Mapping

from intake.reading.statement import Clause

Span = tuple[int, int, int]
"""``(utterance, start, end)`` in the folded text."""


class Tally:
    """Weights per kind. Ties go to the kind whose words stand first, so the order of rules does not matter."""

    def __init__(self) -> None:
        self._weights: dict[str, float] = {}
        self._spans: dict[str, list[tuple[float, Span]]] = {}

    def add(self, kind: str, weight: float, clause: Clause, start: int, end: int) -> None:
        """``weight`` for ``kind``, because of ``[start, end)`` of a clause."""
        self._weights[kind] = self._weights.get(kind, 0.0) + weight
        span = (clause.utterance, clause.start + start, clause.start + end)
        self._spans.setdefault(kind, []).append((-weight, span))

    @property
    def weights(self) -> Mapping[str, float]:
        """The weight of each kind that anything speaks for."""
        return dict(self._weights)

    def is_empty(self) -> bool:
        """Whether nothing was added."""
        return not self._weights

    def best(self, least: float = 0.0) -> str | None:
        """The kind with most weight, or ``None`` when none reaches ``least``."""
        if not self._weights or max(self._weights.values()) < least:
            return None
        return min(self._weights, key=lambda kind: (-self._weights[kind], min(s for _, s in self._spans[kind]), kind))

    def strongest(self, kind: str, most: int) -> list[Span]:
        """The weightiest words for a kind, at most ``most``, each once."""
        return list(dict.fromkeys(span for _, span in sorted(self._spans[kind])))[:most]
