"""A title for a demand that came without one, built from its own words: product and trouble."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from foundation.text import shorten
from intake.demand import Reading
from intake.reading.statement import TEXT, TITLE, Statement, reading

LONGEST = 60


def read_titles(statement: Statement, found: Sequence[Reading]) -> Iterator[Reading]:
    """The given title as it is; else ``需求名称：…``; else product and symptom joined; else the first words."""
    given = statement.title.text
    if given.strip():
        start = len(given) - len(given.lstrip())
        yield reading(statement, "title", None, TITLE, start, len(given.rstrip()), "title")
        return
    named = next((clause for clause in statement.clauses if clause.role == "name"), None)
    if named is not None and len(named.text.strip()) >= 4:
        yield reading(statement, "title", shorten(named.text, LONGEST), TEXT, named.start, named.end, "named")
        return
    product = next((r for r in found if r.field == "product"), None)
    trouble = next((r for r in found if r.field == "problem"), None)
    if product is not None:
        parts = [product] if trouble is None else [product, trouble]
        evidence = tuple(e for part in parts for e in part.evidence[:1])
        joined = joined_title([part.value for part in parts])
        yield Reading(field="title", value=joined, origin="normalised", evidence=evidence, rule="condensed")
        return
    first = next((clause for clause in statement.own if len(clause.text.strip()) >= 4), None)
    if first is not None:
        yield reading(statement, "title", shorten(first.text, LONGEST), TEXT, first.start, first.end, "first_words")


def joined_title(values: Sequence[str]) -> str:
    """Product and trouble in one: Chinese words stand side by side, Latin ones apart (``garden hoses crack``)."""
    apart = all(value.isascii() for value in values)
    return (" " if apart else "").join(values)
