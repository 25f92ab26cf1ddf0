"""Plain JSON into what follows from a scheme: the answers to a checklist, or the yearly totals and the vetoes hit."""

from __future__ import annotations

from pydantic import Field, ValidationError

from evaluation.checklist import Answer, Checked, CheckScheme, check_off
from evaluation.explaining import faults_of
from evaluation.ruling import Ruling, VetoHit, YearTotal, rule_on
from evaluation.scheme import Scheme
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
        loc, says = faults_of(invalid)[0]
        place = ".".join(map(str, loc))
        raise InvalidInput(
            "scheme_input_invalid", "{field}：{explanation}", field=place, explanation=str(says)
        ) from invalid
