"""Is this a unit? What the foundation reads, and the grades, scales and counts that laboratories print as units."""

from __future__ import annotations

import re

from foundation.unit_reading import parse_unit

UNITS_OF_ITS_OWN = frozenset(
    [
        "%",
        "%FS",
        "%IACS",
        "%LEL",
        "%RH",
        "%vol",
        "1",
        "10⁻⁶",
        "10⁻⁶/K",
        "CIE",
        "D",
        "FN",
        "FTU",
        "G",
        "GU",
        "HB",
        "HBW",
        "HD",
        "HK",
        "HL",
        "HRA",
        "HRB",
        "HRC",
        "HRM",
        "HRR",
        "HS",
        "HU",
        "HV",
        "Hazen",
        "Hz/次",
        "IRHD",
        "IU",
        "MPa·m½",
        "MPa·√m",
        "MU",
        "NTU",
        "PCU",
        "SHORE",
        "U",
        "arcmin",
        "dB",
        "dB(A)",
        "dBpW",
        "dBμV",
        "dBμV/m",
        "dtex",
        "g-force",
        "gf",
        "kG²·mm²",
        "lx·s",
        "pH",
        "tex",
        "°",
        "°Bé",
        "°SH",
        "°T",
        "°Z",
        "°d",
        "人·月",
        "光泽单位",
        "分",
        "只",
        "台",
        "圈",
        "度",
        "支",
        "月",
        "条",
        "根",
        "点",
        "目",
        "粒",
        "级",
        "转",
    ]
)
"""Grades, hardness scales, counts and scales that no system of units holds."""

COUNTED = frozenset(
    [
        "Ah",
        "C",
        "CFU",
        "CO2",
        "CO2e",
        "EU",
        "FPS",
        "GPU",
        "I2",
        "K",
        "KOH",
        "MPN",
        "N2",
        "NaOH",
        "O2",
        "PFU",
        "QPS",
        "TEQ",
        "TPS",
        "VA",
        "Wh",
        "arcmin",
        "atoms",
        "bit",
        "bps",
        "cells",
        "cfu",
        "d",
        "dtex",
        "eq",
        "fps",
        "h",
        "kGy",
        "kVA",
        "kvar",
        "line",
        "lp",
        "mgKOH",
        "min",
        "mm²",
        "mol",
        "ms",
        "ns",
        "ppb",
        "ppm",
        "ppmC",
        "r",
        "rev",
        "tex",
        "var",
        "vol",
        "wt",
        "万次",
        "个",
        "个月",
        "人",
        "亿",
        "件",
        "倍",
        "双",
        "周",
        "圈",
        "层",
        "捻",
        "支",
        "月",
        "次",
        "每",
        "点",
        "片",
        "皿",
        "粒",
        "组",
        "项",
        "颗",
    ]
)
"""What laboratories count per volume, area or mass."""


def is_unit(written: str) -> bool:
    """A unit the foundation reads, one of the scales of the trade, or such units joined by ``/ · ( )``."""
    text = written.strip()
    if text in UNITS_OF_ITS_OWN or parse_unit(text) is not None:
        return True
    parts = [part for part in re.split(r"[ /·()*,，、或]|(?<=\w)\.(?=\w)", text) if part]
    return (
        bool(re.search(r"[^\W\d_]|%|°|℃", text))
        and not re.fullmatch(r"\d+[A-Za-z]+", text)
        and all(_is_part(part) for part in parts)
    )


def _is_part(part: str) -> bool:
    bare = re.sub(r"^[\d.×⁻^\-]+", "", part)
    bare = re.sub(r"[⁻\-]?[\d²³⁰¹⁴⁵⁶⁷⁸⁹]+$", "", bare) or bare
    if not bare:
        return bool(re.search(r"[\d²³⁰¹⁴⁵⁶⁷⁸⁹]", part))
    return bare in UNITS_OF_ITS_OWN | COUNTED or parse_unit(bare) is not None
