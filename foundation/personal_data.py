"""What is recognised by its form: telephone, e-mail, web and network addresses, identity, credit and card numbers.

Numbers with a check digit count only when it is right. Every repetition in a pattern is bounded, so that looking takes
linear time.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from foundation.unit_reading import fold

Kind = Literal["单位", "人名", "电话", "邮箱", "证件", "银行卡", "网址", "金额", "账号"]

Place = tuple[int, int, Kind]
"""Where something to take out stands: start, end, kind."""


def find_personal_data(text: str) -> Iterator[Place]:
    """Everything recognised by its form, the surest kinds first; places may overlap."""
    folded = fold(text)
    spread = list(_spread(folded))
    yield from _by_form(folded, ("网址", "邮箱"))
    yield from (place for place in spread if place[2] != "电话")
    yield from _by_form(folded, ("证件", "银行卡", "电话", "账号"))
    yield from (place for place in spread if place[2] == "电话")


def _by_form(folded: str, kinds: tuple[Kind, ...]) -> Iterator[Place]:
    for form in _FORMS:
        for found in form.pattern.finditer(folded) if form.kind in kinds else ():
            if form.is_one(found["it"]):
                yield (*found.span("it"), form.kind)


def _spread(folded: str) -> Iterator[Place]:
    """Numbers written with spaces, dashes, dots or invisible characters between their figures, or in Chinese figures.

    In every run of groups, each stretch that begins and ends with a group and has the length of such a number.
    """
    plain = folded.translate(_CHINESE_FIGURES)
    for run in _RUN.finditer(plain):
        groups = [found.span() for found in _GROUP.finditer(plain, *run.span())]
        for first, (start, _) in enumerate(groups):
            digits, sizes = "", []
            for begin, end in groups[first : first + _LONGEST]:
                digits += plain[begin:end]
                sizes.append(end - begin)
                if len(digits) > _LONGEST:
                    break
                if len(digits) >= _SHORTEST and (kind := _kind_of(digits, tuple(sizes))) is not None:
                    yield start, end, kind


_CREDIT_LETTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def is_credit_code(code: str) -> bool:
    """Whether the check character of a unified social credit code is right (GB 32100-2015)."""
    values = [_CREDIT_LETTERS.find(letter) for letter in code.upper()]
    if len(values) != 18 or min(values) < 0:
        return False
    return sum(value * pow(3, place, 31) for place, value in enumerate(values[:17])) % 31 == (31 - values[17]) % 31


def is_identity_number(number: str) -> bool:
    """Whether the check character of an 18-digit identity number is right (GB 11643-1999)."""
    digits = number.replace(" ", "").upper()
    if not re.fullmatch(r"[0-9]{17}[0-9X]", digits):
        return False
    return "10X98765432"[sum(int(d) * w for d, w in zip(digits, _ID_WEIGHTS, strict=False)) % 11] == digits[17]


def is_card_number(number: str) -> bool:
    """Whether a card number passes the Luhn check (ISO/IEC 7812-1)."""
    digits = [int(digit) for digit in number if digit.isdigit()][::-1]
    doubled = [digit * 2 - 9 * (digit > 4) for digit in digits[1::2]]
    return len(digits) >= 13 and (sum(digits[::2]) + sum(doubled)) % 10 == 0


_GAP = "[ .·_\u2005\u2009\u200b-\u200f\u2060\ufeff\u00ad/-]"
_GROUP = re.compile(r"[0-9A-Za-z]+")
_RUN = re.compile(rf"[0-9A-Za-z]+(?:{_GAP}{{1,3}}[0-9A-Za-z]+)*")
_CHINESE_FIGURES = str.maketrans("〇零○一二三四五六七八九幺", "0001234567891")
_SHORTEST, _LONGEST = 11, 19


def _kind_of(digits: str, groups: tuple[int, ...]) -> Kind | None:
    """What a number of figures in groups of these lengths is, if anything."""
    if len(digits) == 18 and (_is_spread_credit_code(digits) or _is_spread_identity(digits)):
        return "证件"
    if _is_spread_card(digits, groups):
        return "银行卡"
    return "电话" if _is_spread_mobile(digits, groups) else None


def _is_spread_mobile(digits: str, groups: tuple[int, ...]) -> bool:
    """Eleven figures of a mobile number, one by one or grouped as people group them; not a row of measured values."""
    return re.fullmatch(r"1[3-9]\d{9}", digits) is not None and (groups in _MOBILE_GROUPS or set(groups) == {1})


_MOBILE_GROUPS = {(11,), (3, 4, 4), (3, 8), (7, 4), (4, 3, 4), (3, 3, 5), (5, 6), (5, 3, 3)}


def _is_spread_card(digits: str, groups: tuple[int, ...]) -> bool:
    is_grouped = groups == (6, len(digits) - 6) or all(size == 4 for size in groups[:-1]) or set(groups) == {1}
    return digits.isdigit() and digits[0] in "34569" and is_grouped and is_card_number(digits)


def _is_spread_identity(digits: str) -> bool:
    return re.fullmatch(rf"\d{{6}}{_DAY}\d{{3}}[\dXx]", digits) is not None and is_identity_number(digits)


def _is_spread_credit_code(code: str) -> bool:
    return re.fullmatch(r"[0-9A-Za-z]{2}\d{6}[0-9A-Za-z]{10}", code) is not None and is_credit_code(code)


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True


def _always(_text: str) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class _Form:
    kind: Kind
    pattern: re.Pattern[str]
    is_one: Callable[[str], bool] = _always


_CHINA = r"(?:(?:\+|00)86[- ]?)"
_AREA = r"(?:10|2\d|[3-9]\d{2})"
_TOP_LEVEL = "(?:com|cn|net|org|gov|edu|top|vip|xyz|io|tech)"
_DAY = r"(?:18|19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])"
_CALLED = "(?:电话|手机|传真|热线|联系方式|TEL|Tel|tel|FAX|Fax|Phone)"
_FORMS = (
    _Form(
        "网址", re.compile(r"(?P<it>(?:https?|ftp)://[A-Za-z0-9._~:/?#\[\]@!$&'()*+,;=%-]{1,2000}[A-Za-z0-9/#=&_-])")
    ),
    _Form(
        "邮箱",
        re.compile(r"(?<![A-Za-z0-9._%+-])(?P<it>[A-Za-z0-9._%+-]{1,64}+@(?:[A-Za-z0-9-]{1,63}\.){1,8}[A-Za-z]{2,24})"),
    ),
    _Form(
        "邮箱",
        re.compile(
            r"(?<![A-Za-z0-9._%+-])(?P<it>[A-Za-z0-9._%+-]{1,64}+ {0,3}(?:@|[\[(]at[\])]|#) {0,3}"
            rf"(?:[A-Za-z0-9-]{{1,63}} {{0,2}}[.。] {{0,2}}){{1,4}}{_TOP_LEVEL})(?![A-Za-z0-9-])",
            re.IGNORECASE,
        ),
    ),
    _Form(
        "网址",
        re.compile(
            rf"(?<![A-Za-z0-9.-])(?P<it>(?:[A-Za-z0-9-]{{1,63}}\.){{1,6}}{_TOP_LEVEL}"
            r"(?:/[A-Za-z0-9._~/?#&=%-]{0,500})?)(?![A-Za-z0-9-])"
        ),
    ),
    _Form("网址", re.compile(r"(?<![\d.])(?P<it>\d{1,3}(?:\.\d{1,3}){3})(?![\d.])"), _is_address),
    _Form(
        "网址",
        re.compile(r"(?<![0-9A-Fa-f:.])(?P<it>[0-9A-Fa-f]{0,4}(?::[0-9A-Fa-f]{0,4}){2,7})(?![0-9A-Fa-f:])"),
        _is_address,
    ),
    _Form(
        "证件", re.compile(r"(?<![0-9A-Za-z])(?P<it>[0-9A-Za-z]{2}\d{6}[0-9A-Za-z]{10})(?![0-9A-Za-z])"), is_credit_code
    ),
    _Form("证件", re.compile(rf"(?<!\d)(?P<it>\d{{6}} ?{_DAY} ?\d{{3}}[\dXx])(?![0-9A-Za-z])"), is_identity_number),
    _Form(
        "银行卡", re.compile(r"(?<![\d.])(?P<it>[3-69]\d{3}(?:[ -]?\d{4}){3}(?:[ -]?\d{1,3})?)(?!\d)"), is_card_number
    ),
    _Form("电话", re.compile(rf"(?<!\d)(?P<it>{_CHINA}?1[3-9]\d[- ]?\d{{4}}[- ]?\d{{4}})(?!\d)")),
    _Form("电话", re.compile(rf"(?<!\d)(?P<it>{_CHINA}?1[3-9]\d{{3}}[- ]?\d{{3}}[- ]?\d{{3}})(?!\d)")),
    _Form(
        "电话",
        re.compile(
            rf"(?<!\d)(?P<it>(?:{_CHINA}?\(?0|{_CHINA}){_AREA}\)?[- ]?\d{{3,4}}[- ]?\d{{4}}"
            r"(?:(?:-| ?转 ?)\d{1,6})?)(?!\d)"
        ),
    ),
    _Form("电话", re.compile(r"(?<!\d)(?P<it>[48]00[- ]?(?:\d{3}[- ]?\d{4}|\d{4}[- ]?\d{3}))(?!\d)")),
    _Form("电话", re.compile(rf"{_CALLED}[:. ]{{0,3}}(?P<it>\+?\d[\d-]{{5,18}}\d)(?!\d)")),
    _Form(
        "账号", re.compile(r"(?:QQ|qq|微信|WeChat|wechat|VX|vx)[群号]{0,2}(?:[: ]{1,3}|是)(?P<it>[A-Za-z0-9_-]{5,20})")
    ),
)
