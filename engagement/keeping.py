"""What is known of the keeping of one engagement: held, erased, due when. Pure."""

from __future__ import annotations

from datetime import date, datetime

from foundation.values import Value


class Keeping(Value):
    """Held back from erasing (a dispute, an audit), or erased; both with who, when and why."""

    engagement_id: str
    held_at: datetime | None = None
    held_by: str | None = None
    hold_reason: str | None = None
    erased_at: datetime | None = None
    erased_by: str | None = None
    erase_reason: str | None = None
    remains: str | None = None
    """SHA-256 over what remained (:func:`engagement.retention.erased.remains_digest`)."""


class Due(Value):
    """An engagement whose time is over and that nobody holds."""

    engagement_id: str
    kept_until: date
