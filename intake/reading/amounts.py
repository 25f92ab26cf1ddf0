"""Sums of money as they are written or said: 三五万, 两万五, 1万2千, ¥4,500, HK$20,000, 8-10k RMB. What they are for is
no matter of this page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from intake.reading.numerals import NUMERAL, about, numeral

_NUMBER = (
    rf"(?:(?<![\d.A-Za-z])\d[\d,]{{0,14}}(?:\.\d{{1,4}})?|(?<![几数{NUMERAL}])[{NUMERAL}]{{1,10}}"
    rf"|(?<!一)半"
    rf"|(?<![几数十百千\d])(?=万把))"
)
_SCALE = r"万亿|百万|千万|亿|万|千|百|[wWkK](?![A-Za-z])"
_AFTER_SCALE = (
    rf"(?:(?P<{{0}}_rest>\d{{{{1,4}}}}(?![\d.]|[年月天个])"
    rf"|[{NUMERAL}]{{{{1,7}}}}(?![台套个年月批次件款种项条家级吨点样]))(?P<{{0}}_rest_scale>千"
    rf"|百"
    rf"|k)?)?"
)
_FUZZY = r"(?:多|余|来|出头|把|左右|整)?"
_MONEY = r"(?:元人民币|块钱|人民币|美元|美金|美刀|欧元|港币|港元|日元|英镑|元|块|RMB|rmb|CNY|USD|usd|EUR|HKD|US\$|\$|€)"
_SIGN = r"(?:人民币|RMB|rmb|CNY|USD|usd|US\$|HK\$|EUR|HKD|GBP|港币|美元|美金|欧元|[¥￥$€£])"


def _one(name: str) -> str:
    rest = _AFTER_SCALE.format(name)
    return (
        rf"(?P<{name}>{_NUMBER}) {{0,2}}(?P<{name}_some>几|多|余|来|把)?"
        rf"(?:(?P<{name}_scale>个?(?:{_SCALE})){rest})?(?P<{name}_about>{_FUZZY}) {{0,2}}(?P<{name}_money>{_MONEY})?"
    )


_SUM = re.compile(rf"(?P<sign>{_SIGN})?:? {{0,2}}{_one('low')}(?: {{0,2}}(?:-|~|～|至|到|—) {{0,2}}{_one('high')})?")
_CURRENCIES = (
    ("美元", re.compile(r"美元|美金|美刀|USD|US\$|(?<!HK)\$", re.IGNORECASE)),
    ("欧元", re.compile(r"欧元|EUR|€", re.IGNORECASE)),
    ("港元", re.compile(r"港[币元]|HK", re.IGNORECASE)),
    ("日元", re.compile(r"日元")),
    ("英镑", re.compile(r"英镑|GBP|£", re.IGNORECASE)),
)
_TENFOLD = {"万亿": 12, "亿": 8, "千万": 7, "百万": 6, "万": 4, "千": 3, "百": 2}


@dataclass(frozen=True, slots=True)
class Amount:
    """A sum at ``[start, end)`` of the searched text: ``30-50万元``, ``3千美元``.

    ``in_money``: the unit of money was said; ``scaled``: at least 万, 千, k; with neither it is any number.
    """

    start: int
    end: int
    value: str
    in_money: bool
    scaled: bool


def find_amounts(text: str) -> Iterator[Amount]:
    """Every number in a folded text that may be a sum of money; numbers of unknown size (几万, 十几万) are none."""
    for found in _SUM.finditer(text):
        if (amount := _amount(found)) is not None:
            yield amount


def _amount(found: re.Match[str]) -> Amount | None:
    money = found["high_money"] or found["low_money"] or found["sign"] or ""
    unit = next((name for name, pattern in _CURRENCIES if pattern.search(money)), "元")
    low, high = _plain(found, "low"), _plain(found, "high") if found["high"] is not None else None
    if low is None or (high is None and found["high"] is not None):
        return None
    scaled = bool(low[1] or (high and high[1]))
    if high is None:
        digits = "-".join(about(found["low"]) or (low[0],))
        value = f"{digits}{low[1]}{unit}"
    elif low[1] in ("", high[1]) and not (found["low_money"] and not low[1] and high[1]):
        value = f"{low[0]}-{high[0]}{high[1]}{unit}"
    else:
        value = f"{low[0]}{low[1]}{unit if not low[1] else ''}-{high[0]}{high[1]}{unit}"
    spoken = all(c in NUMERAL for c in found["low"]) and high is None
    in_money = bool(money)
    if spoken and not scaled and numeral(found["low"]).endswith("00"):
        scaled = True  # 三千, 八百: spoken thousands carry their scale in the numeral
    end = found.end()
    while end > found.start() and found.string[end - 1] == " ":
        end -= 1
    return Amount(found.start(), end, value, in_money, scaled)


def _plain(found: re.Match[str], name: str) -> tuple[str, str] | None:
    """Digits and scale: ``两万五`` → ``2.5``, ``万``; None where the size is open (十几万)."""
    scale = (found[f"{name}_scale"] or "").removeprefix("个")
    scale = {"w": "万", "k": "千"}.get(scale.lower(), scale)
    if found[f"{name}_some"] == "几":
        return None
    words = found[name]
    digits = "1" if words == "" else numeral(words)
    if words == "" and not scale:
        return None
    if not re.fullmatch(r"\d+(?:\.\d+)?", digits):
        return None
    if pair := re.fullmatch(r"([一二两三四五六七八])([千百])([二三四五六七八九])\2", words):  # 三千五千
        return f"{numeral(pair[1])}-{numeral(pair[3])}", pair[2] + scale
    rest = found[f"{name}_rest"]
    return (digits, scale) if not rest else (_with_rest(digits, scale, rest, found[f"{name}_rest_scale"]), scale)


def _with_rest(digits: str, scale: str, rest: str, rest_scale: str | None) -> str:
    """``两万五`` is 2.5 万, ``三万二千五`` is 3.25 万, ``1万2千`` is 1.2 万."""
    whole = 10 ** _TENFOLD.get(scale, 0)
    more = float(numeral(rest))
    if rest_scale:
        more *= 100 if rest_scale == "百" else 1000
    elif len(rest) == 1:  # 两万五: the figure alone is of the next scale
        more *= whole / 10
    return f"{float(digits) + more / whole:g}"
