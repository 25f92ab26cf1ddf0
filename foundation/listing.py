"""How much of a list is handed out at a time."""

from __future__ import annotations

from foundation.errors import InvalidInput

MOST_LISTED = 200


def check_limit(limit: int) -> None:
    """InvalidInput unless a page holds 1 … :data:`MOST_LISTED`."""
    if not 1 <= limit <= MOST_LISTED:
        raise InvalidInput("limit_out_of_range", "每页 1 到 200 条", field="limit")
