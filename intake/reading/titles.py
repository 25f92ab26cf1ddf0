"""A title for a demand that came without one, built from its own words: product and trouble, or what to test."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from foundation.text import shorten
from intake.demand import Reading
from intake.reading.statement import TEXT, TITLE, Statement, reading

LONGEST = 60
NAMED = 2
"""So many of the tests that are asked for stand in a title."""


def read_titles(statement: Statement, found: Sequence[Reading]) -> Iterator[Reading]:
    """The given title as it is; else ``需求名称：…``; else one that is put together; else the first words."""
    given = statement.title.text
    if given.strip():
        start = len(given) - len(given.lstrip())
        yield reading(statement, "title", None, TITLE, start, len(given.rstrip()), "title")
        return
    named = next((clause for clause in statement.clauses if clause.role == "name"), None)
    if named is not None and len(named.text.strip()) >= 4:
        yield reading(statement, "title", shorten(named.text, LONGEST), TEXT, named.start, named.end, "named")
        return
    built = put_together(found)
    if built is not None:
        yield built
        return
    first = next((clause for clause in statement.own if len(clause.text.strip()) >= 4), None)
    if first is not None:
        yield reading(statement, "title", shorten(first.text, LONGEST), TEXT, first.start, first.end, "first_words")


def put_together(known: Sequence[Reading]) -> Reading | None:
    """Product and first trouble, else product and what is to be tested (ABS外壳悬臂梁冲击强度), in the person's words;
    ``None`` without a product."""
    said = {name: [one for one in known if one.field == name and one.value] for name in ("product", "problem")}
    if not said["product"]:
        return None
    product, troubles = said["product"][0], said["problem"][:1]
    tests = [] if troubles else [one for one in known if one.field == "parameters" and one.value not in product.value]
    named = [product.value, *(one.value for one in troubles)]
    if tests:
        is_latin = all(one.value.isascii() for one in tests[:NAMED])
        more = "等" if len(tests) > NAMED and not is_latin else ""
        named.append((", " if is_latin else "、").join(one.value for one in tests[:NAMED]) + more)
    evidence = tuple(e for part in (product, *troubles, *tests[:NAMED]) for e in part.evidence[:1])
    return Reading(field="title", value=joined_title(named), origin="normalised", evidence=evidence, rule="condensed")


def joined_title(values: Sequence[str]) -> str:
    """Product and trouble in one: Chinese words stand side by side, Latin ones apart (``garden hoses crack``)."""
    apart = all(value.isascii() for value in values)
    return (" " if apart else "").join(values)
