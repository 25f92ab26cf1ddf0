"""The text of one document. Runs in the child process only; the gate has looked at the bytes before.

Everything a reader of the paper would see is read, also headers, footers, footnotes, text boxes and comments: that is
where markings of secrecy stand.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from datetime import datetime, time
from html import unescape
from xml.etree.ElementTree import XMLParser

MOST_CHARACTERS = 2_000_000
"""Read no further: what lies behind is neither looked at for markings nor for values."""

_WORD = re.compile(r"word/(?:header\d*|document|footer\d*|footnotes|endnotes|comments)\.xml")
_BESIDE_CELLS = re.compile(r"xl/(?:drawings/drawing\d+|comments\d*|comments/comment\d+|threadedComments/\w+)\.xml")
_SHEET = re.compile(r"xl/worksheets/\w+\.xml")
_PAGE_EDGE = re.compile(r"<(?:\w+:)?(?:odd|even|first)(?:Header|Footer)>([^<]{1,2000})<")
_FORMAT_CODE = re.compile(r"&(?:\"[^\"]*\"|K[0-9A-F]{6}|[LCR]|[A-Z]|\d{1,3})")
_SKIPPED = frozenset({"del", "moveFrom", "Fallback"})
_ENDS = {"p": "\n", "tc": "\t", "tr": "\n", "br": "\n", "cr": "\n", "tab": "\t", "comment": "\n"}
_LOOSE_END = re.compile(r"[ \t]+(?=\n)| +(?=\t)")


def extract(content: bytes, kind: str) -> tuple[str, str]:
    """``(text, reason)``; a reason other than empty says why there is no text (see ``attachment.REASONS``)."""
    if kind == "pdf":
        return _of_pdf(content)
    pieces = _of_docx(content) if kind == "docx" else _of_xlsx(content)
    text = _joined(pieces)
    return text, "" if text.strip() else "no_text"


def _joined(pieces: Iterator[str]) -> str:
    kept: list[str] = []
    room = MOST_CHARACTERS
    for piece in pieces:
        kept.append(piece[:room])
        room -= len(kept[-1])
        if room <= 0:
            break
    return "".join(kept)


def _of_docx(content: bytes) -> Iterator[str]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = [name for name in archive.namelist() if _WORD.fullmatch(name)]
        for name in sorted(names, key=lambda name: (name != "word/document.xml", name)):
            yield _words(archive, name)


def _of_xlsx(content: bytes) -> Iterator[str]:
    """The cells sheet by sheet, a tab between cells; then notes, drawings, and what is printed at the page's edge."""
    from python_calamine import CalamineWorkbook

    with CalamineWorkbook.from_filelike(io.BytesIO(content)) as workbook:
        for title in workbook.sheet_names:
            rows = workbook.get_sheet_by_name(title).to_python(skip_empty_area=True)
            lines = ["\t".join(_shown(cell) for cell in row).strip("\t") for row in rows]
            if any(lines):
                yield f"{title}\n"
            yield from (f"{line}\n" for line in lines if line)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in sorted(archive.namelist()):
            if _BESIDE_CELLS.fullmatch(name):
                yield _words(archive, name)
            elif _SHEET.fullmatch(name):
                for edge in _PAGE_EDGE.findall(archive.read(name).decode("utf-8", "replace")):
                    yield _FORMAT_CODE.sub("", unescape(edge)) + "\n"


def _shown(cell: object) -> str:
    """A cell as a person sees it: ``3.0`` is ``3``, a day is ``2027-05-31``."""
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(" ")
    return " ".join(str(cell).split())


def _words(archive: zipfile.ZipFile, name: str) -> str:
    """The text of an XML part, read as a stream: no tree is built, deleted text is left out."""
    listener = _Words()
    parser = XMLParser(target=listener)
    with archive.open(name) as source:
        while chunk := source.read(65_536):
            parser.feed(chunk)
            if listener.length > MOST_CHARACTERS:
                break
    return _LOOSE_END.sub("", "".join(listener.pieces)) + "\n"


class _Words:
    """Listens to an XML parser: text of ``t`` elements, a line for each paragraph and each row of a table."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.length, self._skipping, self._cells, self._hearing = 0, 0, 0, False

    def start(self, tag: str, _attributes: dict[str, str]) -> None:
        name = tag.rpartition("}")[2]
        self._skipping += name in _SKIPPED
        self._cells += name == "tc"
        self._hearing = name == "t"

    def data(self, text: str) -> None:
        if self._hearing and not self._skipping:
            self.pieces.append(text)
            self.length += len(text)

    def end(self, tag: str) -> None:
        name = tag.rpartition("}")[2]
        self._skipping -= name in _SKIPPED
        self._cells -= name == "tc"
        self._hearing = False
        if name in _ENDS:
            self.pieces.append(" " if self._cells and _ENDS[name] == "\n" else _ENDS[name])

    def doctype(self, *_: object) -> None:
        raise ValueError("a document declares nothing")

    def close(self) -> None:
        """Nothing is made."""


def _of_pdf(content: bytes) -> tuple[str, str]:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as fault:
        return "", "encrypted" if "password" in str(fault).lower() else "damaged"
    text = _joined(_pages(document))
    return text, "" if text.strip() else "no_text"


def _pages(document: object) -> Iterator[str]:
    for number in range(len(document)):  # type: ignore[arg-type]
        page = document[number]  # type: ignore[index]
        words = page.get_textpage()
        yield words.get_text_bounded().replace("\r\n", "\n") + "\n"
        words.close()
        page.close()
