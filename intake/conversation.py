"""A conversation as it is kept: the draft so far, who speaks, through which channel, and what became of it."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from foundation.secrecy import DEFAULT_LEVEL, Level, highest
from foundation.values import Value
from intake.demand import Channel, Draft
from intake.reading.discretion import level_of

ConversationStatus = Literal["open", "confirmed", "complaint", "closed"]


class Conversation(Value):
    """One talk. ``version`` grows with every turn; whoever saves an older one gets a Conflict.

    ``model_consent``: whether the enterprise agreed that a model outside the house may read this very talk.
    """

    id: str
    status: ConversationStatus
    draft: Draft
    channel: Channel = "enterprise"
    submitted_by: str | None = None
    enterprise: str | None = None
    demand_id: str | None = None
    version: int = 1
    created_at: datetime
    updated_at: datetime
    model_consent: bool = False

    @property
    def level(self) -> Level:
        """How secret the talk is: internal from the start, secret once that was said; never public before it is."""
        return highest(DEFAULT_LEVEL, level_of(self.draft.value("confidentiality")))
