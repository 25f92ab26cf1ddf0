"""Conversion is exact, differences are differences, and what has no formula is refused."""

from __future__ import annotations

from decimal import Decimal

import pytest

from foundation.errors import InvalidInput
from foundation.measuring import _registry, bounds, compare, convert, covers, judge
from foundation.quantities import Quantity, find_quantities
from foundation.unit_reading import combine, parse_unit
from foundation.units import atoms, own_name


def quantity(text: str) -> Quantity:
    (found,) = find_quantities(text)
    return found


@pytest.mark.parametrize(
    ("value", "unit", "to", "expected"),
    [
        ("1", "MPa", "N/mm²", "1"),
        ("1", "兆帕", "千帕", "1000"),
        ("100", "μm", "mm", "0.1"),
        ("25", "℃", "K", "298.15"),
        ("25", "℃", "℉", "77"),
        ("20", "万元", "元", "200000"),
        ("3.5", "亿元", "万元", "35000"),
        ("3000", "元/吨", "元/公斤", "3"),
        ("5", "mg/kg", "ppm", "5"),
        ("0.5", "%", "ppm", "5000"),
        ("1", "kgf/cm²", "MPa", "0.0980665"),
        ("2", "年", "个月", "24"),
        ("1.5", "小时", "分钟", "90"),
        ("1", "kWh", "MJ", "3.6"),
        ("20", "万吨/年", "吨/年", "200000"),
        ("600", "g/10min", "g/min", "60"),
        ("1000", "W/(m·K)", "kW/(m·K)", "1"),
        ("5", "℃/min", "K/min", "5"),
        ("1", "亩", "㎡", "666.66666666666666667"),
        ("0.1", "mm", "μm", "100"),
        ("42", "HRC", "HRC", "42"),
    ],
)
def test_conversion(value: str, unit: str, to: str, expected: str) -> None:
    assert convert(value, unit, to) == Decimal(expected)


def test_a_difference_of_temperature_has_no_zero_point() -> None:
    assert convert(3, "℃", "K", difference=True) == 3
    assert convert(5, "℃", "℉", difference=True) == 9


@pytest.mark.parametrize(
    ("unit", "to", "says"),
    [
        ("HRC", "HV", "没有换算公式"),
        ("HB", "HRC", "没有换算公式"),
        ("目", "μm", "没有换算公式"),
        ("dB", "%", "没有换算公式"),
        ("pH", "mol/L", "没有换算公式"),
        ("mm", "MPa", "不是同一种量"),
        ("个月", "天", "不是同一种量"),
        ("工作日", "天", "不是同一种量"),
        ("元", "美元", "不是同一种量"),
        ("件", "台", "不是同一种量"),
        ("r/min", "Hz", "不是同一种量"),
        ("Gy", "Sv", "不是同一种量"),
        ("°", "%", "不是同一种量"),
        ("lm", "cd", "不是同一种量"),
    ],
)
def test_what_no_formula_joins_is_refused(unit: str, to: str, says: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        convert(1, unit, to)
    assert refused.value.code == "units_not_convertible"
    assert says in str(refused.value)


@pytest.mark.parametrize("value", ["abc", "NaN", "1e9999999999", "Infinity", ""])
def test_what_is_no_number_is_refused(value: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        convert(value, "mm", "m")
    assert refused.value.code == "number_invalid"


def test_an_unknown_unit_is_named() -> None:
    with pytest.raises(InvalidInput) as refused:
        convert(1, "furlong", "m")
    assert (refused.value.code, refused.value.facts["unit"]) == ("unit_unknown", "furlong")


def test_comparison_across_units_within_a_tolerance() -> None:
    assert compare(1, "MPa", 1000, "kPa") == 0
    assert compare("0.999", "MPa", 1000, "kPa") == -1
    assert compare("0.999", "MPa", 1000, "kPa", tolerance="0.01") == 0
    assert compare(2, "m", 1999, "mm") == 1
    assert compare(0, "mm", 0, "m") == 0


@pytest.mark.parametrize(
    ("text", "to", "expected"),
    [
        ("不低于500 MPa", "GPa", ("0.5", None)),
        ("不超过3%", "%", (None, "3")),
        ("0.1～100 MPa", "kPa", ("100", "100000")),
        ("25±2℃", "K", ("296.15", "300.15")),
        ("20 mm", "cm", ("2", "2")),
    ],
)
def test_bounds(text: str, to: str, expected: tuple[str | None, str | None]) -> None:
    assert bounds(quantity(text), to) == tuple(None if end is None else Decimal(end) for end in expected)


def test_the_sides_of_a_body_have_no_bounds() -> None:
    with pytest.raises(InvalidInput) as refused:
        bounds(quantity("100×50 mm"))
    assert refused.value.code == "not_one_number"


@pytest.mark.parametrize(
    ("required", "measured", "unit", "uncertainty", "verdict"),
    [
        ("不低于500 MPa", "500", "MPa", 0, "pass"),
        ("不低于500 MPa", "499.9", "MPa", 0, "fail"),
        ("不低于500 MPa", "0.6", "GPa", 0, "pass"),
        ("不低于500 MPa", "505", "MPa", 10, "undecided"),
        ("不低于500 MPa", "510", "MPa", 10, "pass"),
        ("不低于500 MPa", "490", "MPa", 10, "undecided"),
        ("不低于500 MPa", "489", "MPa", 10, "fail"),
        ("大于5 mm", "5", "mm", 0, "fail"),
        ("大于5 mm", "4.5", "mm", "0.5", "fail"),
        ("小于5 mm", "4.9", "mm", 0, "pass"),
        ("小于5 mm", "5.5", "mm", "0.5", "fail"),
        ("25±2℃", "27", "℃", 0, "pass"),
        ("25±2℃", "300.65", "K", 0, "fail"),
        ("25±2℃", "26", "℃", 2, "undecided"),
        ("0.1～100 MPa", "101", "MPa", "0.5", "fail"),
        ("0.1～100 MPa", "50", "MPa", 100, "undecided"),
    ],
)
def test_a_measured_value_is_judged_with_its_uncertainty(
    required: str, measured: str, unit: str, uncertainty: int | str, verdict: str
) -> None:
    assert judge(quantity(required), measured, unit, uncertainty) == verdict


@pytest.mark.parametrize(
    ("offered", "required", "expected"),
    [
        ("0～200 kN", "5～50 kN", True),
        ("0～200 kN", "5000～250000 N", False),
        ("0～1000 MPa", "不低于500 MPa", True),
        ("不超过300℃", "-40～85℃", True),
        ("不超过80℃", "-40～85℃", False),
    ],
)
def test_a_range_offered_covers_what_is_required(offered: str, required: str, expected: bool) -> None:
    assert covers(quantity(offered), quantity(required)) is expected


IN_PINT = {
    "L": "[length]",
    "M": "[mass]",
    "T": "[time]",
    "I": "[current]",
    "Θ": "[temperature]",
    "N": "[substance]",
    "J": "[luminosity]",
    "month": "[calendar_month]",
}
SHARED = {  # kept apart by us, equal powers for pint
    "angle": {},
    "radioactivity": {"[time]": -1},
    "absorbed dose": {"[length]": 2, "[time]": -2},
    "dose equivalent": {"[length]": 2, "[time]": -2},
    "luminous flux": {"[luminosity]": 1},
    "apparent power": {"[length]": 2, "[mass]": 1, "[time]": -3},
}


def test_our_dimensions_are_those_of_pint() -> None:
    registry = _registry()
    for written, atom in sorted(atoms().items()):
        expected: dict[str, int] = {}
        for base, power in atom.powers:
            shared = SHARED.get(base)
            powers = shared if shared is not None else {IN_PINT.get(base, f"[{own_name(base)}]"): 1}
            for name, exponent in powers.items():
                expected[name] = expected.get(name, 0) + exponent * power
        expected = {name: exponent for name, exponent in expected.items() if exponent}
        assert (
            dict(registry.Quantity(Decimal(1), atom.pint.replace("degree_C", "delta_degree_C")).dimensionality)
            == expected
        ), written


def test_every_spelling_is_read_back_as_its_own_canonical_unit() -> None:
    for written, atom in sorted(atoms().items()):
        unit = parse_unit(written)
        assert unit is not None, written
        again = parse_unit(unit.canonical)
        assert again is not None, (written, unit.canonical)
        assert (again.canonical, again.powers) == (unit.canonical, combine(((atom.powers, 1),))), written
