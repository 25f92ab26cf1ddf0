"""模糊分析法: the name has several readings in the literature, so four are here and the one used is named (S1-18).

On a fuzzy complementary matrix R (r_ij + r_ji = 1, r_ii = 0.5, scale 0.1–0.9):

* ``xu`` (the default; never 0): w_i = (Σ_j r_ij + n/2 − 1) / (n(n − 1)) (徐泽水, 2001);
* ``zhang``: w_i = 1/n − 1/(2a) + Σ_j r_ij / (n·a) with a >= (n − 1)/2, the smaller the more it sets apart
  (张吉军, 2000); ``xu`` is the case a = n − 1.

On reciprocal triangular numbers (l, m, u): ``buckley`` and ``chang``, see :mod:`~evaluation.weights.fuzzy_triangular`.

R is checked twice: its additive consistency max |r_ij − (r_ik − r_jk + 0.5)|, and the compatibility index
(1/n²) Σ |r_ij − w_i / (w_i + w_j)|, accepted up to 0.1.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any, Literal

from evaluation.weights.ahp_matrix import LARGEST, TOLERANCE
from evaluation.weights.fuzzy_triangular import triangular
from evaluation.weights.judging import few
from evaluation.weights.weights import Number, Weights, checked_ids, judgement, listed, one_of, shares, six
from foundation.errors import InvalidInput
from foundation.language import Sentence, sentence

Variant = Literal["xu", "zhang", "buckley", "chang"]
VARIANTS = ("xu", "zhang", "buckley", "chang")

ACCEPTED = Fraction(1, 10)
HALF = Fraction(1, 2)


def fuzzy(
    ids: Sequence[str], matrix: Sequence[Sequence[Any]], variant: Variant = "xu", a: Number | None = None
) -> Weights:
    """Weights from an n × n matrix (n <= 50) of numbers 0…1 (``xu``, ``zhang``) or of triples (``buckley``, ``chang``).

    ``a`` belongs to ``zhang`` alone: at least (n − 1)/2, which is the default. Raises ``InvalidInput`` that names the
    entry out of range, not complementary or not reciprocal (within 1e-9).
    """
    names = few(checked_ids(ids), LARGEST)
    way = one_of(variant, VARIANTS, "variant")
    if a is not None and way != "zhang":
        raise InvalidInput("fuzzy_a_unused", "只有 zhang 用参数 a", field="a")
    lines = listed(matrix, "matrix")
    if len(lines) != len(names) or any(len(listed(line, "matrix")) != len(names) for line in lines):
        raise InvalidInput("ahp_shape", "判断矩阵要是 {size} 行 {size} 列", field="matrix", size=len(names))
    if way in ("buckley", "chang"):
        return triangular(names, lines, way)
    return _complementary(names, _checked(names, lines), way, a)


def _complementary(names: tuple[str, ...], rows: list[list[Fraction]], way: str, a: Number | None) -> Weights:
    size = len(names)
    least = Fraction(size - 1, 2)
    spread = Fraction(size - 1) if way == "xu" else least if a is None else judgement(a, "a")
    if spread < least:
        raise InvalidInput("fuzzy_a", "a 不能小于 {least}", field="a", least=str(least))
    weights = [Fraction(1)]
    if size > 1:
        weights = [Fraction(1, size) - 1 / (2 * spread) + sum(row) / (size * spread) for row in rows]
    deviation = max(
        abs(rows[i][j] - rows[i][k] + rows[j][k] - HALF)
        for i in range(size) for j in range(size) for k in range(size)
    )  # fmt: skip
    index = sum(
        (abs(rows[i][j] - _share(weights[i], weights[j])) for i in range(size) for j in range(size)), Fraction(0)
    ) / (size * size)
    accepted = index <= ACCEPTED
    return Weights(
        method="fuzzy",
        ids=names,
        values=shares(weights),
        source={
            "ids": list(names),
            "matrix": [[str(entry) for entry in row] for row in rows],
            "variant": way,
            "a": str(spread),
        },
        diagnostics={
            "variant": way,
            "a": str(spread),
            "additive_deviation": six(deviation),
            "compatibility": six(index),
            "compatible": accepted,
        },
        warnings=(*_nothing(names, weights), *(() if accepted else (_remark(index),))),
    )


def _checked(names: tuple[str, ...], lines: Sequence[Sequence[Any]]) -> list[list[Fraction]]:
    rows = [
        [judgement(entry, f"matrix[{names[i]},{names[j]}]") for j, entry in enumerate(line)]
        for i, line in enumerate(lines)
    ]
    for i, row in enumerate(rows):
        for j, entry in enumerate(row):
            pair = {"field": f"matrix[{names[i]},{names[j]}]", "row": names[i], "column": names[j]}
            if not 0 <= entry <= 1:
                raise InvalidInput("fuzzy_range", "“{row}”对“{column}”的判断要在 0 与 1 之间", **pair)
            if i == j and entry != HALF:
                raise InvalidInput("fuzzy_diagonal", "“{row}”对自己的判断要是 0.5", **pair)
            if abs(entry + rows[j][i] - 1) > TOLERANCE:
                raise InvalidInput("fuzzy_complementary", "“{row}”对“{column}”与反过来的判断之和不是 1", **pair)
    return rows


def _nothing(names: tuple[str, ...], weights: Sequence[Fraction]) -> tuple[Sentence, ...]:
    """A remark on weights of 0, which ``zhang`` gives where everything is far more important than one."""
    none = [name for name, weight in zip(names, weights, strict=True) if weight == 0]
    return (sentence("“{ids}”的权重为 0：a 取大一些，权重就都大于 0", ids="、".join(none)),) if none else ()


def _share(one: Fraction, other: Fraction) -> Fraction:
    return one / (one + other) if one + other else HALF


def _remark(index: Fraction) -> Sentence:
    return sentence(
        "权重与模糊判断矩阵的相容性指标是 {index}，大于 {limit}",
        index=f"{float(index):.4f}",
        limit=str(float(ACCEPTED)),
    )
