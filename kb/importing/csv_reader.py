"""Text tables: encoding and delimiter found out, one grid."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable

from kb.importing.gate import damaged
from kb.importing.grid import Grid, GridBuilder

_DELIMITERS = (",", "\t", ";", "|", "，")
_PROBED_LINES = 200
_PROBED_CHARACTERS = 20_000
_ANNEX_WORDS = re.compile("标准|参数|项目|产品|方法|检测|序号|限制|测定|试验")


def read_csv(content: bytes, name: str) -> list[Grid]:
    """The one grid of a csv, tsv or txt file. Rows are numbered as a spreadsheet program shows them: a record with
    line breaks inside quotation marks is one row.

    :raises InvalidInput: ``annex_damaged`` when no encoding fits.
    """
    text = _decoded(content, name)
    delimiter = _delimiter(text)
    for attempt in (_strictly, _with_ditto_signs, _without_quoting):
        try:
            lines = attempt(text, delimiter)
        except csv.Error:
            continue
        return [GridBuilder(None, list(range(1, len(lines) + 1)), lines).grid()]
    raise damaged(name)


def _strictly(text: str, delimiter: str) -> list[list[str]]:
    """As the format wants it; a quotation mark that is never closed is an error."""
    return _cells(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))


def _with_ditto_signs(text: str, delimiter: str) -> list[list[str]]:
    """A cell that is one quotation mark says 同上; left as it is, it would swallow all rows to the next one."""
    mark = re.escape(delimiter)
    return _strictly(re.sub(rf'(?m)(?<={mark})"(?={mark}|\r?$)', "〃", text), delimiter)


def _without_quoting(text: str, delimiter: str) -> list[list[str]]:
    """Quotation marks are text: better some stray marks than lost rows."""
    source = io.StringIO(text, newline="")
    return _cells(csv.reader(source, delimiter=delimiter, quoting=csv.QUOTE_NONE))


def _cells(records: Iterable[list[str]]) -> list[list[str]]:
    return [[cell.replace("\r\n", "\n") if "\r" in cell else cell for cell in record] for record in records]


def _decoded(content: bytes, name: str) -> str:
    """UTF-8 with or without mark, UTF-16 with mark, otherwise GB 18030 (which holds GBK and GB 2312). Where neither
    fits without fault, the one that shows more words of annexes."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = max((content.decode(encoding, errors="replace") for encoding in ("utf-8-sig", "gb18030")), key=_words)
    if "\x00" in text or text.count("\ufffd") > max(len(text) // 20, 20):
        raise damaged(name)
    return text


def _words(text: str) -> tuple[int, int]:
    head = text[:_PROBED_CHARACTERS]
    return len(_ANNEX_WORDS.findall(head)), -head.count("\ufffd")


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
