"""Hostile and mistaken files are refused before any parser, with a reason that names the file (T8, T10)."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from openpyxl import Workbook

from foundation.errors import InvalidInput
from kb.importing.gate import MAX_BYTES, admit
from kb.importing.reading import read_annex

FIXTURES = Path(__file__).parent / "fixtures"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 512


@contextmanager
def refusal(code: str, name: str = "") -> Iterator[None]:
    """The block must refuse a file with ``code`` and name the file."""
    with pytest.raises(InvalidInput) as refused:
        yield
    assert refused.value.code == code
    assert name in str(refused.value)


def _zip(*entries: tuple[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, content in entries:
            archive.writestr(name, content)
    return out.getvalue()


def _far_cell(name: str) -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet["A1"], sheet[name] = "序号", "x"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


BOOK = ("xl/workbook.xml", b"<workbook/>")
PDF_BOMB = b"%PDF-1.4\n1 0 obj<</Filter/FlateDecode>>stream\n" + zlib.compress(b"0" * 150_000_000) + b"\nendstream"
HOSTILE: list[tuple[str, bytes, str, str]] = [
    ("an unknown type", b"x", "附表.exe", "annex_type_unknown"),
    ("no extension", b"x", "附表", "annex_type_unknown"),
    ("nothing", b"", "附表.csv", "annex_empty"),
    ("only a mark and blanks", b"\xef\xbb\xbf\r\n \r\n", "附表.csv", "annex_empty"),
    ("too many bytes", b"a" * (MAX_BYTES + 1), "附表.csv", "annex_too_large"),
    ("an old format", OLE, "附表.xls", "annex_old_format"),
    ("an old format renamed", OLE, "附表.xlsx", "annex_old_format"),
    ("a password", OLE + "EncryptedPackage".encode("utf-16-le"), "附表.xlsx", "annex_encrypted"),
    ("an archive that is no book", _zip(("a.txt", b"x")), "附表.xlsx", "annex_content_mismatch"),
    ("binary as csv", bytes(range(256)), "附表.csv", "annex_content_mismatch"),
    ("text as pdf", "序号,参数".encode(), "附表.pdf", "annex_content_mismatch"),
    ("an inflating entry", _zip(BOOK, ("xl/a.xml", b"0" * 60_000_000)), "附表.xlsx", "annex_archive_unsafe"),
    ("too many entries", _zip(BOOK, *((f"a{n}", b"") for n in range(1_200))), "附表.xlsx", "annex_archive_unsafe"),
    ("an archive inside", _zip(BOOK, ("xl/e.bin", _zip(("a", b"b")))), "附表.xlsx", "annex_archive_unsafe"),
    ("a DTD", _zip(("xl/workbook.xml", b'<!DOCTYPE x [<!ENTITY a "b">]><x/>')), "附表.xlsx", "annex_archive_unsafe"),
    (
        "a DTD in UTF-16",
        _zip(BOOK, ("xl/a.xml", "<!DOCTYPE x><x/>".encode("utf-16"))),
        "附表.xlsx",
        "annex_archive_unsafe",
    ),
    (
        "a DTD across two chunks",
        _zip(BOOK, ("xl/a.xml", b"<!--" + b"\n" * 262_132 + b"--><!DOCTYPE a><a/>")),
        "附表.xlsx",
        "annex_archive_unsafe",
    ),
    ("a program inside", _zip(BOOK, ("xl/media/a.png", b"MZ\x90\0")), "附表.xlsx", "annex_archive_unsafe"),
    ("packed by bzip2", _zip(BOOK, method=zipfile.ZIP_BZIP2), "附表.xlsx", "annex_archive_unsafe"),
    ("an inflating stream", PDF_BOMB, "附表.pdf", "annex_archive_unsafe"),
    ("cells in opposite corners", _far_cell("XFD1048576"), "附表.xlsx", "annex_sheet_too_wide"),
]


@pytest.mark.parametrize(("content", "name", "code"), [case[1:] for case in HOSTILE], ids=[case[0] for case in HOSTILE])
def test_a_hostile_or_mistaken_file_is_refused_by_name(content: bytes, name: str, code: str) -> None:
    with refusal(code, name):
        admit(content, name)


def test_an_annex_that_holds_one_name_twice_is_damaged() -> None:
    with pytest.warns(UserWarning, match="Duplicate"):
        content = _zip(BOOK, BOOK)
    with refusal("annex_damaged"):
        admit(content, "附表.xlsx")


@pytest.mark.parametrize("extension", [".xlsx", ".docx", ".pdf", ".csv"])
@pytest.mark.parametrize("fixture", ["cnas.xlsx", "cma.docx", "cnas.pdf", "guangdong.csv"])
def test_each_content_is_taken_under_its_own_extension_only(fixture: str, extension: str) -> None:
    content = (FIXTURES / fixture).read_bytes()
    if fixture.endswith(extension):
        assert admit(content, f"附表{extension}") == extension[1:]
    else:
        with refusal("annex_content_mismatch"):
            admit(content, f"附表{extension}")


@pytest.mark.parametrize("fixture", ["cnas.xlsx", "cma.docx", "cnas.pdf"])
def test_a_truncated_file_is_damaged_not_a_crash(fixture: str) -> None:
    content = (FIXTURES / fixture).read_bytes()
    for share in (0.2, 0.5, 0.9):
        with refusal("annex_damaged"):
            read_annex(content[: int(len(content) * share)], fixture)


@pytest.mark.parametrize("entry", ["xl/workbook.xml", "word/document.xml"])
def test_a_well_formed_archive_with_junk_inside_is_damaged(entry: str) -> None:
    with refusal("annex_damaged"):
        read_annex(_zip((entry, b"<x/>")), "附表.xlsx" if entry.startswith("xl") else "附表.docx")


def test_a_missing_file_is_named() -> None:
    with refusal("annex_not_found"):
        read_annex(FIXTURES / "没有.csv")


def test_a_stray_cell_in_the_last_row_does_not_hinder() -> None:
    annex = read_annex(_far_cell("A300000"), "附表.xlsx")
    assert annex.rows == ()


def test_a_pdf_without_text_is_a_scan() -> None:
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    canvas = Canvas(out)
    canvas.rect(10, 10, 100, 100)
    canvas.save()
    with refusal("annex_is_scan"):
        read_annex(out.getvalue(), "附表.pdf")


def test_a_pdf_with_a_password_is_refused() -> None:
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    canvas = Canvas(out, encrypt="secret")
    canvas.drawString(10, 10, "x")
    canvas.save()
    with refusal("annex_encrypted"):
        read_annex(out.getvalue(), "附表.pdf")
