"""A rule as a value: which requirement, which facts of the dossier it reads, and how it answers.

Most requirements are of few kinds – everything on a list is there, a person has stated it, a count is reached – and are
written with the constructors below; the others bring a function. An answer rests on the dossier alone, and a fact that
is not there (``None``) makes it unknown.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import Field, StrictBool

from evaluation.clauses.clause import ClauseResult, Part, Strength, all_hold, plainly
from foundation.language import Sentence, sentence
from foundation.values import Value

Count = Annotated[int, Field(ge=0, strict=True)]
Year = Annotated[int, Field(ge=1900, le=2200, strict=True)]
Yes = StrictBool
Words = tuple[str, ...]
Done = date | Literal[False] | None
"""The day on which something was done; ``False``: it was not; ``None``: nobody has said."""


class Attestation(Value):
    """What cannot be computed is stated by a named person on a day: ``holds`` is that person's answer."""

    holds: Yes
    by: str = Field(min_length=1)
    on: date


class Dossier(Value):
    """The facts about one ``subject`` on one day; ``None`` means that nobody has said.

    ``evidence`` names, by field, the records that a fact rests on.
    """

    subject: str = Field(min_length=1)
    on: date
    evidence: dict[str, Words] = Field(default_factory=dict)


@dataclass(frozen=True)
class Finding:
    """What one rule found: ``facts`` as text, ``because`` where there is more to say than yes or no."""

    holds: bool | None
    facts: dict[str, str | int | None]
    parts: tuple[Part, ...] = ()
    subject: str = ""
    because: Sentence | None = None


@dataclass(frozen=True)
class Rule:
    """``requirement`` and ``clause`` name the source, ``inputs`` the dossier's fields, ``number`` rows of the register.

    A requirement that the catalogue calls *info* and that can be checked all the same warns, as a *should*.
    """

    requirement: str
    clause: str
    strength: Strength
    inputs: Words
    answer: Callable[[Any], Finding | Sequence[Finding | ClauseResult]]
    number: str = ""
    words: Words = ()
    """What the list or the form must hold, where it is words."""

    def results(self, dossier: Dossier, title: str) -> tuple[ClauseResult, ...]:
        """The answers for this dossier; ``title`` says in one line what is required."""
        found = self.answer(dossier)
        several = [found] if isinstance(found, Finding) else found
        evidence = tuple(record for name in self.inputs for record in dossier.evidence.get(name, ()))
        return tuple(
            one.model_copy(update={"evidence": evidence})
            if isinstance(one, ClauseResult)
            else ClauseResult.judged(
                one.holds,
                self.strength,
                requirement=self.requirement,
                clause=self.clause,
                subject=one.subject or dossier.subject,
                says=one.because or plainly(one.holds, title),
                inputs=one.facts,
                evidence=evidence,
                parts=one.parts,
            )
            for one in several
        )


def complete(
    requirement: str, clause: str, strength: Strength, field: str, required: Sequence[str], number: str = ""
) -> Rule:
    """Every word of ``required`` stands in the list ``field``."""

    def answer(dossier: Any) -> Finding:
        given: Words | None = getattr(dossier, field)
        if given is None:
            return Finding(None, {field: None})
        parts = tuple(Part(id=word, holds=word in given, says=sentence("{part}", part=word)) for word in required)
        absent = [word for word in required if word not in given]
        because = sentence("缺少：{missing}", missing="、".join(absent)) if absent else None
        facts: dict[str, str | int | None] = {field: len(required) - len(absent), "required": len(required)}
        return Finding(not absent, facts, parts, because=because)

    return Rule(requirement, clause, strength, (field,), answer, number, tuple(required))


def written(
    requirement: str, clause: str, strength: Strength, field: str, required: Sequence[str], number: str = ""
) -> Rule:
    """Every part of ``required`` has words in the object ``field``: a form, a report."""

    def answer(dossier: Any) -> Finding:
        return unwritten(getattr(dossier, field), field, required)

    return Rule(requirement, clause, strength, (field,), answer, number, tuple(required))


def unwritten(given: Mapping[str, str] | None, field: str, required: Sequence[str]) -> Finding:
    """Which parts of a form are empty, and how many have words."""
    if given is None:
        return Finding(None, {field: None})
    absent = [part for part in required if not given.get(part, "").strip()]
    because = sentence("缺少：{missing}", missing="、".join(absent)) if absent else None
    return Finding(not absent, {field: len(required) - len(absent), "required": len(required)}, because=because)


def in_order(
    requirement: str, clause: str, strength: Strength, field: str, steps: Sequence[str], number: str = ""
) -> Rule:
    """The list ``field`` is exactly ``steps``, in this order."""

    def answer(dossier: Any) -> Finding:
        given: Words | None = getattr(dossier, field)
        return Finding(None if given is None else given == tuple(steps), {field: None if given is None else len(given)})

    return Rule(requirement, clause, strength, (field,), answer, number, tuple(steps))


def each(
    requirement: str,
    clause: str,
    strength: Strength,
    inputs: Words,
    one: Callable[[Any, Any], Finding],
    number: str = "",
    of_none: bool | None = True,
) -> Rule:
    """``one(item, dossier)`` for every item of the first field of ``inputs``; ``of_none`` is said of an empty list.

    Where nobody has said what there is, the answer is unknown.
    """
    field = inputs[0]

    def answer(dossier: Any) -> Sequence[Finding]:
        items: Sequence[Any] | None = getattr(dossier, field)
        if items is None:
            return [Finding(None, {field: None})]
        return [one(item, dossier) for item in items] or [Finding(of_none, {field: 0})]

    return Rule(requirement, clause, strength, inputs, answer, number)


def yes(requirement: str, clause: str, strength: Strength, *fields: str, number: str = "") -> Rule:
    """Every field is a yes; an :class:`Attestation` counts when it was given by the dossier's day."""

    def answer(dossier: Any) -> Finding:
        found = {name: _yes(getattr(dossier, name), dossier.on) for name in fields}
        facts: dict[str, str | int | None] = {name: shown(holds) for name, holds in found.items()}
        return Finding(all_hold(found.values()), facts)

    return Rule(requirement, clause, strength, fields, answer, number)


def at_least(requirement: str, clause: str, strength: Strength, field: str, least: int, number: str = "") -> Rule:
    """The count ``field`` is ``least`` or more."""

    def answer(dossier: Any) -> Finding:
        count: int | None = getattr(dossier, field)
        return Finding(None if count is None else count >= least, {field: count, "least": least})

    return Rule(requirement, clause, strength, (field,), answer, number)


def every(requirement: str, clause: str, strength: Strength, part: str, whole: str, number: str = "") -> Rule:
    """The count ``part`` is all of the count ``whole``; of nothing, nothing is known."""

    def answer(dossier: Any) -> Finding:
        have, of = getattr(dossier, part), getattr(dossier, whole)
        return Finding(None if have is None or not of else have >= of, {part: have, whole: of})

    return Rule(requirement, clause, strength, (part, whole), answer, number)


def within(requirement: str, clause: str, strength: Strength, done: str, allowed: str, number: str = "") -> Rule:
    """Everything in the list ``done`` stands in the list ``allowed``."""

    def answer(dossier: Any) -> Finding:
        given, scope = getattr(dossier, done), getattr(dossier, allowed)
        if given is None or scope is None:
            return Finding(None, {done: None if given is None else len(given)})
        outside = [word for word in given if word not in scope]
        because = sentence("超出范围：{outside}", outside="、".join(outside)) if outside else None
        return Finding(not outside, {done: len(given), "outside": len(outside)}, because=because)

    return Rule(requirement, clause, strength, (done, allowed), answer, number)


def shown(value: object) -> str | int | None:
    """A fact as text: ``yes``/``no``, ISO dates, plain decimals."""
    if value is None or (isinstance(value, int) and not isinstance(value, bool)):
        return value
    return ("yes" if value else "no") if isinstance(value, bool) else str(value)


def facts_of(dossier: Any, *fields: str) -> dict[str, str | int | None]:
    """Those fields of the dossier as facts."""
    return {name: shown(getattr(dossier, name)) for name in fields}


def filled(text: str | None) -> bool | None:
    """Whether there are words; ``None`` when nobody has said."""
    return None if text is None else bool(text.strip())


def _yes(value: bool | Attestation | None, on: date) -> bool | None:
    if isinstance(value, Attestation):
        return value.holds if value.on <= on else None
    return value
