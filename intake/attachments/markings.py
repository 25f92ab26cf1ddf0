"""Whether a file's name or text bears a marking of state secrets: then it is refused and nothing of it is stored."""

from __future__ import annotations

from intake.wording import refuse_state_secrets


def check_markings(text: str) -> None:
    """Raises InvalidInput (``state_secret_refused``) for a marked text; the error repeats none of it."""
    refuse_state_secrets(text, "file")
