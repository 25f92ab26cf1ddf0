"""Calibrated confidence (B18): from the signs of an answer to how often such an answer was right, in whole numbers.

``confidence(signs, scale) → 0 … 1000``: the signs are weighed and summed, and the sum is looked up in a monotone table.
The tables were made from graded demands in worlds where the truth is known (``docs/method/confidence.md``); their
version is part of every run's input, so that a replay decides alike.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections.abc import Mapping
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Self

from pydantic import Field, TypeAdapter, model_validator

from foundation.values import Value
from matcher.signs import Signs

WHOLE = 1000


class Weight(Value):
    """What a thousandth of a sign counts, from ``above`` on: several weights of a sign make a line with bends."""

    sign: str
    points: int
    above: int = Field(default=0, ge=0, exclude_if=lambda value: value == 0)
    """Left out where it is nothing, so that a calibration of before keeps its digest."""


class Step(Value):
    """From a sum of ``at`` on the confidence is ``thousandths``; between two steps it is in between."""

    at: int
    thousandths: int


class Scale(Value):
    """Weights and the table their sum is looked up in; sums and thousandths rise from step to step."""

    weights: tuple[Weight, ...]
    steps: tuple[Step, ...]

    @model_validator(mode="after")
    def _rises(self) -> Self:
        steps = self.steps
        if not steps or any(not 0 <= step.thousandths <= WHOLE for step in steps):
            raise ValueError("a table needs steps of 0 … 1000 thousandths")
        if any(b.at <= a.at or b.thousandths < a.thousandths for a, b in pairwise(steps)):
            raise ValueError("the steps of a table rise")
        if unknown := [one.sign for one in self.weights if one.sign not in Signs.model_fields]:
            raise ValueError(f"unknown signs: {unknown}")
        return self


class Scales(Value):
    """The scale of an answer and that of a row, for demands of one register. Below ``least`` nobody is proposed."""

    least: int
    answer: Scale
    row: Scale


class Calibration(Value):
    """A version of the scales. Its own ``least``, ``answer`` and ``row`` are those of demands as people tell them."""

    version: str
    prior: int
    """The share of answerable demands, in thousandths, for which the tables are right."""
    least: int
    answer: Scale
    row: Scale
    published: Scales | None = Field(default=None, exclude_if=lambda value: value is None)
    """Those of demands that are written as projects are published (:mod:`matcher.register`); a calibration of before
    has none, and told all demands alike."""

    def scales(self, signs: Signs | None) -> Scales | Calibration:
        """By which answers with such signs are judged."""
        return self.published if self.published is not None and signs is not None and signs.published else self

    @property
    def digest(self) -> str:
        """SHA-256 of its JSON."""
        return hashlib.sha256(self.model_dump_json().encode()).hexdigest()


def total_of(signs: Signs, scale: Scale) -> int:
    """The weighed sum of the signs; no sign is below nothing."""
    values: Mapping[str, int] = signs.__dict__
    return sum(max(0, values[one.sign] - one.above) * one.points for one in scale.weights)


def confidence(signs: Signs, scale: Scale) -> int:
    """How often, of a thousand answers with such signs, somebody fits."""
    total, steps = total_of(signs, scale), scale.steps
    place = bisect_right(steps, total, key=lambda step: step.at)
    if place == 0:
        return steps[0].thousandths
    if place == len(steps):
        return steps[-1].thousandths
    before, after = steps[place - 1], steps[place]
    share = (total - before.at) * (after.thousandths - before.thousandths)
    return before.thousandths + share // (after.at - before.at)


@lru_cache(maxsize=1)
def shipped() -> Calibration:
    """The calibration that comes with the service."""
    text = (Path(__file__).parents[1] / "data" / "calibration.json").read_text("utf-8")
    return TypeAdapter(Calibration).validate_json(text)
