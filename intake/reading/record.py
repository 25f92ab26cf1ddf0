"""One demand in, one record out: what ``docking intake read`` writes and the first page shows.

A value that the words do not state is ``None`` (lists: empty). Every piece of evidence quotes the input:
``text[start:end] == quote``, or the same of the title where it carries ``"in": "title"``.
"""

from __future__ import annotations

from typing import NotRequired, TypedDict

from intake.demand import Draft, Evidence, Reading
from intake.fields import DEMAND_CLASS, FIELDS, LIST_FIELDS, FieldName
from intake.reading.deadlines import is_urgent
from intake.reading.parameters import Indicator, read_indicators
from intake.reading.rules import read_statement
from intake.reading.signals import flags_of
from intake.reading.statement import TITLE, Statement, state
from intake.splitting import split
from intake.topics import questions_for

Quote = TypedDict("Quote", {"quote": str, "start": int, "end": int, "in": NotRequired[str]})
"""Evidence as written out; ``in`` is there only for words of the title."""


class IndicatorRecord(TypedDict):
    """A limit: name and unit as written, comparison ``≥ ≤ > < ±`` or empty."""

    name: str
    comparison: str
    value: str
    unit: str
    quote: Quote


class DemandReading(TypedDict):
    """What one demand states. The first eleven keys are :data:`intake.fields.FIELDS`; the rest goes with them."""

    id: str
    title: str | None
    industry: str | None
    product: str | None
    problem_type: str | None
    service_category: str | None
    parameters: list[str]
    standards: list[str]
    budget: str | None
    deadline: str | None
    region: str | None
    confidentiality: str | None
    material: list[str]
    problem: list[str]
    demand_class: str | None
    life_cycle_stage: str | None
    indicators: list[IndicatorRecord]
    questions: list[str]
    evidence: dict[str, list[Quote]]
    flags: list[str]


def read_demand(id: str, title: str | None, text: str) -> DemandReading:
    """Read one demand by rules. Never raises for the content of a text; two calls give the same record."""
    statement = state(title, text, split(text)[1:])
    draft = _draft(statement, title, text)
    problem_type = draft.value("problem_type")
    return DemandReading(
        id=id,
        title=draft.value("title"),
        industry=draft.value("industry"),
        product=draft.value("product"),
        problem_type=problem_type,
        service_category=draft.value("service_category"),
        parameters=list(draft.values("parameters")),
        standards=list(draft.values("standards")),
        budget=draft.value("budget"),
        deadline=draft.value("deadline"),
        region=draft.value("region"),
        confidentiality=draft.value("confidentiality"),
        material=list(draft.values("material")),
        problem=list(draft.values("problem")),
        demand_class=DEMAND_CLASS.get(problem_type, "其他") if problem_type else None,
        life_cycle_stage=draft.value("life_cycle_stage"),
        indicators=[_indicator(found) for found in read_indicators(statement)],
        questions=[question.text() for question in questions_for(draft)],
        evidence=_evidence(draft.readings),
        flags=list(draft.flags),
    )


def read_draft(title: str | None, text: str) -> Draft:
    """The same reading as a draft: utterance 0 is the text, utterance 1 the title when there is one."""
    return _draft(state(title, text, split(text)[1:]), title, text)


def _draft(statement: Statement, title: str | None, text: str) -> Draft:
    flags = flags_of(statement)
    if is_urgent(statement):
        flags = (*flags, "urgent")
    if statement.others:
        flags = (*flags, "several_demands")
    others = tuple(Evidence(quote=text[start:end], start=start, end=end) for start, end in statement.others)
    return Draft(
        utterances=(text, title) if title else (text,),
        readings=read_statement(statement),
        flags=flags,
        others=others,
    )


def _evidence(readings: tuple[Reading, ...]) -> dict[str, list[Quote]]:
    fields: dict[FieldName, list[Quote]] = {}
    for found in readings:
        if found.field in FIELDS or found.field in LIST_FIELDS or found.field == "life_cycle_stage":
            fields.setdefault(found.field, []).extend(_quote(evidence) for evidence in found.evidence)
    return {str(field): quotes for field, quotes in fields.items() if quotes}


def _quote(evidence: Evidence) -> Quote:
    written: Quote = {"quote": evidence.quote, "start": evidence.start, "end": evidence.end}
    if evidence.utterance == TITLE:
        written["in"] = "title"
    return written


def _indicator(found: Indicator) -> IndicatorRecord:
    return IndicatorRecord(
        name=found.name, comparison=found.comparison, value=found.value, unit=found.unit, quote=_quote(found.evidence)
    )
