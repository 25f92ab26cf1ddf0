"""Verdicts of criteria once more, from the JSON of a pack and on a way of its own: ends of ranges in one order.

Shares nothing with :mod:`engagement.facts.acceptance` but the rule: what the value may be lies inside the limits and
passes,
outside and fails, or across a limit and is undecided (JCGM 106:2012, 8.3). Every end of a range is a pair – a number,
and whether the range begins just above it (1), at it (0) or ends just below it (-1) – and pairs have one order, so that
strict limits and bounds like ``<0.01`` need no rule of their own. Another unit is converted by the house's units alone.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import ceil, floor, inf
from typing import Any

from foundation.measuring import convert_exactly

End = tuple[Fraction | float, int]

_RANK = {"fail": 0, "undecided": 1, "unmeasured": 2, "pass": 3}
_BELOW: End = (-inf, 0)
_ABOVE: End = (inf, 0)


def outcomes(criteria: Sequence[Mapping[str, Any]], measurements: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """The outcome of each criterion by its id; of several values for one the last counts."""
    latest = {one["criterion_id"]: one for one in measurements}
    return {one["id"]: _outcome(one, latest.get(one["id"])) for one in criteria}


def overall(found: Mapping[str, str]) -> str:
    """All together: the worst decides; without criteria nothing was measured."""
    return min(found.values(), key=_RANK.__getitem__, default="unmeasured")


def _outcome(criterion: Mapping[str, Any], measured: Mapping[str, Any] | None) -> str:
    if measured is None:
        return "unmeasured"
    limits = _limits(criterion)
    if limits is None:
        return "undecided"
    (low, high), (bottom, top) = limits, _possible(measured, criterion.get("unit", ""))
    places = criterion.get("rounded_to")
    if places is not None:
        bottom, top = _rounded(bottom, places), _rounded(top, places)
    if low <= bottom and top <= high:
        return "pass"
    return "fail" if top < low or high < bottom else "undecided"


def _limits(criterion: Mapping[str, Any]) -> tuple[End, End] | None:
    """Where the value has to lie; ``None`` where the limits are not all written."""

    def number(name: str) -> Fraction | None:
        return Fraction(criterion[name]) if criterion.get(name) is not None else None

    limit, upper, above, below = map(number, ("limit", "upper_limit", "upper_deviation", "lower_deviation"))
    if limit is None:
        return None
    match criterion.get("comparison", "≥"):
        case "≥":
            return (limit, 0), _ABOVE
        case ">":
            return (limit, 1), _ABOVE
        case "≤":
            return _BELOW, (limit, 0)
        case "<":
            return _BELOW, (limit, -1)
        case "=":
            return (limit, 0), (limit, 0)
        case "±" if above is not None:
            return (limit + (-above if below is None else below), 0), (limit + above, 0)
        case "range" if upper is not None:
            return (limit, 0), (upper, 0)
    return None


def _possible(measured: Mapping[str, Any], unit: str) -> tuple[End, End]:
    """Where the true value may lie, in the unit of the criterion: U at k = 2, or all of what a bound leaves open."""
    number, given, wanted = measured["value"], _plain(measured["unit"]), _plain(unit)
    share = Fraction(measured.get("relative_uncertainty") or 0) / 100
    spread = Fraction(measured.get("expanded_uncertainty") or 0) + share * abs(Fraction(number))
    spread = spread * 2 / Fraction(measured.get("coverage_factor") or 2)
    value = Fraction(number)
    if given != wanted:
        value = convert_exactly(number, given, wanted)
        spread = abs(spread * convert_exactly(1, given, wanted, difference=True)) if spread else spread
    match measured.get("bound"):
        case "<":
            return _BELOW, (value, -1)
        case "≤":
            return _BELOW, (value, 0)
        case ">":
            return (value, 1), _ABOVE
        case "≥":
            return (value, 0), _ABOVE
    return (value - spread, 0), (value + spread, 0)


def _rounded(end: End, places: int) -> End:
    """To so many decimals, a half to the even digit; what lies just beside a half goes to its own side (GB/T 8170)."""
    number, beside = end
    if isinstance(number, float):
        return end
    if beside == 0:
        return round(number, places), 0
    scaled, half = number * 10**places, Fraction(1, 2)
    return Fraction(floor(scaled + half) if beside > 0 else ceil(scaled - half), 10**places), 0


def _plain(unit: str) -> str:
    return "".join(unicodedata.normalize("NFKC", unit).split())
