"""What a checked clause answers, and the exact arithmetic under it.

Strength decides severity: a *shall* (应) that is not met fails, a *should* (宜) warns. Missing data make the answer
unknown, and unknown never passes. A *may* (可) cannot be violated: not used, it passes. Ratios are compared as whole
numbers or decimals (100·a >= 40·b), never as floats.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any, Literal

from pydantic import Field

from foundation.errors import InvalidInput
from foundation.language import Sentence, sentence
from foundation.values import Value

Strength = Literal["shall", "should", "may"]
Outcome = Literal["pass", "warn", "fail", "unknown"]


class Part(Value):
    """One of the conditions a clause is made of; ``holds`` is ``None`` when the data do not say."""

    id: str
    holds: bool | None
    says: Sentence


class ClauseResult(Value):
    """The answer of one clause for one subject (a person, or the centre as a whole).

    ``requirement`` is the id of the catalogue (S0-11), ``clause`` the number in the document. ``inputs`` are the facts
    the answer rests on, as text; ``evidence`` names the records behind them; ``parts`` are its conditions, each with
    its own answer.
    """

    requirement: str
    clause: str
    strength: Strength
    subject: str
    outcome: Outcome
    says: Sentence
    inputs: dict[str, str | int | None] = Field(default_factory=dict)
    evidence: tuple[str, ...] = ()
    parts: tuple[Part, ...] = ()

    @classmethod
    def judged(cls, holds: bool | None, strength: Strength, **said: Any) -> ClauseResult:
        """What follows from whether the clause holds and how strongly it asks; ``said``: the other fields."""
        return cls(strength=strength, outcome=outcome_of(holds, strength), **said)


def outcome_of(holds: bool | None, strength: Strength) -> Outcome:
    """pass, unknown, or the severity that belongs to the strength."""
    if holds is None:
        return "unknown"
    if holds or strength == "may":
        return "pass"
    return "fail" if strength == "shall" else "warn"


def plainly(holds: bool | None, name: str) -> Sentence:
    """The answer in words, where a clause has none of its own."""
    if holds is None:
        return sentence("“{name}”缺少数据，无法判断", name=name)
    return sentence("“{name}”符合", name=name) if holds else sentence("“{name}”不符合", name=name)


def worst(outcomes: Iterable[Outcome]) -> Outcome:
    """The answer that decides over several: fail, then unknown, then warn; nothing asked is unknown."""
    return min(outcomes, key=("fail", "unknown", "warn", "pass").index, default="unknown")


def all_hold(answers: Iterable[bool | None]) -> bool | None:
    """AND over what is known: one ``False`` decides, otherwise one gap leaves it open."""
    found = list(answers)
    if False in found:
        return False
    return None if None in found else True


def any_holds(answers: Iterable[bool | None]) -> bool | None:
    """OR over what is known: one ``True`` decides, otherwise one gap leaves it open."""
    found = list(answers)
    if True in found:
        return True
    return None if None in found else False


def at_least_percent(part: int | Decimal | None, whole: int | Decimal | None, percent: int) -> bool | None:
    """Whether ``part`` is at least ``percent`` % of ``whole``; equal is enough. ``None`` without data or of nothing.

    Raises ``InvalidInput`` for negative numbers: no count and no amount of money spent is below zero.
    """
    for name, number in (("part", part), ("whole", whole)):
        if number is not None and number < 0:
            raise InvalidInput("ratio_negative", "人数和金额不能小于零", field=name)
    if part is None or whole is None or whole == 0:
        return None
    return 100 * Fraction(part) >= percent * Fraction(whole)


def years_after(start: date, years: int) -> date:
    """The same day ``years`` later; 29 February falls back to the last day of February where there is none."""
    try:
        return start.replace(year=start.year + years)
    except ValueError:
        return start.replace(year=start.year + years, day=28)


def in_force(since: date, until: date | None, on: date) -> bool:
    """Whether what began on ``since`` and ends on the day before ``until`` holds on this day."""
    return since <= on and (until is None or on < until)


def has_years(since: date | None, years: Decimal | None, needed: int, on: date) -> bool | None:
    """Whether ``needed`` full years are reached on this day, by starting date or, without one, by a stated number."""
    if since is not None:
        return years_after(since, needed) <= on
    return None if years is None else years >= needed
