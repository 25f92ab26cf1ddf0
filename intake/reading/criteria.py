"""Acceptance criteria are born with the demand (B7): what must be reached, as typed values from the person's words.

Facts ("现在只有 5 kJ/m²") are no criteria; a wish without a number is none either: the number is asked for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Literal

from intake.demand import AcceptanceCriterion, Evidence, Reading, Relation
from intake.reading.parameters import Indicator, read_indicators
from intake.reading.statement import Clause, Statement

_REACHED = re.compile(
    r"达到|达|提高到|提升到|提升至|提高至|增加到|不低于|不小于|不少于|至少|以上|满足"
    r"|at least|above|over|(?:no|not) (?:less|lower) than|more than|greater than|higher than|minimum|\bmin\b|reach",
    re.IGNORECASE,
)
_LOWERED = re.compile(
    r"降低到|降低至|降到|降至|减少到|控制在|控制到|压到|以内|以下|不超过|不高于|不大于"
    r"|at most|below|under|within|(?:no|not) (?:more|higher|greater) than|not exceed|less than|maximum|\bmax\b|up to",
    re.IGNORECASE,
)
_LEFT_BEHIND = re.compile(r"(?:从|由|from)[^,。;]{0,3}$", re.IGNORECASE)
"""``从80%提高到95%``: the first number is where one stands, the second where one wants to be."""
_WANTED = re.compile(
    r"要求|要达|需达|达到|满足|保证|确保|控制在|控制到|提高到|提升到|提升至|提高至|降低到|降低至|降到|降至|不低于|不小于"
    r"|不少于|不超过|不高于|不大于|至少|希望|目标|应|须|需|≥|≤|>|<|must|shall|should|require|target|at least|at most"
    r"|no (?:less|more) than|above|below|over|under|within",
    re.IGNORECASE,
)
_AS_IT_IS = re.compile(
    r"目前|现在|现有|实测|只有|仅|才|已达|已经|原来|以前|之前|测出来|测得|测了|只能|现阶段|平均|我们做到|currently|now|only|measured",
    re.IGNORECASE,
)
_DIMENSIONLESS = {"": "1", "1": "1"}


def find_criteria(statement: Statement) -> tuple[AcceptanceCriterion, ...]:
    """What a statement says must be reached, in reading order, each quantity and limit once."""
    found: dict[str, AcceptanceCriterion] = {}
    for clause, indicator in _wanted(statement):
        criterion = _criterion(statement, clause, indicator)
        if criterion is not None:
            found.setdefault(criterion.words, criterion)
    return tuple(found.values())


def read_criteria(statement: Statement) -> Iterator[Reading]:
    """The same as readings: a normalisation of the words in which they were said."""
    for criterion in find_criteria(statement):
        assert criterion.evidence is not None
        words, quote = criterion.words, criterion.evidence
        origin: Literal["quoted", "normalised"] = "quoted" if words == quote.quote else "normalised"
        yield Reading(field="criteria", value=words, origin=origin, evidence=(quote,), rule="criterion")


def _wanted(statement: Statement) -> Iterator[tuple[Clause, Indicator]]:
    """Limits that stand where something is wanted, with their clauses."""
    clauses = statement.own
    for indicator in read_indicators(statement):
        at = indicator.evidence
        clause = next((one for one in clauses if _holds(statement, one, at)), None)
        if clause is None or _AS_IT_IS.search(clause.text):
            continue
        indicator = _arrived(statement, clause, indicator)
        if (
            clause.role == "goal"
            or _WANTED.search(clause.text)
            or indicator.comparison in ("≥", "≤", ">", "<", "range")
        ):
            yield clause, indicator


def _arrived(statement: Statement, clause: Clause, indicator: Indicator) -> Indicator:
    """The indicator with the second number of "from … to …" in place of the first."""
    limits = [one for one in statement.limits(clause.utterance) if clause.start <= one.start < clause.end]
    words = statement.utterance(clause.utterance).text
    for first, second in pairwise(limits):
        starts = _LEFT_BEHIND.search(words[max(first.start - 8, 0) : first.start])
        if starts and first.values[0] == indicator.value and second.canonical == first.canonical:
            start = indicator.evidence.start
            end = statement.evidence(clause.utterance, second.start, second.end).end
            quote = statement.utterance(clause.utterance).source[start:end]
            evidence = indicator.evidence.model_copy(update={"end": end, "quote": quote})
            given = {"value": second.values[0], "unit": second.unit, "comparison": second.comparison}
            return indicator.model_copy(update={**given, "evidence": evidence})
    return indicator


def _holds(statement: Statement, clause: Clause, at: Evidence) -> bool:
    start, end = statement.utterance(clause.utterance).span(clause.start, clause.end)
    return clause.utterance == at.utterance and start <= at.start and at.end <= end


def _criterion(statement: Statement, clause: Clause, indicator: Indicator) -> AcceptanceCriterion | None:
    quote = indicator.evidence
    unit = _DIMENSIONLESS.get(indicator.unit, indicator.unit)
    method = _method(statement, clause)
    made = {"quantity": indicator.name, "unit": unit, "method": method, "evidence": quote}
    match indicator.comparison:
        case "range" if "~" in indicator.value:
            lower, upper = indicator.value.split("~", 1)
            return AcceptanceCriterion(relation="range", limit=lower, upper_limit=upper, **made)
        case "≥" | ">":
            return AcceptanceCriterion(relation="≥", limit=indicator.value, **made)
        case "≤" | "<":
            return AcceptanceCriterion(relation="≤", limit=indicator.value, **made)
        case "=" | "≈":
            relation: Relation = "≥" if _REACHED.search(clause.text) else "≤" if _LOWERED.search(clause.text) else "="
            return AcceptanceCriterion(relation=relation, limit=indicator.value, **made)
    return None  # ± and × give no single limit that could be judged


def _method(statement: Statement, clause: Clause) -> str:
    """The standard cited in the clause, or else the only one cited in its sentence."""
    here, around = [], []
    same = [one for one in statement.own if (one.utterance, one.sentence) == (clause.utterance, clause.sentence)]
    for start, end, number in statement.cited(clause.utterance):
        if clause.start <= start and end <= clause.end:
            here.append(number)
        elif any(one.start <= start and end <= one.end for one in same):
            around.append(number)
    return here[0] if here else around[0] if len(around) == 1 else ""
