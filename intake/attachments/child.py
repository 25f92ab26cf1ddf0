"""The child process: limits first, then one file from standard input, then its text as JSON on standard output.

It imports nothing of the house but the extractors, knows no setting and no key (its environment is empty), writes no
file and opens no connection. A file that exhausts it ends it, and nothing else.
"""

from __future__ import annotations

import json
import signal
import sys
from collections.abc import Callable

TOO_MUCH = 3
"""Exit code: memory ran out."""

_MOST_OUTPUT = 32 * 2**20
Extract = Callable[[bytes, str], tuple[str, str]]


def limit(seconds: float, memory_bytes: int) -> None:
    """Bind this process: address space, processor seconds, wall seconds, output size, no further process."""
    whole = max(int(seconds), 1)
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_REAL, seconds + 1)  # should nobody be left to kill us
    import resource

    for name, soft, hard in (
        (resource.RLIMIT_AS, memory_bytes, memory_bytes),
        (resource.RLIMIT_CPU, whole, whole + 1),  # the first one ends it by a signal that says why
        (resource.RLIMIT_FSIZE, _MOST_OUTPUT, _MOST_OUTPUT),
        (resource.RLIMIT_NPROC, 0, 0),
        (resource.RLIMIT_CORE, 0, 0),
    ):
        resource.setrlimit(name, (soft, hard))


def main(extract: Extract | None = None) -> None:
    """``child KIND SECONDS MEMORY_BYTES``: answers ``{"text": …, "reason": …}``."""
    kind, seconds, memory = sys.argv[-3:]
    limit(float(seconds), int(memory))
    try:
        text, reason = (extract or _extract)(sys.stdin.buffer.read(), kind)
    except MemoryError:
        raise SystemExit(TOO_MUCH) from None
    except Exception:
        text, reason = "", "damaged"  # whatever a parser throws at a hostile file, it is the file's fault
    sys.stdout.buffer.write(json.dumps({"text": text, "reason": reason}).encode())


def _extract(content: bytes, kind: str) -> tuple[str, str]:
    """The extractors, and with them the parsers, are loaded inside the limits."""
    from intake.attachments.extracting import extract

    return extract(content, kind)
