"""A file as an answer: to be saved and never shown in place, kept by nobody on the way."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import quote

from fastapi import Response

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PDF = "application/pdf"
ZIP = "application/zip"
ANY_FILE: dict[int | str, dict[str, Any]] = {200: {"content": {"application/octet-stream": {}}}}
"""For a description: bytes of any kind."""


def saved(content: bytes, name: str, media_type: str) -> Response:
    """The bytes under this name. An old client reads a plain name with the same ending; no character set is guessed."""
    ending = re.search(r"\.[A-Za-z0-9]{1,8}$", name)
    plain = name if re.fullmatch(r"[A-Za-z0-9._-]+", name) else f"attachment{ending[0] if ending else ''}"
    headers = {
        "Content-Type": media_type,
        "Content-Disposition": f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}",
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "private, no-store",
    }
    return Response(content, headers=headers)
