"""主成分分析 PCA (S1-19): weights from the shares that the principal components of the indicators carry.

Of the correlation matrix R the eigenpairs (λ_k, u_k) are sorted from large to small and kept up to a cumulative share
of 85 % (or while λ > 1). The coefficient of indicator j is b_j = Σ λ_k u_jk² / Σ λ_k (``squared``, free of signs) or
b_j = Σ λ_k |u_jk| / Σ λ_k (``absolute``), w = b / Σ b. The variant with signs kept is not offered: the sign of an
eigenvector is arbitrary, so its weights are, and they can be negative. Eigenvalues that are equal are kept or dropped
together, because only their common subspace is determined. Scales and directions of the columns do not matter.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, Literal

import numpy as np

from evaluation.weights.data_table import Table, source_of, weighed
from evaluation.weights.jacobi import eigen, tied_groups
from evaluation.weights.scaled import correlation
from evaluation.weights.scaling import scaled_table
from evaluation.weights.weights import Weights, one_of, six
from foundation.language import sentence

Keep = Literal["cumulative", "eigenvalue"]
Coefficient = Literal["squared", "absolute"]

CUMULATIVE = 0.85
"""The usual share of the variance that the kept components must carry."""

_SLACK = 1e-12


def pca(ids: Sequence[str], table: Any, keep: Keep = "cumulative", coefficient: Coefficient = "squared") -> Weights:
    """Weights from m >= 3 subjects (rows) × n indicators (columns) of finite numbers; m >= n is advisable.

    A constant column has no correlation: it is left out, with weight 0 and a warning. Warns too when m < n, and when
    ``absolute`` coefficients rest on equal eigenvalues. Raises ``InvalidInput`` by name.
    """
    names, seen = scaled_table(ids, table, "none", None, least_subjects=3)
    rule = one_of(keep, ("cumulative", "eigenvalue"), "keep")
    form = one_of(coefficient, ("squared", "absolute"), "coefficient")
    source = {**source_of(seen.data), "keep": rule, "coefficient": form}
    moving = np.flatnonzero(~seen.constant)
    strengths = np.zeros(len(names))
    if not len(moving):
        return weighed("pca", names, strengths.tolist(), source)
    values, vectors = eigen(correlation(seen, moving))
    groups = _kept(values, rule)
    count = groups[-1].stop
    shares = values[:count]
    parts = vectors[:, :count] * vectors[:, :count] if form == "squared" else np.abs(vectors[:, :count])
    strengths[moving] = np.add.reduce(np.ascontiguousarray((parts * shares).T), axis=0) / math.fsum(shares)
    warnings = []
    if len(seen.data) < len(names):
        warnings.append(
            sentence("评价对象（{rows}）少于指标（{columns}），主成分不稳定", rows=len(seen.data), columns=len(names))
        )
    if form == "absolute" and any(len(group) > 1 for group in groups) and len(moving) > 1:
        warnings.append(sentence("有相等的特征值，绝对值式的系数不唯一，宜用平方式"))
    said = {
        "eigenvalues": [six(max(float(value), 0.0)) for value in values],
        "components_kept": count,
        "cumulative_share": six(math.fsum(shares) / len(moving)),
    }
    return weighed("pca", names, strengths.tolist(), source, said, warnings)


def _kept(values: Table, rule: str) -> list[range]:
    """Groups of equal eigenvalues that stay, at least the first."""
    groups = tied_groups(values)
    if rule == "eigenvalue":
        return [group for group in groups if values[group.start] > 1 + _SLACK] or groups[:1]
    carried, kept = 0.0, []
    for group in groups:
        kept.append(group)
        carried += sum(values[group.start : group.stop].tolist())
        if carried >= (CUMULATIVE - _SLACK) * len(values):
            break
    return kept
