"""What is known of a file of an engagement; its bytes are asked for by ``sha256``. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType

from foundation.values import Value
from intake.attachments.attachment import Kind

MEDIA_TYPES: Mapping[Kind, str] = MappingProxyType(
    {
        "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "pdf": "application/pdf",
        "csv": "text/csv",
        "txt": "text/plain",
        "png": "image/png",
        "jpg": "image/jpeg",
        "webp": "image/webp",
    }
)
"""By kind, as the bytes tell it."""


class KeptFile(Value):
    """One file. ``sha256``: 64 hex digits over its ``size`` bytes; ``name`` is only shown, never opened."""

    sha256: str
    name: str
    size: int
    media_type: str
    kept_at: datetime
    kept_by: str
    """The id of who handed it in."""
