"""Named bytes as a ZIP and back. Nothing is compressed and no clock is read: the same members give the same bytes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence

from foundation.errors import InvalidInput

_TIME = (1980, 1, 1, 0, 0, 0)
"""The beginning of ZIP's own calendar."""
MOST_MEMBERS = 2_000
MOST_BYTES = 2**30
_SPECIAL = 0b110_0001
"""Flag bits 0, 5 and 6: encrypted, a patch, strongly encrypted."""


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

    Raises ``InvalidInput`` ``pack_unreadable`` for what is no ZIP of ours: damaged, compressed, too large, names twice.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as file:
            infos = file.infolist()
            if not _is_ours(infos, len(content)):
                raise _unreadable()
            return {info.filename: file.read(info) for info in infos}
    except (
        zipfile.BadZipFile,  # directory, headers, names or checksums that do not fit each other
        NotImplementedError,  # written for a ZIP of later years
        UnicodeDecodeError,  # a name that says it is UTF-8 and is not
        EOFError,  # a member that goes on past the end
    ):
        raise _unreadable() from None


def _is_ours(infos: Sequence[zipfile.ZipInfo], size: int) -> bool:
    """Whether the directory of a ZIP of ``size`` bytes is one that :func:`zipped` could have written.

    Stored members lie side by side, so together they are no larger than the ZIP: one that names the same bytes a
    thousand times is refused before it is read. ``ZipInfo`` cuts a name at NUL; two readers would see two names.
    """
    return (
        len(infos) <= MOST_MEMBERS
        and sum(info.file_size for info in infos) <= min(MOST_BYTES, size)
        and len({info.filename for info in infos}) == len(infos)
        and all(
            info.compress_type == zipfile.ZIP_STORED
            and info.compress_size == info.file_size
            and not info.flag_bits & _SPECIAL
            and info.filename == info.orig_filename
            and 0 <= info.header_offset < size
            for info in infos
        )
    )


def _unreadable() -> InvalidInput:
    return InvalidInput("pack_unreadable", "这不是完好的终结材料包：ZIP 读不出来", field="pack")
