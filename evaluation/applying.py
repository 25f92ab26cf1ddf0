"""Plain JSON into what follows from a scheme: the answers to a checklist, or the yearly totals and the vetoes hit."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import Field, ValidationError

from evaluation.editions.checklist import Answer, Checked, CheckScheme, check_off
from evaluation.editions.scheme import Scheme
from evaluation.editions.shipped import any_scheme_named
from evaluation.explaining import explained, faults_of
from evaluation.improvement.checklist import ChecklistPlan, checklist_plan
from evaluation.ruling import Ruling, VetoHit, YearTotal, rule_on
from foundation.errors import InvalidInput
from foundation.values import Value


class Answers(Value):
    """A checklist filled in for one subject."""

    subject: str = ""
    answers: tuple[Answer, ...]


class Years(Value):
    """Exact yearly totals and the vetoes that were hit."""

    years: tuple[YearTotal, ...] = ()
    hits: tuple[VetoHit, ...] = Field(default=())


def apply_content(scheme: Scheme | CheckScheme, content: object) -> Checked | Ruling:
    """Apply ``scheme`` to ``content``; ``InvalidInput`` names the first field that is wrong."""
    try:
        if isinstance(scheme, CheckScheme):
            given = Answers.model_validate(content)
            return check_off(scheme, given.subject, given.answers)
        found = Years.model_validate(content)
        return rule_on(scheme, found.years, found.hits)
    except ValidationError as invalid:
        raise _named(invalid) from invalid


class Filled(Answers):
    """Answers that name their checklist."""

    scheme: str


class Hits(Value):
    """The vetoes found, beside an assessment."""

    hits: tuple[VetoHit, ...] = ()


def checklist_plan_of(content: object) -> ChecklistPlan:
    """The plan of ``{"scheme", "subject", "answers"}``; ``InvalidInput`` names the first field that is wrong."""
    try:
        given = Filled.model_validate(content)
    except ValidationError as invalid:
        raise _named(invalid) from invalid
    scheme, _ = any_scheme_named(given.scheme)
    if not isinstance(scheme, CheckScheme):
        raise InvalidInput("scheme_no_checklist", "方案 {name} 不是清单，要给评价而不是 answers", field="scheme",
                           name=scheme.name)  # fmt: skip
    return checklist_plan(scheme, given.subject, given.answers)


def hits_of(content: object) -> tuple[VetoHit, ...]:
    """The ``hits`` of a JSON object, none where it has none; ``InvalidInput`` as above."""
    if not isinstance(content, Mapping) or "hits" not in content:
        return ()
    try:
        return Hits.model_validate({"hits": content["hits"]}).hits
    except ValidationError as invalid:
        raise _named(invalid) from invalid


def _named(invalid: ValidationError) -> InvalidInput:
    loc, says = faults_of(invalid)[0]
    place = ".".join(map(str, loc))
    return explained(InvalidInput("scheme_input_invalid", "{field}：{explanation}", field=place), says)
