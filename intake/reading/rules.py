"""The rules reader: every idea of this folder asked in turn. No model, no network, linear in the length of the text."""

from __future__ import annotations

from intake.demand import Reading
from intake.fields import FieldName
from intake.reading.circumstances import read_circumstances
from intake.reading.criteria import read_criteria
from intake.reading.deadlines import read_deadlines
from intake.reading.discretion import read_confidentiality
from intake.reading.industries import read_industries
from intake.reading.kinds import read_kinds
from intake.reading.life_cycle import read_life_cycle
from intake.reading.materials import read_materials
from intake.reading.money import read_money
from intake.reading.parameters import read_parameters
from intake.reading.particulars import read_particulars
from intake.reading.problems import read_symptoms
from intake.reading.products import read_products
from intake.reading.regions import read_regions
from intake.reading.standards_cited import read_standards
from intake.reading.statement import Statement, state
from intake.reading.titles import read_titles
from intake.splitting import split


class RulesReader:
    """Reads an utterance of a talk (see :class:`intake.reading.port.Reader`)."""

    def read(self, utterance: str, asked: FieldName | None = None) -> tuple[Reading, ...]:
        """The readings of one utterance; ``asked`` makes a bare answer to that question understood."""
        others = () if asked else split(utterance)[1:]
        return read_statement(state(None, utterance, others), asked)


def read_statement(statement: Statement, asked: FieldName | None = None) -> tuple[Reading, ...]:
    """All readings of a statement, in the order of the fields, then of the facts around them."""
    products = tuple(read_products(statement, asked in _OPENING))
    kinds = tuple(read_kinds(statement)) if asked in _OPENING else ()
    service = next((found.value for found in kinds if found.field == "service_category"), None)
    problems = (*(found for found in kinds if found.field == "problem_type"), *read_symptoms(statement))
    parameters = tuple(read_parameters(statement))
    contract = (
        *read_titles(statement, (*products, *problems, *parameters)),
        *read_industries(statement, products[0] if products else None),
        *products,
        *problems,
        *(found for found in kinds if found.field == "service_category"),
        *parameters,
        *read_standards(statement),
        *read_money(statement, asked == "budget"),
        *read_deadlines(statement, asked == "deadline"),
        *read_regions(statement, asked == "region"),
        *read_confidentiality(statement, asked == "confidentiality"),
    )
    return (
        *contract,
        *read_materials(statement),
        *read_circumstances(statement),
        *read_life_cycle(statement),
        *read_criteria(statement),
        *read_particulars(statement, service),
    )


_OPENING: frozenset[FieldName | None] = frozenset({None, "product", "problem", "service_category"})
"""An answer to any other question says nothing of the kind of the demand."""
