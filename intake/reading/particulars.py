"""What single services ask for: subtypes and activities (S0-31 … S0-38), method stage, report use, kind of right …

The closed lists and the words that name their values are data (``services.yaml``, ``particulars.yaml``); a centre can
read them, and nothing here knows a single value.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import cast

from intake.demand import Reading
from intake.fields import LIST_FIELDS, SERVICE_CATEGORIES, FieldName, ServiceCategory
from intake.lexicon import data
from intake.reading.negation import is_denied
from intake.reading.statement import Statement, reading

Patterns = Mapping[str, re.Pattern[str]]


def read_particulars(statement: Statement, service: str | None) -> Iterator[Reading]:
    """Subtypes of the service that is wanted, then every other particular that the words name.

    A value is read once, where it is first named; of a field with one value the first of its list that is named.
    """
    if service is not None:
        yield from _named(statement, "service_subtype", subtypes(cast(ServiceCategory, service)))
    for field, patterns in _particulars().items():
        yield from _named(statement, field, patterns)
    yield from _basis(statement)


@cache
def subtypes(service: ServiceCategory) -> Patterns:
    """The named subtypes and activities of a service with their patterns, in the order of the document."""
    return _compiled(data("services")[service])


@cache
def all_subtypes() -> Mapping[ServiceCategory, tuple[str, ...]]:
    """Service → the names of its subtypes; 31 in all."""
    return {service: tuple(subtypes(service)) for service in SERVICE_CATEGORIES}


@cache
def values_of(field: FieldName) -> tuple[str, ...]:
    """The closed list of a particular; empty for a field that has none."""
    return tuple(_particulars().get(field, ()))


def _named(statement: Statement, field: FieldName, patterns: Patterns) -> Iterator[Reading]:
    for value, pattern in patterns.items():
        found = _first(statement, pattern)
        if found is None:
            continue
        yield reading(statement, field, value, *found, field)
        if field not in LIST_FIELDS:
            return


def _first(statement: Statement, pattern: re.Pattern[str]) -> tuple[int, int, int] | None:
    """``(utterance, start, end)`` of the first place that is not denied."""
    for clause in statement.own:
        for found in pattern.finditer(clause.text):
            if not is_denied(clause.text, found.start()):
                return clause.utterance, clause.start + found.start(), clause.start + found.end()
    return None


def _basis(statement: Statement) -> Iterator[Reading]:
    """What the enterprise has done so far: the first clause under such a heading."""
    for clause in statement.clauses:
        words = clause.text.strip()
        if clause.role == "basis" and len(words) >= _LEAST_BASIS:
            yield reading(statement, "basis", None, clause.utterance, clause.start, clause.end, "basis")
            return


_LEAST_BASIS = 4


@cache
def _particulars() -> Mapping[FieldName, Patterns]:
    return {cast(FieldName, field): _compiled(values) for field, values in data("particulars").items()}


def _compiled(values: Mapping[str, str]) -> Patterns:
    return {value: re.compile(pattern, re.IGNORECASE) for value, pattern in values.items()}
