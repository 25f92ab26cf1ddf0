"""Small real files of each kind, and hostile ones, made here and now."""

from __future__ import annotations

import io
import struct
import zipfile
from functools import cache

import docx
import openpyxl
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen import canvas

DEMAND = "空调外壳，ABS 材料，最近一批一敲就裂，要求冲击强度 ≥ 8 kJ/m²，按 GB/T 1043.1-2008 检测。"
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 64
JPG = b"\xff\xd8\xff\xe0\0\x10JFIF\0" + b"\0" * 64
WEBP = b"RIFF\x24\0\0\0WEBPVP8 " + b"\0" * 64
CSV = "参数,标准,限值\n盐雾试验,GB/T 10125-2021,48 h\n冲击强度,GB/T 1043.1-2008,8 kJ/m²\n"
RELATIONS = (
    b'<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"/>'
)


@cache
def word(text: str = DEMAND, header: str = "") -> bytes:
    """A Word document with a paragraph, a table and, if asked for, a page header."""
    document = docx.Document()
    document.add_paragraph(text)
    table = document.add_table(2, 2)
    for place, cell in enumerate(("参数", "限值", "冲击强度", "≥ 8 kJ/m²")):
        table.cell(place // 2, place % 2).text = cell
    if header:
        document.sections[0].header.paragraphs[0].text = header
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def sheet(*rows: tuple[object, ...], header: str = "") -> bytes:
    """A workbook with one sheet."""
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    for row in rows or (("参数", "标准"), ("盐雾试验", "GB/T 10125-2021")):
        page.append(row)
    if header:
        page.oddHeader.center.text = header
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def pdf(text: str = DEMAND, password: str | None = None) -> bytes:
    """A page with text in Chinese."""
    out = io.BytesIO()
    page = canvas.Canvas(out, encrypt=password)
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    page.setFont("STSong-Light", 12)
    for line, start in enumerate(range(0, len(text), 30)):
        page.drawString(72, 780 - 20 * line, text[start : start + 30])
    page.save()
    return out.getvalue()


def pdf_by_hand(stream: bytes = b"BT /F1 12 Tf 72 700 Td (Salt spray 48 h, GB/T 10125-2021) Tj ET") -> bytes:
    """The least a PDF can be: five objects and their table."""
    bodies = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(bodies, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    start = len(out)
    return out + b"xref\n0 6\n0000000000 65535 f \n%strailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (
        table,
        start,
    )


def archive(*entries: tuple[str, bytes], base: bytes | None = None, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip with these entries; ``base``: the entries of a document before them, those of the same name left out."""
    out = io.BytesIO()
    named = {name for name, _ in entries}
    with zipfile.ZipFile(out, "w", method) as made:
        if base is not None:
            with zipfile.ZipFile(io.BytesIO(base)) as source:
                for name in source.namelist():
                    if name not in named:
                        made.writestr(name, source.read(name))
        for name, content in entries:
            made.writestr(name, content)
    return out.getvalue()


@cache
def bomb(megabytes: int = 117) -> bytes:
    """A Word document blown up about a thousand times: one paragraph of this many megabytes."""
    body = b"<w:t>" + b"A" * (megabytes * 2**20) + b"</w:t>"
    return archive(("word/document.xml", WORD_OPEN + body + WORD_CLOSE))


WORD_OPEN = b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r>'
WORD_CLOSE = b"</w:r></w:p></w:body></w:document>"


@cache
def lying_bomb() -> bytes:
    """The same bomb, and its directory says that the entry holds ten bytes."""
    content = bytearray(bomb())
    for mark, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        at = content.rfind(mark) + offset
        content[at : at + 4] = struct.pack("<I", 10)
    return bytes(content)


def with_dtd(encoding: str = "utf-8") -> bytes:
    """A Word document that asks for a file of the machine by an external entity."""
    xml = '<!DOCTYPE x [<!ENTITY leak SYSTEM "file:///etc/passwd">]>' + WORD_OPEN.decode() + "<w:t>&leak;</w:t>"
    return archive(("word/document.xml", (xml + WORD_CLOSE.decode()).encode(encoding)))
