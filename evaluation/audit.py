"""An exported assessment held against itself in three ways: its hash, a second reckoning, and the engine once more."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from evaluation.replay import replayed
from evaluation.scheme import Scheme
from evaluation.verify import Verification, verify


def audit(content: Mapping[str, Any], sha256: str | None, scheme: Scheme) -> Verification:
    """The first difference that any of the three finds; ``content`` is plain JSON, ``scheme`` the one it names."""
    reckoned = verify(content, sha256, scheme.content)
    if not reckoned.agrees:
        return reckoned
    return Verification(numbers=reckoned.numbers, difference=replayed(content, scheme))
