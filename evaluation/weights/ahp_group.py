"""群组层次分析法: one vector from the judgement matrices of several experts (S1-18).

``aij`` joins the judgements: every entry is the weighted geometric mean of the experts' entries, the only mean that
keeps a matrix reciprocal (J. Aczél and T. L. Saaty, 1983), then the joint matrix is solved. ``aip`` and
``aip-geometric`` solve every matrix and join the vectors by the arithmetic or the geometric mean (E. Forman and
K. Peniwati, 1998). With row geometric means, ``aij`` and ``aip-geometric`` are the same (J. Barzilai and B. Golany).

The consensus S is that of AHP-OS (K. D. Goepel, 2013), from Shannon entropies: Hα the mean entropy of the experts'
vectors, Hγ that of their mean, Hβ = Hγ − Hα, c = n / exp(Hα_min), S = (1/exp(Hβ) − 1/c) / (1 − 1/c), where Hα_min is
the entropy of a vector with one criterion 9 times all others. 1 is full agreement; every expert counts alike in it.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from evaluation.weights.ahp import Solution, incomplete, judged, solved
from evaluation.weights.ahp_consistency import INDEX_NAMES
from evaluation.weights.ahp_matrix import Given, Matrix, missing_pairs, off_scale, plain, read_matrix
from evaluation.weights.ahp_priorities import PRIORITISATIONS, Judged, Prioritisation
from evaluation.weights.judging import FINE, ExpertWeights, expert_shares, fine, fine_shares, panel, total
from evaluation.weights.weights import Weights, checked_ids, decimal_shares, one_of, six
from foundation.errors import InvalidInput
from foundation.language import sentence

Aggregation = Literal["aij", "aip", "aip-geometric"]
AGGREGATIONS = ("aij", "aip", "aip-geometric")

_LEVELS = (("0.5", "very low"), ("0.625", "low"), ("0.75", "moderate"), ("0.875", "high"))
_SCALE_END = 9

MOST_ENTRIES = 50_000
"""Of all matrices: 200 experts on 15 criteria, or 20 on 50."""


def ahp_group(
    ids: Sequence[str],
    matrices: Sequence[Given],
    aggregation: Aggregation = "aij",
    expert_weights: ExpertWeights = None,
    prioritisation: Prioritisation = "eigenvector",
    random_index: str = "saaty",
) -> Weights:
    """Weights from K matrices n × n, one per expert, each as ``ahp`` takes it; one expert gives what ``ahp`` gives.

    ``expert_weights``: K numbers >= 0, not all 0; none means all alike. Under ``aij`` an entry that some experts left
    open is the mean of those who judged it. Raises ``InvalidInput`` that names expert and entry.
    """
    names = checked_ids(ids)
    how = one_of(aggregation, AGGREGATIONS, "aggregation")
    way = one_of(prioritisation, PRIORITISATIONS, "prioritisation")
    table = one_of(random_index, INDEX_NAMES, "random_index")
    if len(panel(matrices, "matrices")) * len(names) ** 2 > MOST_ENTRIES:
        raise InvalidInput(
            "ahp_group_too_large", "所有判断矩阵合起来最多 {limit} 个数", field="matrices", limit=MOST_ENTRIES
        )
    read = [read_matrix(names, one, f"matrices[{place}]") for place, one in enumerate(matrices)]
    parts = expert_shares(expert_weights, len(read))
    alone = [solved(names, judged(rows), way, table) for rows in read]
    joint = solved(names, joined_judgements(read, parts), way, table) if how == "aij" else None
    vector = joint.vector if joint else joined_vectors([one.vector for one in alone], parts, how)
    agreement = consensus([one.vector for one in alone])
    wavering = [str(place + 1) for place, one in enumerate(alone) if not one.consistency.accepted]
    remark = (sentence("这些专家的判断矩阵不一致：{experts}", experts="、".join(wavering)),) if wavering else ()
    beyond = {remark.template: remark for rows in read for remark in off_scale(names, rows)}
    return Weights(
        method="ahp_group",
        ids=names,
        values=decimal_shares(vector),
        source={
            "ids": list(names),
            "matrices": [plain(rows) for rows in read],
            "expert_weights": [str(part) for part in parts],
            "aggregation": how,
            "prioritisation": way,
        },
        diagnostics={
            **(joint.diagnostics if joint else {}),
            "aggregation": how,
            "prioritisation": way,
            "consensus": six(agreement) if agreement is not None else None,
            "consensus_level": _level(agreement),
            "experts": [_said(names, one) for one in alone],
        },
        warnings=(
            *(joint.warnings if joint else ()),
            *remark,
            *beyond.values(),
            *incomplete(max(map(missing_pairs, read))),
        ),
    )


def joined_judgements(read: Sequence[Matrix], parts: Sequence[Fraction]) -> Judged:
    """AIJ: entry by entry the weighted geometric mean over the experts who judged it and count."""
    size = len(read[0])
    logarithms: dict[Fraction, Decimal] = {}
    joint: list[list[Decimal | None]] = [[Decimal(1) if i == j else None for j in range(size)] for i in range(size)]
    for i in range(size):
        for j in range(i + 1, size):
            said = [(part, entry) for part, rows in zip(parts, read, strict=True) if (entry := rows[i][j]) is not None]
            whole = sum((part for part, _ in said), Fraction(0))
            if whole == 0:
                continue
            mean = Decimal(0)
            for part, entry in said:
                if entry not in logarithms:
                    logarithms[entry] = FINE.ln(fine(entry))
                mean = FINE.fma(fine(part / whole), logarithms[entry], mean)
            joint[i][j], joint[j][i] = FINE.exp(mean), FINE.exp(FINE.minus(mean))
    return joint


def joined_vectors(vectors: Sequence[Sequence[Decimal]], parts: Sequence[Fraction], how: str) -> list[Decimal]:
    """AIP: the weighted arithmetic or geometric mean of the vectors, sum 1."""
    shares = [fine(part) for part in parts]
    if how == "aip":
        return fine_shares([total(list(map(FINE.multiply, shares, column))) for column in zip(*vectors, strict=True)])
    logarithms = [
        total([FINE.multiply(share, FINE.ln(value)) for share, value in zip(shares, column, strict=True)])
        for column in zip(*vectors, strict=True)
    ]
    highest = max(logarithms)
    return fine_shares([FINE.exp(FINE.subtract(value, highest)) for value in logarithms])


def consensus(vectors: Sequence[Sequence[Decimal]]) -> Decimal | None:
    """S of AHP-OS, at most 1; ``None`` for one expert or one criterion, who cannot disagree."""
    size, count = len(vectors[0]), Decimal(len(vectors))
    if size == 1 or count == 1:
        return None
    alpha = FINE.divide(total([_entropy(vector) for vector in vectors]), count)
    gamma = _entropy([FINE.divide(total(column), count) for column in zip(*vectors, strict=True)])
    ends = [Decimal(_SCALE_END)] + [Decimal(1)] * (size - 1)
    least = FINE.divide(FINE.exp(_entropy(fine_shares(ends))), Decimal(size))
    alike = FINE.exp(FINE.subtract(alpha, gamma))
    return FINE.divide(FINE.subtract(alike, least), FINE.subtract(Decimal(1), least))


def _entropy(vector: Sequence[Decimal]) -> Decimal:
    return FINE.minus(total([FINE.multiply(value, FINE.ln(value)) for value in vector]))


def _level(agreement: Decimal | None) -> str | None:
    if agreement is None:
        return None
    return next((name for limit, name in _LEVELS if agreement < Decimal(limit)), "very high")


def _said(names: tuple[str, ...], one: Solution) -> dict[str, object]:
    return {**one.diagnostics, "weights": {name: six(value) for name, value in zip(names, one.vector, strict=True)}}
