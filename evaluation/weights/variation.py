"""变异系数法 (S1-19), coefficient of variation: deviation relative to the mean, free of units.

v_j = s_j / |x̄_j|, w_j = v_j / Σ v, from the raw data; no direction is needed, and dividing by m or by m − 1 makes no
difference. A mean near zero would make the ratio arbitrary, so such a column is refused. Textbook definition.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from evaluation.weights.data_table import Direction, Scaling, weighed
from evaluation.weights.scaling import scaled_table, source_seen
from evaluation.weights.weights import Weights, six
from foundation.errors import InvalidInput
from foundation.language import sentence

NEAR_ZERO = 1e-6
"""A mean is near zero when it is smaller than this share of the column's largest absolute value."""


def variation(
    ids: Sequence[str], table: Any, scaling: Scaling = "none", directions: Sequence[Direction] | None = None
) -> Weights:
    """Weights from m >= 2 subjects (rows) × n indicators (columns) of finite numbers, usually positive.

    The ratio belongs to the raw data (``none``); after ``min_max`` it depends on the ``directions``. A constant column
    gets 0 with a warning; a column of both signs is remarked; a mean near zero is ``InvalidInput`` that names it,
    unless the indicator is the only one and weighs 1 in any case.
    """
    names, seen = scaled_table(ids, table, scaling, directions)
    low, high = seen.range
    largest = np.maximum(np.abs(low), np.abs(high)) if seen.scaling == "none" else np.ones(len(names))
    refused = ~seen.constant & (np.abs(seen.means) < NEAR_ZERO * largest)
    for column in np.flatnonzero(refused)[:1] if len(names) > 1 else ():
        raise InvalidInput(
            "variation_mean_zero", "“{id}”的平均值接近 0，变异系数没有意义", field="table", id=names[int(column)]
        )
    out = seen.constant | refused
    strengths = np.where(out, 0.0, seen.deviations / np.where(out, 1.0, np.abs(seen.means)))
    both = [name for name, one, other in zip(names, low, high, strict=True) if one < 0 < other]
    mixed = bool(both) and seen.scaling == "none"
    warnings = (sentence("“{ids}”有正有负，变异系数要慎用", ids="、".join(both)),) if mixed else ()
    source = source_seen(seen)
    said = {"variation": {name: six(float(value)) for name, value in zip(names, strengths, strict=True)}}
    return weighed("variation", names, strengths.tolist(), source, said, warnings)
