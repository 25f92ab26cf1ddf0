"""A parser with a memory fault."""

from __future__ import annotations

import os
import signal

from intake.attachments import child


def _fault(content: bytes, kind: str) -> tuple[str, str]:
    os.kill(os.getpid(), signal.SIGSEGV)
    return "", ""


def main() -> None:
    """Dies."""
    child.main(_fault)
