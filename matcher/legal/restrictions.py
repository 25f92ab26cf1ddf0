"""What limits a row held against the demand: an excluded thing or method, a value beyond its range; else what to check.

Nothing is passed over in silence: a clause that cannot be read is one that a person must check, and so is one whose
words the demand neither meets nor contradicts.
"""

from __future__ import annotations

import re
from functools import lru_cache

from foundation.language import sentence
from foundation.text import bigrams
from matcher.legal.asked import Asked
from matcher.legal.finding import Finding
from matcher.legal.known_tests import tests_called, tests_in
from matcher.legal.limits import Clause, clauses_of
from matcher.legal.names import core
from matcher.legal.ranges import is_of_another, range_of
from matcher.legal.ruling import LegalState
from matcher.legal.unsaid import may_concern

_SEVERAL = re.compile(r"[和与及、/]")
SHORT = 2
"""A thing of so few characters may stand in other words: it is checked rather than taken for named."""


def look(limits: str, row_parameter: str, asked: Asked) -> tuple[Finding, ...]:
    """A finding for each clause that bars the demand or that a person must check."""
    found = []
    clauses = clauses_of(limits)
    for clause in clauses:
        state = _state(clause, row_parameter, asked)
        if state == "excluded" and clause.quantity is not None and is_of_another(clause, clauses, asked):
            continue
        if state != "inside":
            found.append(_told(state, clause.written))
    return tuple(found)


@lru_cache(maxsize=4_096)
def _told(state: LegalState, clause: str) -> Finding:
    if state == "excluded":
        return Finding(state, sentence("限制范围“{clause}”：您要的不在其内，只能按方法开发（6.2）商谈", clause=clause))
    return Finding(state, sentence("限制范围“{clause}”：请核对是否符合您的要求", clause=clause))


def _state(clause: Clause, row_parameter: str, asked: Asked) -> LegalState:
    match clause.kind:
        case "part":
            return "inside"
        case "only":
            state = _only(clause, row_parameter, asked)
        case "never":
            state = _never(clause, asked)
        case "range":
            return range_of(clause, row_parameter, asked)
        case _:
            return "to_check"
    if state == "excluded" and (asked.is_open or _is_of_something_else(clause.subject, row_parameter, asked)):
        return "to_check"  # 甲醛只做干燥器法, and a method is named for something that is not 甲醛
    return state


_ITSELF = re.compile(
    r"(?:本|该|此|其|各|目前|现|暂|检测|检验|试验|测试|方法|项目|参数|实验室|中心|机构|样品|产品|能力|范围|标准|的|中|均|应|须|需)*"
)
"""Subjects that are the row itself: 本实验室只用第一法."""


def _is_of_something_else(subject: str, row_parameter: str, asked: Asked) -> bool:
    if _ITSELF.fullmatch(subject):
        return False
    return subject not in row_parameter and not asked.mentions(subject)


def _only(clause: Clause, row_parameter: str, asked: Asked) -> LegalState:
    if all(item.endswith("法") for item in clause.items):
        return _only_methods(clause, row_parameter, asked)
    if any(len(item) > SHORT and asked.mentions(core(item)) for item in clause.items):
        return "inside"
    wanted = [core(name) for name in asked.names[: len(asked.wanted.parameters)]]
    if any(core(item) == name for item in clause.items for name in wanted):
        return "inside"
    if wanted and not clause.methods and not any(name in row_parameter or row_parameter in name for name in wanted):
        tests = {test for item in clause.items for test in tests_called(asked.kin.lexicon, core(item))}
        is_another = bool(tests) and tests.isdisjoint(tests_in(asked.kin.lexicon, asked.text))
        return "excluded" if is_another and _have_nothing_in_common(clause.items, tuple(wanted)) else "to_check"
    return "to_check"


def _only_methods(clause: Clause, row_parameter: str, asked: Asked) -> LegalState:
    if not asked.methods and not asked.named_methods:
        return _of_methods_untold(clause, row_parameter, asked)
    if any(method in clause.methods for method in asked.methods):
        return "inside" if set(asked.methods) <= set(clause.methods) else "to_check"
    if any(_is_named(item, asked.named_methods) for item in clause.items):
        return "inside"
    if asked.methods and clause.methods:
        return "excluded"
    both = clause.items and asked.named_methods and not asked.methods and not clause.methods
    return "excluded" if both and _have_nothing_in_common(clause.items, asked.named_methods) else "to_check"


def _of_methods_untold(clause: Clause, row_parameter: str, asked: Asked) -> LegalState:
    """Where the demand names no method: one that goes by a name may be told in other words (直接接种 beside
    薄膜过滤法), one by its letter with its conditions (8.00 MPa beside C 法)."""
    if _is_of_something_else(clause.subject, row_parameter, asked):
        return "inside"
    is_by_conditions = bool(asked.quantities) and any(method.isalpha() for method in clause.methods)
    return "to_check" if clause.items or asked.techniques or is_by_conditions else "inside"


def _never(clause: Clause, asked: Asked) -> LegalState:
    if any(method in clause.methods for method in asked.methods):
        return "excluded"
    if any(item.endswith("法") and _is_named(item, asked.named_methods) for item in clause.items):
        return "excluded"
    state: LegalState = "inside"
    if clause.methods and not asked.methods:
        state = _of_methods_untold(clause._replace(items=()), "", asked)
    for item in clause.items:
        bare = core(item)
        named = [name for name in asked.names if bare == core(name) or (len(bare) >= SHORT and bare in name)]
        if any(not _SEVERAL.search(name) for name in named):
            return "excluded"
        if named:
            state = "to_check"  # 纸和纸板, 纸板除外
            continue
        if len(bare) >= SHORT and asked.mentions(bare):
            if len(bare) > SHORT:
                return "excluded"
            state = "to_check"
        elif bare in asked.text:
            state = "to_check" if len(bare) < SHORT else state  # a longer one is there to be refused
        elif _half_said(bare, asked.text) or may_concern(bare, asked):
            state = "to_check"
    return state


def _is_named(item: str, named: tuple[str, ...]) -> bool:
    """Whether one of the named methods, with the words before it, ends in this one."""
    return any(one.endswith(item) for one in named)


def _have_nothing_in_common(items: tuple[str, ...], named: tuple[str, ...]) -> bool:
    mine = {pair for item in items for pair in bigrams(item.removesuffix("法"))}
    return mine.isdisjoint(pair for one in named for pair in bigrams(one.removesuffix("法")))


@lru_cache(maxsize=4_096)
def _pairs(item: str) -> tuple[str, ...]:
    return tuple(bigrams(item))


def _half_said(item: str, text: str) -> bool:
    """Whether at least half of a thing's pairs of characters stand in the demand: perhaps it is meant."""
    pairs = _pairs(item)
    return len(pairs) > 1 and 2 * sum(pair in text for pair in pairs) >= len(pairs)
