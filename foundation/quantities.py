"""Numbers with units, found in text with the place where they stand.

:func:`find_quantities` reads "拉伸强度不低于 500 MPa" as ≥ 500 MPa and keeps the words it was read from, so that every
value can be shown with its evidence. Converting and comparing is in :mod:`foundation.measuring`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from foundation.numbers import Number, find_numbers
from foundation.unit_reading import Unit, fold, match_unit, parse_unit
from foundation.values import Value

Comparison = Literal["=", "≥", "≤", ">", "<", "range", "±", "≈", "×"]


class Quantity(Value):
    """One quantity as written: ``text[start:end] == quote``.

    ``values`` are decimal numbers in ``unit``: one; for ``range`` the lower and the upper; for ``±`` the nominal value
    and the tolerance (``±0.5%`` alone has the nominal value 0); for ``×`` the sides of ``100×50×10 mm``.
    ``unit`` is as in the text, ``canonical`` its one form (``MPa`` for 兆帕), ``dimension`` what it measures.
    """

    values: tuple[str, ...]
    comparison: Comparison
    unit: str
    canonical: str
    dimension: str
    quote: str
    start: int
    end: int


# 以上, 以下 and 以内 include the number itself; 超过, 不满 and 以外 do not (民法典 art. 1259).
_WORDS: tuple[tuple[Comparison, str], ...] = (
    ("≥", "不低于或等于 不低于 不小于 不少于 不短于 大于等于 大于或等于 高于等于 ≥ ≧ ⩾ >= 至少 最低 最小 最少 最短"),
    ("≤", "不高于 不大于 不超过 不超出 不多于 不长于 小于等于 小于或等于 低于等于 ≤ ≦ ⩽ <= 至多 最多 最高 最大 最长"),
    (">", "> 大于 高于 超过 超出 多于 长于"),
    ("<", "< 小于 低于 少于 短于 不足 不到 不满"),
    ("≈", "约 约为 大约 大概 接近 ≈"),
)
_BEFORE = {word: comparison for comparison, words in _WORDS for word in words.split()}
_AFTER: dict[str, Comparison] = {
    "及以上": "≥",
    "或以上": "≥",
    "以上": "≥",
    "及以下": "≤",
    "以下": "≤",
    "以内": "≤",
    "之内": "≤",
    "内": "≤",  # 2年内, 70 m内; but 20 mm内径
    "以外": ">",
    "左右": "≈",
    "上下": "≈",
}
_DURATIONS = ("time", "calendar time", "working time")
_SIGNED = ("temperature", "level dB", "level dBm", "level dB(A)")


def _any_of(words: dict[str, Comparison]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word)))


_LOOK_BACK = 16
"""How many characters before a number a word such as 大于或等于, a sign or the name of a scale is looked for."""

_PREFIX = re.compile(rf"({_any_of(_BEFORE)})[ :为在]{{0,2}}$")
_SUFFIX = re.compile(rf" ?({_any_of(_AFTER)})(?<!内(?=[径壁部层孔胆衬腔外侧容]))")
_BELOW_ZERO = re.compile(r"(?:零下|负) ?$")
_NEGATIVE = re.compile(r"(?:^|[\s(（\[:,，、;；。≥≤><=~±至到在为/])-$|([\u4e00-\u9fff])-$")
_JOINTS = re.compile(
    r" {0,2}(?:(?P<range>~|-{1,3}|至|到) {0,2}(?P<sign>[+-]?)|(?P<tolerance>±|\+/-) {0,2}|(?P<times>[×xX*]) {0,2})"
)
_ALONE = re.compile(r"(?:±|\+/-) ?$")
_MULTIPLIER = re.compile(r" ?(万亿|千万|百万|万|亿)")
_CURRENCY = re.compile(r"[¥￥] ?$")
_SHARE = re.compile(r"(百|千)分之 ?$")
_SCALE = re.compile(r"(?<![A-Za-z])(pH|PH|HRC|HRA|HRB|HBW|HB|HV|HL)(\d{1,2}(?:\.\d{1,2})?)?(?:值|硬度)?[ :为]{0,2}$")
_LOADS = frozenset(
    Decimal(load).scaleb(-2) for load in (1, 5, 10, 20, 30, 50, 100, 200, 300, 500, 1000, 2000, 3000, 5000)
)
_LARGEST_BRINELL = 700
_COMPARED = re.compile(r" ?(?:[≥≤≧≦<>=]|[不大小高低]\w)")
_DESIGNATION = re.compile("[A-Za-z]$|(?:^|[^0-9A-Za-z ])([A-Z]{1,6}-)$")
_LOST_POWER = re.compile(r"\d ?[×xX*] ?$")


@dataclass(frozen=True, slots=True)
class _Token:
    """A number with what stands right behind it: a unit, or only 万 waiting for one; ``before`` stands in front."""

    value: Decimal
    start: int
    end: int
    before: str
    unit: Unit | None = None
    written: str = ""
    multiplier: str = ""


@dataclass(frozen=True, slots=True)
class _Group:
    """Tokens that make one quantity together."""

    tokens: tuple[_Token, ...]
    values: tuple[Decimal, ...]
    comparison: Comparison
    unit: Unit
    written: str


def find_quantities(text: str) -> tuple[Quantity, ...]:
    """All numbers with a unit in ``text``, in order, not overlapping; in linear time.

    Calendar years, ordinals, standard numbers and steel grades are not quantities, nor are numbers without a unit, save
    hardness and pH, whose unit stands in front (``HRC58～62``, ``pH 6～8``).
    """
    folded = fold(text)
    tokens = [_token(folded, number) for number in find_numbers(folded)]
    found: list[Quantity] = []
    index = taken = 0
    while index < len(tokens):
        group = _group(folded, tokens, index) if tokens[index].start >= taken else None
        if group is None:
            index += 1
            continue
        quantity = _quantity(text, folded, group, taken)
        found.append(quantity)
        taken = quantity.end
        index += len(group.tokens)
    return tuple(found)


def _token(folded: str, number: Number) -> _Token:
    before = folded[max(0, number.start - _LOOK_BACK) : number.start]
    plain = _Token(number.value, number.start, number.end, before)
    share = _SHARE.search(before)
    if share:
        unit = parse_unit("%" if share[1] == "百" else "‰")
        return replace(plain, unit=unit, written=share[0], before=before[: share.start()], start=_back(plain, share))
    matched = _unit_behind(folded, number.end)
    if matched is not None:
        unit, start, end = matched
        if _goes_together(folded, number, unit, start):
            value = number.value
            if unit.dimension in _DURATIONS and folded.startswith("半", end) and value == int(value):
                value, end = value + Decimal("0.5"), end + 1
            return replace(plain, value=value, unit=unit, written=folded[start:end], end=end)
    multiplier = _MULTIPLIER.match(folded, number.end)
    if multiplier:
        plain = replace(plain, end=multiplier.end(), multiplier=multiplier[1])
    currency = _CURRENCY.search(before)
    if currency:
        unit = parse_unit(plain.multiplier + "元")
        return replace(plain, unit=unit, written="¥", before=before[: currency.start()], start=_back(plain, currency))
    return plain


def _back(token: _Token, found: re.Match[str]) -> int:
    """Where the words ``found`` in front of the token begin in the text."""
    return token.start - (len(token.before) - found.start())


def _unit_behind(folded: str, end: int) -> tuple[Unit, int, int] | None:
    """The unit behind a number, at most one bracket and one space away."""
    start = end + 1 if folded.startswith(")", end) else end
    start += folded.startswith(" ", start)
    matched = match_unit(folded, start)
    if matched is None:
        return None
    unit, unit_end = matched
    if unit.canonical == "pH" or (unit.is_scale and _COMPARED.match(folded, unit_end)):
        return None  # the name of the next quantity: 60 HRC, HV0.5≥600
    return unit, start, unit_end


def _goes_together(folded: str, number: Number, unit: Unit, start: int) -> bool:
    """Whether this unit is this number's, and not part of a date, an ordinal or a type designation."""
    if folded[number.start - 1 : number.start] == "第":
        return False
    if number.is_chinese:  # 三个月, 五万元; but 三元电池
        return unit.dimension in _DURATIONS or unit.atoms[0][0].multiplier != ""
    if unit.canonical == "年" and 1900 <= number.value <= 2100:
        return False
    if _LOST_POWER.search(folded, max(0, number.start - 4), number.start) and 100 < number.value < 110:
        return unit.dimension in ("length", "area")  # 1×105 CFU/g may have been 1×10⁵
    designation = _DESIGNATION.search(folded, max(0, number.start - 8), number.start)
    if designation is not None:  # Ra0.8μm, R5mm; but Q345A and XB-11A are names
        return unit.dimension == "length" and start == number.end and designation[1] is None
    return True


def _group(folded: str, tokens: list[_Token], index: int) -> _Group | None:
    """The quantity that begins with this token."""
    first = tokens[index]
    if index + 1 < len(tokens):
        second = tokens[index + 1]
        joint = _JOINTS.fullmatch(folded, first.end, second.start)
        if joint is not None:
            joined = _product(folded, tokens, index) if joint["times"] else _pair(first, second, joint)
            if joined is not None:
                return joined
            if joint["times"] and first.unit is None:
                return None
    if first.unit is None:
        return _scale(first, (first,), (first.value,), "=")
    alone = _ALONE.search(first.before)
    if alone:
        shifted = replace(first, before=first.before[: alone.start()], start=_back(first, alone))
        return _Group((shifted,), (Decimal(0), first.value), "±", first.unit, first.written)
    signed = _signed(first)
    return _Group((signed,), (signed.value,), "=", first.unit, first.written)


def _pair(first: _Token, second: _Token, joint: re.Match[str]) -> _Group | None:
    """A range or a tolerance: 0.1～100 MPa, 5万～10万元, -40℃～85℃, 25±2 ℃, HRC58～62."""
    comparison: Comparison = "±" if joint["tolerance"] else "range"
    unit = second.unit
    if first.unit is not None and unit is not None and first.unit.canonical != unit.canonical:
        return None
    if first.multiplier and not second.written.startswith(first.multiplier):
        return None
    if unit is None and (first.unit is not None or second.multiplier):
        return None
    start = _signed(replace(first, unit=unit))
    other = -second.value if joint["sign"] == "-" else second.value
    values = (start.value, other)
    if comparison == "range" and start.value > other:
        if "-" in joint["range"]:
            return None
        values = (other, start.value)
    if unit is None:
        return _scale(start, (start, second), values, comparison)
    return _Group((start, second), values, comparison, unit, second.written)


def _product(folded: str, tokens: list[_Token], index: int) -> _Group | None:
    """The sides of something: 100×50×10 mm; lengths only, 3×4 mm² is a cable with three cores."""
    sides = [tokens[index]]
    for token in tokens[index + 1 : index + 3]:
        joint = _JOINTS.fullmatch(folded, sides[-1].end, token.start)
        if joint is None or not joint["times"]:
            break
        sides.append(token)
    unit = sides[-1].unit
    if unit is None or unit.dimension != "length":
        return None
    if any(side.unit is not None and side.unit.canonical != unit.canonical for side in sides):
        return None
    return _Group(tuple(sides), tuple(side.value for side in sides), "×", unit, sides[-1].written)


def _scale(
    first: _Token, tokens: tuple[_Token, ...], values: tuple[Decimal, ...], comparison: Comparison
) -> _Group | None:
    """Hardness or pH, whose name stands in front: HRC58～62, pH 6～8, HV0.5≥600; HV10 alone names a method."""
    compared = _PREFIX.search(first.before)
    head = first.before[: compared.start()] if compared else first.before
    name = _SCALE.search(head)
    if name is None or (name[2] and name[1] not in ("HV", "HB", "HBW")) or any(token.multiplier for token in tokens):
        return None
    is_load = name[1] == "HV" and compared is None and name.end() == len(head) and values[0] in _LOADS and not name[2]
    if is_load or (name[1].startswith("HB") and max(values) > _LARGEST_BRINELL):
        return None
    unit = parse_unit("pH" if name[1] == "PH" else name[1])
    if unit is None:
        return None
    said = comparison if compared is None or comparison != "=" else _BEFORE[compared[1]]
    shifted = replace(first, before="", start=_back(first, name))
    return _Group((shifted, *tokens[1:]), values, said, unit, name[1])


def _signed(token: _Token) -> _Token:
    """The token with a minus or 零下 in front taken in."""
    below = _BELOW_ZERO.search(token.before)
    dimension = token.unit.dimension if token.unit else ""
    if below and dimension in _SIGNED:
        return replace(token, value=-token.value, start=_back(token, below), before=token.before[: below.start()])
    minus = _NEGATIVE.search(token.before)
    if minus and (minus[1] is None or dimension in _SIGNED):
        return replace(token, value=-token.value, start=token.start - 1, before=token.before[:-1])
    return token


def _quantity(text: str, folded: str, group: _Group, taken: int) -> Quantity:
    first, last = group.tokens[0], group.tokens[-1]
    start, end, comparison = first.start, last.end, group.comparison
    if comparison == "=":
        prefix = _PREFIX.search(first.before)
        suffix = _SUFFIX.match(folded, end)
        if prefix and _back(first, prefix) >= taken:
            start, comparison = _back(first, prefix), _BEFORE[prefix[1]]
        elif suffix:
            end, comparison = suffix.end(), _AFTER[suffix[1]]
    is_bracketed = folded[first.end : last.end - len(group.written)].rstrip(" ").endswith(")")
    start -= is_bracketed and start > 0 and folded[start - 1] == "("
    return Quantity(
        values=tuple(format(value, "f") for value in group.values),
        comparison=comparison,
        unit=group.written,
        canonical=group.unit.canonical,
        dimension=group.unit.dimension,
        quote=text[start:end],
        start=start,
        end=end,
    )
