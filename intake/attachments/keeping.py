"""Originals, unchanged, as evidence: each under its SHA-256, written whole or not at all.

A file is there, whole and on the disk, before any row names it. Killed in between, it is a file nobody names;
:func:`sweep` takes those away.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Container
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

from foundation.errors import Unavailable

_HALF = "half-"
_LEFT_ALONE = timedelta(hours=1)
"""Younger files may belong to a row that is just being written."""


def digest(content: bytes) -> str:
    """SHA-256 in 64 hex digits."""
    return hashlib.sha256(content).hexdigest()


def place(folder: Path, sha256: str) -> Path:
    """Where an original lies."""
    return folder / sha256[:2] / sha256


def keep(folder: Path, content: bytes) -> str:
    """Writes an original and returns its name; done before, it is left as it is. Unavailable when the disk refuses."""
    sha256 = digest(content)
    target = place(folder, sha256)
    try:
        if target.is_file() and digest(target.read_bytes()) == sha256:
            os.utime(target)  # young again: not to be swept away before its new row is written
            return sha256
        target.parent.mkdir(parents=True, exist_ok=True)
        _write(content, target)
    except OSError as fault:
        reason = fault.strerror or type(fault).__name__
        raise Unavailable("attachment_not_stored", "附件没有存上：{reason}", reason=reason) from fault
    return sha256


def original(folder: Path, sha256: str) -> bytes:
    """An original, byte for byte; Unavailable when it is gone or no longer what it was."""
    try:
        content = place(folder, sha256).read_bytes()
    except OSError:
        content = b""
    if digest(content) != sha256:
        raise Unavailable("attachment_lost", "附件的原件找不到或已损坏，请从备份恢复：{sha256}", sha256=sha256)
    return content


def is_whole(folder: Path, sha256: str) -> bool:
    """Whether an original is still there, unchanged."""
    path = place(folder, sha256)
    return path.is_file() and digest(path.read_bytes()) == sha256


def sweep(folder: Path, named: Container[str], now: datetime) -> int:
    """Removes half-written files and originals that no row names, an hour old or older; how many."""
    removed = 0
    before = (now - _LEFT_ALONE).timestamp()
    for path in sorted(folder.glob("??/*")):
        is_wanted = not path.name.startswith(_HALF) and path.name in named
        if not is_wanted and path.stat().st_mtime < before:
            path.unlink(missing_ok=True)
            removed += 1
    return removed


def _write(content: bytes, target: Path) -> None:
    handle, half = tempfile.mkstemp(prefix=_HALF, dir=target.parent)
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(content)
            out.flush()
            os.fsync(out.fileno())
        os.replace(half, target)
    except BaseException:
        with suppress(OSError):
            os.unlink(half)
        raise
    for folder in (target.parent, target.parent.parent):
        _settle(folder)


def _settle(folder: Path) -> None:
    """A new name is safe once its folder is on the disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
