"""Standard numbers in an everyday text: GB, industry, local, group, enterprise, foreign. A year is never added."""

from __future__ import annotations

import re
from collections.abc import Iterator

_CHINESE = (
    "GB|GBZ|GJB|JJF|JJG|AQ|BB|CB|CECS|CH|CJJ|CJ|CY|DA|DB\\d{2,6}|DL|DZ|EJ|FZ|GA|GH|GM|GY|HB|HG|HJ"
    "|HS|HY|JB|JC|JG|JGJ|JR|JT|JTG|JTJ|JY|"
    "LB|LD|LS|LY|MH|MT|MZ|NB|NY|QB|QC|QJ|QX|SB|SC|SF|SH|SJ|SL|SN|SY|TB|TD|TY|WB|WH|WJ|WM|WS|WW|XB"
    "|XF|YB|YC|YD|YS|YY|YZ|ZY|CNCA|CNAS-[A-Z]{2,4}"
)
_FOREIGN = (
    "ISO/IEC|ISO/TS|ISO/TR|ISO|IEC|IEEE|ASTM|ASME|AATCC|ANSI|API|AS|BS EN ISO|BS EN|BS|DIN EN ISO"
    "|DIN EN|DIN|EN ISO|EN|JIS|UL|SAE|FMVSS|CISPR|NF|AOAC|ECE R|GOST|KS|MIL-STD|MIL|NFPA|ITU"
)
_YEAR = r"(?:\s?[-:]\s?(?P<{0}>(?:19|20)\d{{2}})(?!\d))?"
_CITED = re.compile(
    rf"(?=[A-Z])(?<![A-Z0-9])(?:(?P<cn>{_CHINESE})(?P<cn_kind> ?/ ?[TZQ])? {{0,2}}(?P<cn_number>(?:\d{{1,6}}"
    rf"|D ?\d{{2}})(?:\.\d{{1,3}})*(?:-\d{{1,2}}(?!\d))?)"
    + _YEAR.format("cn_year")
    + r"|T ?/ ?(?P<group>[A-Z]{2,10}) {0,2}(?P<group_number>\d{1,6}(?:\.\d{1,3})*)"
    + _YEAR.format("group_year")
    + r"|Q ?/ ?(?P<own>[A-Z0-9]{2,12}) {0,2}(?P<own_number>\d{1,6}(?:\.\d{1,3})*)"
    + _YEAR.format("own_year")
    + rf"|(?P<foreign>{_FOREIGN})[ -]{{0,2}}"
    + r"(?P<foreign_number>[A-Z]{0,3} ?\d{1,6}(?:\.\d{1,3})*(?:-\d{1,3}(?!\d))*)"
    + _YEAR.format("foreign_year")
    + r")",
    re.IGNORECASE,
)
_KNOWN_SHORT = frozenset({("UL", "94"), ("EN", "71")})
_SHORT_PREFIX = re.compile(
    r"^(?:AS|EN|KS|NF|CH|DA|CB|TB|API|UL|SH|SC|SB|HB|HS|HY|ZY|DL|LD|LB|MT|WS|WM|WW|TD|TY|CY|SF|SL|SN|BB|AQ|CJ)$",
    re.IGNORECASE,
)


def find_standards(text: str) -> Iterator[tuple[int, int, str]]:
    """``(start, end, number)`` of every cited standard in a folded text, as ``GB/T 1843-2008``; the year as written."""
    for found in _CITED.finditer(text):
        number = _number(found)
        if number is not None:
            yield found.start(), found.end(), number


def _number(found: re.Match[str]) -> str | None:
    if found["cn"]:
        prefix = found["cn"].upper()
        kind = (found["cn_kind"] or "").replace(" ", "").upper()
        number = found["cn_number"].replace(" ", "")
        if _SHORT_PREFIX.match(prefix) and not kind and not found["cn_year"]:
            return None  # "CH 4", "SC 12": a formula or a type plate, not a standard
        return _with_year(f"{prefix}{kind} {number}", found["cn_year"], "-")
    if found["group"]:
        return _with_year(f"T/{found['group'].upper()} {found['group_number']}", found["group_year"], "-")
    if found["own"]:
        return _with_year(f"Q/{found['own'].upper()} {found['own_number']}", found["own_year"], "-")
    prefix, number = found["foreign"].upper(), found["foreign_number"].strip().upper()
    digits = re.sub(r"\D", "", number)
    if _SHORT_PREFIX.match(prefix) and len(digits) < 3 and (prefix, digits) not in _KNOWN_SHORT:
        return None
    mark = "-" if prefix in ("ASTM", "JIS", "SAE", "ASME", "AATCC") else ":"
    joined = f"{prefix}{number}" if prefix.endswith(" R") else f"{prefix} {number}"
    return _with_year(joined, found["foreign_year"], mark)


def _with_year(number: str, year: str | None, mark: str) -> str:
    return f"{number}{mark}{year}" if year else number
