"""How matches are reviewed, as data: criteria with whole weights, pass mark, when a second person must look (S0-20).

The shipped rules stand in ``matcher/data/review.yaml``; a site may name a file of its own. Pure but for reading it.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, model_validator

from foundation.secrecy import Level
from foundation.values import Value

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


class ReviewPolicy(Value):
    """The rules of review of a site."""

    version: str
    criteria: tuple[Criterion, ...]
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


class Terms(Value):
    """What the policy asks for one demand."""

    reviewers: int
    is_scoring_needed: bool
    """Two reviewers give points, so that they can be compared; one may."""
    criteria: tuple[Criterion, ...]
    pass_mark: int
    """Of 100."""
