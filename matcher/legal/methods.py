"""Methods by number or letter – 第一法, 方法 A, B 法, 方法3 – however they are written."""

from __future__ import annotations

import re
from functools import lru_cache

from foundation.numbers import chinese_number

MethodName = str
"""``"1"``, ``"a"``: 第一法, 方法1 and 方法一 are one name."""

_N = r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})"
_ORDINAL = re.compile(rf"第({_N}(?:法?(?:[、,和与或及/~-]|至|到)第?{_N})*)(?:种)?(?:方)?法")
_CALLED = re.compile(
    r"(?:试验|检测|测定)?方法\s?(?:(\d{1,2})(?![\d.a-z%℃])|([一二三四五六七八九十]{1,3})(?![致样般些个种定直起旦向百千万])|([a-z])(?![a-z\d]))"
)
_LETTERED = re.compile(r"(?<![a-z\d.])([a-z](?:[、,和与或及/][a-z])*)\s?法")
_SHORT = re.compile(r"(?:(?<![\u4e00-\u9fff])([一二三四五])|\((\d)\)|(?<![指牌])([甲乙丙丁]))\s?法")
"""一法 alone, (1)法, 甲法."""
_AT = re.compile(r"(?<![\d.])(\d+(?:\.\d+)?)\s?m\s?法")
"""10 m 法: a method by the distance at which it measures."""
_SPAN = re.compile(r"~|-|至|到")
_ONE = re.compile(_N)
_REFUSED = re.compile(r"(?:不(?:能|要|用|做|是|得|再|需|许|采用|使用)*|别用?|非|除了?|而不是|不接受)$")


@lru_cache(maxsize=16_384)
def methods_in(text: str) -> tuple[MethodName, ...]:
    """The methods that a squeezed text names, each once, in order; those it refuses (不用第二法) are left out."""
    found: dict[int, list[MethodName]] = {}
    for one in _ORDINAL.finditer(text):
        if not _REFUSED.search(text[: one.start()][-6:]):
            found[one.start()] = _numbers(one[1])
    for one in _CALLED.finditer(text):
        if not _REFUSED.search(text[: one.start()][-6:]):
            found[one.start()] = [_folded(one[1] or one[2] or one[3])]
    for one in _LETTERED.finditer(text):
        if not _REFUSED.search(text[: one.start()][-6:]):
            found[one.start()] = re.findall(r"[a-z]", one[1])
    for one in _SHORT.finditer(text):
        if not _REFUSED.search(text[: one.start()][-6:]):
            found[one.start()] = [_folded(one[1] or one[2] or one[3])]
    for one in _AT.finditer(text):
        found[one.start()] = [f"{one[1]}m"]
    return tuple(dict.fromkeys(name for place in sorted(found) for name in found[place]))


def without_methods(text: str) -> str:
    """A text with the names of its methods taken out."""
    for pattern in (_ORDINAL, _AT, _LETTERED, _CALLED, _SHORT):
        text = pattern.sub("、", text)
    return text


def _numbers(written: str) -> list[MethodName]:
    names = [_folded(one) for one in _ONE.findall(written)]
    if len(names) == 2 and _SPAN.search(written) and names[0].isdigit() and names[1].isdigit():
        return [str(number) for number in range(int(names[0]), int(names[1]) + 1)]
    return names


def _folded(written: str) -> MethodName:
    if written.isdigit():
        return str(int(written))
    number = None if written.isascii() else chinese_number(written)
    return written if number is None else str(int(number))
