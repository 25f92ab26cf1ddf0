"""Invented scope rows and demands in any number: the demonstration's products, parameters and standards recombined.

Row ``n`` is the same for the same seed whatever the number of rows asked for. Centres hold some hundred rows, those of
one product together, as annexes do; standards are cited in changing numbers and years, so that the vocabulary grows.
Most certificates are in force on the day for which the demands are planned.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date
from functools import cache, lru_cache
from typing import NamedTuple

from kb.demonstration.scope import ScopeRow, catalogue, scope_of
from kb.demonstration.world import DATA
from kb.passages import Passage, ScopeFacts

ROWS_A_CENTRE = 800
_KINDS = ("", "", "", "", "（出口）", "（军用）", "（民用）", "及其部件", "及制品", "用原料", "（小型）", "（大型）")
_LIMITS = ("", "", "", "", "", "只做常温", "不做现场", "只用第一法", "限 50 kg 以下", "不做老化后试验")
_TROUBLES = (
    "我们厂做{product}，最近客户退货，说{parameter}不合格，想找能检测的地方，还要能分析原因。",
    "{product}出口要报告，买方点名要做{parameter}，按{standard}，半个月内能不能出结果？",
    "新配方的{product}在使用中开裂、变色，怀疑是{parameter}的问题，希望检测机构帮忙一起改进工艺。",
    "需要对{product}的{parameter}做比对试验，并请专家解读{standard}的要求。",
)


class Demand(NamedTuple):
    """What an enterprise asks, and the facts in it."""

    text: str
    title: str
    product: str
    parameter: str
    standard: str


@cache
def scope_rows() -> tuple[ScopeRow, ...]:
    """All rows of the demonstration world."""
    standards = catalogue()
    return tuple(row for path in sorted((DATA / "scopes").glob("*.yaml")) for row in scope_of(path.stem, standards))


def passages(count: int, seed: int = 1) -> Iterator[Passage]:
    """``count`` capability rows, ids ascending."""
    source = scope_rows()
    for number in range(count):
        centre, place = divmod(number, ROWS_A_CENTRE)
        product_chance = random.Random(f"{seed}/{centre}/{place // 16}")
        product = product_chance.choice(source).product + product_chance.choice(_KINDS)
        chance = random.Random(f"{seed}/{number}")
        row = chance.choice(source)
        fields = {"product": product, "parameter": row.parameter, "standards": _standards(row, product, chance)}
        limit = chance.choice(_LIMITS)
        if limit:
            fields["limit"] = limit
        yield Passage(
            id=f"cap_{number:08d}",
            kind="capability",
            fields=fields,
            provider_id=f"cen_{centre:05d}",
            scope=_certificate(centre, seed).model_copy(update={"source": f"附表 第 {place} 行"}),
        )


@lru_cache(maxsize=4_096)
def _certificate(centre: int, seed: int) -> ScopeFacts:
    """Most certificates are in force on the planned day; some have run out, tell no end, or begin later."""
    chance = random.Random(f"{seed}/certificate/{centre}")
    begins, ends = chance.choice((*[(2023, 2029)] * 16, (2019, 2025), (2023, None), (2027, 2033), (None, 2029)))
    return ScopeFacts(
        qualification=chance.choice(("CMA", "CNAS")),
        certificate_number=f"L{centre:05d}",
        valid_from=None if begins is None else date(begins, 7, 1),
        valid_until=None if ends is None else date(ends, 6, 30),
    )


def demands(count: int, seed: int = 2) -> list[Demand]:
    """``count`` demands, each about a product and a parameter of some rows, in an enterprise's words."""
    source = scope_rows()
    found = []
    for number in range(count):
        chance = random.Random(f"{seed}/{number}")
        product, row = chance.choice(source).product, chance.choice(source)
        standard = str(row.standards[0])
        trouble = chance.choice(_TROUBLES)
        text = trouble.format(product=product, parameter=row.parameter, standard=standard)
        found.append(Demand(text, f"{product}{row.parameter}", product, row.parameter, standard))
    return found


def _standards(row: ScopeRow, product: str, chance: random.Random) -> str:
    cited = []
    for standard in row.standards[:2]:
        if chance.random() < 0.5:
            cited.append(f"{standard} {standard.name or ''}".strip())
        else:
            number = chance.randrange(1_000, 45_000)
            cited.append(f"GB/T {number}.{number % 7 + 1}-{1995 + number % 30} {product} {row.parameter}的测定")
    return "；".join(cited)
