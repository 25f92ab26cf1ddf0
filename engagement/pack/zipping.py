"""Named bytes as a ZIP and back. Nothing is compressed and no clock is read: the same members give the same bytes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

from foundation.errors import InvalidInput

_TIME = (1980, 1, 1, 0, 0, 0)
"""The beginning of ZIP's own calendar."""
MOST_MEMBERS = 2_000
MOST_BYTES = 2**30


def zipped(members: Mapping[str, bytes]) -> bytes:
    """A ZIP of these members, by name in order."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED, strict_timestamps=True) as file:
        for name in sorted(members):
            info = zipfile.ZipInfo(name, _TIME)
            info.create_system, info.external_attr = 3, 0o644 << 16
            file.writestr(info, members[name])
    return out.getvalue()


def unzipped(content: bytes) -> dict[str, bytes]:
    """The members by name; nothing is written to disk.

    Raises ``InvalidInput`` ``pack_unreadable`` for what is no ZIP of ours: damaged, compressed, too large, names twice;
    ``pack_member_damaged`` names the member whose bytes are not those that were put in.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as file:
            infos = file.infolist()
            names = [info.filename for info in infos]
            too_much = len(infos) > MOST_MEMBERS or sum(info.file_size for info in infos) > MOST_BYTES
            is_ours = all(info.compress_type == zipfile.ZIP_STORED and not info.flag_bits & 1 for info in infos)
            if too_much or not is_ours or len(set(names)) != len(names):
                raise _unreadable()
            return {info.filename: _read(file, info) for info in infos}
    except (zipfile.BadZipFile, OSError, ValueError, EOFError, NotImplementedError, RuntimeError, KeyError):
        raise _unreadable() from None


def _read(file: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    try:
        return file.read(info)
    except zipfile.BadZipFile:
        raise InvalidInput(
            "pack_member_damaged", "{path} 的内容被改过，或已经损坏", field="pack", path=info.filename[:200]
        ) from None


def _unreadable() -> InvalidInput:
    return InvalidInput("pack_unreadable", "这不是完好的终结材料包：ZIP 读不出来", field="pack")
