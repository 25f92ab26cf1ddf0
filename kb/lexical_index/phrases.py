"""A query of many short texts that come again with other queries: names of the trade, each with its weight.

Views remember what the tokens of such a text are to them, so that a query of a hundred names is put together from a
hundred small arrays and no token is looked up twice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property

Cut = Callable[[str], Sequence[str]]
"""Text in, tokens out."""


class Phrases(Mapping[str, float]):
    """Tokens with their weights: each token of a text counts as much as the text, and what several say adds up."""

    def __init__(self, parts: Sequence[tuple[str, float]], cut_name: str, cut: Cut) -> None:
        """``parts``: texts with weights; ``cut_name`` names the way of cutting."""
        self.parts = parts
        self.cut_name = cut_name
        self.cut = cut

    @cached_property
    def tokens(self) -> dict[str, float]:
        """As a dictionary."""
        found: dict[str, float] = {}
        for text, weight in self.parts:
            for token in self.cut(text):
                found[token] = found.get(token, 0.0) + weight
        return found

    def __getitem__(self, token: str) -> float:
        return self.tokens[token]

    def __iter__(self) -> Iterator[str]:
        return iter(self.tokens)

    def __len__(self) -> int:
        return len(self.tokens)
