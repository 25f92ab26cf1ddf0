"""To which trades a text belongs: naive Bayes over characters and pairs, learned from the names and wordings of each.

Every known name is one sample of its trade; presence counts, not frequency. A token's log probabilities are centred on
their mean over the trades, so what all trades share says nothing, and the sum is divided by the square root of the
number of tokens: long texts would otherwise be sure of one trade (calibration after Rennie et al. 2003).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Cut = Callable[[str], Iterable[str]]
SMOOTHING = 0.1
LEAST = 0.02
"""Shares below this are nothing."""


@dataclass(frozen=True, eq=False)
class Belonging:
    """``weights`` (tokens, trades): what each token says for each trade, mean 0 over the trades."""

    trades: tuple[str, ...]
    terms: Mapping[str, int]
    weights: NDArray[np.float32]

    def scores(self, tokens: Iterable[str]) -> NDArray[np.float64]:
        """(trades,) how much the distinct tokens speak for each trade; zero when none is known."""
        known = [self.terms[token] for token in sorted(set(tokens)) if token in self.terms]
        if not known:
            return np.zeros(len(self.trades))
        return np.asarray(self.weights[known].sum(axis=0, dtype=np.float64) / np.sqrt(len(known)))


def shares(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    """Scores as shares that add up to about 1, (trades,); all zero when no score says anything."""
    if not scores.any():
        return scores
    parts = np.exp(scores - scores.max())
    parts /= parts.sum()
    return np.where(parts < LEAST, 0.0, parts)


def learn_belonging(samples: Mapping[str, Sequence[tuple[str, float]]], cut: Cut) -> Belonging:
    """From the samples of each trade: text and how often it counts. Order of trades and tokens is fixed."""
    trades = tuple(samples)
    counts: dict[str, NDArray[np.float64]] = {}
    for place, trade in enumerate(trades):
        for text, weight in samples[trade]:
            for token in set(cut(text)):
                counts.setdefault(token, np.zeros(len(trades)))[place] += weight
    terms = {token: number for number, token in enumerate(sorted(counts))}
    table = np.stack([counts[token] for token in terms]) if terms else np.zeros((0, len(trades)))
    logs = np.log((table + SMOOTHING) / (table.sum(axis=0) + SMOOTHING * len(terms)))
    return Belonging(trades, terms, (logs - logs.mean(axis=1, keepdims=True)).astype(np.float32))
