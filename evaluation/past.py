"""What engine 1.0.0 weighed otherwise than the present one, so that a report under its label may differ there only.

Two things, each decided and not guessed. It took the remainders of weights as they stood, to the last digit of a
decimal, where now those that agree to a millionth of a unit are equal. And its logarithm moved the last digits of
entropy: a diagnostic of six decimals can then differ where the number lies on the very edge of rounding, a weight by
entropy where two remainders are equal; both by one in the last place. All else that a report says of its weights must
come out again word for word.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from evaluation.exact import fixed, rounded
from evaluation.quantise import ONE, id_order
from evaluation.recompute.tables import columns
from evaluation.recompute.tables import entropy as left_by
from evaluation.weights.weights import Weights

_EDGE = Fraction(1, 10**6)
"""In units of the sixth decimal: a millionth of them is far more than a logarithm's last digit moves."""


def units_before(weights: Weights, stated: Mapping[str, int]) -> dict[str, int]:
    """The official weights as 1.0.0 cut them: units of 10^-6 by id. ``stated`` ones by entropy stand if they could."""
    whole = sum(map(Fraction, weights.values))
    exact = {name: Fraction(value) * ONE / whole for name, value in zip(weights.ids, weights.values, strict=True)}
    if weights.method == "entropy" and set(stated) == set(exact):
        over = [exact[name] - units for name, units in stated.items()]
        if max(over) - min(over) <= 1 + _EDGE and -1 - _EDGE < min(over) <= max(over) < 1 + _EDGE:
            return dict(stated)
    units = {name: value.numerator // value.denominator for name, value in exact.items()}
    most_left = sorted(exact, key=lambda name: (units[name] - exact[name], id_order(name)))
    for name in most_left[: ONE - sum(units.values())]:
        units[name] += 1
    return units


def edges_as_told(told: Any, again: Any) -> Any:
    """``again`` with the entropies of ``told`` where both are roundings of a number on the edge between them."""
    if isinstance(told, list) and isinstance(again, list) and len(told) == len(again):
        return [edges_as_told(one, other) for one, other in zip(told, again, strict=True)]
    if not (isinstance(told, Mapping) and isinstance(again, Mapping)):
        return again
    found = {key: edges_as_told(told.get(key), value) for key, value in again.items()}
    if again.get("method") == "entropy" and "table" in again["source"]:
        said = again["diagnostics"]["entropy"]
        named = dict(zip(again["source"]["ids"], columns(again["source"]), strict=True))
        stated = (told.get("diagnostics") or {}).get("entropy") or {}
        own = {
            name: stated[name] if name in stated and _on_edge(stated[name], left_by(named[name])) else value
            for name, value in said.items()
        }
        found["diagnostics"] = {**again["diagnostics"], "entropy": own}
    return found


def _on_edge(stated: Any, left: float) -> bool:
    """Whether six decimals of 1 − ``left`` could have been ``stated``."""
    exact = (1 - Fraction(left)) * 10**6
    return stated in {fixed(rounded(exact + turn, "half_up"), 6) for turn in (-_EDGE, _EDGE)}
