"""Fuzzy AHP on triangular numbers (l, m, u), l <= m <= u, with a_ji = (1/u_ij, 1/m_ij, 1/l_ij).

``buckley`` (J. J. Buckley, 1985): g_i = geometric mean of row i, component by component,
w̃_i = (g_iL / Σ g_U, g_iM / Σ g_M, g_iU / Σ g_L), the centroid (l + m + u)/3 of each, normalised.

``chang`` (D.-Y. Chang, 1996, extent analysis): S_i = row sum of i × (sum of all)^−1;
V(S_a >= S_b) = 1 if m_a >= m_b, 0 if l_b >= u_a, else (l_b − u_a) / ((m_a − u_a) − (m_b − l_b));
d_i = min_k V(S_i >= S_k), normalised. It may give weight 0 to criteria that do count, a known defect; then it warns.

The matrix of the middle numbers is held against CR as in AHP.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from evaluation.weights.ahp import judged, solved
from evaluation.weights.ahp_matrix import TOLERANCE
from evaluation.weights.judging import FINE, fine, total
from evaluation.weights.weights import Weights, decimal_shares, judgement, shares, six
from foundation.errors import InvalidInput
from foundation.language import Sentence, sentence

Triple = tuple[Fraction, Fraction, Fraction]


def triangular(names: tuple[str, ...], lines: Sequence[Sequence[Any]], variant: str) -> Weights:
    """Weights by ``buckley`` or ``chang`` from n × n triples of positive numbers; ``InvalidInput`` names the entry."""
    rows = _checked(names, lines)
    values = _buckley(rows) if variant == "buckley" else _chang(rows)
    middle = solved(names, judged([[entry[1] for entry in row] for row in rows]), "eigenvector", "saaty")
    nothing = [name for name, value in zip(names, values, strict=True) if value == 0 and variant == "chang"]
    warnings: tuple[Sentence, ...] = middle.warnings
    if nothing:
        warnings += (sentence("Chang 法给“{ids}”的权重为 0，这是它已知的缺陷，不说明不重要", ids="、".join(nothing)),)
    return Weights(
        method="fuzzy",
        ids=names,
        values=values,
        source={
            "ids": list(names),
            "matrix": [[[str(part) for part in entry] for entry in row] for row in rows],
            "variant": variant,
        },
        diagnostics={"variant": variant, "zero_weights": nothing, "cr_of_middle": six(middle.consistency.cr)},
        warnings=warnings,
    )


def _buckley(rows: Sequence[Sequence[Triple]]) -> tuple[Decimal, ...]:
    low, middle, high = ([_geometric_mean([entry[part] for entry in row]) for row in rows] for part in range(3))
    sums = (total(high), total(middle), total(low))
    return decimal_shares(
        [
            total([FINE.divide(part, whole) for part, whole in zip(triple, sums, strict=True)])
            for triple in zip(low, middle, high, strict=True)
        ]
    )


def _geometric_mean(values: Sequence[Fraction]) -> Decimal:
    return FINE.exp(FINE.divide(total([FINE.ln(fine(value)) for value in values]), Decimal(len(values))))


def _chang(rows: Sequence[Sequence[Triple]]) -> tuple[Decimal, ...]:
    sums = [[sum((entry[part] for entry in row), Fraction(0)) for part in range(3)] for row in rows]
    low, middle, high = (sum((one[part] for one in sums), Fraction(0)) for part in range(3))
    extents = [(one[0] / high, one[1] / middle, one[2] / low) for one in sums]
    return shares(min(_possible(one, other) for other in extents) for one in extents)


def _possible(one: Triple, other: Triple) -> Fraction:
    """V(one >= other), between 0 and 1; 1 for itself."""
    if one[1] >= other[1]:
        return Fraction(1)
    if other[0] >= one[2]:
        return Fraction(0)
    return (other[0] - one[2]) / ((one[1] - one[2]) - (other[1] - other[0]))


def _checked(names: tuple[str, ...], lines: Sequence[Sequence[Any]]) -> list[list[Triple]]:
    rows = [[_triple(entry, names[i], names[j]) for j, entry in enumerate(line)] for i, line in enumerate(lines)]
    for i, row in enumerate(rows):
        for j, entry in enumerate(row):
            pair = {"field": f"matrix[{names[i]},{names[j]}]", "row": names[i], "column": names[j]}
            if i == j and set(entry) != {1}:
                raise InvalidInput("fuzzy_triple_diagonal", "“{row}”对自己的判断要是 (1, 1, 1)", **pair)
            opposite = rows[j][i]
            if any(abs(entry[part] * opposite[2 - part] - 1) > TOLERANCE for part in range(3)):
                raise InvalidInput("ahp_reciprocal", "“{row}”对“{column}”与反过来的判断不互为倒数", **pair)
    return rows


def _triple(given: Any, row: str, column: str) -> Triple:
    field = f"matrix[{row},{column}]"
    parts = [judgement(part, field) for part in given] if isinstance(given, list | tuple) else []
    if len(parts) != 3 or not 0 < parts[0] <= parts[1] <= parts[2]:
        raise InvalidInput(
            "fuzzy_triple", "“{row}”对“{column}”要写三个数，0 < l ≤ m ≤ u", field=field, row=row, column=column
        )
    return parts[0], parts[1], parts[2]
