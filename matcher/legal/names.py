"""The names in a cell of an annex: enumerated, with other names in brackets, sometimes "everything of the standard"."""

from __future__ import annotations

import re
from functools import lru_cache

from matcher.legal.kin import squeezed

_BRACKET = re.compile(r"[(\[【]([^()\[\]【】]*)[)\]】]")
_BETWEEN = re.compile(r"[、,;/|]|和|与|以及|及(?!其)|或")
_LEAD = re.compile(r"^(?:包括|包含|含|如|即|又名|又称|俗称|别名|简称)[:：]?")
_ALL = re.compile(r"(?:全部|所有|全)(?:检测|检验)?(?:参数|项目|指标|性能)|全项(?:检验|检测)?|参数(?:全部|不限)|^全部$")
_SOME = re.compile(r"部分(?:检测|检验)?(?:参数|项目|指标|性能)|^部分$")
_TAIL = re.compile(r"(?:的?(?:试验|测试|检测|检验|测定|分析|测量|检查|含量|性能|性|参数|项目))+$")
_MARKS = re.compile(r"^[﹡*△▲☆★#※]+|[﹡*△▲☆★#※]+$")


@lru_cache(maxsize=16_384)
def names_in(cell: str) -> tuple[str, ...]:
    """The squeezed names of a cell, each once; what stands in brackets is another name or an example."""
    text = _MARKS.sub("", squeezed(cell))
    inside = [_LEAD.sub("", part) for found in _BRACKET.finditer(text) for part in _BETWEEN.split(found[1])]
    outside = _BETWEEN.split(_BRACKET.sub("", text))
    return tuple(dict.fromkeys(name for name in (*outside, *inside) if name))


_MATERIAL = (
    "食品接触用|食品级|塑料|塑胶|硫化橡胶|硅橡胶|橡胶|硅胶|热塑性弹性体|金属|不锈钢|钢铁|碳钢|铝合金|铜合金|铝|铜|钢|玻璃|"
    "陶瓷|搪瓷|木质|木制|木|竹|纸质|纸|皮革|复合|纺织|化纤"
)
_PURPOSE = (
    r"[\u4e00-\u9fff]{1,6}用|汽车|电动汽车|新能源汽车|家电|家具|建筑|电力|电子|医疗|船舶|航空|铁路|轨道交通|高压|低压|"
    "锂离子|光伏|太阳能|农业|工业|玩具|儿童|婴幼儿|电梯|摩托车|自行车|电动自行车|led"
)
_OF = re.compile(rf"(?:{_PURPOSE}|{_MATERIAL})++(?=.)")
_OF_MATERIAL = re.compile(rf"({_MATERIAL})(.+)")
_ALONE = re.compile(_MATERIAL)
_AND_ITS = re.compile(r"(.{2,})及其制品")


@lru_cache(maxsize=16_384)
def products_in(cell: str) -> tuple[str, ...]:
    """The names of a cell of products. What the enumeration leaves out is put back: 塑料管材、管件 are plastic fittings
    and say nothing of those of steel, 塑料和橡胶制品 nothing of plastics; 水果及其制品 are fruit and what fruit makes.
    """
    text = _MARKS.sub("", squeezed(cell))
    outside = [part for part in _BETWEEN.split(_BRACKET.sub("", text)) if part]
    inside = [
        one for found in _BRACKET.finditer(text) for part in _BETWEEN.split(found[1]) if (one := _LEAD.sub("", part))
    ]
    lead = (found[0] if outside and (found := _OF.match(outside[0])) else "") or ""
    last = _OF_MATERIAL.fullmatch(outside[-1]) if len(outside) > 1 else None
    names: list[str] = []
    for place, part in enumerate([*outside, *inside]):
        if last is not None and place < len(outside) - 1 and _ALONE.fullmatch(part):
            names.append(part + last[2])
        elif place and _is_left_out(lead, outside[0] if outside else "", part):
            names.append(lead + part)
        else:
            names.append(part)
    whole = [_BRACKET.sub("", text)] if len(outside) > 1 else []  # 铜及铜合金 is the name of one class
    both = [one for name in (*names, *whole) for one in _with_what_is_made(name)]
    return tuple(dict.fromkeys(both))


def _is_left_out(lead: str, first: str, part: str) -> bool:
    """Whether what leads the first name of an enumeration belongs to a later one too; one character (钢) does so only
    where both are of one sort (钢管、管件, not 钢丝绳、紧固件)."""
    if not lead or _OF.match(part) or _ALONE.fullmatch(part):
        return False
    return len(lead) > 1 or not set(first[1:]).isdisjoint(part)


def _with_what_is_made(name: str) -> tuple[str, ...]:
    found = _AND_ITS.fullmatch(name)
    return (name,) if found is None else (name, found[1], f"{found[1]}制品")


SHORTEST = 2
"""Characters of the end of a product's name that may stand for it: 压力表 for 弹性元件式一般压力表."""


def end_said(text: str, name: str) -> str:
    """The longest end of a name that a squeezed text says, all of it or what tells what it is; else nothing."""
    return next((name[at:] for at in range(len(name) - SHORTEST + 1) if name[at:] in text), "")


@lru_cache(maxsize=16_384)
def core(name: str) -> str:
    """A name of a test without the words that every test has: 盐雾试验 → 盐雾."""
    return _TAIL.sub("", name) or name


@lru_cache(maxsize=16_384)
def is_all(cell: str) -> bool:
    """Whether a cell names all parameters of a standard (全部参数), not a single one."""
    return _ALL.search(squeezed(cell)) is not None


@lru_cache(maxsize=16_384)
def is_some(cell: str) -> bool:
    """Whether a cell says that only some parameters are meant without naming them (部分参数)."""
    return _SOME.search(squeezed(cell)) is not None
