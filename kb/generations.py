"""Generations of the index on disk: each a folder of files under a sealed manifest, the last two kept.

::

    index/
      CURRENT                  {"generation": 8}: replaced in one step
      00000007/  00000008/     the files of a generation, and manifest.json with the SHA-256 of each

Order of writing: files → manifest → folder made durable → folder renamed to its number → CURRENT. A crash leaves the
generation before it. What is read is checked first. Small files are read once, and the very bytes
that were hashed are used; a large one is hashed through and then mapped from the same open file, so that only what is
looked at comes into memory. A damaged generation is never used; the newest whole one is, and CURRENT then remembers
which ones were found damaged.

A generation may hold only what changed since another, its *base*, and names it by number and seal: it is whole when
both are. A base is kept as long as a generation that needs it.
"""

from __future__ import annotations

import hashlib
import json
import mmap
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, NamedTuple

from foundation.errors import NotReady, Unavailable
from kb.packing import Buffer
from kb.spool import Spool

POINTER = "CURRENT"
MANIFEST = "manifest.json"
_UNFINISHED = ".building-"
MAPPED_FROM = 1 << 24
"""Files of so many bytes are mapped, not read."""

Content = Buffer | Sequence[Buffer] | Spool
"""What a file is to hold: bytes, pieces one after the other, or what lies on disk already."""


class Generation(NamedTuple):
    """A whole generation as it was read: its number, its manifest and its files by name."""

    number: int
    manifest: dict[str, Any]
    files: dict[str, Buffer]
    damaged: tuple[int, ...] = ()
    """Newer generations that could not be used."""
    base: Generation | None = None


def publish(
    folder: Path,
    files: Mapping[str, Content] | Iterable[tuple[str, Content]],
    facts: Mapping[str, object],
    base: int | None = None,
) -> int:
    """Write a new generation and make it the current one; its number. ``facts`` go into the manifest.

    ``files`` may be made one by one while they are written. With ``base`` they are only what changed since that
    generation; NotReady (``index_missing``) when it is gone.
    Raises ``Unavailable`` (code ``index_not_writable``) when the disk does not take it: the generation before stays.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with _alone(folder):
            before = current_generation(folder)
            number = max(_numbers(folder), default=0) + 1
            if base is not None:
                facts = {**facts, "base": {"generation": base, "seal": _seal_of(folder, base)}}
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
        raise _missing()
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


def read_where(folder: Path, fact: str, value: object) -> Generation | None:
    """The newest whole generation whose manifest has this fact; ``None`` when there is none."""
    for number in sorted(_numbers(folder), reverse=True):
        if _manifest_of(folder, number).get(fact) == value and (read := _read(folder, number)) is not None:
            return read
    return None


def _missing() -> NotReady:
    return NotReady(
        "index_missing", "还没有索引：请导入附表（docking knowledge import），或放入示范数据（docking demo）"
    )


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
        files: dict[str, Buffer] = {}
        for name, digest in manifest["files"].items():
            found, data = _read_file(home / name)
            if found != digest:
                return None
            files[name] = data
        base = None
        if "base" in manifest:
            older = manifest["base"]["generation"]
            base = _read(folder, older) if older < number else None
            if base is None or _seal(base.manifest) != manifest["base"]["seal"]:
                return None
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None
    return Generation(number, manifest, files, base=base)


def _read_file(path: Path) -> tuple[str, Buffer]:
    """The digest of a file and its bytes."""
    with path.open("rb") as file:
        if os.fstat(file.fileno()).st_size < MAPPED_FROM:
            data = file.read()
            return hashlib.sha256(data).hexdigest(), data
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        return digest, memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))


def _manifest_of(folder: Path, number: int) -> dict[str, Any]:
    """The manifest as it stands there, unchecked; empty when it cannot be read."""
    try:
        found = json.loads((folder / f"{number:08d}" / MANIFEST).read_bytes())
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _seal_of(folder: Path, number: int) -> str:
    seal = _manifest_of(folder, number).get("seal")
    if not isinstance(seal, str):
        raise _missing()
    return seal


def _write(
    folder: Path,
    number: int,
    files: Mapping[str, Content] | Iterable[tuple[str, Content]],
    facts: Mapping[str, object],
) -> None:
    building = Path(tempfile.mkdtemp(prefix=_UNFINISHED, dir=folder))
    try:
        named = files.items() if isinstance(files, Mapping) else files
        digests = {name: _write_durably(building / name, content) for name, content in named}
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


def _write_durably(path: Path, content: Content) -> str:
    """Write a file and flush it to disk; its SHA-256."""
    digest = hashlib.sha256()
    with path.open("wb") as out:
        for piece in _pieces(content):
            digest.update(piece)
            out.write(piece)
        out.flush()
        os.fsync(out.fileno())
    return digest.hexdigest()


def _pieces(content: Content) -> Iterable[Buffer]:
    if isinstance(content, Spool):
        return content.pieces()
    return [content] if isinstance(content, bytes | bytearray | memoryview) else content


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
    """Remove older generations that none of ``keep`` needs and what a crash left unfinished.

    Called only by the one who holds the lock.
    """
    bases = [_manifest_of(folder, number).get("base") for number in keep]
    keep = keep | {base["generation"] for base in bases if isinstance(base, dict)}
    for entry in folder.iterdir():
        if entry.name.isdigit() and int(entry.name) not in keep:
            shutil.rmtree(entry, ignore_errors=True)
        elif entry.name.startswith(_UNFINISHED):
            shutil.rmtree(entry, ignore_errors=True) if entry.is_dir() else entry.unlink(missing_ok=True)


def keep_current_only(folder: Path) -> None:
    """Remove every generation that the current one does not need: for what may not be kept any longer."""
    with _alone(folder):
        _tidy(folder, keep={current_generation(folder)})


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
