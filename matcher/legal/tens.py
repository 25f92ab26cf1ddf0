"""Tens to thousands in Chinese characters, where a unit follows: 五千平方毫米每秒 → 5000平方毫米每秒. Pure."""

from __future__ import annotations

import re

from intake.reading.numerals import numeral

_WRITTEN = re.compile(
    r"(?=[一二两三四五六七八九十百零]{0,6}[十百千万])(?P<number>[一二两三四五六七八九十百千万零]{2,12})"
    r"(?=(?:[毫微千兆厘分]?(?:克|牛|伏|安(?![全装排徽])|帕|米(?![粉线饭制])|升(?![级温高降])|瓦|欧|赫|焦(?!炭|点))"
    r"|平方|立方|摄氏|公斤|公里|吨|小时|个小时|转(?!让|化)|次(?![品数])|分贝|勒克斯))"
)
TEN_THOUSAND = 10_000


def in_digits(text: str) -> str:
    """The text with such numbers in digits; what is no number (千千万万) stays as it stands."""
    return _WRITTEN.sub(lambda found: _digits(found["number"]), text)


def _digits(written: str) -> str:
    """三千五百 → 3500, 一万二千 → 12000."""
    high, *rest = written.split("万")
    if not rest:
        return numeral(high)
    if len(rest) > 1 or not high:
        return written
    return str(int(numeral(high)) * TEN_THOUSAND + (int(numeral(rest[0])) if rest[0] else 0))
