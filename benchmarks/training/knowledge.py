"""Pairs from the trade knowledge: what people say ↔ what laboratories do, one name ↔ another, Chinese ↔ English.

The same knowledge gives the same pairs in the same order.
"""

from __future__ import annotations

from collections.abc import Iterator

from kb.trade.field import Named, Symptom, TradeField
from kb.trade.glossary import glossary
from kb.trade.reading import Knowledge

LIKELIEST_FAILURES, TELLING_TESTS = 2, 4
"""A wording is paired with so many failures, and with the tests of the first so many."""


def said_pairs(knowledge: Knowledge) -> Iterator[tuple[str, str]]:
    """Of all symptoms, each a text of the asking side and one of the offering side."""
    return (pair for field in knowledge.fields for symptom in field.symptoms for pair in _said(symptom, field))


def told_pairs(knowledge: Knowledge) -> Iterator[tuple[str, str]]:
    """Of all cases, likewise."""
    return (pair for field in knowledge.fields for pair in _told(field))


def named_pairs(knowledge: Knowledge) -> Iterator[tuple[str, str]]:
    """Names of one thing, what belongs to a failure, a catalogue line and its standards, both languages."""
    for field in knowledge.fields:
        yield from _names(field)
        for product, lines in field.catalogue.items():
            for parameter, numbers in lines.items():
                yield f"{field.zh} {parameter}", f"{product} {parameter}"
                titles = [known.title for number in numbers if (known := knowledge.standards.get(number))]
                yield from ((f"{product} {parameter}", title) for title in titles)
    for pair in glossary(knowledge.fields, knowledge.pairs):
        yield pair.en, pair.zh


def _said(symptom: Symptom, field: TradeField) -> Iterator[tuple[str, str]]:
    wordings = [*symptom.says, *symptom.says_en]
    products = symptom.of or (field.zh,)
    for place, wording in enumerate(wordings):
        product = products[place % len(products)]
        yield wording, wordings[(place + 1) % len(wordings)]
        for name in symptom.points_to[:LIKELIEST_FAILURES]:
            failure = field.failures.get(name)
            if failure is None:
                continue
            yield f"{product}{wording}", name
            tests = [test for test in failure.tests[:TELLING_TESTS] if test in field.tests]
            for further, test in enumerate(tests):
                yield f"{product}{wording}", f"{product} {test}"
                others = field.tests[test].other_names
                if others:
                    yield wording, f"{field.zh} {others[further % len(others)]}"
            yield f"{product}{wording}", f"{product} {name} {'、'.join(tests)}"


def _told(field: TradeField) -> Iterator[tuple[str, str]]:
    """A message ↔ each of its tests, its product, all of them together, and the next message of the same trade."""
    for place, case in enumerate(field.cases):
        product = case.of or field.zh
        yield from ((case.says, f"{product} {test}") for test in case.tests[:TELLING_TESTS])
        yield case.says, f"{field.zh} {product}"
        yield case.says, f"{product} {'、'.join(case.tests)}"
        if others := field.tests[case.tests[0]].other_names:
            yield case.says, f"{field.zh} {others[place % len(others)]}"
        yield case.says, field.cases[(place + 1) % len(field.cases)].says


def _names(field: TradeField) -> Iterator[tuple[str, str]]:
    groups: tuple[dict[str, Named], ...] = (dict(field.products), dict(field.tests), dict(field.failures))
    for group in groups:
        for zh, term in group.items():
            for other in term.other_names:
                yield other, zh
            yield field.zh, zh
    for zh, failure in field.failures.items():
        for test in failure.tests:
            yield zh, f"{field.zh} {test}"
