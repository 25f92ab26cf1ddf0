"""Quantities converted, compared and judged against a limit (B7); exact in fractions, on pint.

What no formula joins is refused, not guessed: HRC to HV, 目 to μm, months to days, dB to %.
"""

from __future__ import annotations

from decimal import Context, Decimal, InvalidOperation
from fractions import Fraction
from functools import cache, lru_cache
from typing import Any, Literal

from foundation.errors import InvalidInput
from foundation.quantities import Quantity
from foundation.unit_reading import Unit, parse_unit
from foundation.units import atoms, own_name

Verdict = Literal["pass", "fail", "undecided"]

Number = Decimal | int | str

_EXACT = Context(prec=20)
_LARGEST_EXPONENT = 100
_WITHOUT_ZERO_POINT = {"temperature", "hardness", "mesh", "pH", "level"}


def convert(value: Number, unit: str, to: str, *, difference: bool = False) -> Decimal:
    """``value`` in ``unit`` as a number of ``to``, to 20 digits.

    With ``difference`` a temperature is a difference: 3 ℃ are 3 K. Raises InvalidInput ``unit_unknown``,
    ``number_invalid``, or ``units_not_convertible`` when there is no formula between the two.
    """
    source, target, number = _unit(unit), _unit(to), _number(value)
    return number if source.canonical == target.canonical else _tidy(_converted(number, source, target, difference))


def convert_exactly(value: Number, unit: str, to: str, *, difference: bool = False) -> Fraction:
    """As :func:`convert`, without rounding: for a limit that a value may miss in its last digit.

    The factors are those of the units' definitions (psi, inch, ℉ are exact); π stands with 50 digits.
    """
    source, target, number = _unit(unit), _unit(to), _number(value)
    if source.canonical == target.canonical:
        return Fraction(number)
    return _converted(number, source, target, difference)


def has_zero_point(unit: str) -> bool:
    """Whether zero of the unit is nothing of the quantity: not so for ℃, ℉, dB, pH, hardness and mesh.

    Raises InvalidInput ``unit_unknown``.
    """
    known = _unit(unit)
    return known.canonical == "K" or known.dimension.split(" ")[0] not in _WITHOUT_ZERO_POINT


def compare(left: Number, left_unit: str, right: Number, right_unit: str, tolerance: Number = "1e-9") -> int:
    """-1, 0 or 1 as ``left`` is less than, equal to or greater than ``right``; equal within the relative tolerance.

    Raises as :func:`convert`.
    """
    one, other = convert(left, left_unit, right_unit), _number(right)
    if abs(one - other) <= _number(tolerance) * max(abs(one), abs(other)):
        return 0
    return -1 if one < other else 1


def bounds(quantity: Quantity, to: str | None = None) -> tuple[Decimal | None, Decimal | None]:
    """The lower and the upper end of what a quantity allows, in ``to`` or its own unit; ``None`` where it is open.

    ``≈`` counts as its value. Raises InvalidInput ``not_one_number`` for the sides of a body (``×``).
    """
    unit = quantity.canonical
    first = convert(quantity.values[0], unit, to or unit)
    match quantity.comparison:
        case "≥" | ">":
            return first, None
        case "≤" | "<":
            return None, first
        case "range":
            return first, convert(quantity.values[1], unit, to or unit)
        case "±":
            tolerance = convert(quantity.values[1], unit, to or unit, difference=True)
            return first - tolerance, first + tolerance
        case "×":
            raise InvalidInput("not_one_number", "“{quote}”不是一个数值", field="quantity", quote=quantity.quote)
    return first, first


def judge(required: Quantity, measured: Number, unit: str, uncertainty: Number = 0) -> Verdict:
    """Whether a measured value meets a requirement.

    ``uncertainty`` is the expanded uncertainty U in the same unit. The value passes when all of measured ± U meets the
    requirement, fails when none of it does, and is undecided between (guard band of width U, JCGM 106:2012, 8.3).
    Raises as :func:`convert`.
    """
    lower, upper = bounds(required)
    value = convert(measured, unit, required.canonical)
    margin = abs(convert(uncertainty, unit, required.canonical, difference=True))
    worst = [_meets(required, lower, upper, value + step) for step in (-margin, margin)]
    if all(worst):
        return "pass"
    lies_beyond = (lower is not None and value + margin < lower) or (upper is not None and value - margin > upper)
    return "fail" if lies_beyond or margin == 0 or _touches_only(required, value, margin) else "undecided"


def covers(offered: Quantity, required: Quantity) -> bool:
    """Whether everything a requirement allows lies within what is offered: 0～200 kN covers 5～50 kN.

    An open end of the requirement counts as its written end: ≥ 500 MPa is covered by 0～1000 MPa. Raises as
    :func:`convert`.
    """
    lower, upper = bounds(offered)
    ends = [end for end in bounds(required, offered.canonical) if end is not None]
    return all((lower is None or lower <= end) and (upper is None or end <= upper) for end in ends)


def _meets(required: Quantity, lower: Decimal | None, upper: Decimal | None, value: Decimal) -> bool:
    if required.comparison == ">":
        return lower is not None and value > lower
    if required.comparison == "<":
        return upper is not None and value < upper
    return (lower is None or value >= lower) and (upper is None or value <= upper)


def _touches_only(required: Quantity, value: Decimal, margin: Decimal) -> bool:
    """Whether measured ± U reaches a strict limit without passing it: > 5 with 4.5 ± 0.5 fails altogether."""
    limit = Decimal(required.values[0])
    if required.comparison == ">":
        return value + margin <= limit
    if required.comparison == "<":
        return value - margin >= limit
    return False


def _converted(number: Decimal, source: Unit, target: Unit, difference: bool) -> Fraction:
    if source.powers != target.powers or source.is_scale:
        raise _not_convertible(source, target)
    offset, slope = _line(source, target, difference)
    return offset + slope * Fraction(number)


@lru_cache(maxsize=1_024)
def _line(source: Unit, target: Unit, difference: bool) -> tuple[Fraction, Fraction]:
    """Every conversion is a straight line: what nothing becomes, and by how much one more adds."""
    pint_source, pint_target = _pint_name(source, difference), _pint_name(target, difference)
    ends = [
        Fraction(_registry().Quantity(one * _factor(source), pint_source).to(pint_target).magnitude) / _factor(target)
        for one in (Fraction(0), Fraction(1))
    ]
    return ends[0], ends[1] - ends[0]


def _number(value: Number) -> Decimal:
    try:
        number = Decimal(value)
    except InvalidOperation as fault:
        raise InvalidInput("number_invalid", "不是一个数：{value}", field="value", value=str(value)[:40]) from fault
    if not number.is_finite() or abs(number.adjusted()) > _LARGEST_EXPONENT:
        raise InvalidInput("number_invalid", "不是一个数：{value}", field="value", value=str(value)[:40])
    return number


def _unit(written: str) -> Unit:
    unit = parse_unit(written)
    if unit is None:
        raise InvalidInput("unit_unknown", "不认识的单位：{unit}", field="unit", unit=written[:40])
    return unit


def _not_convertible(source: Unit, target: Unit) -> InvalidInput:
    return InvalidInput(
        "units_not_convertible",
        "{unit} 与 {to} 之间没有换算公式，要按标准对照表或重新测量"
        if source.is_scale or target.is_scale
        else "{unit} 与 {to} 不是同一种量，不能换算",
        field="unit",
        unit=source.canonical,
        to=target.canonical,
    )


def _tidy(number: Fraction) -> Decimal:
    """To 20 digits, without trailing zeros."""
    rounded = _EXACT.divide(Decimal(number.numerator), Decimal(number.denominator)).normalize()
    return rounded.quantize(Decimal(1)) if rounded == rounded.to_integral_value() else rounded


def _pint_name(unit: Unit, difference: bool) -> str:
    """The unit in pint's words; a degree inside a compound, or of a difference, is a degree of difference."""
    (first, power), *others = unit.atoms
    if not others and power == 1 and not difference:
        return first.pint
    return " * ".join(f"({atom.pint.replace('degree_', 'delta_degree_')})**({power})" for atom, power in unit.atoms)


def _factor(unit: Unit) -> Fraction:
    """What the unit is times the unit of :func:`_pint_name`: 10,000 for 万元, 1/10 for g/10min."""
    factor = Fraction(1)
    for atom, power in unit.atoms:
        factor *= Fraction(atom.factor) ** power
    return factor


@cache
def _registry() -> Any:
    """pint with fractions, and with our own dimensions."""
    import pint

    registry: Any = pint.UnitRegistry(non_int_type=Fraction, on_redefinition="ignore")
    registry.define("calendar_month = [calendar_month]")
    own = {name for atom in atoms().values() for name, _ in atom.powers if atom.pint == own_name(name)}
    for name in sorted(own):
        registry.define(f"{own_name(name)} = [{own_name(name)}]")
    return registry
