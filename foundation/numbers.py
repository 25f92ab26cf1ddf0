"""Numbers as they stand in Chinese technical text: 1,200 · １.５×10⁻³ · 三个月 · 百分之五; in one pass, linear time."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

LARGEST_EXPONENT = 30
"""Numbers beyond 10^±30 are slips of the pen, not quantities."""

# Standards, steel grades and version numbers are names, not quantities. Every repetition is possessive or bounded.
_NAMES = re.compile(
    r"(?:GB|GJB|GBZ|ISO|IEC|ASTM|DIN|EN|JIS|ANSI|SAE|UL|JJG|JJF|YY|NY|HJ|JB|HG|QB|YB|YS|SJ|FZ|SN|CJ|JG|JT|JTG|DL|SH|SY"
    r"|MT|TB|WB|LY|QC|MIL|AATCC|DB ?\d{2})(?:[ /-]?[A-Z]{1,5}){0,2} ?[A-Z]?\d++[\d.]*+(?:[-:]\d{1,4}){0,3}(?!\d)"
    r"|(?<![\d.])3[01]\d[LSN](?![A-Za-z0-9])"
    r"|(?<![\d.])\d++(?:\.\d++){2,9}"
)
_NUMBER = re.compile(
    r"(?:\d{1,3}(?:,\d{3})++(?!\d)|\d++)(?:\.\d++)?+(?:[eE][+-]?\d{1,3}(?![\d.]))?+"
    r"(?: ?[×xX*·] ?10(?:\^?[⁺⁻]?[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3}|\^[+-]?\d{1,3}|-\d{1,2}(?![\d.])))?+"
    r"|[一二两三四五六七八九十百半]{1,5}+"
)
_TEN_POWER = re.compile(r"\^?(?P<raised>[⁺⁻]?[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3})|\^(?P<plain>[+-]?\d{1,3})")
_TIMES_TEN = re.compile(r" ?[×xX*·] ?10\^?|[eE]")
_RAISED = str.maketrans("⁺⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "+-0123456789")
_DIGITS = {character: value for value, character in enumerate("零一二三四五六七八九")} | {"两": 2}


@dataclass(frozen=True, slots=True)
class Number:
    """A number and where it stands: ``text[start:end]``. The sign is not part of it."""

    value: Decimal
    start: int
    end: int
    is_chinese: bool = False


def find_numbers(folded: str) -> Iterator[Number]:
    """All numbers of a folded text in order, without those that are part of a name (GB/T 228.1-2021, 316L, 1.2.3)."""
    taken = 0
    names = _NAMES.finditer(folded)
    name = next(names, None)
    for found in _NUMBER.finditer(folded):
        while name is not None and name.end() <= found.start():
            name = next(names, None)
        if found.start() < taken or (name is not None and name.start() < found.end()):
            continue
        number = _number(folded, found)
        if number is not None:
            taken = number.end
            yield number


def _number(folded: str, found: re.Match[str]) -> Number | None:
    written, start, end = found[0], found.start(), found.end()
    if not written[0].isdigit():
        is_ordinal = folded[start - 1 : start] in ("第", "之") and folded[start - 3 : start] not in ("百分之", "千分之")
        value = None if is_ordinal else chinese_number(written)
        return None if value is None else Number(value, start, end, is_chinese=True)
    mantissa, exponent = _split(written)
    if written == "10" and (power := _TEN_POWER.match(folded, end)):
        exponent, end = (power["raised"] or "").translate(_RAISED) or power["plain"], power.end()
        mantissa = "1"
    if len(mantissa) > 2 * LARGEST_EXPONENT or abs(int(exponent or 0)) > LARGEST_EXPONENT:
        return None
    value = Decimal(mantissa.replace(",", "")).scaleb(int(exponent or 0))
    return Number(value, start, end)


def _split(written: str) -> tuple[str, str]:
    """Mantissa and exponent: ``1.5×10⁻³`` → 1.5 and -3; an empty exponent is none."""
    mantissa, *exponent = _TIMES_TEN.split(written, maxsplit=1)
    return mantissa, exponent[0].translate(_RAISED) if exponent else ""


def chinese_number(written: str) -> Decimal | None:
    """``十五`` → 15, ``两百`` → 200, ``半`` → 0.5; ``None`` for what is not one number (``三四``)."""
    if written == "半":
        return Decimal("0.5")
    total, last = 0, 0
    previous = 1_000
    for character in written:
        if character in _DIGITS:
            if last:
                return None
            last = _DIGITS[character]
        elif character in ("十", "百"):
            scale = 10 if character == "十" else 100
            if scale >= previous or (not last and character == "百"):
                return None
            total, last, previous = total + (last or 1) * scale, 0, scale
        else:
            return None
    return Decimal(total + last)
