"""How matches are reviewed, as data: criteria with whole weights, pass mark, when a second person must look (S0-20).

The shipped rules stand in ``matcher/data/review.yaml``; a site may name a file of its own. Pure but for reading it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Annotated

import yaml
from pydantic import Field, ValidationError, model_validator

from foundation.errors import ConfigurationError, InvalidInput
from foundation.numbers import find_numbers
from foundation.secrecy import Level
from foundation.text import fold
from foundation.values import Value

SHIPPED = Path(__file__).parents[1] / "data" / "review.yaml"

Days = Annotated[int, Field(ge=1, le=250)]


class Criterion(Value):
    """One thing a reviewer gives 0–100 points for; the weights of all sum to 100."""

    id: Annotated[str, Field(pattern=r"^[a-z][a-z_]{0,31}$")]
    label: Annotated[str, Field(min_length=1, max_length=40)]
    weight: Annotated[int, Field(ge=1, le=100)]


class SecondLook(Value):
    """A demand that fits everything said here is looked at by two. ``amount_from`` is in yuan."""

    levels: tuple[Level, ...] = ()
    services: tuple[str, ...] = ()
    amount_from: Annotated[int, Field(ge=1)] | None = None

    @model_validator(mode="after")
    def _says_something(self) -> SecondLook:
        if not (self.levels or self.services or self.amount_from):
            raise ValueError("a second look needs levels, services or amount_from; for all demands set reviewers: 2")
        return self

    def fits(self, level: Level, service: str | None, amount: Decimal | None) -> bool:
        """Whether all that is said here is true of a demand; an amount that is not known is not enough."""
        return (
            (not self.levels or level in self.levels)
            and (not self.services or service in self.services)
            and (self.amount_from is None or (amount is not None and amount >= self.amount_from))
        )


class ReviewPolicy(Value):
    """The rules of review of a site; the days are working days a step may take."""

    version: Annotated[str, Field(min_length=1, max_length=40)]
    criteria: Annotated[tuple[Criterion, ...], Field(min_length=1, max_length=12)]
    pass_mark: Annotated[int, Field(ge=0, le=100)]
    reviewers: Annotated[int, Field(ge=1, le=2)] = 1
    """For every demand; 1 leaves it to ``second_look``."""
    second_look: tuple[SecondLook, ...] = ()
    seconding_days: Days = 2
    on_hold_days: Days = 5
    asked_days: Days = 3

    @model_validator(mode="after")
    def _adds_up(self) -> ReviewPolicy:
        if sum(one.weight for one in self.criteria) != 100:
            raise ValueError("the weights of the criteria must sum to 100")
        if len({one.id for one in self.criteria}) != len(self.criteria):
            raise ValueError("two criteria have the same id")
        return self

    def days_for(self, state: str) -> int | None:
        """The working days for a state of review; ``None``: those of the demand itself."""
        return {"seconding": self.seconding_days, "on_hold": self.on_hold_days, "asked": self.asked_days}.get(state)

    def terms(self, level: Level, service: str | None, budget: str | None) -> Terms:
        """What is asked for a demand of this level, service and budget (in its own words)."""
        amount = amount_of(budget or "")
        two = self.reviewers == 2 or any(one.fits(level, service, amount) for one in self.second_look)
        return Terms(reviewers=2 if two else 1, is_scoring_needed=two, criteria=self.criteria, pass_mark=self.pass_mark)


class Terms(Value):
    """What the policy asks for one demand."""

    reviewers: int
    is_scoring_needed: bool
    """Two reviewers give points, so that they can be compared; one may."""
    criteria: tuple[Criterion, ...]
    pass_mark: int
    """Of 100."""


def weighted(scores: Mapping[str, int], terms: Terms) -> int | None:
    """Sum of weight × score, 0–10 000 (hundredths of a point), exact; ``None`` when no scores were given.

    Raises InvalidInput for a criterion that is missing, unknown, or a score outside 0–100.
    """
    if not scores:
        return None
    known = {one.id: one for one in terms.criteria}
    for name, score in scores.items():
        if name not in known:
            raise InvalidInput("criterion_unknown", "没有这个评审项：{name}", field="scores", name=name[:40])
        if not 0 <= score <= 100:
            raise InvalidInput(
                "score_out_of_range", "每项打 0 到 100 分：{name}", field="scores", name=known[name].label
            )
    for one in terms.criteria:
        if one.id not in scores:
            raise InvalidInput("score_missing", "还差一项没有打分：{name}", field="scores", name=one.label)
    return sum(one.weight * scores[one.id] for one in terms.criteria)


_UNITS = {"千": 1_000, "k": 1_000, "万": 10_000, "w": 10_000, "百万": 1_000_000, "千万": 10_000_000, "亿": 100_000_000}
_UNIT = re.compile(r" ?(百万|千万|[千万亿kw])", re.IGNORECASE)
_FOREIGN = re.compile(r"usd|eur|gbp|jpy|hkd|美元|美金|欧元|英镑|日元|港币|港元|[$€£]", re.IGNORECASE)


def amount_of(words: str) -> Decimal | None:
    """The largest amount in the words of a budget, in yuan; ``None`` where none is named or not in yuan."""
    folded = fold(words)
    if _FOREIGN.search(folded):
        return None
    amounts = [
        number.value * (_UNITS[unit[1].lower()] if (unit := _UNIT.match(folded, number.end)) else 1)
        for number in find_numbers(folded)
    ]
    return max(amounts, default=None)


def read_policy(path: Path) -> ReviewPolicy:
    """The rules in this file; ConfigurationError with the reason when it cannot be used."""
    try:
        return ReviewPolicy.model_validate(yaml.safe_load(path.read_text("utf-8")))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as fault:
        raise _unusable(type(fault).__name__) from fault
    except ValidationError as fault:
        first = fault.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise _unusable(f"{place} {first['msg']}".strip()) from fault


@cache
def shipped_policy() -> ReviewPolicy:
    """The rules that come with the program."""
    return read_policy(SHIPPED)


def _unusable(reason: str) -> ConfigurationError:
    return ConfigurationError(
        "setting_invalid", "设置 {setting} 不正确：{reason}", setting="DOCKING_REVIEW_POLICY", reason=reason
    )
