"""Is this a unit? What the foundation reads, and the grades, scales and counts that laboratories print as units."""

from __future__ import annotations

import re

from foundation.unit_reading import parse_unit

UNITS_OF_ITS_OWN = frozenset(
    [
        "级",
        "HRC",
        "HRA",
        "HRB",
        "HRM",
        "HRR",
        "HV",
        "HBW",
        "HB",
        "HK",
        "HS",
        "HL",
        "HD",
        "SHORE",
        "根",
        "条",
        "只",
        "台",
        "转",
        "圈",
        "粒",
        "%",
        "%vol",
        "%RH",
        "dB",
        "dB(A)",
        "pH",
        "°",
        "lx·s",
        "U",
        "NTU",
        "FTU",
        "PCU",
        "tex",
        "dtex",
        "D",
        "支",
        "目",
        "分",
        "点",
        "Hz/次",
        "1",
        "g-force",
        "IU",
        "HU",
        "IRHD",
        "GU",
        "°SH",
        "°T",
        "°Bé",
        "°Z",
        "°d",
        "CIE",
    ]
)
"""Grades, hardness scales, counts and scales that no system of units holds."""

COUNTED = frozenset(
    [
        "次",
        "个",
        "cells",
        "CFU",
        "MPN",
        "PFU",
        "每",
        "kGy",
        "件",
        "双",
        "组",
        "片",
        "捻",
        "圈",
        "tex",
        "dtex",
        "支",
        "粒",
        "皿",
        "点",
        "r",
        "rev",
        "line",
        "lp",
        "层",
        "项",
        "万次",
        "个月",
        "mm²",
        "eq",
        "CO2",
        "N2",
        "O2",
        "C",
        "倍",
        "min",
        "d",
        "h",
        "ppm",
        "ppb",
        "ppmC",
        "wt",
        "vol",
        "mol",
        "KOH",
        "NaOH",
        "I2",
        "K",
        "cfu",
        "GPU",
        "EU",
        "TEQ",
        "Ah",
        "Wh",
        "VA",
        "var",
        "kVA",
        "kvar",
        "QPS",
        "TPS",
        "FPS",
        "fps",
        "ms",
        "ns",
        "bit",
        "bps",
    ]
)
"""What laboratories count per volume, area or mass."""


def is_unit(written: str) -> bool:
    """A unit the foundation reads, one of the scales of the trade, or such units joined by ``/ · ( )``."""
    text = written.replace(" ", "")
    if text in UNITS_OF_ITS_OWN or parse_unit(text) is not None:
        return True
    parts = [part for part in re.split(r"[/·()*,，、或]|(?<=\w)\.(?=\w)", text) if part]
    return len(parts) > 0 and all(_is_part(part) for part in parts)


def _is_part(part: str) -> bool:
    bare = re.sub(r"^[\d.×⁻^\-]+", "", part)
    bare = re.sub(r"[⁻\-]?[\d²³⁰¹⁴⁵⁶⁷⁸⁹]+$", "", bare) or bare
    return not bare or bare in UNITS_OF_ITS_OWN | COUNTED or parse_unit(bare) is not None
