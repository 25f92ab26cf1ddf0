"""The one entrance: a file in, an annex out."""

from __future__ import annotations

from pathlib import Path

from foundation.errors import InvalidInput
from foundation.language import sentence
from kb.importing.annex import Annex, Finding
from kb.importing.csv_reader import read_csv
from kb.importing.docx_reader import read_docx
from kb.importing.gate import MAX_BYTES, admit
from kb.importing.layout import Table, find_tables
from kb.importing.pdf_reader import read_pdf
from kb.importing.rows import CitationMemory, Headings, read_table
from kb.importing.xlsx_reader import read_xlsx

_READERS = {"xlsx": read_xlsx, "docx": read_docx, "pdf": read_pdf, "csv": read_csv}


def read_annex(path_or_bytes: str | Path | bytes, name: str | None = None) -> Annex:
    """Reads a scope annex (xlsx, csv, docx, pdf). ``name`` is the file name shown to people; its extension tells the
    kind, and content must agree. Faults in rows are findings, never exceptions; a file without any capability table
    gives no rows and one error finding.

    :raises InvalidInput: the file cannot be read at all (see :func:`kb.importing.gate.admit` and the readers);
        ``annex_not_found`` when the path is no file.
    """
    content, file = _content(path_or_bytes, name)
    kind = admit(content, file)
    tables, findings = find_tables(_READERS[kind](content, file))
    memory = CitationMemory()
    kept, twins = _without_twins(tables, file, memory)
    headings = Headings()
    readings = [read_table(table, file, headings, memory) for table in kept]
    findings = [*findings, *twins, *(finding for reading in readings for finding in reading.findings)]
    if not any(reading.rows_read for reading in readings):
        findings.append(
            Finding(
                row=None,
                column=None,
                reason=sentence("没有找到能力附表：请确认表里有产品、参数、标准三列，并且有表头"),
                severity="error",
            )
        )
    return Annex(
        file=file,
        headings=tuple(headings.known),
        rows=tuple(row for reading in readings for row in reading.rows),
        findings=tuple(findings),
        rows_read=sum(reading.rows_read for reading in readings),
    )


def _content(path_or_bytes: str | Path | bytes, name: str | None) -> tuple[bytes, str]:
    if isinstance(path_or_bytes, bytes):
        return path_or_bytes, name or ""
    path = Path(path_or_bytes)
    shown = name or path.name
    if not path.is_file():
        raise InvalidInput("annex_not_found", "找不到文件“{file}”", file=shown, field="file")
    with path.open("rb") as source:
        return source.read(MAX_BYTES + 1), shown


def _without_twins(tables: list[Table], file: str, memory: CitationMemory) -> tuple[list[Table], list[Finding]]:
    """Leaves out English tables that only repeat the Chinese ones: no standard in them that is not there too."""
    english = [table for table in tables if table.columns.is_english]
    chinese = [table for table in tables if not table.columns.is_english]
    if not chinese or not english:
        return tables, []
    known = _cited(chinese, file, memory)
    if not known or not _cited(english, file, memory) <= known:
        return tables, []
    reason = sentence("这张英文表和中文表内容相同，只读中文表")
    return chinese, [
        Finding(row=None, column=None, reason=reason, severity="warning", part=table.part) for table in english
    ]


def _cited(tables: list[Table], file: str, memory: CitationMemory) -> set[str]:
    readings = [read_table(table, file, Headings(), memory) for table in tables]
    return {
        reference.number
        for reading in readings
        for row in reading.rows
        for reference in row.standards
        if reference.number
    }
