"""Files of an engagement: what comes in, what is kept, who hands it in (contract of issue 7)."""

from __future__ import annotations

import hashlib

import pytest
from sqlalchemy import Engine, text

from engagement.files import keep, list_kept, look_into, read
from engagement.files import service as files
from foundation.audit import entries
from foundation.database import reading
from foundation.errors import Conflict, InvalidInput, NotAllowed, NotFound, Unavailable
from intake.attachments.reading import ChildReader
from tests.builders import actor
from tests.conftest import Working
from tests.engagement.test_service import open_one
from tests.intake.attachments.files import pdf, word

SCAN = b"\x89PNG\r\n\x1a\n" + b"scan" * 40


def test_a_file_is_kept_once_under_its_digest_with_one_trace(working: Working, engine: Engine) -> None:
    with working() as work:
        id = open_one(work).id
        kept = keep(work, id, "..\\协议\u202e扫描件.png", SCAN)
        assert keep(work, id, "另一个名字.png", SCAN) == kept
    assert (kept.sha256, kept.size, kept.media_type) == (hashlib.sha256(SCAN).hexdigest(), len(SCAN), "image/png")
    assert kept.name == "协议扫描件.png"
    with reading(engine) as session:
        assert read(session, id, kept.sha256) == SCAN
        assert list_kept(session, id) == (kept,)
        (trace,) = (one for one in entries(session, id) if one.action == "engagement.file_kept")
        assert trace.facts == {"sha256": kept.sha256, "kind": "png", "bytes": len(SCAN)}


def test_each_engagement_has_files_of_its_own(working: Working, engine: Engine) -> None:
    with working() as work:
        one, other = open_one(work, "mat_1").id, open_one(work, "mat_2").id
        kept = keep(work, one, "a.png", SCAN)
    with reading(engine) as session:
        assert list_kept(session, other) == ()
        with pytest.raises(NotFound):
            read(session, other, kept.sha256)
    with working() as work, pytest.raises(NotFound):
        keep(work, "eng_0", "a.png", SCAN)


def test_what_an_attachment_may_not_be_a_file_may_not_be_either(
    working: Working, monkeypatch: pytest.MonkeyPatch
) -> None:
    refused = {
        "a.exe": (b"MZ\x90\x00" * 20, "attachment_type_unknown"),
        "a.pdf": (SCAN, "attachment_mismatch"),
        "b.png": (b"", "attachment_empty"),
        "c.docx": (b"PK\x03\x04word/document.xml", "attachment_damaged"),
        "机密★10年.png": (SCAN, "state_secret_refused"),
        "d.txt": ("机密★10年\n正文".encode(), "state_secret_refused"),
    }
    with working() as work:
        id = open_one(work).id
        for name, (content, code) in refused.items():
            with pytest.raises(InvalidInput) as refusal:
                keep(work, id, name, content)
            assert refusal.value.code == code, name
        with pytest.raises(InvalidInput, match="太大"):
            keep(work, id, "a.png", SCAN, most_bytes=100)
        monkeypatch.setattr(files, "MOST_FILES", 1)
        keep(work, id, "a.png", SCAN)
        with pytest.raises(Conflict, match="最多存 1 个"):
            keep(work, id, "b.pdf", pdf())


def test_a_marking_inside_a_document_is_found_before_anything_is_stored() -> None:
    reader = ChildReader()
    look_into("方案.docx", word("隔膜收缩的改进方案"), reader)
    with pytest.raises(InvalidInput) as refusal:
        look_into("方案.docx", word("秘密★5年\n隔膜"), reader)
    assert refusal.value.code == "state_secret_refused"


def test_strangers_hand_nothing_in(working: Working) -> None:
    with working() as work:
        id = open_one(work).id
    for who in (actor("centre", organisation="ctr_9"), actor("evaluator")):
        with pytest.raises(NotAllowed), working(who) as work:
            keep(work, id, "a.png", SCAN)
    with working(actor("host", organisation="host_1")) as work:
        assert keep(work, id, "a.png", SCAN).kept_by == "act_host"


def test_a_damaged_file_is_not_handed_out(working: Working, engine: Engine) -> None:
    with working() as work:
        id = open_one(work).id
        kept = keep(work, id, "a.png", SCAN)
    with engine.begin() as connection:
        connection.execute(text("UPDATE engagement_files SET content = :other"), {"other": b"x"})
    with reading(engine) as session, pytest.raises(Unavailable, match="已损坏"):
        read(session, id, kept.sha256)
