"""``MANIFEST.json``: every member of a pack with size, SHA-256 and purpose, and one digest over all of it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import date

from pydantic import Field

from evaluation.canonical import sha256
from foundation.values import Value

MANIFEST = "MANIFEST.json"
FORMAT = 2
"""Counts up when a pack of the same engagement would get other bytes."""


class Member(Value):
    """One file of the pack."""

    path: str
    size: int
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    about: str
    """What it is, in Chinese."""


class Manifest(Value):
    """What lies in a pack of one version of one engagement."""

    format: int = FORMAT
    engagement_id: str
    version: int
    """The version of the engagement: how many entries its log has."""
    number: int = 1
    """The first pack of an engagement is 1; one made after something changed is the next."""
    previous: str | None = None
    """The digest of the pack before this one."""
    keep_until: date | None = None
    """The last day on which it has to be kept."""
    withheld: tuple[str, ...] = ()
    """What was left out, and why."""
    members: tuple[Member, ...]
    digest: str = ""
    """SHA-256 over everything else here: who keeps this one number can tell any other pack from this one."""

    @property
    def file_count(self) -> int:
        """The files of the pack as whoever opens it counts them: those listed, and the manifest itself."""
        return len(self.members) + 1

    def sealed(self) -> Manifest:
        """The same with its digest."""
        return self.model_copy(update={"digest": self.computed()})

    def computed(self) -> str:
        """The digest as it should be."""
        return sha256(self.model_dump(mode="json", exclude={"digest"}, exclude_none=True))


def listed(members: Mapping[str, bytes], about: Mapping[str, str]) -> tuple[Member, ...]:
    """The lines of the manifest, by path."""
    return tuple(
        Member(path=path, size=len(content), sha256=hashlib.sha256(content).hexdigest(), about=about.get(path, "文件"))
        for path, content in sorted(members.items())
    )
