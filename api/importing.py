"""Taking a scope annex in at a door: read the file, find or make the centre, import, and say what happened."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from api.wiring import House
from foundation.actors import Actor
from foundation.errors import NotFound
from foundation.language import Language
from foundation.values import Value, value_of
from intake.wording import refuse_state_secrets
from kb.importing.annex import Annex, Finding
from kb.importing.reading import read_annex
from kb.imports import ImportReport
from kb.standards import StandardReference


class ImportedCapability(Value):
    """One row as it was understood, with the cells as they stood."""

    product: str | None
    parameter: str | None
    standards: tuple[StandardReference, ...]
    restriction: str | None
    raw: str


class ShownFinding(Value):
    """A finding in words."""

    row: int | None
    column: str | None
    reason: str
    severity: str
    part: str | None
    text: str | None
    proposal: str | None


class ImportAnswer(Value):
    """What ``docking knowledge import --json`` prints."""

    file: str
    provider: str
    dry_run: bool
    import_id: str | None
    rows_read: int
    rows_imported: int
    added: int
    updated: int
    unchanged: int
    findings: tuple[ShownFinding, ...]
    capabilities: tuple[ImportedCapability, ...]


def import_file(
    house: House, actor: Actor, path: Path, provider: str | None, language: Language, dry_run: bool
) -> ImportAnswer:
    """Read ``path`` and import it for ``provider`` (name or id), the institution it names, or its file name.

    An unknown centre is registered with itself as host until somebody says better. With ``dry_run`` nothing is stored.
    """
    annex = read_annex(path)
    for number, row in enumerate(annex.rows, start=1):
        refuse_state_secrets(row.raw, f"row[{number}]")
    name = provider or _institution(annex) or path.stem
    rows = tuple(value_of(ImportedCapability, row) for row in annex.rows)
    findings = tuple(_shown(finding, language) for finding in annex.findings)
    done: ImportReport | None = None
    if not dry_run:
        with house.working(actor) as work:
            from kb.service import add_centre, find_centre, import_annex

            try:
                centre = find_centre(work.session, name)
            except NotFound:
                centre = add_centre(work, name=name, host_name=name)
            done = import_annex(work, annex, centre.id)
    counts: dict[str, Any] = {"added": 0, "updated": 0, "unchanged": 0}
    if done is not None:
        counts = {"added": done.added, "updated": done.updated, "unchanged": done.unchanged}
    return ImportAnswer(
        file=path.name,
        provider=name,
        dry_run=dry_run,
        import_id=done.import_id if done else None,
        rows_read=annex.rows_read,
        rows_imported=len(annex.rows),
        findings=findings,
        capabilities=rows,
        **counts,
    )


def _institution(annex: Annex) -> str | None:
    return next((heading.institution for heading in annex.headings if heading.institution), None)


def _shown(finding: Finding, language: Language) -> ShownFinding:
    return ShownFinding(
        row=finding.row,
        column=finding.column,
        reason=finding.reason.text(language),
        severity=finding.severity,
        part=finding.part,
        text=finding.text,
        proposal=finding.proposal,
    )
