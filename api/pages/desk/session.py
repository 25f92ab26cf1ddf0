"""The seal on a coordinator's session: who it is and until when, readable by anybody, changeable by nobody. Pure.

A session is one line that the browser keeps: ``holder.until.mark``. The mark is an HMAC-SHA-256 under a key derived
from the very key its holder signed in with, so nothing is kept here, every replica knows it, and a key that is changed
or taken back ends the sessions it opened.
"""

from __future__ import annotations

import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import datetime, timedelta

WORKING_DAY = timedelta(hours=10)
"""How long a session lasts."""
LONGEST = 400
"""Characters of a line that is looked at."""


def seal(key: str, holder: str, now: datetime) -> str:
    """The line for a holder who showed this key now."""
    until = int((now + WORKING_DAY).timestamp())
    told = f"{urlsafe_b64encode(holder.encode()).decode().rstrip('=')}.{until}"
    return f"{told}.{_mark(key, told)}"


def holder_in(line: str) -> str | None:
    """Whom a line names, true or not; ``None`` when it is none at all."""
    parts = line.split(".")
    if len(line) > LONGEST or len(parts) != 3:
        return None
    try:
        return urlsafe_b64decode(parts[0].encode("ascii") + b"==").decode()
    except ValueError:
        return None


def is_sealed(line: str, key: str, now: datetime) -> bool:
    """Whether the line was made with this key and is not over yet."""
    told, _, mark = line.rpartition(".")
    if not hmac.compare_digest(_mark(key, told).encode(), mark.encode()):
        return False
    return now.timestamp() < int(told.rpartition(".")[2])


def _mark(key: str, told: str) -> str:
    derived = hmac.digest(key.encode(), b"docking desk session 1", "sha256")
    return hmac.digest(derived, told.encode(), "sha256").hex()
