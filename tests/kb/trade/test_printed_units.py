"""What laboratories print as units is accepted, and what cannot be a unit is not."""

from __future__ import annotations

import pytest

from kb.trade.printed_units import is_unit


@pytest.mark.parametrize(
    "written",
    [
        "MPa",
        "kJ/m²",
        "N·m",
        "℃",
        "μm",
        "%",
        "HRC",
        "HV",
        "dB(A)",
        "pH",
        "级",
        "CFU/g",
        "CFU/100mL",
        "mgKOH/g",
        "mg/(kg·d)",
        "次/min",
        "个/m³",
        "万次",
        " mm ",
        "10⁻⁶/K",
        "mm 或 %",
    ],
)
def test_a_unit_of_a_report_is_a_unit(written: str) -> None:
    assert is_unit(written)


@pytest.mark.parametrize("written", ["", "  ", "/", "MPaa", "furlongs", "好", "HRX", "mm/香蕉", "CFU/x²y", "合格", "?"])
def test_what_nobody_measures_in_is_no_unit(written: str) -> None:
    assert not is_unit(written)
