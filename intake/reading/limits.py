"""Numbers with units in a clause: a limit is a comparison, a value and a unit, at a place in the text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_UNIT = (
    r"%|‰|°C|℃|°F|K(?![a-zA-Z])|MPa|GPa|kPa|Pa|bar|N/mm2|N/m|kN|N·m|N\.m|Nm|N(?![a-zA-Z])|mg/kg|mg/L|mg/l|mg/m3|g/m2|g/cm3|kg/m3|ug/L|μg/L|g/L|ppm|ppb|mm|μm|um|nm|cm|km|dm|m3/h|m3|m2|m/s|m/min|m(?![a-zA-Z])"
    r"|kW·h|kWh|kW|MW|W/m|W(?![a-zA-Z])|kV|mV|V(?![a-zA-Z])|mA|kA|A(?![a-zA-Z])|mAh|Ah|Wh/kg|Hz|kHz|MHz|GHz|dB\(A\)|dB|lm/W|lm|lx|HRC|HRB|HV|HB|rpm|r/min|kg|mg|g(?![a-zA-Z])|t(?![a-zA-Z])|吨|千克|公斤|克|毫米|微米|厘米|米|摄氏度|度|小时|分钟|秒|毫秒|min|ms|s(?![a-zA-Z])|h(?![a-zA-Z])|天|年|万次|次|周|倍|级|个|件|Ω|kΩ|MΩ|mΩ|mPa·s|cP|S/m|J/m2|kJ/m2|J(?![a-zA-Z])|L/min|mL|ml|L(?![a-zA-Z])"
)
_COMPARISONS = (
    ("≥", r"≥|>=|不低于|不小于|不少于|至少|大于等于|以上"),
    ("≤", r"≤|<=|不高于|不大于|不超过|不多于|小于等于|至多|以内|以下"),
    (">", r">|大于|高于|超过|多于"),
    ("<", r"<|小于|低于|少于"),
    ("±", r"±|\+/-"),
)
_BEFORE = "|".join(f"(?:{pattern})" for _, pattern in _COMPARISONS)
_LIMIT = re.compile(
    rf"(?P<before>{_BEFORE}|达到|=|:)? {{0,2}}(?P<value>-?\d+(?:\.\d+)?(?:(?:e|×10)-?\d+)?(?: ?[-~至] ?-?\d+(?:\.\d+)?)?) {{0,2}}(?P<unit>{_UNIT})(?P<after>以上|以下|以内)?"
)


@dataclass(frozen=True, slots=True)
class Limit:
    """A value with its unit at ``[start, end)``; ``comparison`` is one of ``≥ ≤ > < ±`` or empty."""

    start: int
    end: int
    comparison: str
    value: str
    unit: str


def find_limits(text: str) -> Iterator[Limit]:
    """Every number with a unit in a folded text."""
    for found in _LIMIT.finditer(text):
        sign = found["after"] or found["before"] or ""
        comparison = next((mark for mark, pattern in _COMPARISONS if re.fullmatch(pattern, sign)), "")
        yield Limit(found.start(), found.end(), comparison, found["value"].replace(" ", ""), found["unit"])
