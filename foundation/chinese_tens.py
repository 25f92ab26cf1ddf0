"""Tens to thousands in Chinese characters, where a unit follows: 五千平方毫米每秒 → 5000平方毫米每秒. Pure."""

from __future__ import annotations

import re

_WRITTEN = re.compile(
    r"(?=[一二两三四五六七八九十百零]{0,6}[十百千万])(?P<number>[一二两三四五六七八九十百千万零]{2,12})"
    r"(?=(?:[毫微千兆厘分]?(?:克|牛|伏|安(?![全装排徽])|帕|米(?![粉线饭制])|升(?![级温高降])|瓦|欧|赫|焦(?!炭|点))"
    r"|平方|立方|摄氏|公斤|公里|吨|小时|个小时|转(?!让|化)|次(?![品数])|分贝|勒克斯))"
)
_DIGITS = {character: value for value, character in enumerate("零一二三四五六七八九")} | {"两": 2}
_SCALES = {"十": 10, "百": 100, "千": 1_000}


def in_digits(text: str) -> str:
    """The text with such numbers in digits; what is no number stays as it stands."""
    return _WRITTEN.sub(lambda found: _digits(found["number"]), text)


def _digits(written: str) -> str:
    """三千五百 → 3500, 一万二千 → 12000; the characters themselves where they are no number (千千万万)."""
    total, section, last = 0, 0, 0
    for character in written:
        if character in _DIGITS:
            last = _DIGITS[character]
        elif character == "万":
            if total or not (section or last):
                return written
            total, section, last = (section + last) * 10_000, 0, 0
        else:
            if not last and character != "十":
                return written
            section, last = section + (last or 1) * _SCALES[character], 0
    return str(total + section + last)
