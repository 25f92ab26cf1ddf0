"""Text tables: encoding and delimiter found out, one grid."""

from __future__ import annotations

import csv
import io
from collections import Counter

from kb.importing.gate import damaged
from kb.importing.grid import Grid, GridBuilder

_DELIMITERS = (",", "\t", ";", "|", "，")
_PROBED_LINES = 200
_MOST_LINES_IN_A_CELL = 25
"""More line breaks in one cell come from a quotation mark that was never closed (a 〃 typed as ")."""


def read_csv(content: bytes, name: str) -> list[Grid]:
    """The one grid of a csv, tsv or txt file. Rows are numbered as a spreadsheet program shows them: a record with
    line breaks inside quotation marks is one row.

    :raises InvalidInput: ``annex_damaged`` when no encoding fits.
    """
    text = _decoded(content, name)
    delimiter = _delimiter(text)
    try:
        lines = _records(text, delimiter, csv.QUOTE_MINIMAL)
    except csv.Error:
        lines = []
    if not lines or any(cell.count("\n") > _MOST_LINES_IN_A_CELL for line in lines for cell in line if "\n" in cell):
        try:
            lines = _records(text, delimiter, csv.QUOTE_NONE)
        except csv.Error as error:
            raise damaged(name) from error
    builder = GridBuilder(None, list(range(1, len(lines) + 1)), lines)
    return [builder.grid()]


def _records(text: str, delimiter: str, quoting: int) -> list[list[str]]:
    source = io.StringIO(text, newline="")
    return [
        [cell.replace("\r\n", "\n") for cell in line]
        for line in csv.reader(source, delimiter=delimiter, quoting=quoting)
    ]  # type: ignore[arg-type]


def _decoded(content: bytes, name: str) -> str:
    """UTF-8 with or without mark, UTF-16 with mark, otherwise GB 18030 (which holds GBK and GB 2312)."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    else:
        encodings = ["utf-8-sig", "gb18030"]
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    lenient = content.decode("gb18030", errors="replace")
    if "\x00" in lenient or lenient.count("\ufffd") > len(lenient) // 20:
        raise damaged(name)
    good = content.decode("utf-8", errors="replace")
    return good if good.count("\ufffd") <= lenient.count("\ufffd") else lenient


def _delimiter(text: str) -> str:
    """The delimiter that cuts most of the first lines into the same number of cells, more than one."""
    probe = "\n".join(text.splitlines()[:_PROBED_LINES])
    best = (0, 0, ",")
    for delimiter in _DELIMITERS:
        try:
            widths = [len(line) for line in csv.reader(io.StringIO(probe, newline=""), delimiter=delimiter) if line]
        except csv.Error:
            continue
        counted = Counter(width for width in widths if width > 1)
        if counted:
            width, lines = max(counted.items(), key=lambda item: (item[1], item[0]))
            best = max(best, (lines, width, delimiter), key=lambda choice: choice[:2])
    return best[2]
