"""专家调查法 (Delphi): experts score the indicators, round by round; the mean scores are the weights (S1-18).

M_j = Σ_k a_k s_kj / Σ_k a_k over the experts k who scored j, w_j = M_j / Σ M, with expert weights a_k. How far the
experts agree is said by the coefficient of variation CV_j = s_j / M_j (s_j with K − 1), the quartiles (linear between
the ordered scores, at place 1 + (K − 1)·p), and Kendall's W with its χ² test over the experts who scored everything.
Further rounds are not needed once every CV is at most ``cv_limit`` and W is significant.

Sources: N. Dalkey and O. Helmer (1963); M. G. Kendall and B. Babington Smith (1939); the stop rule 0.25 and 5 % is
common practice, and a parameter.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any, NamedTuple

from evaluation.weights.judging import FINE, ExpertWeights, expert_shares, few, fine, panel
from evaluation.weights.ranks import NO_CONCORDANCE, Concordance, concordance, mean_ranks
from evaluation.weights.weights import Number, Weights, checked_ids, judgement, listed, shares, six
from foundation.errors import InvalidInput
from foundation.language import Sentence, sentence

Scores = list[list[Fraction | None]]

MOST_ROUNDS = 20
LEAST_TO_TRIM = 5


def delphi(
    ids: Sequence[str],
    scores: Sequence[Sequence[Number | None]],
    expert_weights: ExpertWeights = None,
    trim: int = 0,
    earlier: Sequence[Sequence[Sequence[Number | None]]] = (),
    cv_limit: Number = "0.25",
    significance: Number = "0.05",
) -> Weights:
    """Weights from K × n ``scores`` >= 0 of the latest round (K <= 200, n <= 100); ``None`` where one was not given.

    ``expert_weights``: K numbers >= 0 (authority), none means all alike. ``trim`` 1 leaves the highest and the lowest
    score of every indicator out of its mean, and needs five of them. ``earlier`` holds the rounds before, oldest first;
    they are reported and never mixed in. A missing score is left out with a warning, not counted as 0. Raises
    ``InvalidInput`` by name, also when nobody scored an indicator or every mean is 0.
    """
    names = few(checked_ids(ids))
    limits = (_fraction(cv_limit, "cv_limit"), _fraction(significance, "significance"))
    before = listed(earlier, "earlier")
    if len(before) > MOST_ROUNDS:
        raise InvalidInput("delphi_rounds", "最多 {limit} 轮", field="earlier", limit=MOST_ROUNDS)
    read = [_read(names, one, f"earlier[{place}]") for place, one in enumerate(before)]
    table = _read(names, scores, "scores")
    parts = expert_shares(expert_weights, len(table))
    cut = judgement(trim, "trim")
    if cut not in (0, 1):
        raise InvalidInput("delphi_trim", "trim 只能是 0 或 1", field="trim")
    means = [
        _mean(name, column, parts, bool(cut)) for name, column in zip(names, zip(*table, strict=True), strict=True)
    ]
    if len(names) == 1:
        values: Sequence[Fraction] = [Fraction(1)]
    elif any(means):
        values = means
    else:
        raise InvalidInput("delphi_all_zero", "各项得分全为 0，定不出权重", field="scores")
    last = _Round(names, table, means)
    rounds = [_Round(names, one, [_plain_mean(column) for column in zip(*one, strict=True)]) for one in read]
    return Weights(
        method="delphi",
        ids=names,
        values=shares(values),
        source={
            "ids": list(names),
            "scores": _written(table),
            "expert_weights": [str(part) for part in parts],
            "trim": int(cut),
            "earlier": [_written(one) for one in read],
        },
        diagnostics={
            "round": len(read) + 1,
            **last.diagnostics(*limits),
            "earlier": [one.diagnostics(*limits) for one in rounds],
        },
        warnings=_warnings(names, table),
    )


class _Round(NamedTuple):
    """One round of scores and the mean of every indicator."""

    names: tuple[str, ...]
    table: Scores
    means: Sequence[Fraction]

    def diagnostics(self, cv_limit: Fraction, significance: Fraction) -> dict[str, Any]:
        columns = [[score for score in column if score is not None] for column in zip(*self.table, strict=True)]
        squares = [_squared_variation(column, mean) for column, mean in zip(columns, self.means, strict=True)]
        agreement = self.agreement()
        steady = all(one is not None and one <= cv_limit**2 for one in squares)
        return {
            "experts": len(self.table),
            "mean": {name: six(mean) for name, mean in zip(self.names, self.means, strict=True)},
            "cv": {
                name: None if one is None else six(FINE.sqrt(fine(one)))
                for name, one in zip(self.names, squares, strict=True)
            },
            "quartiles": {
                name: [six(one) for one in quartiles(column)] for name, column in zip(self.names, columns, strict=True)
            },
            **(agreement.content if agreement else NO_CONCORDANCE),
            "cv_limit": six(cv_limit),
            "significance": six(significance),
            "stop": steady and agreement is not None and agreement.p < significance,
        }

    def agreement(self) -> Concordance | None:
        """Of the experts who scored every indicator."""
        whole = [[score for score in row if score is not None] for row in self.table if None not in row]
        return concordance([mean_ranks(row) for row in whole])


def quartiles(values: Sequence[Fraction]) -> list[Fraction]:
    """The lower quartile, the median and the upper one; linear between the ordered values."""
    ordered = sorted(values)
    found = []
    for part in (1, 2, 3):
        place, rest = divmod(part * (len(ordered) - 1), 4)
        high = ordered[min(place + 1, len(ordered) - 1)]
        found.append(ordered[place] + (high - ordered[place]) * Fraction(rest, 4))
    return found


def _read(names: tuple[str, ...], given: Any, field: str) -> Scores:
    table: Scores = []
    for place, row in enumerate(panel(given, field)):
        if len(listed(row, f"{field}[{place}]")) != len(names):
            raise InvalidInput(
                "delphi_shape", "第 {expert} 位专家要给 {count} 个分",
                field=f"{field}[{place}]", expert=place + 1, count=len(names),
            )  # fmt: skip
        table.append(
            [
                None if entry is None else judgement(entry, f"{field}[{place},{name}]")
                for name, entry in zip(names, row, strict=True)
            ]
        )
    for name, column in zip(names, zip(*table, strict=True), strict=True):
        given_scores = [score for score in column if score is not None]
        if not given_scores:
            raise InvalidInput("delphi_unscored", "没有专家给“{id}”打分", field=field, id=name)
        if min(given_scores) < 0:
            raise InvalidInput("delphi_negative", "“{id}”的得分不能小于 0", field=field, id=name)
    return table


def _mean(name: str, column: Sequence[Fraction | None], parts: Sequence[Fraction], trimmed: bool) -> Fraction:
    """The weighted mean of the scores given; experts without weight count only where nobody else scored."""
    scored = [(score, part) for score, part in zip(column, parts, strict=True) if score is not None]
    if trimmed:
        if len(scored) < LEAST_TO_TRIM:
            raise InvalidInput(
                "delphi_trim_few", "“{id}”少于 {least} 个分，不能去掉最高和最低", field="trim", id=name, least=5
            )
        # Among equal extremes the lightest expert goes, so that the order of the experts does not matter.
        scored.remove(min(scored, key=lambda one: (one[0], one[1])))
        scored.remove(max(scored, key=lambda one: (one[0], -one[1])))
    whole = sum((part for _, part in scored), Fraction(0))
    if whole == 0:
        return _plain_mean([score for score, _ in scored])
    return sum((score * part for score, part in scored), Fraction(0)) / whole


def _plain_mean(column: Sequence[Fraction | None]) -> Fraction:
    scored = [score for score in column if score is not None]
    return sum(scored, Fraction(0)) / len(scored)


def _squared_variation(scores: Sequence[Fraction], mean: Fraction) -> Fraction | None:
    """CV²: the sample variance (K − 1) over the squared mean; ``None`` for one score or a mean of 0."""
    if len(scores) < 2 or mean == 0:
        return None
    middle = _plain_mean(scores)
    return sum(((score - middle) ** 2 for score in scores), Fraction(0)) / (len(scores) - 1) / mean**2


def _fraction(given: Number, field: str) -> Fraction:
    value = judgement(given, field)
    if value < 0:
        raise InvalidInput("delphi_limit", "“{field}”不能小于 0", field=field)
    return value


def _written(table: Scores) -> list[list[str | None]]:
    return [[None if score is None else str(score) for score in row] for row in table]


def _warnings(names: tuple[str, ...], table: Scores) -> tuple[Sentence, ...]:
    gaps = [name for name, column in zip(names, zip(*table, strict=True), strict=True) if None in column]
    return (sentence("有专家没有给这些项打分，按已给的分平均：{ids}", ids="、".join(gaps)),) if gaps else ()
