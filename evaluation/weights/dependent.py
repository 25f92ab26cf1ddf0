"""简单关联函数法 (S1-19, extenics): weights from where each value lies among the grades of its indicator.

For grade j = 1…M of indicator i with the classical domain <a, b> and the value x: r_ij = 2(x − a)/(b − a) up to the
middle of the domain and 2(b − x)/(b − a) beyond it, so 1 in the middle, 0 on the border, negative outside. J is the
grade with the largest r (the lower one when two are equal). With ``heavier: higher`` c_i = J(1 + r), or J/2 when
r < −1/2; with ``lower`` M − J + 1 takes the place of J. w = c / Σ c, in rational numbers.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any, Literal

from evaluation.weights.weights import Number, Weights, checked_ids, judgement, listed, one_of, shares, six
from foundation.errors import InvalidInput

Heavier = Literal["higher", "lower"]
_HALF = Fraction(1, 2)


def dependent(
    ids: Sequence[str],
    values: Sequence[Number],
    domains: Sequence[Sequence[Sequence[Number]]],
    heavier: Heavier = "higher",
) -> Weights:
    """Weights from n values and, for each, the M domains ``[a, b]`` (a < b) of its grades 1…M.

    ``heavier`` says which end of the grades weighs more. Raises ``InvalidInput`` that names the value or domain.
    """
    names = checked_ids(ids)
    given = [judgement(value, f"values[{place}]") for place, value in enumerate(_as_many(values, "values", names))]
    grades = [_domains(each, place) for place, each in enumerate(_as_many(domains, "domains", names))]
    if len({len(each) for each in grades}) > 1:
        raise InvalidInput("dependent_grades_differ", "各指标的级数要相同", field="domains")
    end = one_of(heavier, ("higher", "lower"), "heavier")
    strengths, reached = [], {}
    for name, value, borders in zip(names, given, grades, strict=True):
        fits = [_fit(value, low, high) for low, high in borders]
        best = max(fits)
        grade = fits.index(best) + 1
        place = grade if end == "higher" else len(borders) - grade + 1
        strengths.append(place * (1 + best if best >= -_HALF else _HALF))
        reached[name] = {"grade": grade, "fit": six(best)}
    source = {
        "ids": list(names),
        "values": [str(value) for value in given],
        "domains": [[[str(low), str(high)] for low, high in borders] for borders in grades],
        "heavier": end,
    }
    return Weights(
        method="dependent", ids=names, values=shares(strengths), source=source, diagnostics={"grades": reached}
    )


def _fit(value: Fraction, low: Fraction, high: Fraction) -> Fraction:
    inside = value - low if value <= (low + high) / 2 else high - value
    return 2 * inside / (high - low)


def _as_many(given: Any, field: str, names: tuple[str, ...]) -> Sequence[Any]:
    entries = listed(given, field)
    if len(entries) != len(names):
        raise InvalidInput("weights_list_length", "“{field}”要有 {count} 项", field=field, count=len(names))
    return entries


def _domains(given: Any, place: int) -> list[tuple[Fraction, Fraction]]:
    borders = []
    for grade, pair in enumerate(listed(given, f"domains[{place}]")):
        field = f"domains[{place}][{grade}]"
        if len(listed(pair, field)) != 2:
            raise InvalidInput("weights_list_length", "“{field}”要有 {count} 项", field=field, count=2)
        low, high = judgement(pair[0], field), judgement(pair[1], field)
        if low >= high:
            raise InvalidInput("dependent_domain", "“{field}”的下限要小于上限", field=field)
        borders.append((low, high))
    if not borders:
        raise InvalidInput("dependent_no_grade", "“{field}”至少要有一级", field=f"domains[{place}]")
    return borders
