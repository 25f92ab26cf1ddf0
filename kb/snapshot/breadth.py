"""How broad an index is: how many trades its rows belong to."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from kb.trade.recognition import Shares


def rows_of_trades(shares: Shares) -> NDArray[np.int64]:
    """(trades,) of how many of the rows (n, trades) each trade is the likeliest; a row of no trade counts for none."""
    if not shares.size:
        return np.zeros(shares.shape[1], np.int64)
    return np.bincount(shares.argmax(axis=1)[shares.any(axis=1)], minlength=shares.shape[1])


def trades_served(rows: NDArray[np.int64]) -> float:
    """So many trades of equal size would be as mixed (Hill's number of order 2, the inverse of Simpson's index).

    1 where all rows are of one trade, n where n trades have as many each; 0 where no row belongs to any.
    """
    every = int(rows.sum())
    return every * every / int((rows * rows).sum()) if every else 0.0
