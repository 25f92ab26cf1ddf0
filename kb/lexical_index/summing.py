"""Sums of shares by row in single precision, each row's in the order in which its shares stand.

An order that is kept makes a sum the same bits however it is reached: a whole column at a time or row by row. Shares
come multiplied, and sparse products add them up by ones: a machine that multiplies and adds in one step rounds once
less, but a product by one is itself.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from kb.ranking import Scores

MANY = 1 << 17
"""From so many shares on a sparse product adds in half the time; what it needs takes long to import."""
_ONE = np.ones(1, np.float32)


def summed(size: int, rows: NDArray[np.int32], shares: Scores) -> Scores:
    """(size,) what each row's ``shares`` (m,) add up to; ``rows`` (m,) are those of the shares."""
    if len(rows) < MANY:
        sums = np.zeros(size, np.float32)
        np.add.at(sums, rows, shares)
        return sums
    from scipy.sparse import csc_array

    column = csc_array((shares, rows, np.array([0, len(rows)], np.int32)), shape=(size, 1))
    return np.asarray(column @ _ONE, np.float32)


def summed_in_turn(starts: NDArray[np.int32], shares: Scores) -> Scores:
    """(n,) the same where each row's shares stand together: row r's are ``shares[starts[r]:starts[r+1]]``."""
    from scipy.sparse import csr_array

    column = csr_array((shares, np.zeros(len(shares), np.int32), starts), shape=(len(starts) - 1, 1))
    return np.asarray(column @ _ONE, np.float32)
