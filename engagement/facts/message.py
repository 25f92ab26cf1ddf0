"""What one side says in the talks, about which version of the offer. Pure."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from foundation.values import Value

Speaker = Literal["enterprise", "centre", "host", "coordinator"]


class Message(Value):
    """One message; who wrote it and when stands in the log."""

    side: Speaker
    text: str = Field(min_length=1, max_length=4_000)
    about: int | None = Field(default=None, ge=1)
    """The version of the offer, counted from 1; ``None``: about the matter as a whole."""
