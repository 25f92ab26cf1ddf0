"""层次分析法 AHP: weights from pairwise comparisons on the scale 1–9, with their consistency (S1-03, S1-05, S1-18).

Three ways to read weights out of a matrix A are in use, and published tables mix them, so the one used is always
named: the principal eigenvector (Saaty), the geometric mean of the rows, the mean of the normalised columns
(:mod:`~evaluation.weights.ahp_priorities`). With λ = mean of (A·w)_i / w_i, CI = (λ − n) / (n − 1) and CR = CI / RI;
CR < 0.1 is accepted (:mod:`~evaluation.weights.ahp_consistency`). An inconsistent matrix is not repaired: the weights
come with ``consistent: false``, the three comparisons that contradict the rest most, and what would fit there.

Comparisons may be missing (``null``) as long as those made connect everything. One matrix is weighed here; several
experts stand in ``ahp_group``, a tree of criteria in ``ahp_hierarchy``.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from evaluation.weights.ahp_consistency import INDEX_NAMES, Consistency, consistency, inconsistent, offending
from evaluation.weights.ahp_matrix import Given, Matrix, missing_pairs, off_scale, plain, read_matrix
from evaluation.weights.ahp_priorities import PRIORITISATIONS, Judged, Prioritisation, priorities
from evaluation.weights.judging import fine
from evaluation.weights.weights import Weights, checked_ids, decimal_shares, one_of
from foundation.language import Sentence, sentence


class Solution(NamedTuple):
    """A vector (n positive decimals, sum 1, 60 digits), its consistency and the comparisons that disturb it."""

    vector: list[Decimal]
    consistency: Consistency
    offending: list[dict[str, str]]

    @property
    def warnings(self) -> tuple[Sentence, ...]:
        """Nothing, or that the matrix contradicts itself."""
        return () if self.consistency.accepted else (inconsistent(self.consistency, self.offending),)

    @property
    def diagnostics(self) -> dict[str, Any]:
        """The numbers for a report."""
        return {**self.consistency.content, "offending": self.offending}


def ahp(
    ids: Sequence[str],
    matrix: Given,
    prioritisation: Prioritisation = "eigenvector",
    random_index: str = "saaty",
) -> Weights:
    """Weights from an n × n matrix (n <= 50) whose entry (i, j) says how many times as important i is as j.

    Entries are positive (``"1/3"`` is welcome, ``None`` where nothing was compared; beyond 1/9…9 they are remarked),
    the diagonal 1, opposite entries reciprocal within 1e-9. ``prioritisation`` is ``eigenvector`` (with missing
    entries Harker's), ``geometric`` (logarithmic least squares) or ``column`` (complete matrices only);
    ``random_index`` names the table for CR. Raises ``InvalidInput`` that names the entry. For n <= 2 CR is 0.
    """
    names = checked_ids(ids)
    way = one_of(prioritisation, PRIORITISATIONS, "prioritisation")
    table = one_of(random_index, INDEX_NAMES, "random_index")
    rows = read_matrix(names, matrix)
    found = solved(names, judged(rows), way, table)
    gaps = missing_pairs(rows)
    return Weights(
        method="ahp",
        ids=names,
        values=decimal_shares(found.vector),
        source={"ids": list(names), "matrix": plain(rows), "prioritisation": way},
        diagnostics={**found.diagnostics, "prioritisation": way, **({"missing": gaps} if gaps else {})},
        warnings=(*found.warnings, *off_scale(names, rows), *incomplete(gaps)),
    )


def solved(names: tuple[str, ...], rows: Judged, prioritisation: str, random_index: str) -> Solution:
    """The vector of one matrix and what there is to say about it."""
    vector = priorities(rows, prioritisation)
    found = consistency(rows, vector, random_index)
    return Solution(vector, found, offending(names, rows, vector, found.accepted))


def judged(rows: Matrix) -> Judged:
    """The same matrix in decimals of 60 digits."""
    return [[None if entry is None else fine(entry) for entry in row] for row in rows]


def incomplete(gaps: int) -> tuple[Sentence, ...]:
    """A remark when comparisons are missing: fewer of them contradict each other less."""
    if not gaps:
        return ()
    return (sentence("缺 {count} 处比较：CR 按完整矩阵的随机指标算，偏低", count=gaps),)
