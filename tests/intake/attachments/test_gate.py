"""Before any parser: honest files pass, dishonest ones are refused within two seconds and say why."""

from __future__ import annotations

import io
import time
import zipfile
import zlib

import pytest

from foundation.errors import InvalidInput
from intake.attachments.gate import admit
from tests.intake.attachments import files

MOST = 20 * 2**20
WORD = files.word()
MANY = tuple((f"x/{number}", b"") for number in range(10_000))


def _encrypted_entry() -> bytes:
    content = bytearray(files.archive(("word/document.xml", b"<x/>")))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.rfind(mark) + offset] |= 1
    return bytes(content)


def _twice() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr("word/document.xml", b"<x/>")
        with pytest.warns(UserWarning, match="Duplicate"):
            made.writestr("word/document.xml", b"<y/>")
    return out.getvalue()


def _pdf_bomb() -> bytes:
    return files.pdf_by_hand(zlib.compress(b" " * (150 * 2**20), 9))


HOSTILE = {
    "a bomb of 117 MB": (files.bomb(), "x.docx", "attachment_unsafe"),
    "a bomb whose directory lies": (files.lying_bomb(), "x.docx", "attachment_"),
    "blown up 300 times": (
        files.archive(("word/media/a.xml", b"<a>" + b"ab" * 3_000_000 + b"</a>"), base=WORD),
        "x.docx",
        "attachment_unsafe",
    ),
    "ten thousand entries": (files.archive(*MANY, base=WORD), "x.docx", "attachment_unsafe"),
    "a zip in the zip": (
        files.archive(("word/embeddings/a.xlsx", files.sheet()), base=WORD),
        "x.docx",
        "attachment_unsafe",
    ),
    "an old Office object": (
        files.archive(("word/embeddings/o.bin", b"\xd0\xcf\x11\xe0" + b"\0" * 600), base=WORD),
        "x.docx",
        "attachment_unsafe",
    ),
    "a macro": (files.archive(("word/vbaProject.bin", b"x"), base=WORD), "x.docx", "attachment_unsafe"),
    "a program": (files.archive(("word/media/a.png", b"MZ\x90\0"), base=WORD), "x.docx", "attachment_unsafe"),
    "an outside entity": (files.with_dtd(), "x.docx", "attachment_unsafe"),
    "an outside entity in UTF-16": (files.with_dtd("utf-16"), "x.docx", "attachment_unsafe"),
    "a DTD far inside": (
        files.archive(("word/settings.xml", b"<!--" + b"\n" * 262_130 + b"--><!DOCTYPE a><a/>"), base=WORD),
        "x.docx",
        "attachment_unsafe",
    ),
    "packed by bzip2": (
        files.archive(("word/document.xml", b"<x/>"), method=zipfile.ZIP_BZIP2),
        "x.docx",
        "attachment_unsafe",
    ),
    "packed by LZMA": (
        files.archive(("word/document.xml", b"<x/>"), method=zipfile.ZIP_LZMA),
        "x.docx",
        "attachment_unsafe",
    ),
    "an encrypted entry": (_encrypted_entry(), "x.docx", "attachment_unsafe"),
    "one name twice": (_twice(), "x.docx", "attachment_damaged"),
    "cut in the middle": (WORD[: len(WORD) // 2], "x.docx", "attachment_"),
    "a workbook that is a document": (files.archive(("word/document.xml", b"x")), "x.xlsx", "attachment_mismatch"),
    "a bomb in a PDF": (_pdf_bomb(), "x.pdf", "attachment_unsafe"),
    "too large": (b"%PDF-1.4" + b"\0" * MOST, "x.pdf", "attachment_too_large"),
}


@pytest.mark.parametrize("what", HOSTILE)
def test_a_hostile_file_is_refused_soon_and_says_why(what: str) -> None:
    content, name, code = HOSTILE[what]
    began = time.monotonic()
    with pytest.raises(InvalidInput) as refused:
        admit(content, name, MOST)
    assert time.monotonic() - began < 2
    assert refused.value.code.startswith(code)
    for language in ("zh", "en"):
        assert name in refused.value.text(language)
        assert "{" not in refused.value.text(language)


@pytest.mark.parametrize(
    ("content", "name", "kind"),
    [
        (WORD, "x.docx", "docx"),
        (files.sheet(), "x.xlsx", "xlsx"),
        (files.pdf(), "x.pdf", "pdf"),
        (files.pdf_by_hand(), "x.pdf", "pdf"),
        (files.archive(("word/media/a.png", files.PNG), base=WORD), "x.docx", "docx"),
        (files.archive(("word/media/a.xml", b"<a>" + b"b" * 900_000 + b"</a>"), base=WORD), "x.docx", "docx"),
    ],
)
def test_an_honest_file_passes(content: bytes, name: str, kind: str) -> None:
    assert admit(content, name, MOST) == kind
