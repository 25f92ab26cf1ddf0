"""What a demand says without the word: −40 ℃ is cold, IP6X keeps dust out, CASS is a salt spray.

A restriction is written in words (不做低温冲击, 不测防尘) and a demand in signs and values; who compares only words
lets the one pass the other.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal

from foundation.quantities import Quantity

COLD, HOT = Decimal(0), Decimal(50)
"""In ℃: up to here a test is one at low temperature, from here on one at high temperature."""

_GRADES = (
    r"20[12]|30[1-4]l?|309s?|310s?|316(?:l|ti)?|317l?|321|347h?|409l?|410s?|420|430|440[abc]?|904l|2205|2507|17-4ph"
)
_SIGNS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), words)
    for pattern, words in (
        (r"零下\d|冰冻|冷冻|深冷|液氮", "低温"),
        (r"(?<![a-z])ip\s?[56][0-9x]", "防尘"),
        (r"(?<![a-z])ip\s?[0-9x][1-6]", "防水"),
        (r"(?<![a-z])ip\s?[0-9x][78]", "防水 浸水"),
        (r"(?<![a-z])ip\s?[0-9x]9", "防水 高压喷水"),
        (r"(?<![a-z])cass(?![a-z])", "铜加速乙酸盐雾 铜加速醋酸盐雾"),
        (r"铜加速", "cass"),
        (r"(?<![a-z])nss(?![a-z])", "中性盐雾"),
        (r"中性盐雾", "nss"),
        (r"(?<![a-z])a{1,2}ss(?![a-z])", "乙酸盐雾 醋酸盐雾"),
        (r"(?<![a-z])h?hr[abc](?:w|(?![a-z]))", "洛氏硬度"),
        (r"(?<![a-z])hv\d*(?![a-z])", "维氏硬度"),
        (r"(?<![a-z])hbw?\d*(?![a-z])", "布氏硬度"),
        (r"(?<![a-z])hl[de]?(?![a-z])", "里氏硬度"),
        (rf"(?<![a-z])sus\s?\d{{3}}|(?<![\d.a-z])(?:{_GRADES})(?=不锈|[钢板管棒材圆法螺焊的]|l(?![a-z]))", "不锈钢"),
        (r"(?<![a-z])q(?:195|215|235|275)|(?<!\d)(?:20|35|45)(?:#|号)?钢", "碳钢 碳素钢"),
        (r"(?<![a-z])q(?:345|355|390|420|460)|16mn", "低合金钢"),
        (r"(?<![a-z])adc\s?12|(?<![a-z])zl\s?1\d\d|(?<!\d)[567]0[0-9]{2}(?=铝|-?t\d)", "铝合金"),
        (r"(?<![a-z])(?:hplc|uplc)(?![a-z])", "液相色谱"),
        (r"(?<![a-z])lc-?ms", "液相色谱 质谱"),
        (r"(?<![a-z])gc-?ms", "气相色谱 质谱"),
        (r"(?<![a-z])gc(?![a-z-])", "气相色谱"),
        (r"(?<![a-z])ic(?![a-z])", "离子色谱"),
        (r"(?<![a-z])icp-?ms", "电感耦合等离子体质谱 质谱"),
        (r"(?<![a-z])icp(?:-?(?:oes|aes))?(?![a-z-])", "电感耦合等离子体发射光谱"),
        (r"(?<![a-z])(?:g?f?aas)(?![a-z])", "原子吸收"),
        (r"(?<![a-z])afs(?![a-z])", "原子荧光"),
        (r"(?<![a-z])xrf(?![a-z])", "x射线荧光"),
        (r"(?<![a-z])pcr(?![a-z])", "聚合酶链式反应 荧光pcr"),
        (r"(?<![a-z])elisa(?![a-z])", "酶联免疫"),
        (r"(?<![a-z])tofd", "衍射时差"),
        (r"(?<![a-z])(?:paut)(?![a-z])", "相控阵"),
        (r"(?<![a-z])rt(?![a-z])|探伤片|拍片", "射线"),
        (r"(?<![a-z])ut(?![a-z])", "超声"),
        (r"(?<![a-z])esd(?![a-z])", "静电放电"),
        (r"(?<![a-z])eft(?![a-z])", "电快速瞬变脉冲群"),
        (r"(?<![a-z])surge(?![a-z])", "浪涌"),
        (r"γ|伽马|钴-?60|铱-?192", "γ射线 伽马射线"),
    )
)


def implied(text: str, quantities: Iterable[Quantity]) -> str:
    """The words that a squeezed text and its values imply, each after a full stop; empty where they imply none."""
    return "".join(
        f"。{word}" for word in dict.fromkeys((*_of_signs(text), *_of_values(quantities))) if word not in text
    )


def _of_signs(text: str) -> Iterator[str]:
    for pattern, words in _SIGNS:
        if pattern.search(text):
            yield from words.split()


def _of_values(quantities: Iterable[Quantity]) -> Iterator[str]:
    for quantity in quantities:
        if quantity.canonical != "℃":
            continue
        values = [Decimal(value) for value in quantity.values]
        if min(values) <= COLD and quantity.comparison != "±":
            yield "低温"
        if max(values) >= HOT:
            yield "高温"
