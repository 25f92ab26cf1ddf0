"""Files through the use cases, on both databases."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from foundation.actors import Actor
from foundation.audit import entries
from foundation.errors import Conflict, InvalidInput, NotFound
from intake import service as talks
from intake.attachments import keeping, service
from intake.attachments.attachment import Kind
from intake.attachments.reading import ChildReader, Heard
from intake.attachments.service import Taken
from intake.reading.rules import RulesReader
from tests.builders import ROOT, actor
from tests.conftest import Working
from tests.intake.attachments import files

MOST = 20 * 2**20
READER = ChildReader()
ENTERPRISE: Actor = actor("enterprise", organisation="org_1")


def begin(working: Working, *words: str) -> str:
    """An open talk in which this was said."""
    with working(ENTERPRISE) as work:
        talk = talks.start_conversation(work)
        for said in words:
            talks.say(work, talk.id, said, RulesReader())
    return talk.id


def hand_in(working: Working, folder: Path, talk: str, content: bytes, name: str) -> Taken:
    """One file, as a door does it."""
    file = service.examine(content, name, READER, MOST)
    keeping.keep(folder, content)
    with working(ENTERPRISE) as work:
        return service.take(work, talk, file, 20)


def test_a_file_is_kept_and_its_values_quote_it(working: Working, tmp_path: Path) -> None:
    talk = begin(working, "我们的壳子出了问题")
    taken = hand_in(working, tmp_path, talk, files.word(), "../../要求.docx")
    assert (taken.attachment.name, taken.attachment.kind, taken.attachment.state) == ("要求.docx", "docx", "read")
    with working(ENTERPRISE) as work:
        draft = talks.get_conversation(work.session, talk).draft
        (stored,) = service.list_attachments(work.session, ENTERPRISE, talk)
        assert stored == taken.attachment
        found, content = service.open_original(work, talk, stored.id, tmp_path)
        assert [entry.action for entry in entries(work.session, stored.id)] == ["attachment.added", "attachment.opened"]
    assert content == files.word() or keeping.digest(content) == found.sha256
    assert "GB/T 1043.1-2008" in draft.values("standards")
    quoted = next(r for r in draft.readings if r.field == "standards").evidence[0]
    assert draft.utterances[quoted.utterance] == stored.text
    assert stored.text is not None
    assert stored.text[quoted.start : quoted.end] == quoted.quote


def test_a_demand_tells_the_persons_words_and_not_the_files(working: Working, tmp_path: Path) -> None:
    talk = begin(working, "我们的空调外壳最近一敲就裂，想知道原因")
    hand_in(working, tmp_path, talk, files.word("供应商：滨海某塑料有限公司。" + files.DEMAND), "要求.docx")
    with working(ENTERPRISE) as work:
        demand = talks.confirm_demand(work, talk, {"region": "江苏"})
    assert "供应商" not in demand.text + demand.condensed
    assert "一敲就裂" in demand.text
    assert "GB/T 1043.1-2008" in demand.draft.values("standards")


def test_a_talk_of_a_file_alone_becomes_a_demand(working: Working, tmp_path: Path) -> None:
    talk = begin(working)
    hand_in(working, tmp_path, talk, files.word(), "要求.docx")
    with working(ENTERPRISE) as work:
        demand = talks.confirm_demand(work, talk)
    assert "一敲就裂" in demand.text


@pytest.mark.parametrize(
    ("content", "name", "kind", "state", "reason"),
    [
        (files.PNG, "断口.png", "png", "kept", "image"),
        (files.JPG, "断口.jpg", "jpg", "kept", "image"),
        (files.WEBP, "断口.webp", "webp", "kept", "image"),
        (files.pdf(password="x"), "密.pdf", "pdf", "unreadable", "encrypted"),
        (files.pdf_by_hand(b""), "扫描.pdf", "pdf", "unreadable", "no_text"),
        (files.CSV.encode("gb18030"), "表.csv", "csv", "read", None),
        (("说明：" + "很长" * 11_000).encode(), "长.txt", "txt", "read", "cut"),
    ],
)
def test_each_kind_has_its_state(
    working: Working, tmp_path: Path, content: bytes, name: str, kind: str, state: str, reason: str | None
) -> None:
    taken = hand_in(working, tmp_path, begin(working), content, name)
    found = taken.attachment
    assert (found.kind, found.state, found.reason) == (kind, state, reason)
    assert (found.text is None) == (state != "read")
    assert len(found.text or "") <= 20_000
    assert keeping.original(tmp_path, found.sha256) == content


def marked() -> list[tuple[bytes, str]]:
    """Files with a marking of state secrets: in the text, at the page's edge, behind a long text, in the name."""
    return [
        (files.word("机密★10年\n" + files.DEMAND), "a.docx"),
        (files.word(header="绝 密 ★ 长期"), "a.docx"),
        (files.sheet(header="秘密★5年"), "a.xlsx"),
        (files.pdf("机密★10年　" + files.DEMAND), "a.pdf"),
        ("秘密★3年\n检测要求".encode("gb18030"), "a.txt"),
        (("长" * 60_000 + "\n机密★10年").encode(), "a.txt"),
        (files.PNG, "机密★10年图纸.png"),
    ]


class Says:
    """A reader that read this."""

    def __init__(self, text: str) -> None:
        self._text = text

    def read(self, content: bytes, kind: Kind) -> Heard:
        """The text it was made with."""
        return Heard(text=self._text)


def test_a_marking_broken_by_characters_nobody_sees_is_a_marking() -> None:
    with pytest.raises(InvalidInput) as refused:
        service.examine(files.pdf_by_hand(), "a.pdf", Says("机\x02密★10年"), MOST)
    assert refused.value.code == "state_secret_refused"


@pytest.mark.parametrize("number", range(len(marked())))
def test_a_marked_file_is_refused_and_its_words_are_not_repeated(number: int) -> None:
    content, name = marked()[number]
    with pytest.raises(InvalidInput) as refused:
        service.examine(content, name, READER, MOST)
    assert refused.value.code == "state_secret_refused"
    assert "★" not in refused.value.text() + str(refused.value.facts)


def test_the_same_file_twice_in_one_talk_is_one(
    working: Working, tmp_path: Path, count_rows: Callable[[str], int]
) -> None:
    talk = begin(working)
    first = hand_in(working, tmp_path, talk, files.sheet(), "表.xlsx")
    sheet = keeping.original(tmp_path, first.attachment.sha256)
    again = hand_in(working, tmp_path, talk, sheet, "另一个名字.xlsx")
    assert again.attachment == first.attachment
    assert again.conversation.version == first.conversation.version
    assert count_rows("attachments") == 1


def test_a_secret_talk_makes_its_files_secret(working: Working, tmp_path: Path) -> None:
    talk = begin(working)
    taken = hand_in(working, tmp_path, talk, files.word(), "要求.docx")
    assert taken.attachment.level == "internal"
    with working(ENTERPRISE) as work:
        talks.say(work, talk, "这件事请对外保密", RulesReader())
        (found,) = service.list_attachments(work.session, ENTERPRISE, talk)
        assert found.level == "secret"


def test_nobody_else_is_told_that_there_is_a_file(working: Working, tmp_path: Path) -> None:
    talk, other = begin(working), begin(working)
    taken = hand_in(working, tmp_path, talk, files.PNG, "断口.png")
    stranger = actor("enterprise", organisation="org_2")
    with working(stranger) as work:
        for look in (
            lambda: service.list_attachments(work.session, stranger, talk),
            lambda: service.open_original(work, talk, taken.attachment.id, tmp_path),
        ):
            with pytest.raises(NotFound):
                look()
    with working(ENTERPRISE) as work, pytest.raises(NotFound):
        service.open_original(work, other, taken.attachment.id, tmp_path)
    with working(actor("coordinator", organisation="org_3")) as work:
        assert service.open_original(work, talk, taken.attachment.id, tmp_path)[1] == files.PNG


def test_a_talk_takes_so_many_files_and_no_more(working: Working, tmp_path: Path) -> None:
    talk = begin(working)
    hand_in(working, tmp_path, talk, files.PNG, "1.png")
    with working(ENTERPRISE) as work, pytest.raises(Conflict) as refused:
        service.expect(work.session, ENTERPRISE, talk, 1)
    assert refused.value.code == "attachments_too_many"


def test_a_confirmed_demand_takes_no_more_files(working: Working, tmp_path: Path) -> None:
    talk = begin(working, "我们的空调外壳最近一敲就裂，想知道原因")
    with working(ENTERPRISE) as work:
        talks.confirm_demand(work, talk)
        with pytest.raises(Conflict):
            service.expect(work.session, ENTERPRISE, talk, 20)


def test_killed_between_file_and_row_the_upload_is_simply_done_again(
    working: Working, database_url: str, tmp_path: Path, count_rows: Callable[[str], int]
) -> None:
    talk = begin(working)
    with working(ENTERPRISE) as work:
        before = talks.get_conversation(work.session, talk)
    command = [sys.executable, "-m", "tests.intake.attachments.dying_in_between", database_url, str(tmp_path), talk]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as server:
        assert server.stdout is not None
        assert server.stdout.readline() == "written, not committed\n"
        server.kill()
    content = files.CSV.encode()
    assert keeping.original(tmp_path, keeping.digest(content)) == content
    assert count_rows("attachments") == 0
    with working(ENTERPRISE) as work:
        assert talks.get_conversation(work.session, talk) == before
        assert service.lost_originals(work.session, tmp_path) == ()
        assert service.sweep(work, tmp_path) == 0, "younger than an hour: it may be on its way"
    taken = hand_in(working, tmp_path, talk, content, "表.csv")
    assert count_rows("attachments") == 1
    assert taken.conversation.draft.attached[0].attachment_id == taken.attachment.id


def test_a_lost_original_is_found_by_looking(working: Working, tmp_path: Path) -> None:
    taken = hand_in(working, tmp_path, begin(working), files.PNG, "断口.png")
    keeping.place(tmp_path, taken.attachment.sha256).write_bytes(b"something else")
    with working() as work:
        assert service.lost_originals(work.session, tmp_path) == (taken.attachment.sha256,)
