"""A parser that wants ever more memory."""

from __future__ import annotations

from intake.attachments import child


def main() -> None:
    """Takes until it is refused."""
    child.main(lambda content, kind: (str(len(bytearray(8 * 2**30))), ""))
