"""Large things on disk while an index is made: written once from front to back, read back a stretch at a time.

The file has no name and is gone with the last one who uses it. What is read does not stay in memory.
"""

from __future__ import annotations

import mmap
import os
import tempfile
import weakref
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kb.packing import Array, Buffer, bytes_of

MAPPED_BUDGET = 128 << 20
"""Bytes of an index's mapped files that may stay in a process's memory."""
_BYTES_AT_ONCE = 1 << 24
_ROWS_AT_ONCE = 16_384
_LOOKS_AT_ONCE = 128


def let_go(buffer: Buffer) -> None:
    """Give back the memory of what was looked at of a mapped buffer; looking again reads from the file's cache."""
    owner: Any = buffer
    while isinstance(owner, memoryview | np.ndarray):  # of arrays, and of views of arrays
        owner = owner.obj if isinstance(owner, memoryview) else owner.base
    if isinstance(owner, mmap.mmap) and hasattr(mmap, "MADV_DONTNEED"):
        owner.madvise(mmap.MADV_DONTNEED)


class MappedFiles:
    """Mapped buffers that together hold no more memory than ``budget`` bytes for long."""

    def __init__(self, buffers: Iterable[Buffer] = (), budget: int = MAPPED_BUDGET) -> None:
        mapped = [buffer for buffer in buffers if isinstance(buffer, memoryview)]
        # What can never become more than the budget need not be watched.
        self._buffers = mapped if sum(buffer.nbytes for buffer in mapped) > budget else []
        self._limit = budget + _memory_of_files() if self._buffers else 0
        if self._buffers:
            _WATCHED.add(self)

    def keep_within_budget(self) -> None:
        """Give everything back when it has become more than the budget."""
        if self._buffers and _memory_of_files() > self._limit:
            for buffer in self._buffers:
                let_go(buffer)


_WATCHED: weakref.WeakSet[MappedFiles] = weakref.WeakSet()
"""All mapped files of this process: its memory is one, however many indexes are open."""


def stretches(count: int, at_once: int) -> Iterator[slice]:
    """``count`` things, ``at_once`` at a time; where files are mapped few at a time, with the memory looked after.

    One look may bring half a megabyte of a file into memory, whatever little was wanted (large folios), and one query
    looks at tens of thousands of rows: between two searches would be too late.
    """
    step = min(at_once, _LOOKS_AT_ONCE) if _WATCHED else max(at_once, 1)
    for begin in range(0, count, step):
        for files in _WATCHED:
            files.keep_within_budget()
        yield slice(begin, min(begin + step, count))


def _memory_of_files() -> int:
    """Bytes of files, mapped by anyone in this process, that are in its memory now; 0 where that is not known."""
    try:
        return int(os.pread(_account(os.getpid()), 128, 0).split()[2]) * mmap.PAGESIZE
    except (OSError, IndexError, ValueError):
        return 0


@cache
def _account(process: int) -> int:
    """Where the system tells what memory a process holds: kept open, opening takes as long as a small search."""
    return os.open(f"/proc/{process}/statm", os.O_RDONLY)


class Spool:
    """Bytes on disk."""

    def __init__(self) -> None:
        self._file = tempfile.TemporaryFile(prefix="docking-")  # noqa: SIM115 - lives as long as the spool
        weakref.finalize(self, self._file.close)
        self.size = 0

    def write(self, data: Buffer) -> None:
        """Put ``data`` behind what is there."""
        self._file.write(data)
        self.size += len(data)

    def read(self, begin: int, end: int) -> bytes:
        """The bytes from ``begin`` to ``end``."""
        self._file.flush()
        self._file.seek(begin)
        data = self._file.read(end - begin)
        self._file.seek(0, os.SEEK_END)
        return data

    def pieces(self) -> Iterator[bytes]:
        """Everything, a piece at a time."""
        for begin in range(0, self.size, _BYTES_AT_ONCE):
            yield self.read(begin, min(begin + _BYTES_AT_ONCE, self.size))

    def mapped(self) -> Buffer:
        """Everything as one buffer that is read from disk where it is looked at."""
        self._file.flush()
        if not self.size:
            return b""
        return memoryview(mmap.mmap(self._file.fileno(), 0, access=mmap.ACCESS_READ))


class RowsOnDisk:
    """Rows of an (n, d) array on disk, read by slices."""

    def __init__(self, width: int, dtype: type[np.generic], first: Buffer = b"") -> None:
        """``first``: bytes that stand before the rows in the file."""
        self.spool = Spool()
        self.spool.write(first)
        self._begin = len(first)
        self._width, self.dtype = width, np.dtype(dtype)

    @property
    def shape(self) -> tuple[int, int]:
        """(n, d)."""
        row = self._width * self.dtype.itemsize
        return (self.spool.size - self._begin) // row if row else 0, self._width

    ndim = 2

    def __len__(self) -> int:
        return self.shape[0]

    def append(self, rows: Array) -> None:
        """Put ``rows`` (m, d) behind what is there."""
        self.spool.write(bytes_of(np.ascontiguousarray(rows, self.dtype)))

    def __getitem__(self, part: slice) -> NDArray[Any]:
        begin, end, step = part.indices(len(self))
        row = self._width * self.dtype.itemsize
        if step != 1:
            stretch = max(_ROWS_AT_ONCE // step, 1) * step
            # Copied: a mere view would keep the whole stretch in memory.
            return np.concatenate(
                [self[at : min(at + stretch, end)][::step].copy() for at in range(begin, end, stretch)]
            )
        data = self.spool.read(self._begin + begin * row, self._begin + max(begin, end) * row)
        return np.frombuffer(data, self.dtype).reshape(-1, self._width)

    def mapped(self) -> NDArray[Any]:
        """All rows as one array that is read from disk where it is looked at."""
        return np.frombuffer(self.spool.mapped()[self._begin :], self.dtype).reshape(-1, self._width)
