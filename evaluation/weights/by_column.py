"""One number per column against every row of a block, many rows at a stroke.

numpy takes a row of sixty numbers at a time when it spreads one row over a block, and spends most of its time between
the rows. Here the row is written down several times in a line, and so many rows of the block are one long row.
"""

from __future__ import annotations

from typing import Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

Number = TypeVar("Number", bound=np.generic)

ROWS = 32
"""Rows that make one long row."""


class ByColumn(Generic[Number]):
    """``row``: one number per column."""

    def __init__(self, row: NDArray[Number]) -> None:
        self._row: NDArray[Number] = row
        self._long: NDArray[Number] = np.tile(row, ROWS)

    def apply(self, operation: np.ufunc, block: NDArray[Number], out: NDArray[Number]) -> NDArray[Number]:
        """``operation(block, row)`` into ``out``, which may be the block: both row-major, (rows, columns)."""
        whole = len(block) - len(block) % ROWS
        if whole and block.flags.c_contiguous and out.flags.c_contiguous:
            operation(long(block[:whole]), self._long, out=long(out[:whole]))
        else:
            whole = 0
        operation(block[whole:], self._row, out=out[whole:])
        return out


def long(block: NDArray[Number]) -> NDArray[Number]:
    """A row-major block seen as long rows; its rows are a multiple of ``ROWS``."""
    return block.reshape(-1, ROWS * block.shape[1])
