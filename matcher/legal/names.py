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
