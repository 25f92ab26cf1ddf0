"""拉开档次法 (S1-19, Guo Yajun): the weights that spread the subjects' scores furthest apart.

The data are standardised (mean 0, deviation 1, ``-`` columns turned round); H = Z'Z; the spread w'Hw under |w| = 1 is
greatest for the principal eigenvector of H, which divided by its sum gives the weights. An eigenvector with entries of
both signs is no weight vector. It is not cut off silently: the method then starts again from non-negative data
(min–max, 0–1), where the principal eigenvector of H is non-negative by Perron's theorem, and says so.
Source: 郭亚军, 综合评价理论、方法及应用 (2007), the "scatter degree" method.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from evaluation.weights.data_table import Direction, Table, checked_directions, checked_table, source_of, weighed
from evaluation.weights.jacobi import eigen, tied_groups
from evaluation.weights.scaled import Scaled, gram
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

    ``z_score`` standardises with the deviation over all m subjects, ``min_max`` scales to 0–1. A constant column gets 0
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
        vector, largest, tied = _principal(seen, moving, asked)
        if asked == "z_score" and float(vector.min()) < -_NOISE:
            used = "min_max"
            vector, largest, tied = _principal(seen, moving, used)
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


def _principal(seen: Scaled, moving: NDArray[np.intp], scaling: str) -> tuple[Table, float, bool]:
    """The unit vector, its eigenvalue divided by the number of subjects, and whether it is tied with another."""
    blocks = _standard(seen, moving) if scaling == "z_score" else _unit(seen, moving)
    values, vectors = eigen(gram(blocks, len(moving)) / len(seen.data))
    group = tied_groups(values)[0]
    together = vectors[:, group.start : group.stop]
    lengths = np.add.reduce(together, axis=0)
    vector = np.add.reduce(np.ascontiguousarray((together * lengths).T), axis=0)
    size = float(np.sqrt(np.add.reduce(vector * vector)))
    return vector / (size if size > 0 else 1.0), float(values[0]), len(group) > 1


def _standard(seen: Scaled, moving: NDArray[np.intp]) -> Iterator[Table]:
    turn = np.array([-1.0 if seen.directions[column] == "-" else 1.0 for column in moving.tolist()])
    means, steps = seen.means[moving], seen.deviations[moving] * turn
    return ((block[:, moving] - means) / steps for block in seen.blocks())


def _unit(seen: Scaled, moving: NDArray[np.intp]) -> Iterator[Table]:
    return (block[:, moving] for block in Scaled(seen.data, "min_max", seen.directions).blocks())
