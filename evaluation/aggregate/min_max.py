"""A data table as scores, column against column: the best of all subjects gets 100.00 points, the worst 0.00.

For tables of subjects that are compared with each other only. The score is rounded once, to 0.01 point, and what
follows – weights, totals, stars, ranks – is computed from the score that is shown.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from evaluation.normalise import FULL_SCORE
from evaluation.weights.data_table import Direction
from evaluation.weights.scaling import scaled_table


def min_max_scores(ids: Sequence[str], table: Any, directions: Sequence[Direction] | None = None) -> NDArray[np.int16]:
    """Scores in units of 0.01 point, 0–10 000, from m >= 2 subjects (rows) × n indicators (columns) of finite numbers.

    Benefit (x − min)/(max − min), cost (max − x)/(max − min), ties to even; 0 for a column that says the same of every
    subject. Raises ``InvalidInput`` by name when the table does not fit.
    """
    _, seen = scaled_table(ids, table, "min_max", directions)
    found = np.empty(seen.data.shape, np.int16)
    start = 0
    for block in seen.blocks():
        block *= FULL_SCORE
        np.copyto(found[start : start + len(block)], np.rint(block, out=block), casting="unsafe")
        start += len(block)
    return found
