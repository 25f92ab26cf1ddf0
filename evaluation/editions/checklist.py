"""Schemes that give no points: a checklist whose every line answers pass, warn, fail or unknown (Jiangsu, Jiangxi).

The lines and their limits are data, like the indicators of a scheme with points. A line that *shall* be met fails,
one that *should* be met warns, and one nobody has answered is unknown and never passes. Shares are compared exactly.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from evaluation.clauses.clause import (
    ClauseResult,
    Outcome,
    Part,
    Strength,
    all_hold,
    any_holds,
    at_least_percent,
    plainly,
    worst,
)
from evaluation.editions.edition import Edition
from evaluation.editions.parts import Cycle
from evaluation.exact import ExactNumber
from evaluation.grades import Mark
from foundation.errors import InvalidInput
from foundation.language import sentence
from foundation.values import Value


class YesNo(Value):
    """``YN``: it is so, or it is not."""

    kind: Literal["YN"]


class All(Value):
    """``ALL``: every one of ``whole`` has it; of nothing, nothing is known."""

    kind: Literal["ALL"]


class Share(Value):
    """``SHARE``: ``part`` is at least ``percent`` % of ``whole``; equal is enough."""

    kind: Literal["SHARE"]
    percent: int


class Parts(Value):
    """``PARTS``: ``all`` of the named parts hold, or ``any`` of them."""

    kind: Literal["PARTS"]
    parts: tuple[str, ...] = Field(min_length=1)
    need: Literal["all", "any"] = "all"


Check = Annotated[YesNo | All | Share | Parts, Field(discriminator="kind")]


class CheckItem(Value):
    """One line: ``requirement`` is its id in the catalogue; ``mark`` says whether the check itself is verbatim."""

    id: str
    name: str
    english: str
    clause: str
    requirement: str = ""
    strength: Strength
    mark: Mark
    check: Check


class Section(Value):
    """Lines that belong together."""

    id: str
    name: str
    english: str
    clause: str
    mark: Mark
    items: tuple[CheckItem, ...] = Field(min_length=1)


class CheckCounts(Value):
    """What the checklist says of itself; the reader counts again."""

    sections: int
    items: int


class CheckScheme(Edition):
    """A whole checklist, named and versioned as a scheme with points is."""

    later: ClassVar[frozenset[str]] = frozenset({"cycle"})

    kind: Literal["checklist"]
    title: str
    english: str
    source: str
    counts: CheckCounts
    cycle: Cycle | None = None
    sections: tuple[Section, ...] = Field(min_length=1)

    @property
    def items(self) -> tuple[CheckItem, ...]:
        """All lines in the order of the document."""
        return tuple(item for section in self.sections for item in section.items)


class Answer(Value):
    """What was found out about one line: ``holds`` (YN), ``part`` and ``whole`` (ALL, SHARE) or ``parts`` (PARTS)."""

    item: str
    holds: bool | None = None
    part: ExactNumber | None = None
    whole: ExactNumber | None = None
    parts: dict[str, bool | None] | None = None
    evidence: str = Field(default="", max_length=2_000)


class Checked(Value):
    """Every line's answer in the order of the document, and the worst of them."""

    scheme: str
    scheme_sha256: str
    subject: str
    outcome: Outcome
    lines: tuple[ClauseResult, ...]


def check_off(scheme: CheckScheme, subject: str, answers: Sequence[Answer]) -> Checked:
    """Go through the checklist for one ``subject``.

    Raises ``InvalidInput`` for an unknown or doubled line, a part that the line does not have, more than there is.
    """
    known = {item.id for item in scheme.items}
    given: dict[str, Answer] = {}
    for answer in answers:
        if answer.item not in known:
            raise InvalidInput("check_item_unknown", "清单里没有“{id}”", field="item", id=answer.item)
        if answer.item in given:
            raise InvalidInput("check_item_doubled", "“{id}”答了两次", field="item", id=answer.item)
        given[answer.item] = answer
    lines = tuple(_line(item, given.get(item.id), subject) for item in scheme.items)
    return Checked(
        scheme=scheme.name,
        scheme_sha256=scheme.sha256,
        subject=subject,
        outcome=worst(line.outcome for line in lines),
        lines=lines,
    )


def _line(item: CheckItem, answer: Answer | None, subject: str) -> ClauseResult:
    parts: tuple[Part, ...] = ()
    holds: bool | None = None
    if answer is not None and isinstance(item.check, Parts):
        parts = _parts(item, item.check, answer.parts or {})
        holds = (all_hold if item.check.need == "all" else any_holds)(part.holds for part in parts)
    elif answer is not None and isinstance(item.check, Share | All):
        if answer.part is not None and answer.whole is not None and answer.part > answer.whole > 0:
            raise InvalidInput("check_above_whole", "“{id}”的部分大于全部", field="part", id=item.id)
        percent = item.check.percent if isinstance(item.check, Share) else 100
        holds = at_least_percent(answer.part, answer.whole, percent)
    elif answer is not None:
        holds = answer.holds
    facts = {} if answer is None else answer.model_dump(mode="json", include={"part", "whole"}, exclude_none=True)
    return ClauseResult.judged(
        holds,
        item.strength,
        requirement=item.requirement or item.id,
        clause=item.clause,
        subject=subject,
        says=plainly(holds, item.name),
        inputs=facts,
        evidence=(answer.evidence,) if answer is not None and answer.evidence else (),
        parts=parts,
    )


def _parts(item: CheckItem, check: Parts, given: Mapping[str, bool | None]) -> tuple[Part, ...]:
    for name in given:
        if name not in check.parts:
            raise InvalidInput("check_part_unknown", "“{id}”没有“{part}”这一项", field="parts", id=item.id, part=name)
    return tuple(Part(id=name, holds=given.get(name), says=sentence("{part}", part=name)) for name in check.parts)
