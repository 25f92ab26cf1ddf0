"""What was agreed to be measured, and what was measured (B7): criteria and values as people write them.

Old agreements and logs know nothing of the fields that default to ``None``: they keep their digests.
"""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints, model_validator

from foundation.values import Value

DecimalText = Annotated[str, StringConstraints(pattern=r"^-?[0-9]{1,18}(\.[0-9]{1,18})?$")]
"""A number as it was written: plain decimals, no exponent, a point and no comma."""

Comparison = Literal["≥", "≤", ">", "<", "=", "range", "±"]
Bound = Literal["<", ">", "≤", "≥"]

_BOUNDED = re.compile(r"([<>≤≥＜＞])\s*(?=[-0-9])")
_HALF_WIDTH = {"＜": "<", "＞": ">"}


class Criterion(Value):
    """One acceptance criterion. While parties still talk, parts may be missing; :attr:`missing` names them.

    Limits are inclusive, but for ``>`` and ``<``. ``±`` is a nominal value with deviations: 16 +0.5/−0.2.
    """

    id: str = Field(min_length=1, max_length=64)
    quantity: str = Field(default="", max_length=200)
    comparison: Comparison = "≥"
    limit: DecimalText | None = None
    """The limit; the lower one of a range; the nominal value of ``±``."""
    upper_limit: DecimalText | None = None
    upper_deviation: DecimalText | None = None
    """Of ``±``: nominal + upper deviation is the upper limit; ``0.5``."""
    lower_deviation: DecimalText | None = None
    """Of ``±``, with its sign: ``-0.2``; ``None``: as far below as the upper deviation is above."""
    unit: str = Field(default="", max_length=40)
    """``1`` for a pure number."""
    method: str = Field(default="", max_length=400)
    sample: str = Field(default="", max_length=400)
    rounded_to: int | None = Field(default=None, ge=0, le=18)
    """Decimals to which a value is rounded before it is compared (修约值比较法, GB/T 8170-2008, 4.3.3).

    ``None``: the full value is compared (全数值比较法), which holds wherever nothing else was agreed (4.3.1).
    """

    @model_validator(mode="after")
    def _sound(self) -> Criterion:
        if self.upper_limit is not None and self.comparison != "range":
            raise ValueError("only a range has an upper limit")
        if self.comparison != "±" and (self.upper_deviation is not None or self.lower_deviation is not None):
            raise ValueError("only a nominal value (±) has deviations")
        floor, ceiling = self.limits
        if floor is not None and ceiling is not None and floor > ceiling:
            raise ValueError("the lower limit is above the upper one")
        if self.rounded_to is not None and any(decimals(one) != self.rounded_to for one in self._written):
            raise ValueError("a limit is written with as many decimals as values are rounded to (GB/T 8170)")
        return self

    @property
    def _written(self) -> tuple[str, ...]:
        parts = (self.limit, self.upper_limit, self.upper_deviation, self.lower_deviation)
        return tuple(one for one in parts if one is not None)

    @property
    def limits(self) -> tuple[Fraction | None, Fraction | None]:
        """The lower and the upper limit in the unit of the criterion; ``None``: open, or not written yet."""
        if self.limit is None:
            return None, None
        limit = Fraction(self.limit)
        match self.comparison:
            case "≥" | ">":
                return limit, None
            case "≤" | "<":
                return None, limit
            case "=":
                return limit, limit
            case "range":
                return limit, None if self.upper_limit is None else Fraction(self.upper_limit)
        if self.upper_deviation is None:
            return limit, None
        above = Fraction(self.upper_deviation)
        below = -above if self.lower_deviation is None else Fraction(self.lower_deviation)
        return limit + below, limit + above

    @property
    def has_limits(self) -> bool:
        """Every limit that the comparison speaks of is written."""
        floor, ceiling = self.limits
        both = self.comparison in ("range", "±")
        return (floor is not None and ceiling is not None) if both else (floor, ceiling) != (None, None)

    @property
    def missing(self) -> tuple[str, ...]:
        """The parts that keep it from being measurable, in Chinese."""
        parts = {
            "检测量": self.quantity.strip(),
            "限值": self.has_limits,
            "单位": self.unit.strip(),
            "方法": self.method.strip(),
            "样品": self.sample.strip(),
        }
        return tuple(name for name, value in parts.items() if not value)

    @property
    def bounds(self) -> str:
        """Comparison and limit as people write them, without the unit."""
        match self.comparison:
            case "range":
                return f"{self.limit}～{self.upper_limit}"
            case "±" if self.lower_deviation is None:
                return f"{self.limit} ± {self.upper_deviation}"
            case "±":
                return f"{self.limit} ({_signed(self.upper_deviation)}/{_signed(self.lower_deviation)})"
        return f"{self.comparison} {self.limit}"

    @property
    def requirement(self) -> str:
        """Comparison, limit and unit as people write them; the decimals of a comparison of rounded values behind it."""
        words = f"{self.bounds} {self.unit}"
        return words if self.rounded_to is None else f"{words} (GB/T 8170, 10^-{self.rounded_to})"


class Measurement(Value):
    """One measured value for one criterion, as reported.

    The expanded uncertainty is in the unit of the value, or a percentage of it. ``value`` may be handed in as
    ``<0.01`` (below the limit of detection) or ``>100``: such a value is a whole half-line and carries no uncertainty.
    """

    criterion_id: str
    value: DecimalText
    bound: Bound | None = None
    """What stood before a value that is only a bound of the true one."""
    unit: str = Field(max_length=40)
    expanded_uncertainty: DecimalText | None = None
    relative_uncertainty: DecimalText | None = None
    """The expanded uncertainty in percent of the value."""
    coverage_factor: DecimalText | None = None
    """k of the expanded uncertainty, 1 to 10; ``None`` is 2. A k out of a t distribution for 95 % is left away."""
    method: str = Field(default="", max_length=400)
    sample: str = Field(default="", max_length=400)

    @model_validator(mode="before")
    @classmethod
    def _reads_a_bound(cls, given: Any) -> Any:
        """``<0.01`` in the place of the number becomes its bound and the number."""
        if not isinstance(given, dict) or given.get("bound") is not None or not isinstance(given.get("value"), str):
            return given
        value = given["value"]
        found = _BOUNDED.match(value)
        if found is None:
            return given
        sign = _HALF_WIDTH.get(found[1], found[1])
        return {**given, "bound": sign, "value": value[found.end() :]}

    @model_validator(mode="after")
    def _sound(self) -> Measurement:
        spreads = [one for one in (self.expanded_uncertainty, self.relative_uncertainty) if one is not None]
        if any(Fraction(one) < 0 for one in spreads):
            raise ValueError("an uncertainty is never negative")
        if len(spreads) > 1:
            raise ValueError("an uncertainty is absolute or relative, not both")
        if self.bound is not None and spreads:
            raise ValueError("a bound has no uncertainty")
        if self.coverage_factor is not None and (not spreads or not 1 <= Fraction(self.coverage_factor) <= 10):
            raise ValueError("a coverage factor belongs to an uncertainty and lies between 1 and 10")
        return self

    @property
    def written(self) -> str:
        """Value, uncertainty and unit as they are reported."""
        spread = f" ± {self.expanded_uncertainty}" if self.expanded_uncertainty else ""
        share = f" ± {self.relative_uncertainty}%" if self.relative_uncertainty else ""
        factor = f" (k = {self.coverage_factor})" if self.coverage_factor else ""
        return f"{self.bound or ''}{self.value}{spread} {self.unit}{share}{factor}"


def decimals(number: str) -> int:
    """How many decimals a number is written with."""
    return len(number.partition(".")[2])


def _signed(deviation: str | None) -> str:
    return "" if deviation is None else deviation if deviation.startswith("-") else f"+{deviation}"
