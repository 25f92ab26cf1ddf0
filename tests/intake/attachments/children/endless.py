"""A parser in an endless loop."""

from __future__ import annotations

from intake.attachments import child


def _loop(content: bytes, kind: str) -> tuple[str, str]:
    while True:
        pass


def main() -> None:
    """Never done."""
    child.main(_loop)
