"""Verdicts of criteria once more, from the JSON of a pack and on a way of its own: scaled whole numbers, no models.

Shares nothing with :mod:`engagement.acceptance` but the rule: ``value ± U`` inside the limits passes, outside fails,
across a limit is undecided (JCGM 106:2012, 8.3). Another unit is converted by the house's units alone.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from foundation.measuring import convert

_DIGITS = 40
_RANK = {"fail": 0, "undecided": 1, "unmeasured": 2, "pass": 3}


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
    low, high = _limits(criterion)
    if low is None and high is None:
        return "undecided"
    value, spread = _in_unit(measured, criterion.get("unit", ""))
    bottom, top = value - spread, value + spread
    if (low is not None and top < low) or (high is not None and bottom > high):
        return "fail"
    is_inside = (low is None or bottom >= low) and (high is None or top <= high)
    return "pass" if is_inside else "undecided"


def _limits(criterion: Mapping[str, Any]) -> tuple[int | None, int | None]:
    limit = _scaled(criterion["limit"]) if criterion.get("limit") is not None else None
    upper = _scaled(criterion["upper_limit"]) if criterion.get("upper_limit") is not None else None
    match criterion.get("comparison", "≥"):
        case "≥":
            return limit, None
        case "≤":
            return None, limit
        case "=":
            return limit, limit
    return (limit, upper) if limit is not None and upper is not None else (None, None)


def _in_unit(measured: Mapping[str, Any], unit: str) -> tuple[int, int]:
    given, wanted = (_plain(one) for one in (measured["unit"], unit))
    number, spread = measured["value"], measured.get("expanded_uncertainty") or "0"
    if given == wanted:
        return _scaled(number), _scaled(spread)
    return _scaled(convert(number, given, wanted)), abs(_scaled(convert(spread, given, wanted, difference=True)))


def _scaled(number: str | Decimal) -> int:
    """The number times 10^40, exactly: what was written has 18 places, what was converted 20 digits."""
    sign, digits, exponent = Decimal(number).as_tuple()
    assert isinstance(exponent, int)
    whole: int = int("".join(map(str, digits)))
    shift = _DIGITS + exponent
    scaled: int = whole * 10**shift if shift >= 0 else whole // 10**-shift
    return -scaled if sign else scaled


def _plain(unit: str) -> str:
    return "".join(unicodedata.normalize("NFKC", unit).split())
