"""How far a judgement matrix contradicts itself: λ, CI, CR against a named random index, and the worst comparisons.

λ = mean of (B·w)_i / w_i (B: the matrix, Harker's where comparisons are missing), CI = (λ − n) / (n − 1), CR = CI / RI,
accepted below 0.1. The random index differs between authors, so its name goes into every report:

* ``saaty`` — T. L. Saaty, The Analytic Hierarchy Process (1980), n = 3…15;
* ``pymcdm`` — V. M. Rao Tummala and H. Ling (1998), the table that the library pymcdm ships;
* ``textbook`` — the table of Chinese textbooks, 0.52 for n = 3;
* ``alonso-lamata`` — J. A. Alonso and M. T. Lamata (2006): CR = (λ − n) / (2.7699·n − 4.3513 − n), for any n; every
  other table gives way to it beyond n = 15.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from evaluation.weights.ahp_priorities import Judged, harker, times
from evaluation.weights.judging import FINE, total
from evaluation.weights.weights import EXACT, six
from foundation.language import Sentence, sentence

_TABLES = {
    "saaty": "0.58 0.90 1.12 1.24 1.32 1.41 1.45 1.49 1.51 1.48 1.56 1.57 1.59",
    "pymcdm": "0.5799 0.8921 1.1159 1.2358 1.3322 1.3952 1.4537 1.4882 1.5117 1.5356 1.5571 1.5714 1.5831",
    "textbook": "0.52 0.89 1.12 1.26 1.36 1.41 1.46 1.49 1.52 1.54 1.56 1.58 1.59",
}
RANDOM_INDEX: dict[str, dict[int, Decimal]] = {
    name: {size: Decimal(index) for size, index in enumerate(table.split(), start=3)} for name, table in _TABLES.items()
}
"""Random indices by table and order."""

LINEAR = "alonso-lamata"
INDEX_NAMES = (*RANDOM_INDEX, LINEAR)

CR_LIMIT = Decimal("0.1")
"""The usual acceptance limit; the seed documents give none (named in every report)."""

_SCALE = [Fraction(1, step) for step in range(9, 1, -1)] + [Fraction(step) for step in range(1, 10)]
_SHOWN = 3


class Consistency(NamedTuple):
    """What a matrix says of itself; ``ri`` is 0 and ``table`` "none" where nothing can contradict (n <= 2)."""

    largest: Decimal
    ci: Decimal
    ri: Decimal
    table: str

    @property
    def cr(self) -> Decimal:
        """CI / RI; 0 where there is nothing to contradict."""
        return ratio(self.ci, self.ri)

    @property
    def accepted(self) -> bool:
        """CR below the limit, strictly."""
        return self.cr < CR_LIMIT

    @property
    def content(self) -> dict[str, object]:
        """For the diagnostics of a method."""
        return {
            "lambda_max": six(self.largest),
            "ci": six(self.ci),
            "cr": six(self.cr),
            "random_index": self.table,
            "consistent": self.accepted,
        }


def ratio(index: Decimal, random: Decimal) -> Decimal:
    """CI / RI, or 0 when RI is 0."""
    return FINE.divide(index, random) if random else Decimal(0)


def consistency(rows: Judged, weights: Sequence[Decimal], table: str) -> Consistency:
    """λ, CI and the random index for these weights; ``table`` is one of ``INDEX_NAMES``."""
    size = len(rows)
    ratios = [FINE.divide(above, below) for above, below in zip(times(harker(rows), weights), weights, strict=True)]
    largest = FINE.divide(total(ratios), Decimal(size))
    if size <= 2:
        return Consistency(largest, Decimal(0), Decimal(0), "none")
    # The last of 60 digits may fall below n; a matrix cannot be more consistent than consistent.
    excess = max(FINE.subtract(largest, Decimal(size)), Decimal(0))
    known = RANDOM_INDEX.get(table, {}).get(size)
    name = table if known is not None else LINEAR
    spread = Decimal("2.7699") * size - Decimal("4.3513") - size
    index = known if known is not None else FINE.divide(spread, Decimal(size - 1))
    return Consistency(largest, FINE.divide(excess, Decimal(size - 1)), index, name)


def offending(names: tuple[str, ...], rows: Judged, weights: Sequence[Decimal], accepted: bool) -> list[dict[str, str]]:
    """The three comparisons furthest from what the weights imply, by a_ij · w_j / w_i (or its inverse), worst first.

    Where CR is not accepted, ``fitting`` is the value of the scale 1/9…9 nearest to what is implied: a hint for asking
    again, never applied.
    """
    found = []
    for i, row in enumerate(rows):
        for j in range(i + 1, len(rows)):
            entry = row[j]
            if entry is not None and len(names) > 2:
                implied = FINE.divide(weights[i], weights[j])
                error = max(FINE.divide(entry, implied), FINE.divide(implied, entry))
                # 40 digits, so that equal errors are equal and the first pair comes first.
                found.append((EXACT.minus(error), i, j, entry, implied))
    found.sort(key=lambda one: one[:3])
    return [
        {
            "row": names[i],
            "column": names[j],
            "judged": written(entry),
            "implied": six(implied),
            "factor": six(-error),
            **({} if accepted else {"fitting": str(nearest_on_scale(Fraction(implied)))}),
        }
        for error, i, j, entry, implied in found[:_SHOWN]
    ]


def nearest_on_scale(value: Fraction) -> Fraction:
    """The step of 1/9…9 that differs from ``value`` by the smallest factor."""
    return min(_SCALE, key=lambda step: max(step / value, value / step))


def written(judged: Decimal) -> str:
    """A judgement as people write it where it is one (3, 1/3, 1.5), else with six decimals."""
    near = Fraction(judged).limit_denominator(1_000)
    return str(near) if abs(Fraction(judged) - near) < Fraction(1, 10**30) else six(judged)


def inconsistent(found: Consistency, pairs: Sequence[dict[str, str]]) -> Sentence:
    """The warning that must be shown with the weights."""
    return sentence(
        "判断矩阵不一致：CR = {cr}，不小于 {limit}；最矛盾的比较：{pairs}",
        cr=f"{found.cr:.4f}",
        limit=str(CR_LIMIT),
        pairs="、".join(f"{pair['row']}:{pair['column']} {pair['judged']}→{pair['fitting']}" for pair in pairs),
    )
