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
    method_clause: str | None = None
    """What stood behind a standard's number and narrows it: 第一法, 3.2, XG1-2014."""
    method_range: str | None = None
    """The range of the method: (0.1~100) mg/kg."""
    note: str | None = None
    category: str | None = None
    """The levels above the product, joined with `` / ``."""
    field_code: str | None = None
    site: str | None = None
    qualification: QualificationKind | None = None
    certificate_number: str | None = None
    valid_from: date | None = None
    valid_until: date | None = None
    raw: str = ""
    source: str = ""
    """Where the row stands: file, sheet or page, row."""

    @property
    def limits(self) -> str | None:
        """Everything that limits this row, in one line: restriction, clause of the method, its range."""
        return (
            "；".join(dict.fromkeys(x for x in (self.restriction, self.method_clause, self.method_range) if x)) or None
        )

    def is_valid_on(self, day: date) -> bool:
        """Inside the validity of its certificate; an unknown end is not valid (fail closed)."""
        begun = self.valid_from is None or self.valid_from <= day
        return begun and self.valid_until is not None and day <= self.valid_until
