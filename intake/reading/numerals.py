"""Chinese numerals: 五十, 两千三百, 三十五, 1万2 → digits."""

from __future__ import annotations

import re

_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "俩": 2}
_DIGITS |= dict(zip("壹贰叁肆伍陆柒捌玖", range(1, 10), strict=True))
_UNITS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}

NUMERAL = "零〇一二两俩三四五六七八九十百千壹贰叁肆伍陆柒捌玖拾佰仟"
"""All characters that make a Chinese numeral below ten thousand, for use in a character class."""


_ABOUT = re.compile(r"([一两二三四五六七八])([两二三四五六七八九])([十百千]?)")


def about(words: str) -> tuple[str, str] | None:
    """Two neighbours said together: ``三五`` → ``3``, ``5``; ``五六十`` → ``50``, ``60``; what is no such pair, None.

    ``三五`` alone is never thirty-five: that is ``三十五``.
    """
    if words == "三两":
        return "2", "3"
    found = _ABOUT.fullmatch(words)
    if found is None or _DIGITS[found[1]] >= _DIGITS[found[2]]:
        return None
    scale = _UNITS.get(found[3], 1)
    return str(_DIGITS[found[1]] * scale), str(_DIGITS[found[2]] * scale)


def numeral(words: str) -> str:
    """Digits for a numeral: ``五十`` → ``50``, ``半`` → ``0.5``, ``2,000`` → ``2000``; what is no numeral stays."""
    if words == "半":
        return "0.5"
    if words and all(c in NUMERAL for c in words):
        return str(_value(words))
    return words.replace(",", "")


def _value(words: str) -> int:
    if not any(c in _UNITS for c in words):
        return int("".join(str(_DIGITS[c]) for c in words))
    total = digit = 0
    last_unit = 1
    for c in words:
        if c in _UNITS:
            total += (digit or 1) * _UNITS[c]
            digit, last_unit = 0, _UNITS[c]
        else:
            digit = _DIGITS[c]
            last_unit = 10 if c in "零〇" else last_unit
    return total + digit * (last_unit // 10 if last_unit >= 100 else 1)
