"""What a centre can do, one row of its scope annex: product × parameter × standard (S0-30)."""

from __future__ import annotations

from datetime import date

from foundation.values import Value
from kb.provider import QualificationKind
from kb.standards import StandardReference


class Capability(Value):
    """A row of a scope annex.

    ``restriction`` (限制范围) limits this row only; ``raw`` keeps the cells as they stood.
    """

    id: str
    provider_id: str
    product: str | None
    parameter: str | None
    standards: tuple[StandardReference, ...] = ()
    restriction: str | None = None
    note: str | None = None
    field_code: str | None = None
    site: str | None = None
    qualification: QualificationKind | None = None
    certificate_number: str | None = None
    valid_from: date | None = None
    valid_until: date | None = None
    raw: str = ""
    source: str = ""
    """Where the row stands: file, sheet or page, row."""

    def is_valid_on(self, day: date) -> bool:
        """Inside the validity of its certificate; an unknown end is not valid (fail closed)."""
        begun = self.valid_from is None or self.valid_from <= day
        return begun and self.valid_until is not None and day <= self.valid_until
