"""模糊综合评价 FCE (S1-03): weights A (n) over memberships R (n × p grades) give B (p), exactly, in rational numbers.

====================  =====================================  ===================================
operator              b_j                                    in words
====================  =====================================  ===================================
``min_max``           max_i min(a_i, r_ij)                   M(∧,∨): the weakest link decides
``product_max``       max_i a_i · r_ij                       M(·,∨): the strongest alone
``min_sum``           min(1, Σ_i min(a_i, r_ij))             M(∧,⊕): bounded sum
``product_sum``       Σ_i a_i · r_ij                         M(·,+): all that is known takes part
====================  =====================================  ===================================

The grade is the one of largest membership; how valid that principle is for B is told by α = (p·β − 1) / (2γ(p − 1))
with β and γ the largest and second largest share of B: below 0.5 the grade says little. A tie is reported, never broken
silently. The score is Σ b_j v_j / Σ b_j with the values v of the grades.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any, Literal

from evaluation.aggregate.membership import Row
from evaluation.exact import ExactNumber
from evaluation.weights.judging import FINE, fine
from evaluation.weights.weights import checked_ids, judgement, listed, one_of
from foundation.errors import InvalidInput
from foundation.language import Sentence, sentence
from foundation.values import Value

Operator = Literal["product_sum", "min_max", "product_max", "min_sum"]

DEFAULT_VALUES = {"优": 95, "良": 85, "中": 75, "合格": 65, "差": 50}
"""Values of the five usual grades (D: the seed names none)."""

WEAK = Fraction(1, 2)
"""Below this α the principle of largest membership is weak."""

_SUM_TOLERANCE = Fraction(1, 10**6)


class FuzzyResult(Value):
    """B and what is read from it, for one node.

    ``memberships`` are the p values of B as the operator gives them, ``shares`` the same over their sum (``None`` when
    all are 0). ``grade`` is ``None`` on a tie, ``tied`` then names the grades. ``validity`` is α, ``None`` where it is
    infinite (one grade has everything). ``missing`` names the children without data. Numbers have 30 decimals.
    """

    id: str
    operator: Operator
    grades: tuple[str, ...]
    memberships: tuple[ExactNumber, ...]
    shares: tuple[ExactNumber, ...] | None
    score: ExactNumber | None
    grade: str | None
    tied: tuple[str, ...] = ()
    validity: ExactNumber | None = None
    missing: tuple[str, ...] = ()
    warnings: tuple[Sentence, ...] = ()


def _min_max(weights: Sequence[Fraction], column: Sequence[Fraction]) -> Fraction:
    return max(min(weight, share) for weight, share in zip(weights, column, strict=True))


def _product_max(weights: Sequence[Fraction], column: Sequence[Fraction]) -> Fraction:
    return max(weight * share for weight, share in zip(weights, column, strict=True))


def _min_sum(weights: Sequence[Fraction], column: Sequence[Fraction]) -> Fraction:
    return min(Fraction(1), sum((min(a, r) for a, r in zip(weights, column, strict=True)), Fraction(0)))


def _product_sum(weights: Sequence[Fraction], column: Sequence[Fraction]) -> Fraction:
    return sum((weight * share for weight, share in zip(weights, column, strict=True)), Fraction(0))


OPERATORS: dict[str, Callable[[Sequence[Fraction], Sequence[Fraction]], Fraction]] = {
    "product_sum": _product_sum,
    "min_max": _min_max,
    "product_max": _product_max,
    "min_sum": _min_sum,
}


def composed(weights: Sequence[Fraction], rows: Sequence[Row], operator: str = "product_sum") -> Row:
    """B = A ∘ R for n weights and n rows of p memberships."""
    compose = OPERATORS[one_of(operator, tuple(OPERATORS), "operator")]
    return tuple(compose(weights, column) for column in zip(*rows, strict=True))


def checked_weights(given: Any, field: str) -> tuple[Fraction, ...]:
    """Weights >= 0 with the sum 1 (to 1e-6); ``InvalidInput`` otherwise."""
    weights = tuple(judgement(one, f"{field}[{place}]") for place, one in enumerate(listed(given, field)))
    if not weights or min(weights) < 0 or abs(sum(weights, Fraction(0)) - 1) > _SUM_TOLERANCE:
        raise InvalidInput("fuzzy_weights_sum", "“{field}”的权重要不小于 0、和为 1", field=field)
    return weights


def checked_scale(grades: Any, values: Any = None) -> tuple[tuple[str, ...], tuple[Fraction, ...] | None]:
    """The grades and their values; the usual five words have values of their own, other words need them given."""
    names = checked_ids(grades, "grades")
    if len(names) < 2:
        raise InvalidInput("fuzzy_grades", "至少要有两个评语等级", field="grades")
    if values is None:
        known = [DEFAULT_VALUES[name] for name in names if name in DEFAULT_VALUES]
        return names, tuple(map(Fraction, known)) if len(known) == len(names) else None
    numbers = tuple(judgement(one, f"values[{place}]") for place, one in enumerate(listed(values, "values")))
    if len(numbers) != len(names):
        raise InvalidInput("fuzzy_values", "{count} 个等级要有 {count} 个分值", field="values", count=len(names))
    return names, numbers


def result(
    name: str,
    operator: Operator,
    grades: tuple[str, ...],
    values: tuple[Fraction, ...] | None,
    memberships: Row,
    missing: Sequence[str] = (),
) -> FuzzyResult:
    """What is read from B: shares, grade or tie, validity, score."""
    total = sum(memberships, Fraction(0))
    shares = tuple(one / total for one in memberships) if total else None
    score = sum((s * v for s, v in zip(shares, values, strict=True)), Fraction(0)) if shares and values else None
    largest = (
        [grade for grade, one in zip(grades, memberships, strict=True) if one == max(memberships)] if total else []
    )
    validity = _validity(shares) if shares else None
    return FuzzyResult(
        id=name,
        operator=operator,
        grades=grades,
        memberships=_decimals(memberships),
        shares=_decimals(shares) if shares else None,
        score=None if score is None else _decimal(score),
        grade=largest[0] if len(largest) == 1 else None,
        tied=tuple(largest) if len(largest) > 1 else (),
        validity=None if validity is None else _decimal(validity),
        missing=tuple(missing),
        warnings=tuple(_remarks(largest, validity, missing)),
    )


def _validity(shares: Row) -> Fraction | None:
    first, second = sorted(shares, reverse=True)[:2]
    size = len(shares)
    return None if second == 0 else (size * first - 1) / (2 * second * (size - 1))


def _remarks(largest: Sequence[str], validity: Fraction | None, missing: Sequence[str]) -> list[Sentence]:
    remarks = []
    if missing:
        remarks.append(sentence("没有人评的项目未计入：{ids}", ids="、".join(missing)))
    if len(largest) > 1:
        remarks.append(sentence("“{grades}”的隶属度一样大，不能按最大隶属度定级", grades="、".join(largest)))
    elif validity is not None and validity < WEAK:
        remarks.append(
            sentence("最大隶属度原则的有效度只有 {alpha}，低于 0.5，定级请看得分", alpha=f"{float(validity):.3f}")
        )
    return remarks


def _decimal(value: Fraction) -> Decimal:
    """30 decimals; 60 digits hold the values of grades too, which may be large."""
    return FINE.quantize(fine(value), Decimal("1E-30"))


def _decimals(values: Row) -> tuple[Decimal, ...]:
    return tuple(_decimal(value) for value in values)
