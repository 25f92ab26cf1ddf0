"""What the trade knowledge made of a demand, kept with what was found: its trades, suspected failures, tests.

The understanding itself weighs with fractions; what is kept of it is a short list in whole thousandths, so that
whatever is decided by it afterwards is decided by integers.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from pydantic import Field

from foundation.values import Value
from kb.trade.beyond import NOTHING_BEYOND
from kb.trade.understanding import Chain, Understanding

UnderstoodKind = Literal["trade", "failure", "test"]
MOST: dict[UnderstoodKind, int] = {"trade": 3, "failure": 3, "test": 6}
LEAST: dict[UnderstoodKind, int] = {"trade": 700, "failure": 500, "test": 400}
"""Thousandths of the likeliest of a kind from which on another is kept."""
FAINTEST_FAILURE = 0.4
"""A failure that the words resemble less is no suspicion, however much fainter the others are."""
NAMES = 12
"""So many names of a test are kept."""


class Understood(Value):
    """One thing understood. ``weight`` is in thousandths of the likeliest of its kind; it is no probability."""

    kind: UnderstoodKind
    name: str
    weight: int
    names: tuple[str, ...] = ()
    """The names under which a row or an instrument may list a test."""
    quote: str = ""
    """The words of the demand that led to it; empty where its whole text did."""


class Beyond(Value):
    """What a demand is about that lies beyond the business: its field there, and what is asked about and for.

    Field, product and test are ``None`` where the matter rather belongs to a trade.
    """

    field: str | None = None
    product: str | None = None
    test: str | None = None
    act: str | None = Field(default=None, exclude_if=lambda value: value is None)
    """What is asked to be done, where that is no deed of inspection centres; left out as in runs of before."""
    asked: str | None = Field(default=None, exclude_if=lambda value: value is None)
    """The same in the demand's own words."""
    words: tuple[str, ...] = Field(default=(), exclude_if=lambda value: not value)
    """The demand's clauses that speak most of what lies beyond; left out as in runs of before."""
    title: str | None = Field(default=None, exclude_if=lambda value: value is None)
    """What the field is called, where it is fairly sure; left out as in runs of before."""
    things: tuple[str, ...] = Field(default=(), exclude_if=lambda value: not value)
    """The products of the trades that the demand names; left out as in runs of before."""


def beyond_of(understood: Understanding) -> Beyond | None:
    """``None`` where nothing is known beyond the business."""
    matter, asked = understood.matter, understood.asked
    if matter == NOTHING_BEYOND and asked.act is None:
        return None
    about = Beyond()
    if matter.is_beyond:
        about = Beyond(field=matter.beyond, product=matter.product, test=matter.test, title=matter.title)
    said = {"act": asked.name, "asked": asked.words, "words": matter.words, "things": matter.things}
    return about.model_copy(update=said)


def kept(understood: Understanding, text: str) -> tuple[Understood, ...]:
    """The likeliest trades, failures and tests of an understanding of ``text``, each kind in its order."""
    return (*_trades(understood), *_failures(understood, text), *_tests(understood, text))


def _trades(understood: Understanding) -> Iterator[Understood]:
    shares = sorted(understood.fields.items(), key=lambda item: (-item[1], item[0]))
    for name, weight in _likeliest("trade", shares):
        yield Understood(kind="trade", name=name, weight=weight)


def _failures(understood: Understanding, text: str) -> Iterator[Understood]:
    first: dict[str, Chain] = {}
    for chain in understood.chains:  # the strongest first
        if chain.failure is not None and chain.weight >= FAINTEST_FAILURE:
            first.setdefault(chain.failure, chain)
    for name, weight in _likeliest("failure", [(name, chain.weight) for name, chain in first.items()]):
        yield Understood(kind="failure", name=name, weight=weight, quote=_quote(first[name], text))


def _tests(understood: Understanding, text: str) -> Iterator[Understood]:
    named: dict[str, tuple[str, ...]] = {}
    first: dict[str, Chain] = {}
    for chain in understood.chains:
        first.setdefault(chain.test, chain)
        if chain.names:
            named.setdefault(chain.test, chain.names)
    for name, weight in _likeliest("test", list(understood.tests.items())):
        names = tuple(dict.fromkeys((name, *named.get(name, ()))))[:NAMES]
        yield Understood(kind="test", name=name, weight=weight, names=names, quote=_quote(first[name], text))


def _likeliest(kind: UnderstoodKind, weighed: list[tuple[str, float]]) -> Iterator[tuple[str, int]]:
    most = max((weight for _, weight in weighed), default=0.0)
    for name, weight in weighed[: MOST[kind]]:
        if most > 0 and (share := round(1000 * weight / most)) >= LEAST[kind]:
            yield name, share


def _quote(chain: Chain, text: str) -> str:
    return text[chain.span.start : chain.span.end].strip()
