"""Files through the HTTP door and the command: taken, listed, given back as they were, or refused by name."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from fastapi.testclient import TestClient

from api.security import ENTERPRISE
from api.talks.attaching import attach_file
from api.wiring import House, open_house
from foundation.clock import SetClock
from foundation.settings import Settings
from foundation.text import is_chinese
from intake import service as talks
from intake.attachments.attachment import Kind
from intake.attachments.reading import ChildReader, Heard
from intake.reading.rules import RulesReader
from tests.api.commands import docking
from tests.api.server import serving
from tests.intake.attachments import files


@pytest.fixture
def house(tmp_path: Path, clock: SetClock) -> Iterator[House]:
    """An empty house: files need no centres."""
    house = open_house(Settings(data_dir=tmp_path / "data"), clock)
    yield house
    house.close()


@pytest.fixture
def talk(client: TestClient) -> str:
    """An open talk in which something was said."""
    made: str = client.post("/conversations", json={}).json()["id"]
    client.post(f"/conversations/{made}/messages", json={"text": "我们的空调外壳最近一敲就裂，预算 2 万元"})
    return made


def hand_in(client: TestClient, talk: str, content: bytes, name: str, **more: str) -> httpx.Response:
    """One file by multipart."""
    path = f"/conversations/{talk}/attachments"
    return client.post(path, files={"file": (name, content, "text/html")}, headers=more)  # type: ignore[return-value]


def large_body() -> Iterator[bytes]:
    """A form with a file of 100 MB, whose length nobody announced."""
    yield b'--b\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\n'
    for _ in range(100):
        yield b"x" * 2**20


def kept(house: House) -> list[Path]:
    """Every file among the originals."""
    return [path for path in house.settings.attachments_dir.rglob("*") if path.is_file()]


def test_a_file_is_taken_listed_and_given_back_as_it_was(client: TestClient, house: House, talk: str) -> None:
    content = files.word()
    answer = hand_in(client, talk, content, "../../etc/技术 要求.docx")
    assert answer.status_code == 201, answer.text
    taken = answer.json()
    assert taken["attachment"]["name"] == "技术 要求.docx"
    assert taken["conversation"]["draft"]["attached"] == [{"utterance": 1, "attachment_id": taken["attachment"]["id"]}]
    assert [one["id"] for one in client.get(f"/conversations/{talk}/attachments").json()] == [taken["attachment"]["id"]]
    original = client.get(f"/conversations/{talk}/attachments/{taken['attachment']['id']}")
    assert original.content == content
    assert original.headers["content-type"] == "application/octet-stream"
    assert original.headers["content-disposition"].startswith('attachment; filename="attachment.docx"; filename*=UTF-8')
    assert original.headers["x-content-type-options"] == "nosniff"
    assert "sandbox" in original.headers["content-security-policy"]
    assert len(kept(house)) == 1


def test_what_the_person_said_stands_over_http_too(client: TestClient, talk: str) -> None:
    hand_in(client, talk, files.word("预算 9 万元，要求冲击强度 ≥ 8 kJ/m²"), "a.docx")
    readings = client.get(f"/conversations/{talk}").json()["draft"]["readings"]
    assert [r["value"] for r in readings if r["field"] == "budget"] == ["2万元"]


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        (files.bomb(), "炸弹.docx", "attachment_unsafe"),
        (files.archive(("word/a.bin", files.sheet()), base=files.word()), "套娃.docx", "attachment_unsafe"),
        (files.with_dtd(), "实体.docx", "attachment_unsafe"),
        (files.pdf_by_hand(), "名不副实.docx", "attachment_mismatch"),
        (files.word()[:9_000], "半截.docx", "attachment_damaged"),
        (b"<html><script>x</script></html>", "页面.html", "attachment_type_unknown"),
        (b"", "空.txt", "attachment_empty"),
    ],
)
def test_a_refused_file_is_named_in_both_languages_and_leaves_nothing(
    client: TestClient, house: House, talk: str, content: bytes, name: str, code: str
) -> None:
    before = client.get(f"/conversations/{talk}").json()
    for language in ("zh", "en"):
        refused = hand_in(client, talk, content, name, **{"Accept-Language": language})
        assert refused.status_code == 422
        assert refused.json()["code"] == code
        assert name in refused.json()["title"]
        assert is_chinese(refused.json()["title"].replace(name, "")) == (language == "zh")
    assert client.get(f"/conversations/{talk}").json() == before
    assert client.get(f"/conversations/{talk}/attachments").json() == []
    assert kept(house) == []


def test_a_marked_file_is_refused_and_nothing_of_it_is_stored(client: TestClient, house: House, talk: str) -> None:
    refused = hand_in(client, talk, files.word("机密★10年 赤霄九号靶板"), "图.docx")
    assert refused.status_code == 422
    assert refused.json()["code"] == "state_secret_refused"
    assert "赤霄" not in refused.text
    assert kept(house) == []
    stored = b"".join(path.read_bytes() for path in house.settings.data_dir.rglob("*") if path.is_file())
    assert "赤霄".encode() not in stored


@pytest.mark.parametrize(
    "name", ["a\0b.txt", "..\\..\\x.txt", "/etc/cron.d/x.txt", "长" * 300 + ".txt", "\u202etxt.exe.txt"]
)
def test_no_name_leads_out_of_the_store(client: TestClient, house: House, talk: str, name: str) -> None:
    before = {path for path in house.settings.data_dir.parent.rglob("*") if "attachments" not in path.parts}
    refused = hand_in(client, talk, files.DEMAND.encode(), name)
    assert refused.status_code in (201, 422)
    after = {path for path in house.settings.data_dir.parent.rglob("*") if "attachments" not in path.parts}
    assert {path for path in after - before if "docking.db" not in path.name} == set()
    assert all(len(path.name) == 64 for path in kept(house))


def test_the_body_is_counted_while_it_arrives(client: TestClient, talk: str) -> None:
    answer = client.post(
        f"/conversations/{talk}/attachments",
        content=large_body(),
        headers={"Content-Type": "multipart/form-data; boundary=b"},
    )
    assert answer.status_code == 413
    assert answer.json()["code"] == "http_413"


@pytest.mark.parametrize(
    "path", ["/conversations/con_none/attachments", "/conversations/con_none/attachments/att_none"]
)
def test_a_talk_that_is_not_there_has_no_files(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 404
    assert hand_in(client, "con_none", files.PNG, "a.png").status_code == 404


def test_a_file_of_another_talk_is_not_there(client: TestClient, talk: str) -> None:
    held = hand_in(client, talk, files.PNG, "a.png").json()["attachment"]["id"]
    other = client.post("/conversations", json={}).json()["id"]
    refused = client.get(f"/conversations/{other}/attachments/{held}")
    assert refused.status_code == 404
    assert refused.json()["code"] == "attachment_unknown"


class Interrupted:
    """A reader during whose work the person goes on talking."""

    def __init__(self, house: House, talk: str) -> None:
        self._house, self._talk = house, talk

    def read(self, content: bytes, kind: Kind) -> Heard:
        """Somebody speaks, then the file is read."""
        with self._house.working(ENTERPRISE) as work:
            talks.say(work, self._talk, "材料是ABS，供应商最近换过", RulesReader())
        return ChildReader().read(content, kind)


def test_words_said_while_a_file_is_read_are_kept_beside_it(client: TestClient, house: House, talk: str) -> None:
    taken = attach_file(house, ENTERPRISE, talk, "a.docx", files.word(), Interrupted(house, talk))
    assert len(taken.conversation.draft.utterances) == 3
    assert "ABS" in taken.conversation.draft.values("material")


def test_an_endless_parser_is_stopped_and_the_original_is_kept(client: TestClient, house: House, talk: str) -> None:
    endless = ChildReader(seconds=1, module="tests.intake.attachments.children.endless")
    taken = attach_file(house, ENTERPRISE, talk, "a.pdf", files.pdf(), endless)
    assert (taken.attachment.state, taken.attachment.reason) == ("unreadable", "too_slow")
    assert "读得太久" in taken.reply.sentences[0].text()
    assert len(kept(house)) == 1


@pytest.mark.slow
def test_a_real_server_stays_small_and_alive_under_hostile_files(tmp_path: Path) -> None:
    with serving(tmp_path) as server, httpx.Client(base_url=server.url, timeout=60, trust_env=False) as http:
        talk = http.post("/conversations", json={}).json()["id"]
        path = f"/conversations/{talk}/attachments"
        http.post(path, files={"file": ("a.docx", files.word(), "x/y")})
        before = server.peak_megabytes()
        hostile = {
            "bomb.docx": files.bomb(),
            "lying.docx": files.lying_bomb(),
            "many.docx": files.archive(*((f"x/{n}", b"") for n in range(20_000)), base=files.word()),
            "dtd.docx": files.with_dtd(),
        }
        for name, content in hostile.items():
            began = time.monotonic()
            refused = http.post(path, files={"file": (name, content, "x/y")})
            assert refused.status_code == 422, name
            assert time.monotonic() - began < 2, name
        assert server.peak_megabytes() - before < 100
        try:
            form = {"Content-Type": "multipart/form-data; boundary=b"}
            assert http.post(path, content=large_body(), headers=form).status_code == 413
        except httpx.TransportError:
            pass  # the server hung up on us while we were still talking: as good
        assert server.peak_megabytes() - before < 100
        assert http.post(path, files={"file": ("b.png", files.PNG, "x/y")}).status_code == 201


def test_the_command_hands_a_file_in_and_verify_finds_a_lost_original(tmp_path: Path) -> None:
    data, file = tmp_path / "data", tmp_path / "要求.docx"
    file.write_bytes(files.word())
    spoken = docking(data, "intake", "attach", file, "--lang", "en")
    assert "“要求.docx” has arrived; it says:" in spoken.stdout
    house = open_house(Settings(data_dir=data))
    (original,) = kept(house)
    original.write_bytes(b"changed")
    house.close()
    found = docking(data, "verify", "--json", check=False)
    assert found.returncode == 1
    assert json.loads(found.stdout)["lost"] == [original.name]
