"""What somebody has to offer, as a search for demands: a result (成果), a row of a scope annex, an expert (S0-37)."""

from __future__ import annotations

from datetime import date

from intake.demand import Draft
from kb.capability import Capability
from kb.expert import Expert
from kb.passages import passage_of_capability, passage_of_expert
from matcher.query import Wanted


def wanted_by_result(draft: Draft, text: str, title: str, on: date) -> Wanted:
    """A result in its owner's words: a research result, a method, a patent, a piece of equipment."""
    return Wanted(
        text="\n".join(part for part in (title, text) if part),
        product=draft.value("product"),
        parameters=draft.values("parameters"),
        standards=draft.values("standards"),
        region=draft.value("region"),
        planned_on=on,
    )


def wanted_by_capability(capability: Capability, on: date) -> Wanted:
    """A row of a scope annex: product, parameter, standards."""
    return Wanted(
        text=passage_of_capability(capability).text,
        product=capability.product,
        parameters=(capability.parameter,) if capability.parameter else (),
        standards=tuple(str(one) for one in capability.standards if one.number),
        planned_on=on,
    )


def wanted_by_expert(expert: Expert, on: date) -> Wanted:
    """What an expert works on; name, title and degree say nothing about the matter."""
    return Wanted(text=passage_of_expert(expert).text, parameters=expert.directions, planned_on=on)
