"""The text of a file that passed the gate; documents are read in a child process, which may die instead of us."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Protocol, cast, get_args

from foundation.errors import Unavailable
from foundation.values import Value
from intake.attachments.attachment import IMAGES, Kind, Reason
from intake.attachments.child import TOO_MUCH
from intake.attachments.kinds import decoded

AT_ONCE = 2
"""Files that are read at the same time in one server."""

_ROOT = Path(__file__).resolve().parent.parent.parent
_PLACES = threading.BoundedSemaphore(AT_ONCE)
_OUT_OF_TIME = (-signal.SIGXCPU, -signal.SIGALRM)
_OUT_OF_MEMORY = (TOO_MUCH, -signal.SIGABRT, -signal.SIGTRAP, -signal.SIGILL, -signal.SIGKILL)
"""How an interpreter, a Rust part and PDFium each end when an allocation is refused, or the system ends them."""


class Heard(Value):
    """What was read: the whole text, or why there is none."""

    text: str = ""
    reason: Reason | None = None


class FileReader(Protocol):
    """Reads the text of a file of a known kind. Never raises for what is in the file."""

    def read(self, content: bytes, kind: Kind) -> Heard: ...


@dataclass(frozen=True)
class ChildReader:
    """Reads in a child of this process. ``seconds`` bounds processor and wall time, ``memory_bytes`` its addresses.

    ``module`` is what the child runs: a module with a ``main`` like :func:`intake.attachments.child.main`.
    """

    seconds: float = 10.0
    memory_bytes: int = 512 * 2**20
    module: str = "intake.attachments.child"
    patience_seconds: float = 30.0

    def read(self, content: bytes, kind: Kind) -> Heard:
        """The text; Unavailable when so many files are being read that none gets its turn."""
        if kind in IMAGES:
            return Heard(reason="image")
        if kind in ("csv", "txt"):
            return Heard(text=decoded(content) or "")
        if not _PLACES.acquire(timeout=self.patience_seconds):
            raise Unavailable("attachment_reading_busy", "正在读的文件太多，请稍后再交")
        try:
            return self._ask(content, kind)
        finally:
            _PLACES.release()

    def _ask(self, content: bytes, kind: Kind) -> Heard:
        code = f"import sys; sys.path.insert(0, {str(_ROOT)!r}); from {self.module} import main; main()"
        command = [sys.executable, "-I", "-c", code, kind, str(self.seconds), str(self.memory_bytes)]
        with _scratch() as source, _scratch() as answer:
            source.write(content)
            source.seek(0)
            child = subprocess.Popen(
                command, stdin=source, stdout=answer, stderr=subprocess.DEVNULL, env={}, cwd="/", start_new_session=True
            )
            try:
                code_of_end = child.wait(self.seconds + 0.5)
            except subprocess.TimeoutExpired:
                return Heard(reason="too_slow")
            finally:
                child.kill()
                child.wait()
            if code_of_end != 0:
                return Heard(reason=_why(code_of_end))
            answer.seek(0)
            return _heard(answer.read())


def _why(code_of_end: int) -> Reason:
    """Why a child ended without an answer."""
    if code_of_end in _OUT_OF_TIME:
        return "too_slow"
    return "too_much" if code_of_end in _OUT_OF_MEMORY else "damaged"


def _heard(answer: bytes) -> Heard:
    """The child's answer, believed in its form only."""
    try:
        said = json.loads(answer)
        text, reason = said["text"], said["reason"] or None
    except (ValueError, KeyError, TypeError):
        return Heard(reason="damaged")
    if not isinstance(text, str) or (reason is not None and reason not in get_args(Reason)):
        return Heard(reason="damaged")
    return Heard(text="" if reason else text, reason=reason)


@contextmanager
def _scratch() -> Iterator[IO[bytes]]:
    """A file that has no name and, where the system can, never touches a disk: a refused text leaves no trace."""
    if hasattr(os, "memfd_create"):
        made = cast("IO[bytes]", os.fdopen(os.memfd_create("attachment"), "w+b"))
    else:
        made = cast("IO[bytes]", tempfile.TemporaryFile())  # noqa: SIM115 - closed below
    with made:
        yield made
