"""What a file is, by its bytes; names are only shown."""

from __future__ import annotations

import pytest

from foundation.errors import InvalidInput
from intake.attachments.kinds import decoded, kind_of
from intake.attachments.naming import clean_name
from tests.intake.attachments import files

REAL = {
    "docx": files.word(),
    "xlsx": files.sheet(),
    "pdf": files.pdf_by_hand(),
    "csv": files.CSV.encode("gb18030"),
    "txt": files.DEMAND.encode("utf-8-sig"),
    "png": files.PNG,
    "jpg": files.JPG,
    "webp": files.WEBP,
}


@pytest.mark.parametrize("kind", REAL)
def test_the_bytes_say_what_a_file_is_also_without_an_extension(kind: str) -> None:
    assert kind_of(REAL[kind], "附件") == kind
    assert kind_of(REAL[kind], f"附件.{kind.upper()}") == kind


@pytest.mark.parametrize(
    ("kind", "name"),
    [(kind, f"x.{other}") for kind in REAL for other in REAL if other != kind and {kind, other} != {"csv", "txt"}],
)
def test_a_name_that_claims_another_kind_is_refused_and_told_what_it_is(kind: str, name: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        kind_of(REAL[kind], name)
    assert refused.value.code == "attachment_mismatch"
    assert name in refused.value.text("zh")
    assert kind in refused.value.text("en")


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        (b"", "空.txt", "attachment_empty"),
        (b"\xef\xbb\xbf\r\n \0\0", "空.csv", "attachment_empty"),
        (b"MZ\x90\0\x03\0\0\0", "程序.exe", "attachment_type_unknown"),
        (b"MZ\x90\0\x03\0\0\0", "程序.pdf", "attachment_type_unknown"),
        (b"<html><script>alert(1)</script></html>", "页面.html", "attachment_type_unknown"),
        (b"<html><script>alert(1)</script></html>", "页面.txt", "attachment_type_unknown"),
        (b"\n <!DOCTYPE html>", "页面", "attachment_type_unknown"),
        (b'<svg xmlns="http://www.w3.org/2000/svg" onload="x()"/>', "图.svg", "attachment_type_unknown"),
        (b'<?xml version="1.0"?><svg/>', "图.png", "attachment_type_unknown"),
        (b"{\\rtf1 hello}", "文.txt", "attachment_type_unknown"),
        (files.DEMAND.encode(), "脚本.js", "attachment_type_unknown"),
        (REAL["xlsx"], "宏.xlsm", "attachment_type_unknown"),
        (files.archive(("a.txt", b"x")), "压缩.zip", "attachment_type_unknown"),
        (files.archive(("a.txt", b"x")), "压缩.docx", "attachment_type_unknown"),
        (b"\x1f\x8b\x08\0" + b"\0" * 20, "压缩.txt", "attachment_type_unknown"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "老.doc", "attachment_old_format"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "老.docx", "attachment_old_format"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "密.docx",
            "attachment_encrypted",
        ),
    ],
)
def test_what_is_not_on_the_list_is_refused_by_name(content: bytes, name: str, code: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        kind_of(content, name)
    assert refused.value.code == code
    assert name in refused.value.text("zh")
    assert name in refused.value.text("en")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_text_is_read_in_the_encodings_of_the_trade(encoding: str) -> None:
    assert decoded(files.CSV.encode(encoding)) == files.CSV


def test_bytes_that_are_no_text_are_none() -> None:
    assert decoded(bytes(range(256)) * 4) is None


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("..\\..\\windows\\system.ini", "system.ini"),
        ("/abs/报告.pdf", "报告.pdf"),
        ("报告\0.pdf", "报告.pdf"),
        ("报\r\nSet-Cookie: a=b\n告.pdf", "报Set-Cookie: a=b告.pdf"),
        ("fdp.\u202ecod.exe", "fdp.cod.exe"),
        ("零\u200b宽.txt", "零宽.txt"),
        ("...", "附件"),
        ("", "附件"),
        ("CON", "CON"),
    ],
)
def test_a_name_is_made_harmless(given: str, kept: str) -> None:
    assert clean_name(given) == kept


def test_a_long_name_keeps_its_ending() -> None:
    name = clean_name("长" * 300 + ".docx")
    assert len(name) == 120
    assert name.endswith("长.docx")
