"""What a sign of a task is: words that ask for one of the seven services, and which part of the work they mean."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Literal

from intake.fields import ServiceCategory

Facet = Literal["", "cause", "verify", "help"]
"""Finding a cause comes before development, verifying after it; help is asked for even where results are listed."""

GAP = r"[^,。;!?:\n]"
"""A character that does not end a clause of folded text."""
WANT = (
    r"(?:需要?|想要?|希望|要求?|(?<!申)请|求|寻|能否|能不能|可以|可否|帮|找|麻烦|委托|急需|亟需|打算|准备|拟|得|替|给)"
)
HELP = (
    r"(?:(?<!申)请|帮|代(?!替)|协助|指导|辅导|麻烦|委托|教|带着|配合|牵头|由贵|由合作|负责|help|assist|guide|support)"
)

SURE, HINT = 2, 1
ENOUGH = 2
"""Two hints of different signs ask as much as one sure sign."""


@dataclass(frozen=True, slots=True)
class TaskSign:
    """``pattern`` asks for ``service``; ``unless`` is looked for around the find and takes it back."""

    service: ServiceCategory
    pattern: re.Pattern[str]
    weight: int = SURE
    facet: Facet = ""
    exception: str | None = None
    """:attr:`unless` as it was written: it is made ready where the pattern was found, which is seldom."""
    asked: bool = False
    """A mere mention: it counts in a sentence that asks for something."""

    @property
    def unless(self) -> re.Pattern[str] | None:
        """What takes a find back."""
        return None if self.exception is None else _ready(self.exception)


def sign(
    service: ServiceCategory,
    pattern: str,
    weight: int = SURE,
    facet: Facet = "",
    unless: str | None = None,
    asked: bool = False,
) -> TaskSign:
    """A sign from plain patterns; ``~`` stands for a character inside a clause."""
    return TaskSign(
        service,
        _ready(pattern),
        weight,
        facet,
        unless,
        asked,
    )


@cache
def _ready(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern.replace("~", GAP), re.IGNORECASE)
