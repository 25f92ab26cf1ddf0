"""One field of the trade as its file writes it: products, parameters, failures, symptoms, catalogue, cases.

Keys are the laboratory's own terms, ``also`` are true synonyms and shop words for the very same thing or a kind of it.
"""

from __future__ import annotations

from pydantic import Field

from foundation.values import Value


class Named(Value):
    """A term's English and its other names in both languages."""

    en: str
    also: tuple[str, ...] = ()
    also_en: tuple[str, ...] = ()

    @property
    def other_names(self) -> tuple[str, ...]:
        """All Chinese names but the preferred, under which a text may speak of it."""
        return self.also

    @property
    def other_english(self) -> tuple[str, ...]:
        """All English names but the preferred."""
        return self.also_en


class Product(Named):
    """What enterprises make or buy.

    ``beside`` and ``beside_en`` are words that lead to it and name another thing, a part of it or a wider one: who
    writes them is understood, but a scope for the product does not hold for them (B4).
    """

    beside: tuple[str, ...] = ()
    beside_en: tuple[str, ...] = ()

    @property
    def other_names(self) -> tuple[str, ...]:
        return (*self.also, *self.beside)

    @property
    def other_english(self) -> tuple[str, ...]:
        return (*self.also_en, *self.beside_en)


class Parameter(Named):
    """What a laboratory lists: a test, a quantity, an analysis.

    ``same`` are other names of exactly this parameter, for which a scope holds (COD for 化学需氧量, B4); ``also`` may
    be a kind, a method or a shop's way of asking for it. ``standards`` are numbers without year; ``unit`` is written
    as reports print it.
    """

    same: tuple[str, ...] = ()
    standards: tuple[str, ...] = ()
    unit: str | None = None

    @property
    def other_names(self) -> tuple[str, ...]:
        return (*self.same, *self.also)


class Failure(Named):
    """A failure mode, root cause or engineering need, and the parameters that show it, the most telling first."""

    tests: tuple[str, ...]


class Symptom(Value):
    """What people say, in both languages; of which products; and the failures it points to, the likeliest first."""

    says: tuple[str, ...] = Field(min_length=1)
    says_en: tuple[str, ...] = ()
    of: tuple[str, ...] = ()
    points_to: tuple[str, ...]


class Case(Value):
    """A whole message as an enterprise writes it, and what a person of the trade would have tested.

    ``of`` is the product where one of the field's names it; ``tests`` are the parameters, the most telling first.
    """

    says: str = Field(min_length=4)
    of: str | None = None
    tests: tuple[str, ...] = Field(min_length=1)


class TradeField(Value):
    """A whole file. ``catalogue``: product → parameter → standards, the lines a scope annex would hold."""

    field: str
    zh: str
    en: str
    industries: tuple[str, ...] = ()
    serves_all: bool = False
    """A field that serves every trade (standards, certification): it seldom is what a demand is about."""
    products: dict[str, Product]
    tests: dict[str, Parameter]
    standards: dict[str, str] = Field(default_factory=dict)
    """Titles of standards that the common register does not hold: a centre's own file brings its own."""
    catalogue: dict[str, dict[str, tuple[str, ...]]] = Field(default_factory=dict)
    failures: dict[str, Failure]
    symptoms: tuple[Symptom, ...]
    cases: tuple[Case, ...] = ()


class BeyondField(TradeField):
    """A field beyond the business of inspection centres: known by name, so that what is asked for can be recognised.

    The same file, as a rule without failures and symptoms.
    """

    failures: dict[str, Failure] = Field(default_factory=dict)
    symptoms: tuple[Symptom, ...] = ()
