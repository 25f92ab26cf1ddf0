"""What can be found: every capability and expert as one passage of text in named fields.

The index knows passages only. ``fields`` keeps the parts apart (a hit on the product weighs differently from a hit
on a remark); ``text`` is the whole for embedding. The digest tells whether a passage must be embedded again.
"""

from __future__ import annotations

import hashlib
from datetime import date
from typing import Literal

from foundation.values import Value
from kb.provider import QualificationKind

PassageKind = Literal["capability", "expert"]


class ScopeFacts(Value):
    """What the legal gate must know of a capability row, kept with its passage so that a match needs no database."""

    qualification: QualificationKind | None = None
    certificate_number: str | None = None
    valid_from: date | None = None
    valid_until: date | None = None
    restriction: str | None = None
    source: str = ""


class Passage(Value):
    """A findable thing. Field names: ``product parameter standards equipment limit title field directions body``."""

    id: str
    kind: PassageKind
    fields: dict[str, str]
    provider_id: str | None = None
    scope: ScopeFacts | None = None

    @property
    def text(self) -> str:
        """All fields in a fixed order, one line."""
        return " ".join(self.fields[name] for name in FIELD_ORDER if self.fields.get(name))

    @property
    def digest(self) -> str:
        """SHA-256 of kind and fields: equal digests need no new embedding."""
        covered = "\x1f".join([self.kind, *(f"{name}={self.fields.get(name, '')}" for name in FIELD_ORDER)])
        return hashlib.sha256(covered.encode()).hexdigest()


FIELD_ORDER = ("product", "parameter", "standards", "title", "field", "directions", "equipment", "limit", "body")
