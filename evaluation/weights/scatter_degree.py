"""拉开档次法 (S1-19, Guo Yajun): the weights that spread the subjects' scores furthest apart.

The data are standardised (mean 0, deviation 1, ``-`` columns turned round); H = Z'Z; the spread w'Hw under |w| = 1 is
greatest for the principal eigenvector of H, which divided by its sum gives the weights. An eigenvector with entries of
both signs is no weight vector. It is not cut off silently: the method then starts again from non-negative data
(min–max, 0–1), where the principal eigenvector of H is non-negative by Perron's theorem, and says so.
Source: 郭亚军, 综合评价理论、方法及应用 (2007), the "scatter degree" method.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from evaluation.weights.data_table import Direction, Table, checked_directions, checked_table, source_of, weighed
from evaluation.weights.jacobi import eigen, tied_groups
from evaluation.weights.scaled import Scaled, correlation
from evaluation.weights.weights import Weights, checked_ids, one_of, six
from foundation.language import sentence

ScatterScaling = Literal["z_score", "min_max"]

_NOISE = 1e-9


def scatter_degree(
    ids: Sequence[str],
    table: Any,
    scaling: ScatterScaling = "z_score",
    directions: Sequence[Direction] | None = None,
) -> Weights:
    """Weights from m >= 2 subjects (rows) × n indicators (columns) of finite numbers.

    ``z_score`` standardises with the deviation over all m subjects, ``min_max`` scales to 0–1 (its Z'Z
    follows from the correlations, means and deviations, so the table is read once). A constant column gets 0
    with a warning. When two largest eigenvalues are equal, the vector of their subspace nearest to equal weights is
    taken, with a warning. Raises ``InvalidInput`` by name.
    """
    names = checked_ids(ids)
    given = checked_table(names, table)
    turned = checked_directions(names, directions)
    asked = one_of(scaling, ("z_score", "min_max"), "scaling")
    seen = Scaled(given, "none", turned)
    moving = np.flatnonzero(~seen.constant)
    strengths = np.zeros(len(names))
    warnings = []
    used = asked
    said: dict[str, Any] = {}
    if len(moving):
        related = correlation(seen, moving)
        turn = np.array([-1.0 if turned[column] == "-" else 1.0 for column in moving.tolist()])
        standard, unit = related * turn * turn[:, None], _unit(seen, moving, related * turn * turn[:, None])
        vector, largest, tied = _principal(standard if asked == "z_score" else unit)
        if asked == "z_score" and float(vector.min()) < -_NOISE:
            used = "min_max"
            vector, largest, tied = _principal(unit)
            warnings.append(sentence("标准化数据的主特征向量有正有负，改用 min_max 归一的数据"))
        if tied:
            warnings.append(sentence("最大特征值并列，取其中最接近等权的向量"))
        strengths[moving] = np.where(vector > _NOISE, vector, 0.0)
        said = {"scaling_used": used, "largest_eigenvalue": six(largest)}
    source = {**source_of(given), "scaling": asked, "scaling_used": used, "directions": "".join(turned)}
    return weighed(
        "scatter_degree", names, strengths.tolist(), source, said, warnings, remark=not _flat(seen, strengths)
    )


def _flat(seen: Scaled, strengths: Table) -> bool:
    """Whether a column that does vary got 0, so that the remark on columns without differences would be untrue."""
    return bool((~seen.constant & (strengths == 0)).any())


def _unit(seen: Scaled, moving: NDArray[np.intp], standard: Table) -> Table:
    """Z'Z/m of the min-max data Z: the standard one stretched by the deviations of Z, plus products of means."""
    low, high = seen.range
    down = np.array([seen.directions[column] == "-" for column in moving.tolist()])
    width = (high - low)[moving]
    deviations = seen.deviations[moving] / width
    means = np.where(down, high[moving] - seen.means[moving], seen.means[moving] - low[moving]) / width
    found: Table = standard * (deviations * deviations[:, None]) + means * means[:, None]
    return found


def _principal(matrix: Table) -> tuple[Table, float, bool]:
    """The principal unit vector, its eigenvalue, and whether that is tied with another."""
    values, vectors = eigen(matrix)
    group = tied_groups(values)[0]
    together = vectors[:, group.start : group.stop]
    sums = np.add.reduce(together, axis=0)
    nearest = np.add.reduce(np.ascontiguousarray((together * sums).T), axis=0)
    size = float(np.sqrt(np.add.reduce(nearest * nearest)))
    tied = len(group) > 1
    return nearest / size if tied and size > _NOISE else together[:, 0], float(values[0]), tied
