"""The product and the parameter of a row held against those demanded.

What is demanded must be the very thing or a kind of it: a scope for bolts holds for hexagon bolts, one for
high-strength bolts says nothing of bolts at large. Names without a common word in two trades that have nothing to do
with each other are different things; of all else that is not plain a person must look.
"""

from __future__ import annotations

from functools import lru_cache
from operator import itemgetter
from typing import Literal

from foundation.language import sentence
from foundation.text import bigrams
from matcher.legal.finding import Finding
from matcher.legal.kin import Kin
from matcher.legal.known_tests import tests_named
from matcher.legal.names import core, is_all, is_some, names_in, products_in

Kinship = Literal["same", "broader", "class", "narrower", "unclear", "other"]
"""What the row's name is beside the demanded one; ``class``: a class of goods that the demanded thing belongs to."""

_ORDER: tuple[Kinship, ...] = ("same", "broader", "class", "narrower", "unclear", "other")
_TURNED = frozenset("非无不未仿假代")
"""Characters that make another thing of what follows: 非金属材料 is no 金属材料."""
_OF_AN_AGE = ("现代", "当代", "近代", "古代", "年代", "时代")
SAYS_NOTHING = frozenset(
    {
        "制品", "产品", "材料", "设备", "零件", "部件", "配件", "附件", "用品",
        "器具", "装置", "系统", "组件", "构件", "结构件", "工件", "器材", "元件",
        "仪器", "样品", "物品", "成品", "原料", "辅料", "包装",
    }
)  # fmt: skip
"""What a thing may end in without its being told what it is: a row for 制品 alone covers no 橡胶制品."""


STRANGE = 900
"""From so many thousandths on a row's trade has nothing to do with the demand's (:mod:`kb.trade.recognition`)."""


def look_at_product(row: str, asked: str | None, kin: Kin, strangeness: int = 0) -> tuple[Finding, ...]:
    """Nothing when the row is for the demanded product. ``strangeness`` of its trade is in thousandths, 0 … 1000.

    A demand that tells no product is inside no scope by that: somebody checks, unless it speaks of the row's very own.
    """
    if not asked:
        if any(kin.is_spoken(name) for name in products_in(row)):
            return ()
        return (Finding("to_check", sentence("需求没有写明产品；附表这一行是“{row}”，是否适用请核对", row=row)),)
    if not row:
        return (Finding("to_check", sentence("附表这一行没有写产品，是否包括“{asked}”请核对", asked=asked)),)
    place, name, one = min(
        (
            (_ORDER.index(product_kinship(name, one, kin)), name, one)
            for name in products_in(row)
            for one in names_in(asked)
        ),
        key=itemgetter(0),
        default=(_ORDER.index("unclear"), row, asked),
    )
    found = _ORDER[place]
    if found in ("same", "broader"):
        return ()
    if found == "class":
        told = sentence("附表的“{row}”包括“{asked}”（产品分类）", row=name, asked=one)
        return (Finding("inside", told),)
    if found == "other" or (strangeness >= STRANGE and not _share_a_pair(row, asked)):
        told = sentence("附表这一行的产品是“{row}”，不是“{asked}”", row=row, asked=asked)
        return (Finding("other_product", told),)
    told = sentence("附表这一行的产品是“{row}”，是否包括“{asked}”请核对", row=row, asked=asked)
    return (Finding("to_check", told),)


def product_kinship(row: str, asked: str, kin: Kin) -> Kinship:
    """What the row's product is beside the demanded one; both squeezed."""
    if row == asked:
        return "same"
    if kin.is_set_apart(row, asked):
        return "unclear"
    if _is_kind_of(asked, row):
        return "unclear" if row in SAYS_NOTHING or kin.speaks_against(row, asked) else "broader"
    if kin.is_class_of(row, asked):
        return "class"
    # A separator of which the text says that it is one for lithium batteries is that, though it is called a separator.
    spoken = _share_a_pair(row, asked) and kin.is_spoken(row)
    if _is_kind_of(row, asked):
        return "broader" if spoken else "narrower"
    if kin.is_class_of(asked, row):
        return "narrower"
    mine, theirs = kin.known("product", row), kin.known("product", asked)
    for one in mine:
        for other in theirs:
            if one.concept is other.concept and one.is_whole:
                if one.is_proper:  # 六角螺栓 goes under 螺栓
                    return "broader" if kin.is_just(row, asked, other) else "unclear"
                return "narrower" if other.is_proper else "unclear"
    return "other" if _is_turned(asked, row) or _is_turned(row, asked) else "unclear"


def look_at_parameter(row: str, asked: tuple[str, ...], kin: Kin) -> tuple[str | None, tuple[Finding, ...]]:
    """The demanded parameter that the row comes nearest to, and what stands between them."""
    if not asked:
        return None, ()
    if not row:
        told = sentence("附表这一行没有写检测项目，是否包括“{asked}”请核对", asked=asked[0])
        return None, (Finding("to_check", told),)
    names = names_in(row)
    kinship, place = min(
        (
            (_ORDER.index(parameter_kinship(core(name), core(one), kin)), place)
            for place, written in enumerate(asked)
            for one in names_in(written)
            for name in names
        ),
        default=(_ORDER.index("unclear"), 0),
    )
    found, named = _ORDER[kinship], asked[place]
    if found == "same":
        return named, ()
    if found == "narrower":
        told = sentence("附表写的项目是“{row}”，比您要的“{asked}”窄，够不够请核对", row=row, asked=named)
        return named, (Finding("to_check", told),)
    if is_all(row) or is_some(row):
        return named, ()  # what stands in the standard decides, and is looked at with it
    if found == "other":
        told = sentence("附表这一行是“{row}”，不是您点名的“{asked}”", row=row, asked="、".join(asked))
        return None, (Finding("other_parameter", told),)
    told = sentence("附表这一行是“{row}”，是否包括“{asked}”请核对", row=row, asked=named)
    return named, (Finding("to_check", told),)


def parameter_kinship(row: str, asked: str, kin: Kin) -> Kinship:
    """What the row's parameter is beside the demanded one; both squeezed and without 试验, 测定 and their like."""
    if row == asked or tests_named(kin.lexicon, row) & tests_named(kin.lexicon, asked):
        return "same"
    if _is_kind_of(row, asked):
        return "narrower"
    if _is_kind_of(asked, row):
        return "broader"
    mine = {one.concept for one in kin.known("test", row) if one.is_whole}
    if mine & {one.concept for one in kin.known("test", asked) if one.is_whole}:
        return "unclear"
    return "unclear" if _share_a_pair(row, asked) or row in asked or asked in row else "other"


def _is_kind_of(narrow: str, broad: str) -> bool:
    """The last words say what a thing is: 不锈钢螺栓 is a 螺栓."""
    return len(broad) >= 2 and narrow.endswith(broad) and not _is_turned(narrow, broad)


def _is_turned(narrow: str, broad: str) -> bool:
    if not len(narrow) > len(broad) >= 2 or not narrow.endswith(broad):
        return False
    before = narrow[: -len(broad)]
    return before[-1] in _TURNED and not before.endswith(_OF_AN_AGE)


def _share_a_pair(row: str, asked: str) -> bool:
    return not _pairs(row).isdisjoint(_pairs(asked))


@lru_cache(maxsize=16_384)
def _pairs(name: str) -> frozenset[str]:
    return frozenset(bigrams(name))
