"""The tests that the trades know, by the cores of their names: 盐雾 is 盐雾试验."""

from __future__ import annotations

from collections.abc import Mapping

from foundation.kept_with import kept_with
from kb.trade.lexicon import Lexicon
from matcher.legal.kin import squeezed
from matcher.legal.names import core


@kept_with(16_384)
def tests_called(lexicon: Lexicon, bare: str) -> frozenset[str]:
    """The proper names of the tests that go by this core of a name: of the one whose own it is, else of all that are
    also called so."""
    found = _by_core(lexicon).get(bare, frozenset())
    return frozenset(one for one in found if core(squeezed(one)) == bare) or found


@kept_with(16_384)
def tests_named(lexicon: Lexicon, bare: str) -> frozenset[str]:
    """The proper names of the tests of which this is the core of a name of their own: 化学需氧量 for COD."""
    return _by_own_core(lexicon).get(bare, frozenset())


@kept_with(4_096)
def tests_of_family(lexicon: Lexicon, bare: str) -> frozenset[str]:
    """The proper names that begin or end with this word: 冲击 for all that strike."""
    every = (one.zh for one in lexicon.concepts if one.kind == "test" and len(bare) > 1)
    return frozenset(one for one in every if (name := core(squeezed(one))).startswith(bare) or name.endswith(bare))


@kept_with(8)
def _by_own_core(lexicon: Lexicon) -> Mapping[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for one in lexicon.concepts:
        if one.kind == "test":
            for name in (one.zh, *one.same, one.english[0]):
                found.setdefault(core(squeezed(name)), set()).add(one.zh)
    return {name: frozenset(tests) for name, tests in found.items()}


@kept_with(8)
def _by_core(lexicon: Lexicon) -> Mapping[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for one in lexicon.concepts:
        if one.kind == "test":
            for name in (*one.names, *one.english):
                found.setdefault(core(squeezed(name)), set()).add(one.zh)
    return {name: frozenset(tests) for name, tests in found.items()}


@kept_with(4_096)
def tests_in(lexicon: Lexicon, text: str) -> frozenset[str]:
    """The proper names of all tests that a text names, under whatever name."""
    numbers = {number for mention in lexicon.mentions(text) for number in mention.concepts}
    return frozenset(lexicon.concepts[number].zh for number in numbers if lexicon.concepts[number].kind == "test")
