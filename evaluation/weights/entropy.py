"""熵权法 (S1-19 最大熵技术法, read as the entropy weight method): what varies more between subjects weighs more.

p_ij = z_ij / Σ_i z_ij, e_j = −(1/ln m) Σ_i p_ij ln p_ij with 0·ln 0 = 0, w_j = (1 − e_j) / Σ (1 − e). Nothing is
shifted by an epsilon, because that changes the weights. Negative data need ``min_max`` first, and the result says so.

Runs in binary floats on one path that gives the same bits on every processor: sums run down the rows in order, and the
logarithm is built from additions, multiplications and divisions, which are correctly rounded everywhere. Library
logarithms are not: vectorised ones differ between processors in the last bit.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Sequence
from decimal import Decimal
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from evaluation.weights.weights import Weights, checked_ids, decimal_shares, six
from foundation.errors import InvalidInput
from foundation.language import Sentence, sentence

Table = NDArray[np.float64]
Direction = Literal["+", "-"]
_NOTHING = 1e-15
_WRITTEN_OUT = 20_000
_BLOCK = 2_048
_TERMS = tuple(range(1, 25, 2))
_LN2 = 0.6931471805599453


def entropy(
    ids: Sequence[str],
    table: Any,
    scaling: Literal["none", "min_max"] = "none",
    directions: Sequence[Direction] | None = None,
) -> Weights:
    """Weights from a table of m >= 2 subjects (rows) × n indicators (columns) of finite numbers.

    With ``none`` the data must be >= 0 with a positive sum per column; ``min_max`` scales every column to 0–1 first,
    turning ``"-"`` columns round. A constant column gets 0 with a warning. Raises ``InvalidInput`` by name when the
    table does not fit or nothing varies at all.
    """
    names = checked_ids(ids)
    given = _checked(names, table)
    turned = list(directions) if directions is not None else ["+"] * len(names)
    if len(turned) != len(names):
        raise InvalidInput("entropy_directions", "每个指标要写一个方向", field="directions")
    if scaling == "min_max":
        data = _min_max(given, turned)
    else:
        data = given
        _refuse_unfit(names, data)
    dispersion = _dispersion(data) if len(names) > 1 else [1.0]
    if not any(dispersion):
        raise InvalidInput("entropy_constant", "各对象的数据全都一样，熵权法定不出权重", field="table")
    still = [name for name, value in zip(names, dispersion, strict=True) if value == 0]
    warnings: tuple[Sentence, ...] = ()
    if still:
        warnings = (sentence("“{ids}”在各对象之间没有差别，权重为 0", ids="、".join(still)),)
    return Weights(
        method="entropy",
        ids=names,
        values=decimal_shares([Decimal(repr(value)) for value in dispersion]),
        source={"ids": list(names), **_source(given), "scaling": scaling, "directions": "".join(turned)},
        diagnostics={"entropy": {name: six(1 - value) for name, value in zip(names, dispersion, strict=True)}},
        warnings=warnings,
    )


def _checked(names: tuple[str, ...], table: Any) -> Table:
    try:
        data = np.ascontiguousarray(table, dtype=np.float64)
    except (TypeError, ValueError) as fault:
        raise InvalidInput("entropy_table", "数据表要是数字，每行一样长", field="table") from fault
    if data.ndim != 2 or data.shape[1] != len(names):
        raise InvalidInput("entropy_shape", "数据表要有 {count} 列", field="table", count=len(names))
    if data.shape[0] < 2:
        raise InvalidInput("entropy_subjects", "熵权法至少要两个对象", field="table")
    if not np.isfinite(data).all():
        raise InvalidInput("entropy_not_finite", "数据表里有空值或无穷大", field="table")
    return data


def _refuse_unfit(names: tuple[str, ...], data: Table) -> None:
    negative = np.flatnonzero((data < 0).any(axis=0))
    if negative.size:
        name = names[int(negative[0])]
        raise InvalidInput("entropy_negative", "“{id}”有负数，要先用 min_max 归一", field="table", id=name)
    empty = np.flatnonzero(~(data > 0).any(axis=0))
    if empty.size:
        name = names[int(empty[0])]
        raise InvalidInput("entropy_column_zero", "“{id}”全为零，要先去掉", field="table", id=name)


def _min_max(data: Table, directions: Sequence[str]) -> Table:
    low, high = data.min(axis=0), data.max(axis=0)
    width = np.where(high > low, high - low, 1.0)
    down = np.array([direction == "-" for direction in directions])
    scaled: Table = np.where(down, high - data, data - low) / width
    return np.ascontiguousarray(scaled)


def _dispersion(data: Table) -> list[float]:
    """1 − e_j for every column; 0 where nothing varies."""
    sums = np.add.reduce(data, axis=0)
    parts = data / np.where(sums > 0, sums, 1.0)
    total = np.zeros(data.shape[1])
    for start in range(0, len(parts), _BLOCK):
        block = parts[start : start + _BLOCK]
        total += np.add.reduce(block * _logarithm(np.where(block > 0, block, 1.0)), axis=0)
    entropies = -total / _logarithm(np.array([float(len(data))]))
    constant = (data == data[0]).all(axis=0)
    found = np.where(constant | (1 - entropies < _NOTHING), 0.0, 1 - entropies)
    return [float(value) for value in found]


def _logarithm(values: Table) -> Table:
    """ln x = e·ln 2 + 2·artanh((m − 1)/(m + 1)) for x = m·2^e with m in [√½, √2); off by a few units of 10^-16."""
    mantissa, exponent = np.frexp(values)
    small = mantissa < math.sqrt(0.5)
    mantissa = np.where(small, mantissa * 2, mantissa)
    exponent = exponent - small
    ratio = (mantissa - 1) / (mantissa + 1)
    square = ratio * ratio
    series = np.full_like(ratio, 1 / _TERMS[-1])
    for odd in reversed(_TERMS[:-1]):
        series = series * square + 1 / odd
    result: Table = exponent * _LN2 + 2 * ratio * series
    return result


def _source(data: Table) -> dict[str, Any]:
    """The table as text, or its SHA-256 (little-endian float64, row by row) when it is too large to carry along."""
    rows, columns = data.shape
    if data.size <= _WRITTEN_OUT:
        return {"table": [[repr(entry) for entry in row] for row in data.tolist()]}
    digest = hashlib.sha256(data.astype("<f8").tobytes()).hexdigest()
    return {"table_sha256": digest, "rows": rows, "columns": columns}
