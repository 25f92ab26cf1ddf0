"""Which field a text belongs to by what its words mean: a linear discriminant in the space of word meanings (B18).

Fisher's: every field has the mean of its texts, all share one covariance, and a text belongs to a field the more the
nearer it stands in that measure (Fisher 1936; shrunk as Friedman 1989). In closed form, so that a house's own trades
are learnt when its knowledge is compiled.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kb.trade.meanings import NUMBERS, place_of

SHRUNK = 0.1
"""How much of the covariance is taken for alike in all directions."""
DOUBT = 0.5
"""Texts are short: what speaks for a field counts so much of what the measure says."""
DIGITS = 6
"""Digits that are kept, so that the last bits of a machine's sums do not count."""

Numbers = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Discriminant:
    """``weights`` (fields, NUMBERS) and ``begins`` (fields,) of every field, those of the trades first."""

    weights: Numbers
    begins: Numbers

    def shares(self, text: str) -> Numbers | None:
        """(fields,) how much of a text belongs to each, together 1; ``None`` where no word of it is known."""
        place = place_of(text)
        if place is None:
            return None
        said = (self.weights @ place + self.begins) * DOUBT
        likely = np.exp(said - said.max())
        return np.asarray(likely / likely.sum(), np.float64)


def learnt(trades: Mapping[str, Sequence[str]], beyond: Mapping[str, Sequence[str]]) -> Discriminant | None:
    """From the texts of every field; both sides are as likely. ``None`` where a side has no known word."""
    placed = [_placed(texts) for texts in (*trades.values(), *beyond.values())]
    sides = (placed[: len(trades)], placed[len(trades) :])
    if not all(any(len(one) for one in side) for side in sides):
        return None
    means = np.array([one.mean(axis=0) if len(one) else np.zeros(NUMBERS) for one in placed])
    spread = np.zeros((NUMBERS, NUMBERS))
    for mean, one in zip(means, placed, strict=True):
        if len(one):
            spread += (one - mean).T @ (one - mean) / len(one)
    spread /= sum(len(one) > 0 for one in placed)
    spread = spread * (1 - SHRUNK) + np.eye(NUMBERS) * (np.trace(spread) / NUMBERS * SHRUNK)
    weights = np.linalg.solve(spread, means.T).T
    prior = np.concatenate([np.full(len(side), -np.log(2 * max(1, len(side)))) for side in sides])
    begins = prior - (weights * means).sum(axis=1) / 2
    begins[[len(one) == 0 for one in placed]] = -np.inf
    # Laid out as it is read back from a file, so that both give the same last bit.
    return Discriminant(np.ascontiguousarray(np.round(weights, DIGITS), np.float64), np.round(begins, DIGITS))


def _placed(texts: Sequence[str]) -> Numbers:
    places = [place for text in texts if (place := place_of(text)) is not None]
    return np.array(places) if places else np.zeros((0, NUMBERS))
