"""Many things in stretches: texts that fit into memory together, and stretches of an array set one behind the other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import count
from typing import Any

import numpy as np
from numpy.typing import NDArray


def batches(texts: Sequence[str], characters: int) -> Iterator[tuple[int, int]]:
    """Half-open stretches (begin, end) that cover ``texts`` in order, each of about so many ``characters`` at most.

    A text longer than that stands alone.
    """
    begin, held = 0, 0
    for place, text in enumerate(texts):
        if place > begin and held + len(text) > characters:
            yield begin, place
            begin, held = place, 0
        held += len(text) + 1
    if begin < len(texts):
        yield begin, len(texts)


def stretches(sizes: NDArray[Any], most: int) -> Iterator[tuple[int, int]]:
    """The same for things of known ``sizes`` (n,)."""
    ends, begin = np.cumsum(sizes, dtype=np.int64), 0
    while begin < len(ends):
        before = ends[begin - 1] if begin else 0
        end = max(int(np.searchsorted(ends, before + most, side="right")), begin + 1)
        yield begin, end
        begin = end


def one_behind_the_other(begins: NDArray[Any], lengths: NDArray[Any]) -> NDArray[np.int64]:
    """``begins[0]``, ``begins[0] + 1`` … for ``lengths[0]`` numbers, then those from ``begins[1]`` on, and so on."""
    before = np.cumsum(lengths, dtype=np.int64) - lengths
    return np.repeat(begins - before, lengths) + np.arange(int(lengths.sum()))


def starts_of(counts: NDArray[Any]) -> NDArray[np.int64]:
    """Where each of n stretches of ``counts`` (n,) begins, and behind them where the last one ends, (n + 1,)."""
    return np.concatenate(([0], np.cumsum(counts, dtype=np.int64)))


def numbering() -> defaultdict[Any, int]:
    """Gives every new key the next number, from 0 on; with ``map(….__getitem__, …)`` no loop is as fast."""
    return defaultdict(count().__next__)
