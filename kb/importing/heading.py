"""What stands above a table: institution, certificate, validity, site."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from kb.importing.annex import AnnexHeading
from kb.importing.cells import fold, tidy
from kb.provider import QualificationKind

_DATE = r"(\d{4})\s*[年\-/.]\s*(\d{1,2})\s*[月\-/.]\s*(\d{1,2})\s*日?"
_ONE_DATE = re.compile(_DATE)
_COMPACT = re.compile(r"(?<!\d)((?:19|20)\d{2})(\d{2})(\d{2})(?!\d)")
_NAME = re.compile(
    r"(?:检验检测机构名称|检测机构名称|获准认可机构|机构名称|实验室名称|单位名称|公司名称|申请机构|机构|实验室|单位|(?<![^\s])名称|"
    r"(?:Name of )?(?:Laboratory|Institution)(?: Name)?)(?:\s*\([^)]*\))?\s*:\s*"
    r"(.+?)(?=\s{2,}|\s*(?:资质认定)?证书|\s*注册|\s*有效|\s*发证|\s*地\s?址|\s*场所|\s*Registration|\s*Certificate|[;；|]|$)",
    re.IGNORECASE,
)
_NUMBER = re.compile(
    r"(?:证书编号|证书号|注册编号|注册号|资质认定编号|认可编号|编\s?号|Registration No\.?|Certificate No\.?|No\.?)"
    r"\s*:?\s*"
    r"(?:第\s*)?((?:CNAS\s?)?[A-Z]{0,4}\s?\d[0-9A-Z\-]{3,}|CNAS\s?L\d{3,6})",
    re.IGNORECASE,
)
_CNAS_NUMBER = re.compile(r"CNAS\s?[A-Z]{1,2}\d{3,6}")
_UNTIL = re.compile(
    rf"(?:有效期\s*限?\s*[至到]|有效\s*至|有效期\s*截止|截止日期|有效日期|失效日期|Valid until|until)\s*:?\s*{_DATE}",
    re.IGNORECASE,
)
_SPELL = re.compile(rf"(?:有效期\s*限?|有效期间)\s*:?\s*(?:自|从)?\s*{_DATE}\s*(?:起)?\s*(?:至|到|~|—|-|－)+\s*{_DATE}")
_ONLY_UNTIL = re.compile(rf"有效期\s*限?\s*:\s*{_DATE}")
_FROM = re.compile(
    rf"(?:发证日期|颁证日期|签发日期|生效日期|批准日期|Effective date|Date of issue)\s*:?\s*{_DATE}", re.IGNORECASE
)
_SITE = re.compile(
    r"(?:(?:检测|检验检测|实验|所在|关键)?(?:场所|地点)(?:地址)?|(?:实验室|检测)?地\s?址|Site|Location|Address)"
    r"\s*([A-Z一二三四五六七八九](?![A-Za-z])|\d(?!\d))?\s*[:\s]\s*(.*?)(?=\s{2,}|[;；|]|\s*(?:证书|注册号|有效期|发证|邮编|电话)|$)",
    re.IGNORECASE,
)


def heading_from(lines: Iterable[str]) -> AnnexHeading:
    """The facts found in ``lines``; for each the first one that is given."""
    name = number = site = None
    valid_from = valid_until = None
    kind: QualificationKind | None = None
    for line in lines:
        text = fold(line)
        if name is None and (match := _NAME.search(text)):
            name = _original(line, match.span(1))
        if number is None and (match := _CNAS_NUMBER.search(text) or _NUMBER.search(text)):
            number = tidy(match[match.lastindex or 0])
        if spell := _SPELL.search(text):
            valid_from = valid_from or _day(spell.groups()[:3])
            valid_until = valid_until or _day(spell.groups()[3:])
        if valid_until is None and (match := _UNTIL.search(text) or _ONLY_UNTIL.search(text)):
            valid_until = _day(match.groups())
        if valid_from is None and (match := _FROM.search(text)):
            valid_from = _day(match.groups())
        if site is None and (match := _SITE.search(text)):
            site = _site(line, match)
        kind = kind or _kind(text)
    if kind is None and number:
        kind = kind_of_number(number)
    return AnnexHeading(
        institution=name,
        certificate_kind=kind,
        certificate_number=number,
        valid_from=valid_from,
        valid_until=valid_until,
        site=site,
    )


def kind_of_number(number: str) -> QualificationKind | None:
    """``CNAS L1234`` is an accreditation, twelve figures are a CMA certificate."""
    if re.match(r"CNAS|L\d", number):
        return "CNAS"
    return "CMA" if re.fullmatch(r"\d{9,14}", number) else None


def inherited(heading: AnnexHeading, before: AnnexHeading | None) -> AnnexHeading:
    """A later table of one file belongs to the same institution, and to the same certificate unless it names one."""
    if before is None:
        return heading
    names = ["institution", "certificate_kind"]
    if heading.certificate_number in (None, before.certificate_number):
        names += ["certificate_number", "valid_from", "valid_until"]
    elif heading.certificate_kind is not None:
        names.remove("certificate_kind")
    missing = {name: getattr(before, name) for name in names if getattr(heading, name) is None}
    return heading.model_copy(update=missing) if missing else heading


def site_of(line: str) -> str | None:
    """The site a line announces (``场所 B：…``), if it does."""
    match = _SITE.match(fold(line).strip())
    return _site(line.strip(), match) if match else None


def day_of(text: str) -> date | None:
    """A day written ``2027-05-31``, ``2027年5月31日``, ``2027/5/31`` or ``20270531``; the last one in the text."""
    folded = fold(text)
    found = _ONE_DATE.findall(folded) or _COMPACT.findall(folded)
    return _day(found[-1]) if found else None


def first_day_of(text: str) -> date | None:
    """The first of two days in a validity cell (``2021-06-01 至 2027-05-31``); ``None`` when there is only one."""
    found = _ONE_DATE.findall(fold(text))
    return _day(found[0]) if len(found) > 1 else None


def _site(line: str, match: re.Match[str]) -> str | None:
    letter = match[1]
    place = _original(line, match.span(2))
    if letter and place:
        return f"{letter} {place}"
    return place or letter


def _original(line: str, span: tuple[int, int]) -> str | None:
    return tidy(line[slice(*span)]).strip(" :：,，") or None


def _kind(text: str) -> QualificationKind | None:
    if re.search(r"CNAS|认可", text):
        return "CNAS"
    return "CMA" if re.search(r"CMA|资质认定|计量认证", text) else None


def _day(parts: Iterable[str]) -> date | None:
    year, month, day = (int(part) for part in parts)
    try:
        return date(year, month, day)
    except ValueError:
        return None
