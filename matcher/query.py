"""What is searched for: the demand in several voices.

*Whole* is everything the enterprise wrote. *Focus* is the matter itself: title, product, symptom, parameters,
standards. *Trade* is what a laboratory would say of it: the products by their proper names and the parameters that the
trade knowledge leads to, each with its weight (:mod:`matcher.expansion`). The voices are searched apart and weighed by
the policy. *Product*, where one is told, finds nothing: by it rows are asked whether they are for such a thing (B18).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from foundation.values import Value
from kb.trade.beyond import NOWHERE_NEAR, Nearness
from kb.trade.understanding import NOTHING_UNDERSTOOD, Understanding
from matcher.legal.court import Court
from matcher.legal.kin import NO_KIN, Kin

VoiceName = str
"""``"whole"``, ``"focus"``, ``"trade"`` or ``"product"``."""


Guessed = Literal["product", "parameters", "title"]
BLANK = "\0"
"""Stands in :attr:`Query.quoted` for what may not be quoted; no stored text holds it."""


class Wanted(Value):
    """The demand as the matcher sees it: stated values only, no guesses."""

    text: str
    title: str = ""
    product: str | None = None
    problem: str | None = None
    parameters: tuple[str, ...] = ()
    standards: tuple[str, ...] = ()
    service_category: str | None = None
    region: str | None = None
    marks: tuple[str, ...] = ()
    """What was answered to the question which mark the report must carry: CMA, CNAS (S0-30)."""
    said: str = ""
    """Where this is one task of a demand: all that the demand says, for the law binds the task to all of it (B4)."""
    cited: tuple[str, ...] = ()
    """Likewise all the standards that the demand names."""
    guessed: tuple[Guessed, ...] = Field(default=(), exclude_if=lambda value: not value)
    """Which values were only read from a text, and neither confirmed nor answered: good to search with, but no name
    for a gap; a title among them was put together of what was read. Left out where there is none, so that the input of
    a run before has the bytes it had."""
    planned_on: date

    @property
    def whole(self) -> str:
        """Title and text."""
        return " ".join(part for part in (self.title, self.text) if part)

    @property
    def headline(self) -> str:
        """The title, where somebody gave the demand one: what it is about in its writer's own few words."""
        return "" if "title" in self.guessed else self.title

    @property
    def written(self) -> str:
        """What somebody wrote: title and text, without a title that was put together."""
        return " ".join(part for part in (self.headline, self.text) if part)

    @property
    def focus(self) -> str:
        """Title and stated values; the whole when there are none."""
        parts = (self.title, self.product or "", self.problem or "", *self.parameters, *self.standards)
        return " ".join(dict.fromkeys(part for part in parts if part)) or self.whole


@dataclass(frozen=True, slots=True, eq=False)
class Voice:
    """Texts with weights, and the vector (d,) of them together: a float32 unit row, zero when nothing is known."""

    parts: tuple[tuple[str, float], ...] = ()
    vector: NDArray[np.float32] | None = None


SILENT = Voice()


@dataclass(frozen=True, slots=True)
class Query:
    """A :class:`Wanted`, its voices by name, and what the trade knowledge makes of it."""

    wanted: Wanted
    voices: Mapping[VoiceName, Voice] = field(default_factory=dict)
    understood: Understanding = NOTHING_UNDERSTOOD
    quoted: str | None = None
    """What may be quoted where ``wanted.text`` was put together of a demand's words: that demand's text, everything
    else in it blanked out, so that places are those of the demand."""
    kin: Kin = NO_KIN
    """What the trade knowledge says of names, for the legal scope (B4)."""
    court: Court | None = None
    """Where its rows are ruled on, if that is shared with other queries; of its own kin and wishes in any case."""
    near: Nearness = NOWHERE_NEAR
    """How near what a row says is to what the demand is about, also beyond the business (B18)."""

    def voice(self, name: VoiceName) -> Voice:
        """A voice by name; an empty one says nothing and finds nothing."""
        return self.voices.get(name, SILENT)
