"""What a scope annex says, as values: headings, rows, and what a person should look at."""

from __future__ import annotations

from datetime import date
from typing import Literal

from foundation.language import Sentence
from foundation.values import Value
from kb.provider import QualificationKind
from kb.standards import StandardReference

Severity = Literal["error", "warning"]


class Place(Value):
    """Where a row stands: ``part`` is the sheet name, ``第 3 页`` or ``表 2``; ``row`` is the number a person sees.

    Rows count from 1 and include titles and headers: the spreadsheet row, the record of a csv file as a spreadsheet
    program numbers it, the row of a Word table, the table row on a PDF page.
    """

    file: str
    part: str | None = None
    row: int | None = None

    def __str__(self) -> str:
        """``附表.pdf 第 3 页 第 17 行``."""
        row = f"第 {self.row} 行" if self.row is not None else None
        return " ".join(piece for piece in (self.file, self.part, row) if piece)


class Finding(Value):
    """Something to look at. An ``error`` row was not imported, a ``warning`` row was.

    ``column`` is the header text as it stands in the file (a letter where there is none), ``text`` the cell,
    ``proposal`` what was probably meant.
    """

    row: int | None
    column: str | None
    reason: Sentence
    severity: Severity
    part: str | None = None
    text: str | None = None
    proposal: str | None = None


class AnnexHeading(Value):
    """What stands above a table: whose annex, which certificate, valid when, at which site. Unknown is ``None``."""

    institution: str | None = None
    certificate_kind: QualificationKind | None = None
    certificate_number: str | None = None
    valid_from: date | None = None
    valid_until: date | None = None
    site: str | None = None


class AnnexRow(Value):
    """One row: product × parameter × standards.

    ``restriction`` limits this row only. ``method_clause`` keeps what stood behind a standard number (第一法, 3.2,
    XG1-2014): it narrows the standard and must not get lost. ``category`` joins the levels above the product with
    `` / ``. ``heading`` is an index into :attr:`Annex.headings`. ``raw`` is the cells as they stood, joined with ``|``.
    """

    product: str
    parameter: str
    standards: tuple[StandardReference, ...]
    restriction: str | None = None
    note: str | None = None
    method_range: str | None = None
    method_clause: str | None = None
    category: str | None = None
    field_code: str | None = None
    site: str | None = None
    heading: int = 0
    raw: str = ""
    place: Place


class Annex(Value):
    """A whole file. ``rows_read`` counts data rows: imported ones and those reported as errors, never headers, titles
    or blank rows, so ``rows_read == len(rows) + number of error rows``."""

    file: str
    headings: tuple[AnnexHeading, ...]
    rows: tuple[AnnexRow, ...]
    findings: tuple[Finding, ...]
    rows_read: int
