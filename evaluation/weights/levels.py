"""Tables of few different whole numbers, such as scores of 0.01 point: a function of a number is worked out once for
every number there can be, and then looked up.

Row by row the very same floats are added in the very same order as without the list, so the bits are the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
from numpy.typing import NDArray

from evaluation.weights.by_column import ByColumn

Levels = NDArray[np.int16]
Numbers = NDArray[np.float64]


def are_levels(table: object) -> bool:
    """Whether a table is an int16 matrix, row-major, with many more rows than it can hold different numbers >= 0."""
    if not isinstance(table, np.ndarray) or table.dtype != np.int16 or table.ndim != 2 or not table.size:
        return False
    return table.flags.c_contiguous and int(table.min()) >= 0 and len(table) > 2 * int(table.max())


def column_sums(table: Levels) -> Numbers:
    """The sum of every column; whole numbers far below 2^53, so no order of summation is another."""
    sums: Numbers = table.sum(axis=0, dtype=np.int64).astype(np.float64)
    return sums


def looked_up(table: Levels, function: Callable[[Numbers, int], Numbers], rows: int) -> Iterator[Numbers]:
    """``function(numbers, column)`` of every entry, ``rows`` rows at once; a block is good until the next one."""
    numbers = np.arange(int(table.max()) + 1, dtype=np.float64)
    columns = table.shape[1]
    known = np.concatenate([function(numbers, column) for column in range(columns)])
    starts = ByColumn(np.arange(columns, dtype=np.intp) * len(numbers))
    places, found = np.empty((rows, columns), np.intp), np.empty((rows, columns))
    for start in range(0, len(table), rows):
        block = table[start : start + rows]
        where, terms = places[: len(block)], found[: len(block)]
        np.copyto(where, block)
        starts.apply(np.add, where, where)
        yield np.take(known, where, out=terms, mode="clip")
