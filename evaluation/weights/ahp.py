"""层次分析法 AHP: weights from pairwise comparisons on the scale 1–9, with their consistency (S1-03, S1-05).

Three ways to read weights out of a matrix A are in use, and published tables mix them, so the one used is always
named: the principal eigenvector (Saaty), the geometric mean of the rows, the mean of the normalised columns. With
λ = mean of (A·w)_i / w_i, CI = (λ − n) / (n − 1) and CR = CI / RI; CR < 0.1 is accepted. An inconsistent matrix is not
repaired: the weights come with ``consistent: false`` and the three comparisons that contradict the rest most.

Sources: T. L. Saaty, The Analytic Hierarchy Process (1980), random indices for n = 3…15; J. A. Alonso and
M. T. Lamata (2006), (λ − n) / (2.7699 n − 4.3513 − n), used for larger n.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from evaluation.weights.weights import EXACT, Weights, checked_ids, decimal_shares, judgement, shares, six, to_decimal
from foundation.errors import InvalidInput
from foundation.language import Sentence, sentence

Prioritisation = Literal["eigenvector", "geometric", "column"]
Judgement = str | int | Fraction
Matrix = list[list[Fraction]]

_SAATY = ["0.58", "0.90", "1.12", "1.24", "1.32", "1.41", "1.45", "1.49", "1.51", "1.48", "1.56", "1.57", "1.59"]

RANDOM_INDEX: dict[str, dict[int, Decimal]] = {
    "saaty": {size: Decimal(index) for size, index in enumerate(_SAATY, start=3)},
}
"""Random indices by table name and size; tables differ between authors, so the name goes into the report."""

CR_LIMIT = Decimal("0.1")
"""The usual acceptance limit; the seed documents give none (named in every report)."""

_LARGEST = 50
_RECIPROCAL_TOLERANCE = Fraction(1, 10**9)
_CONVERGED = Decimal("1E-32")
_MOST_STEPS = 10_000


def ahp(
    ids: Sequence[str], matrix: Sequence[Sequence[Judgement]], prioritisation: Prioritisation = "eigenvector"
) -> Weights:
    """Weights from an n × n matrix whose entry (i, j) says how many times as important i is as j.

    Entries are positive numbers between 1/9 and 9 (``"1/3"`` is welcome), the diagonal 1, opposite entries reciprocal
    within 1e-9. Raises ``InvalidInput`` that names the entry. For n <= 2 there is nothing to contradict: CR is 0.
    """
    names = checked_ids(ids)
    rows = _checked(names, matrix)
    weights = _PRIORITISATIONS[prioritisation](rows)
    ratio, table, diagnostics = _consistency(rows, weights)
    consistent = ratio < CR_LIMIT
    pairs = _offending(names, rows, weights) if len(names) > 2 else []
    diagnostics |= {"prioritisation": prioritisation, "random_index": table, "consistent": consistent}
    warnings: tuple[Sentence, ...] = ()
    if not consistent:
        warnings = (_inconsistent(ratio, pairs),)
    return Weights(
        method="ahp",
        ids=names,
        values=weights,
        source={
            "ids": list(names),
            "matrix": [[str(entry) for entry in row] for row in rows],
            "prioritisation": prioritisation,
        },
        diagnostics={**diagnostics, "offending": pairs},
        warnings=warnings,
    )


def _checked(names: tuple[str, ...], matrix: Sequence[Sequence[Judgement]]) -> Matrix:
    size = len(names)
    if size > _LARGEST:
        raise InvalidInput("ahp_too_large", "判断矩阵最多 {limit} 阶", field="matrix", limit=_LARGEST)
    if len(matrix) != size or any(len(row) != size for row in matrix):
        raise InvalidInput("ahp_shape", "判断矩阵要是 {size} 行 {size} 列", field="matrix", size=size)
    rows = [
        [judgement(entry, f"matrix[{names[i]},{names[j]}]") for j, entry in enumerate(row)]
        for i, row in enumerate(matrix)
    ]
    for i, row in enumerate(rows):
        for j, entry in enumerate(row):
            pair = {"field": f"matrix[{names[i]},{names[j]}]", "row": names[i], "column": names[j]}
            if not Fraction(1, 9) - _RECIPROCAL_TOLERANCE <= entry <= 9:
                raise InvalidInput("ahp_scale", "“{row}”对“{column}”的判断要在 1/9 与 9 之间", **pair)
            if i == j and entry != 1:
                raise InvalidInput("ahp_diagonal", "“{row}”对自己的判断要是 1", **pair)
            if abs(entry * rows[j][i] - 1) > _RECIPROCAL_TOLERANCE:
                raise InvalidInput("ahp_reciprocal", "“{row}”对“{column}”与反过来的判断不互为倒数", **pair)
    return rows


def _eigenvector(rows: Matrix) -> tuple[Decimal, ...]:
    """Power iteration from the equal vector to a fixed tolerance; no library, no random start, no threads."""
    entries = [[to_decimal(entry) for entry in row] for row in rows]
    vector = decimal_shares([Decimal(1)] * len(rows))
    for _ in range(_MOST_STEPS):
        following = decimal_shares(_times(entries, vector))
        moved = max(abs(EXACT.subtract(new, old)) for new, old in zip(following, vector, strict=True))
        vector = following
        if moved < _CONVERGED:
            break
    return vector


def _geometric(rows: Matrix) -> tuple[Decimal, ...]:
    logarithms = []
    for row in rows:
        product = Fraction(1)
        for entry in row:
            product *= entry
        logarithms.append(EXACT.divide(EXACT.ln(to_decimal(product)), Decimal(len(rows))))
    return decimal_shares([EXACT.exp(value) for value in logarithms])


def _column(rows: Matrix) -> tuple[Decimal, ...]:
    sums = [sum((row[j] for row in rows), Fraction(0)) for j in range(len(rows))]
    return shares(sum((entry / total for entry, total in zip(row, sums, strict=True)), Fraction(0)) for row in rows)


_PRIORITISATIONS = {"eigenvector": _eigenvector, "geometric": _geometric, "column": _column}


def _times(entries: list[list[Decimal]], vector: Sequence[Decimal]) -> list[Decimal]:
    products = []
    for row in entries:
        total = Decimal(0)
        for entry, weight in zip(row, vector, strict=True):
            total = EXACT.fma(entry, weight, total)
        products.append(total)
    return products


def _consistency(rows: Matrix, weights: Sequence[Decimal]) -> tuple[Decimal, str, dict[str, object]]:
    """The consistency ratio, the name of the index it was held against, and the numbers for the report."""
    size = len(rows)
    products = _times([[to_decimal(entry) for entry in row] for row in rows], weights)
    ratios = [EXACT.divide(product, weight) for product, weight in zip(products, weights, strict=True)]
    largest = EXACT.divide(sum(ratios, Decimal(0)), Decimal(size))
    excess = EXACT.subtract(largest, Decimal(size))
    if size <= 2:
        return Decimal(0), "none", {"lambda_max": six(largest), "ci": six(Decimal(0)), "cr": six(Decimal(0))}
    index = EXACT.divide(excess, Decimal(size - 1))
    if size in RANDOM_INDEX["saaty"]:
        table, ratio = "saaty", EXACT.divide(index, RANDOM_INDEX["saaty"][size])
    else:
        spread = Decimal("2.7699") * size - Decimal("4.3513") - size
        table, ratio = "alonso-lamata", EXACT.divide(excess, spread)
    return ratio, table, {"lambda_max": six(largest), "ci": six(index), "cr": six(ratio)}


def _offending(names: tuple[str, ...], rows: Matrix, weights: Sequence[Decimal]) -> list[dict[str, str]]:
    """The three comparisons furthest from what the weights imply, by a_ij · w_j / w_i (or its inverse)."""
    found = []
    for i, row in enumerate(rows):
        for j in range(i + 1, len(rows)):
            implied = Fraction(weights[i]) / Fraction(weights[j])
            error = row[j] / implied
            found.append((-max(error, 1 / error), i, j, implied))
    found.sort()
    return [
        {"row": names[i], "column": names[j], "judged": str(rows[i][j]), "implied": six(implied), "factor": six(-error)}
        for error, i, j, implied in found[:3]
    ]


def _inconsistent(ratio: Decimal, pairs: list[dict[str, str]]) -> Sentence:
    return sentence(
        "判断矩阵不一致：CR = {cr}，不小于 {limit}；最矛盾的比较：{pairs}",
        cr=f"{ratio:.4f}",
        limit=str(CR_LIMIT),
        pairs="、".join(f"{pair['row']}:{pair['column']}" for pair in pairs),
    )
