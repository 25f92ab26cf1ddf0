"""The terms of all trades by the names they go under, and where they stand in a text.

A concept is what one or more fields call by one preferred Chinese name; its surfaces are that name, the synonyms and
the English. A text is read from left to right, the longest known name first: 电池隔膜 is a separator, no battery.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Literal, NamedTuple

from foundation.text import normalise
from kb.trade.field import Failure, Named, Parameter, Product, TradeField

ConceptKind = Literal["product", "test", "failure"]

SHORTEST = 2
"""A single character (头, 皮) names too many things to be found alone."""
_LATIN = re.compile(r"[a-z0-9]")


class Concept(NamedTuple):
    """``names`` are all Chinese surfaces, the preferred first; ``english`` likewise; ``standards`` of all fields."""

    kind: ConceptKind
    names: tuple[str, ...]
    english: tuple[str, ...]
    fields: tuple[str, ...]
    standards: tuple[str, ...] = ()
    tests: tuple[str, ...] = ()
    """Of a failure: the parameters that show it."""
    beside: tuple[str, ...] = ()
    """Of a product: those of ``names`` that lead to it and name something else (:class:`kb.trade.field.Product`)."""
    same: tuple[str, ...] = ()
    """Of a parameter: those of ``names`` that are exactly it (:class:`kb.trade.field.Parameter`)."""

    @property
    def zh(self) -> str:
        """The preferred Chinese name."""
        return self.names[0]


class Mention(NamedTuple):
    """Where a name stands, and the concepts (numbers) that go under it."""

    start: int
    end: int
    concepts: tuple[int, ...]


class Lexicon:
    """Concepts by number and by surface."""

    def __init__(self, concepts: Iterable[Concept], surfaces: Mapping[str, Sequence[int]] | None = None) -> None:
        """``surfaces``: as :attr:`surfaces` gave them for these concepts; worked out when they are not given."""
        self.concepts = tuple(concepts)
        self.number = {(concept.kind, concept.zh): number for number, concept in enumerate(self.concepts)}
        self.surfaces: Mapping[str, Sequence[int]] = _surfaces(self.concepts) if surfaces is None else surfaces
        lengths: dict[str, set[int]] = {}
        for surface in self.surfaces:
            lengths.setdefault(surface[:SHORTEST], set()).add(len(surface))
        self._lengths = {head: sorted(known, reverse=True) for head, known in lengths.items()}

    def mentions(self, text: str) -> Iterator[Mention]:
        """Names in ``text``, which must be folded to lower case and width, left to right, never overlapping."""
        place = 0
        while place < len(text) - 1:
            found = self._at(text, place)
            if found is None:
                place += 1
            else:
                yield found
                place = found.end

    def _at(self, text: str, place: int) -> Mention | None:
        for length in self._lengths.get(text[place : place + SHORTEST], ()):
            end = place + length
            concepts = self.surfaces.get(text[place:end])
            if concepts is not None and len(text) >= end and _stands_alone(text, place, end):
                return Mention(place, end, tuple(concepts))
        return None


def _surfaces(concepts: Sequence[Concept]) -> dict[str, list[int]]:
    surfaces: dict[str, list[int]] = {}
    for number, concept in enumerate(concepts):
        for name in dict.fromkeys(map(normalise, (*concept.names, *concept.english))):
            if len(name) >= SHORTEST:
                surfaces.setdefault(name, []).append(number)
    return surfaces


def _stands_alone(text: str, start: int, end: int) -> bool:
    """A Latin name must not be a part of a longer word: ``pp`` is not in ``support``."""
    before = start > 0 and _LATIN.match(text[start]) and _LATIN.match(text[start - 1])
    after = end < len(text) and _LATIN.match(text[end - 1]) and _LATIN.match(text[end])
    return not before and not after


def concepts_of(fields: Iterable[TradeField]) -> list[Concept]:
    """Concepts of all fields; what several fields call by one name is one concept with all their synonyms."""
    merged: dict[tuple[ConceptKind, str], Concept] = {}
    for field in fields:
        groups: tuple[tuple[ConceptKind, Mapping[str, Named]], ...] = (
            ("product", field.products),
            ("test", field.tests),
            ("failure", field.failures),
        )
        for kind, terms in groups:
            for zh, term in terms.items():
                one = _concept(kind, zh, term, field.field)
                before = merged.get((kind, zh))
                merged[kind, zh] = one if before is None else _joined(before, one)
    return list(merged.values())


def _concept(kind: ConceptKind, zh: str, term: Named, field: str) -> Concept:
    standards = term.standards if isinstance(term, Parameter) else ()
    tests = term.tests if isinstance(term, Failure) else ()
    beside, beside_en = (term.beside, term.beside_en) if isinstance(term, Product) else ((), ())
    same = term.same if isinstance(term, Parameter) else ()
    names, english = (zh, *term.other_names), (term.en, *term.other_english)
    set_apart = tuple(map(normalise, (*beside, *beside_en)))
    return Concept(kind, names, english, (field,), standards, tests, set_apart, same)


def _joined(one: Concept, other: Concept) -> Concept:
    def both(a: tuple[str, ...], b: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(dict.fromkeys((*a, *b)))

    return Concept(
        one.kind,
        both(one.names, other.names),
        both(one.english, other.english),
        both(one.fields, other.fields),
        both(one.standards, other.standards),
        both(one.tests, other.tests),
        both(one.beside, other.beside),
        both(one.same, other.same),
    )
