"""Generations of the index on disk: each a folder of files under a sealed manifest, the last two kept.

::

    index/
      CURRENT                  {"generation": 8}: replaced in one step
      00000007/  00000008/     the files of a generation, and manifest.json with the SHA-256 of each

Order of writing: files → manifest → folder made durable → folder renamed to its number → CURRENT. A crash leaves the
generation before it. What is read is checked first: the very bytes that were hashed are the bytes that are used. A
damaged generation is never used; the newest whole one is, and CURRENT then remembers which ones were found damaged.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, NamedTuple

from foundation.errors import NotReady, Unavailable

POINTER = "CURRENT"
MANIFEST = "manifest.json"
_UNFINISHED = ".building-"


class Generation(NamedTuple):
    """A whole generation as it was read: its number, its manifest and its files by name."""

    number: int
    manifest: dict[str, Any]
    files: dict[str, bytes]
    damaged: tuple[int, ...] = ()
    """Newer generations that could not be used."""


def publish(folder: Path, files: Mapping[str, bytes], facts: Mapping[str, object]) -> int:
    """Write a new generation and make it the current one; its number. ``facts`` go into the manifest.

    Raises ``Unavailable`` (code ``index_not_writable``) when the disk does not take it: the generation before stays.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with _alone(folder):
            before = current_generation(folder)
            number = max(_numbers(folder), default=0) + 1
            _write(folder, number, files, facts)
            _point_to(folder, {"generation": number})
            _tidy(folder, keep={before, number})
    except OSError as fault:
        reason = fault.strerror or str(fault)
        raise Unavailable("index_not_writable", "索引写不进磁盘：{reason}", reason=reason) from fault
    return number


def current_generation(folder: Path) -> int:
    """The number that CURRENT names; without a readable CURRENT, the newest there is; 0 for none."""
    pointer = _pointer(folder)
    return pointer["generation"] if pointer else max(_numbers(folder), default=0)


def read_current(folder: Path) -> Generation:
    """The current generation, or the newest whole one when it is damaged.

    Raises ``NotReady``: ``index_missing`` when there is none, ``index_damaged`` when none is whole.
    """
    pointer = _pointer(folder)
    named = current_generation(folder)
    if named == 0:
        raise NotReady(
            "index_missing", "还没有索引：请导入附表（docking knowledge import），或放入示范数据（docking demo）"
        )
    damaged: set[int] = set(pointer.get("damaged", [])) if pointer else set()
    others = sorted((number for number in _numbers(folder) if number != named), reverse=True)
    for number in [named, *(other for other in others if other not in damaged)]:
        read = _read(folder, number)
        if read is None:
            damaged.add(number)
            continue
        if number != named:
            if _pointer(folder) != pointer:  # published anew while we were reading
                return read_current(folder)
            with suppress(OSError):
                _point_to(folder, {"generation": number, "damaged": sorted(damaged)})
        return read._replace(damaged=tuple(sorted(damaged)))
    numbers = "、".join(map(str, sorted(damaged)))
    raise NotReady("index_damaged", "索引已损坏（第 {numbers} 代），请重新建立索引", numbers=numbers)


def _numbers(folder: Path) -> list[int]:
    if not folder.is_dir():
        return []
    return [int(entry.name) for entry in folder.iterdir() if entry.name.isdigit() and entry.is_dir()]


def _pointer(folder: Path) -> dict[str, Any] | None:
    try:
        pointer = json.loads((folder / POINTER).read_text())
        return pointer if isinstance(pointer["generation"], int) else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _read(folder: Path, number: int) -> Generation | None:
    """A generation, or ``None`` when anything about it is not as its manifest says."""
    home = folder / f"{number:08d}"
    try:
        manifest = json.loads((home / MANIFEST).read_bytes())
        seal = manifest.pop("seal")
        if seal != _seal(manifest) or manifest["generation"] != number:
            return None
        files = {}
        for name, digest in manifest["files"].items():
            data = (home / name).read_bytes()
            if hashlib.sha256(data).hexdigest() != digest:
                return None
            files[name] = data
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None
    return Generation(number, manifest, files)


def _write(folder: Path, number: int, files: Mapping[str, bytes], facts: Mapping[str, object]) -> None:
    building = Path(tempfile.mkdtemp(prefix=_UNFINISHED, dir=folder))
    try:
        for name, data in files.items():
            _write_durably(building / name, data)
        digests = {name: hashlib.sha256(data).hexdigest() for name, data in sorted(files.items())}
        manifest: dict[str, object] = {**facts, "generation": number, "files": digests}
        manifest["seal"] = _seal(manifest)
        text = json.dumps(manifest, ensure_ascii=False, indent=1, sort_keys=True)
        _write_durably(building / MANIFEST, text.encode())
        _make_durable(building)
        building.rename(folder / f"{number:08d}")
        _make_durable(folder)
    except BaseException:
        shutil.rmtree(building, ignore_errors=True)
        raise


def _seal(manifest: Mapping[str, object]) -> str:
    text = json.dumps(manifest, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _point_to(folder: Path, pointer: Mapping[str, object]) -> None:
    handle, name = tempfile.mkstemp(prefix=_UNFINISHED, dir=folder)
    os.close(handle)
    try:
        _write_durably(Path(name), json.dumps(pointer).encode())
        os.replace(name, folder / POINTER)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    _make_durable(folder)


def _write_durably(path: Path, data: bytes) -> None:
    with path.open("wb") as out:
        out.write(data)
        out.flush()
        os.fsync(out.fileno())


def _make_durable(folder: Path) -> None:
    """Names in a folder survive a power cut only when the folder itself was flushed."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _tidy(folder: Path, keep: set[int]) -> None:
    """Remove older generations and what a crash left unfinished; called only by the one who holds the lock."""
    for entry in folder.iterdir():
        if entry.name.isdigit() and int(entry.name) not in keep:
            shutil.rmtree(entry, ignore_errors=True)
        elif entry.name.startswith(_UNFINISHED):
            shutil.rmtree(entry, ignore_errors=True) if entry.is_dir() else entry.unlink(missing_ok=True)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """One publisher at a time on this machine; the lock goes when its process does."""
    try:
        import fcntl
    except ImportError:  # not a POSIX system: a second publisher then fails on the folder's name
        yield
        return
    with (folder / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
