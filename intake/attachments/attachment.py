"""What is kept of a file that was handed in: the row, what it is, and whether its text could be read."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from foundation.language import Sentence, sentence
from foundation.secrecy import Level
from foundation.values import Value

Kind = Literal["docx", "xlsx", "pdf", "csv", "txt", "png", "jpg", "webp"]
IMAGES: frozenset[Kind] = frozenset({"png", "jpg", "webp"})

State = Literal["read", "kept", "unreadable"]
"""Its text was read; kept without reading (an image); kept, but the text could not be read."""

Reason = Literal["image", "no_text", "encrypted", "damaged", "too_slow", "too_much", "cut"]

REASONS: dict[Reason, Sentence] = {
    "image": sentence("图片只保存，不识别里面的文字"),
    "no_text": sentence("里面没有可以复制的文字（可能是扫描件）"),
    "encrypted": sentence("有密码"),
    "damaged": sentence("文件可能损坏"),
    "too_slow": sentence("读得太久，停下了"),
    "too_much": sentence("展开后太大"),
    "cut": sentence("文字太长，只读了前面一部分"),
}
"""Why a text is missing (``kept``, ``unreadable``) or not whole (``cut``, of a text that was read)."""


class ReadFile(Value):
    """What a file is. ``name`` is only a text; the original lies under its ``sha256`` (64 hex digits).

    ``text`` is what was read, at most 20,000 characters.
    """

    name: str
    kind: Kind
    bytes: int
    sha256: str
    text: str | None
    state: State
    reason: Reason | None


class Attachment(ReadFile):
    """One file of a talk; evidence of the talk points into its text. ``level`` is at least that of the talk."""

    id: str
    conversation_id: str
    level: Level
    created_at: datetime
