"""The text of a file, read in a child process that may die instead of the server."""

from __future__ import annotations

import json
import threading
import time
from pathlib import Path

import pytest

from foundation.errors import Unavailable
from intake.attachments.attachment import Kind
from intake.attachments.extracting import extract
from intake.attachments.reading import AT_ONCE, ChildReader
from tests.intake.attachments import files

READER = ChildReader()
CHILDREN = "tests.intake.attachments.children."


@pytest.mark.parametrize(
    ("content", "kind", "words"),
    [
        (files.word(header="内部资料"), "docx", ("一敲就裂", "冲击强度\t≥ 8 kJ/m²", "内部资料")),
        (files.sheet(), "xlsx", ("盐雾试验\tGB/T 10125-2021",)),
        (files.sheet(("限值", 3.0, 0.25), header="第 &P 页"), "xlsx", ("限值\t3\t0.25",)),
        (files.pdf(), "pdf", ("一敲就裂", "8 kJ/m²")),
        (files.pdf_by_hand(), "pdf", ("Salt spray 48 h, GB/T 10125-2021",)),
        (files.CSV.encode("gb18030"), "csv", ("盐雾试验,GB/T 10125-2021",)),
        (files.CSV.encode("utf-8-sig"), "csv", ("参数,标准,限值",)),
    ],
)
def test_the_words_of_a_file_are_read(content: bytes, kind: Kind, words: tuple[str, ...]) -> None:
    heard = READER.read(content, kind)
    assert heard.reason is None
    for expected in words:
        assert expected in heard.text
    assert "\ufeff" not in heard.text


@pytest.mark.parametrize(
    ("content", "kind", "reason"),
    [
        (files.PNG, "png", "image"),
        (files.pdf(password="secret"), "pdf", "encrypted"),
        (files.pdf()[:300], "pdf", "damaged"),
        (files.pdf_by_hand(b""), "pdf", "no_text"),
        (b"%PDF-1.7 and nothing else", "pdf", "damaged"),
        (files.archive(("word/document.xml", b"<w:p><w:t>not closed")), "docx", "damaged"),
        (files.with_dtd(), "docx", "damaged"),
        (files.archive(("xl/workbook.xml", b"<workbook/>")), "xlsx", "damaged"),
    ],
)
def test_why_a_file_has_no_text_is_said(content: bytes, kind: Kind, reason: str) -> None:
    heard = READER.read(content, kind)
    assert (heard.text, heard.reason) == ("", reason)


def test_deleted_words_of_a_document_are_not_read() -> None:
    tracked = b"<w:t>keep</w:t></w:r><w:del><w:r><w:t>gone</w:t></w:r></w:del><w:r>"
    content = files.archive(("word/document.xml", files.WORD_OPEN + tracked + files.WORD_CLOSE))
    assert extract(content, "docx") == ("keep\n\n", "")


def test_an_outside_entity_is_never_resolved_even_behind_the_gate() -> None:
    with pytest.raises(ValueError, match="declares nothing"):
        extract(files.with_dtd(), "docx")


@pytest.mark.parametrize(
    ("child", "reason"),
    [
        ("endless", "too_slow"),
        ("sleeping", "too_slow"),
        ("greedy", "too_much"),
        ("crashing", "damaged"),
        ("lying", "damaged"),
    ],
)
def test_a_parser_gone_wrong_ends_alone_and_in_time(child: str, reason: str) -> None:
    began = time.monotonic()
    heard = ChildReader(seconds=1, module=CHILDREN + child).read(b"%PDF-", "pdf")
    assert (heard.text, heard.reason) == ("", reason)
    assert time.monotonic() - began < 4


def test_a_sheet_with_two_far_corners_is_too_much_and_harms_nobody() -> None:
    corners = b'<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    page = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>%s</sheetData>'
    content = files.archive(("xl/worksheets/sheet1.xml", page % corners + b"</worksheet>"), base=files.sheet())
    assert READER.read(content, "xlsx").reason == "too_much"


def test_a_child_sees_no_setting_and_no_key_and_may_do_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOCKING_MODEL_API_KEY", "a-key-that-must-not-leave")
    heard = ChildReader(module=CHILDREN + "curious").read(b"%PDF-", "pdf")
    Path("/tmp/attachment-child-wrote").unlink(missing_ok=True)
    seen = json.loads(heard.text)
    assert not [name for name in seen["environment"] if name.startswith("DOCKING")]
    assert seen["folder"] == "/"
    assert seen["write"] == "refused"


def test_when_all_places_are_taken_the_next_one_is_told_to_wait() -> None:
    slow = ChildReader(seconds=1.5, module=CHILDREN + "sleeping")
    threads = [threading.Thread(target=slow.read, args=(b"%PDF-", "pdf")) for _ in range(AT_ONCE)]
    for thread in threads:
        thread.start()
    time.sleep(0.3)
    with pytest.raises(Unavailable) as busy:
        ChildReader(patience_seconds=0.1).read(files.pdf(), "pdf")
    assert busy.value.code == "attachment_reading_busy"
    for thread in threads:
        thread.join()
    assert READER.read(files.pdf_by_hand(), "pdf").reason is None
