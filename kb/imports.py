"""Reading an annex again: which rows are the same rows, what changed, and how to go back. Pure.

A row is the same when centre, kind of certificate, site, product, parameter and the set of standards are the same –
compared normalised and *without years*, since a renewed annex cites newer editions. The certificate's number and dates
are not part of it either: they change at every renewal. Rows that are alike in all this are told apart by their order.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from foundation.text import clean, normalise
from foundation.values import Value
from kb.capability import Capability
from kb.importing.annex import Annex, AnnexHeading, AnnexRow, Finding
from kb.provider import Qualification
from kb.standards import StandardReference, standard_key


class ImportReport(Value):
    """What an import did. ``rows_read`` = imported ones + those refused; a finding says why for each."""

    import_id: str
    provider_id: str
    sequence: int
    """Counts the imports of a centre, from 1: order is never told by time."""
    file: str
    at: datetime
    rows_read: int
    rows_imported: int
    added: int
    updated: int
    unchanged: int
    findings: tuple[Finding, ...] = ()
    capabilities: tuple[Capability, ...] = ()
    """The rows as they stand now, in the annex's order; empty in a report that was read back."""
    undone_at: datetime | None = None


class RowChange(NamedTuple):
    """What an import did to one row, as JSON: new (no ``before``), changed, or found as it was (neither)."""

    capability_id: str
    natural_key: str
    before: dict[str, Any] | None
    after: dict[str, Any] | None


class Comparison(NamedTuple):
    """An annex against what is stored: rows in the annex's order, and what has to be written."""

    rows: tuple[Capability, ...]
    new: list[tuple[str, Capability]]
    changed: list[tuple[str, Capability]]
    changes: list[RowChange]


def compare(
    annex: Annex,
    provider_id: str,
    qualifications: Sequence[Qualification],
    qualification: Qualification | None,
    stored: Mapping[str, Capability],
    new_id: Callable[[], str],
) -> Comparison:
    """Match the annex's rows with ``stored`` (by natural key). ``qualification`` overrides what the headings say."""
    certificates = [_certificate(heading, qualifications, qualification) for heading in annex.headings]
    outcome = Comparison((), [], [], [])
    rows: list[Capability] = []
    seen: Counter[str] = Counter()
    for row in annex.rows:
        heading = annex.headings[row.heading] if annex.headings else AnnexHeading()
        certificate = certificates[row.heading] if certificates else _certificate(heading, (), qualification)
        read = _capability(row, heading, certificate, provider_id)
        base = _identity(read)
        seen[base] += 1
        key = hashlib.sha256(f"{base}\x1f{seen[base]}".encode()).hexdigest()
        before = stored.get(key)
        value = read.model_copy(update={"id": before.id if before else new_id()})
        rows.append(value)
        if before is None:
            outcome.new.append((key, value))
            outcome.changes.append(RowChange(value.id, key, None, value.model_dump(mode="json")))
        elif before == value:
            outcome.changes.append(RowChange(value.id, key, None, None))
        else:
            outcome.changed.append((key, value))
            after = value.model_dump(mode="json")
            outcome.changes.append(RowChange(value.id, key, before.model_dump(mode="json"), after))
    return outcome._replace(rows=tuple(rows))


def is_as_left(change: RowChange, now: Capability | None) -> bool:
    """Whether a row still stands as the import left it (a row it found unchanged is not its matter)."""
    return change.after is None or (now is not None and now == Capability.model_validate(change.after))


def _certificate(
    heading: AnnexHeading, known: Iterable[Qualification], given: Qualification | None
) -> Mapping[str, object]:
    """Kind, number and dates for the rows under a heading: as given, as written, or as the centre holds it."""
    if given is not None:
        return {
            "qualification": given.kind,
            "certificate_number": given.number,
            "valid_from": given.valid_from,
            "valid_until": given.valid_until,
        }
    number = heading.certificate_number
    same = next((q for q in known if number and normalise(q.number) == normalise(number)), None)
    return {
        "qualification": heading.certificate_kind or (same.kind if same else None),
        "certificate_number": number,
        "valid_from": heading.valid_from or (same.valid_from if same else None),
        "valid_until": heading.valid_until or (same.valid_until if same else None),
    }


def _capability(
    row: AnnexRow, heading: AnnexHeading, certificate: Mapping[str, object], provider_id: str
) -> Capability:
    return Capability.model_validate(
        {
            "id": "",
            "provider_id": provider_id,
            "product": _storable(row.product) or None,
            "parameter": _storable(row.parameter) or None,
            "standards": tuple(_standard(standard) for standard in row.standards),
            "restriction": _storable(row.restriction),
            "method_clause": _storable(row.method_clause),
            "method_range": _storable(row.method_range),
            "note": _storable(row.note),
            "category": _storable(row.category),
            "field_code": _storable(row.field_code),
            "site": _storable(row.site or heading.site),
            "raw": _storable(row.raw) or "",
            "source": str(row.place),
            **certificate,
        }
    )


def _standard(standard: StandardReference) -> StandardReference:
    return StandardReference(name=_storable(standard.name), number=_storable(standard.number), year=standard.year)


def _storable(text: str | None) -> str | None:
    """Without control characters, which a database may refuse; nearly every text passes the quick look."""
    return text if text is None or text.isprintable() else clean(text)


def _identity(value: Capability) -> str:
    standards = sorted(standard_key(s.number) if s.number else normalise(s.name or "") for s in value.standards)
    parts = (
        value.provider_id,
        value.qualification or "",
        normalise(value.site or ""),
        normalise(value.product or ""),
        normalise(value.parameter or ""),
        "\x1e".join(standards),
    )
    return "\x1f".join(parts)
