"""One entry of the hotline log (S3-16)."""

from __future__ import annotations

from datetime import datetime

from foundation.values import Value


class HotlineCall(Value):
    """Who took the call and when, and the demand or complaint it became; ``noted_by`` entered it."""

    id: str
    taken_by: str
    taken_at: datetime
    subject_id: str
    noted_by: str
