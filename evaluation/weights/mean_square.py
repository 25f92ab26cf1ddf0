"""均方法 (S1-19), mean-square deviation: what deviates more between subjects weighs more.

s_j = √(Σ_i (z_ij − z̄_j)² / m), w_j = s_j / Σ s. Dividing by m or by m − 1 makes no difference. The data are normalised
first, because otherwise the units of measurement would decide: a length in millimetres weighs a thousand times as much
as in metres. Source: A. Jahan and K. L. Edwards, Materials & Design 49 (2013) 1000–1008.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from evaluation.weights.data_table import Direction, Scaling, weighed
from evaluation.weights.scaling import scaled_table, source_and_name
from evaluation.weights.weights import Weights, six


def mean_square(
    ids: Sequence[str], table: Any, scaling: Scaling = "min_max", directions: Sequence[Direction] | None = None
) -> Weights:
    """Weights from m >= 2 subjects (rows) × n indicators (columns) of finite numbers.

    ``min_max`` scales every column to 0–1 first; ``none`` takes the numbers as they are, with a warning, because their
    units then count. A constant column gets 0 with a warning. Raises ``InvalidInput`` by name.
    """
    names, seen = scaled_table(ids, table, scaling, directions)
    strengths = seen.deviations
    source, warnings = source_and_name(seen)
    said = {"deviations": {name: six(float(value)) for name, value in zip(names, strengths, strict=True)}}
    return weighed("mean_square", names, strengths.tolist(), source, said, warnings)
