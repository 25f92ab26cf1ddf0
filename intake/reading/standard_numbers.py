"""Standard numbers in an everyday text: GB, industry, local, group, enterprise, foreign. A year is never added."""

from __future__ import annotations

import re
from collections.abc import Iterator

from intake.reading.misread import figures_mended

_CHINESE = (
    "GB|GBZ|GJB|JJF|JJG|AQ|BB|CB|CECS|CH|CJJ|CJ|CY|DA|DB\\d{2,6}|DL|DZ|EJ|FZ|GA|GM|GY|HB|HG|HJ"
    "|HS|HY|JB|JC|JG|JGJ|JR|JT|JTG|JTJ|JY|"
    "LB|LD|LS|LY|MH|MT|MZ|NB|NY|QB|QC|QJ|QX|SB|SC|SF|SH|SJ|SL|SN|SY|TB|TD|TY|WB|WH|WJ|WM|WS|WW|XB"
    "|XF|YB|YC|YD|YS|YY|YZ|ZY|CNCA|CNAS-[A-Z]{2,4}"
)
_FOREIGN = (
    "ISO/IEC/IEEE|ISO/IEC|ISO/TS|ISO/TR|ISO|IEC/TS|IEC/TR|IEC|IEEE|ASTM|ASME|AATCC|ANSI/[A-Z]{2,6}|ANSI|NSF/ANSI|NSF"
    "|API|AS/NZS|(?-i:AS)|BS EN ISO|BS EN IEC|BS EN|BS ISO|BS|DIN EN ISO|DIN EN|DIN ISO|DIN|EN ISO|EN IEC|EN"
    "|JIS|UL|SAE|FMVSS"
    "|CISPR|NF|AOAC|ECE R|GOST R|GOST|KS|MIL-STD|MIL-[A-Z]{1,4}|MIL|NFPA|ITU|(?-i:SEMI|VDA|AEC|EIA|JESD)|VDI|VDE|IPC"
    "|ETSI EN|ETSI|(?-i:UN)|AWS|NACE|TAPPI|ISTA|CSA|GMW"
    "|(?-i:VW(?= ?\\d{5})|PV(?= ?\\d{4}(?! ?[kM]?W))|TL(?= ?\\d{3,5})|TSM(?= ?\\d{4})|DBL(?= ?\\d{4})|MBN(?= ?\\d{5})"
    "|BMW GS(?= ?\\d{5})|USP(?= ?<\\d))"
)
_YEAR = r"(?:\s?[-:]\s?(?P<{0}>(?:19|20)\d{{2}})(?!\d))?"
_ROMAN = r"(?:XI{0,3}|IX|IV|V|VI{1,3}|I{1,3})(?:-\d)?(?![A-Z0-9])"
_CITED = re.compile(
    rf"(?=[A-Z])(?<![A-Z0-9])(?:(?P<cn>{_CHINESE})(?P<cn_kind> ?/ ?[TZQ](?![A-Z])| ?/(?= ?\d)|(?<=GB)T(?=[ \d]))?"
    r"[ -]{0,2}(?P<cn_number>(?:\d{1,6}"
    rf"|D ?\d{{2}})(?:\.\d{{1,3}})*(?:(?<=\d)[A-F](?![A-Z0-9]))?(?:-\d{{1,2}}(?![\d.A-Z]))?)"
    + _YEAR.format("cn_year")
    + r"|T ?/ ?(?P<group>[A-Z]{2,10}) {0,2}(?P<group_number>\d{1,6}(?:\.\d{1,3})*)"
    + _YEAR.format("group_year")
    + r"|Q ?/ ?(?P<own>[A-Z0-9]{2,12}) {0,2}(?P<own_number>\d{1,6}(?:\.\d{1,3})*)"
    + _YEAR.format("own_year")
    + r"|(?P<foreign>"
    + _FOREIGN
    + r")[ -]{0,2}"
    + r"(?P<foreign_number>(?<=N )\d{3} \d{3}(?!\d)"
    r"|[A-Z]{0,3} ?\d{1,6}[A-Z]?(?![A-Z0-9])(?:\.\d{1,3})*(?:-[A-Z]{0,2}\d{1,3}(?!\d))*"
    r"(?:-[A-Z](?![A-Z0-9]))?"
    + rf"|{_ROMAN})"
    + _YEAR.format("foreign_year")
    + r"(?P<amended>(?: ?\+ ?A\d{1,2}(?:: ?(?:19|20)\d{2})?){1,3})?"
    + r"|YBB ?(?P<ybb>\d{8})"
    + _YEAR.format("ybb_year")
    + r")",
    re.IGNORECASE,
)
_SPOKEN = re.compile(
    r"(?P<who>国家标准|国标|国军标|行标|美标|欧标|德标|日标) {0,2}(?P<number>\d{3,6}(?:\.\d{1,3})?[A-F]?)(?![\d年])"
)
"""``国标1843``: a number whose letters were not said; it stays in the words it was said in."""
_MORE_PARTS = re.compile(r"(?:/-?(?P<part>\d{1,2})(?![\dA-Za-z.]))")
_KNOWN_SHORT = frozenset({("UL", "94"), ("EN", "71"), ("API", "6"), ("API", "5"), ("AS", "4020"), ("UN", "38.3")})
_SHORT_PREFIX = re.compile(
    r"^(?:AS|EN|KS|NF|CH|DA|CB|TB|API|UL|SH|SC|SB|HB|HS|HY|ZY|DL|LD|LB|MT|WS|WM|WW|TD|TY|CY|SF|SL|SN|BB|AQ|CJ|AWS"
    r"|UN|CSA|NSF|VDE|VDI|IPC|GMW|NACE|MIL)$",
    re.IGNORECASE,
)
_HYPHENED = frozenset({"AEC", "EIA"})


def find_standards(text: str) -> Iterator[tuple[int, int, str]]:
    """``(start, end, number)`` of every cited standard in a folded text, as ``GB/T 1843-2008``; the year as written."""
    text = figures_mended(text)
    found = [(one.start(), end, number) for one in _CITED.finditer(text) for end, number in _numbers(one, text)]
    found += [(one.start(), one.end(), one["who"] + one["number"].upper()) for one in _SPOKEN.finditer(text)]
    yield from sorted(found)


def _numbers(found: re.Match[str], text: str) -> Iterator[tuple[int, str]]:
    """The number found, and the parts that follow it without their letters (``EN 71-1/2/3``)."""
    number = _number(found)
    if number is None:
        return
    end = found.end()
    yield end, number
    if (parted := re.fullmatch(r"(.+ [\d.]+-)\d{1,2}", number)) is None or not found["foreign"]:
        return
    while more := _MORE_PARTS.match(text, end):
        end = more.end()
        yield end, parted[1] + more["part"]


def _number(found: re.Match[str]) -> str | None:
    if found["cn"]:
        prefix = found["cn"].upper()
        kind = (found["cn_kind"] or "").replace(" ", "").upper()
        kind = "/T" if kind == "T" else "" if kind == "/" and not prefix.startswith("DB") else kind
        number = found["cn_number"].replace(" ", "").upper()
        if _SHORT_PREFIX.match(prefix) and not kind and not found["cn_year"]:
            return None  # "CH 4", "SC 12": a formula or a type plate, not a standard
        return _with_year(f"{prefix}{kind} {number}", found["cn_year"], "-")
    if found["group"]:
        return _with_year(f"T/{found['group'].upper()} {found['group_number']}", found["group_year"], "-")
    if found["own"]:
        return _with_year(f"Q/{found['own'].upper()} {found['own_number']}", found["own_year"], "-")
    if found["ybb"]:
        return _with_year(f"YBB{found['ybb']}", found["ybb_year"], "-")
    return _foreign(found)


def _foreign(found: re.Match[str]) -> str | None:
    prefix, number = found["foreign"].upper(), found["foreign_number"].strip().upper()
    if not any(c.isdigit() for c in number) and prefix != "ASME":
        return None
    digits = re.sub(r"\D", "", number)
    known = (prefix, digits) in _KNOWN_SHORT or (prefix, number) in _KNOWN_SHORT
    if _SHORT_PREFIX.match(prefix) and len(digits) < (2 if prefix == "NSF" else 3) and not known:
        return None
    if prefix == "UN" and not known:
        return None  # "UN 3480" is a class of goods
    if prefix == "JESD":
        return f"JESD{number}"
    mark = "-" if prefix in ("ASTM", "JIS", "SAE", "ASME", "AATCC") else ":"
    between = "" if prefix.endswith("ECE R") else "-" if prefix in _HYPHENED else " "
    whole = _with_year(f"{prefix}{between}{number}", found["foreign_year"], mark)
    return whole + (found["amended"] or "").replace(" ", "").upper()


def _with_year(number: str, year: str | None, mark: str) -> str:
    return f"{number}{mark}{year}" if year else number
