"""What a centre registers of itself beside its scope: secrecy, capacity, conflicts of interest (S0-27, S1-10)."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from foundation.secrecy import Level
from foundation.values import Value

MOST_CAPACITY = 10_000


class CentreProfile(Value):
    """``None`` is not registered. ``conflicts``: enterprises by name; empty: the centre declared that it has none."""

    centre_id: str
    secrecy_level: Level | None = None
    """The highest level that its host institution is qualified to hold (S0-27)."""
    capacity: Annotated[int, Field(ge=0, le=MOST_CAPACITY)] | None = None
    """How many engagements it can carry at one time."""
    conflicts: tuple[str, ...] | None = None
