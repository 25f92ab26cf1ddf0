"""A source document read into data: its id and version name it for people, its hash names it to the byte."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from evaluation.canonical import sha256
from evaluation.growing import Growing
from evaluation.remembering import Remembering


class Edition(Remembering, Growing):
    """One version of a document."""

    id: str
    version: str

    @property
    def name(self) -> str:
        """``CIQA-2020@1.0.0``, ``JIANGSU-4@1.0.0``."""
        return f"{self.id}@{self.version}"

    @cached_property
    def content(self) -> dict[str, Any]:
        """The document as plain JSON, what its hash covers."""
        return self.model_dump(mode="json")

    @cached_property
    def sha256(self) -> str:
        """The hash of :attr:`content`."""
        return sha256(self.content)
