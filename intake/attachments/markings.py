"""Whether a file's name or text bears a marking of state secrets: then it is refused and nothing of it is stored."""

from __future__ import annotations

from foundation.errors import InvalidInput
from foundation.secrecy import state_secret_marking


def check_markings(text: str) -> None:
    """Raises InvalidInput (``state_secret_refused``) for a marked text; the error repeats none of it."""
    if state_secret_marking(text) is not None:
        raise InvalidInput(
            "state_secret_refused", "文字带有国家秘密标志，本系统不能接收，也没有保存；请走保密渠道", field="file"
        )
