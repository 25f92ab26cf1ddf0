"""A conversation as it is kept: the draft so far, who speaks, through which channel, and what became of it."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from foundation.values import Value
from intake.demand import Channel, Draft

ConversationStatus = Literal["open", "confirmed", "complaint", "closed"]


class Conversation(Value):
    """One talk. ``version`` grows with every turn; whoever saves an older one gets a Conflict."""

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
