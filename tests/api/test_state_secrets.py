"""What bears a marking of state secrets comes in at no entrance, and nothing of it stays anywhere."""

from __future__ import annotations

import json
import logging
from pathlib import Path

import pytest
from sqlalchemy import text

from api.security import ENTERPRISE
from api.wiring import House
from foundation.clock import SetClock
from foundation.errors import InvalidInput
from foundation.markings import state_secret_marking
from intake.reading.record import read_draft
from intake.service import register_demand
from tests.api.commands import docking
from tests.api.talk.talks import client_of, house_with
from tests.builders import ROOT

CANARY = "金丝雀装置裂纹"
MARKED = [
    "绝密★", "机密★10年", "秘密★", "秘密☆", "绝密⭐", "绝密★启用前", "机密＊１０年", "机密 20年",
    "国家秘密", "國家秘密", "国家机密", "国 家 秘 密", "绝 密 ★", "机　密　★", "绝\u200b密★", "机-密★",
    "机.密 ★ 长期", "机密\ufe0f★", "絕密★", "機密★", "机蜜★10年", "机密大10年", "秘密★1O年", "机密x5年",
    "密级：机密", "密级:绝密", "【绝密】*", "绝密级图纸", "本文件属于国家秘密", "涉及国家秘密的装备",
    "密 级 ： 秘密",
]  # fmt: skip
ORDINARY = [
    "商业秘密", "商业秘密★5年", "工作秘密★", "不涉及国家秘密", "本需求不属于国家秘密",
    "国家秘密载体销毁设备的检测", "保守国家秘密法", "未涉及任何国家秘密", "密级：内部", "机密计算芯片",
    "签保密协议，保密期3年", "秘密配方", "机密性测试", "不得泄露国家秘密", "涉密信息系统",
    "不含国家秘密和工作秘密", "**秘密**", "技术等级：高",
]  # fmt: skip


@pytest.mark.parametrize("marking", MARKED)
def test_a_marking_is_seen_however_it_is_spelt(marking: str) -> None:
    assert state_secret_marking(f"{marking}\n{CANARY}") is not None
    assert (
        state_secret_marking(f"关于装备的请示\n{marking}，{CANARY}") is not None or "*" in marking
    )  # a bare asterisk counts as a heading only


@pytest.mark.parametrize("words", ORDINARY)
def test_words_about_secrecy_are_no_marking(words: str) -> None:
    assert state_secret_marking(f"我们的壳子裂了，{words}，想找原因") is None


def test_no_published_demand_is_taken_for_one() -> None:
    for name in ("demands", "reading"):
        for line in (ROOT / "tests" / "golden" / "intake" / f"{name}.jsonl").read_text("utf-8").strip().split("\n"):
            record = json.loads(line)
            assert state_secret_marking(f"{record.get('title') or ''}\n{record['text']}") is None, record["id"]


@pytest.mark.parametrize("marking", ["绝密★", "机 密 ★ 10年", "国家秘密", "密级：机密"])
def test_no_entrance_takes_it_and_nothing_of_it_stays(
    tmp_path: Path, clock: SetClock, marking: str, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    words = f"{marking} {CANARY}，想找原因"
    with house_with(tmp_path, clock) as house:
        client = client_of(house)
        talk = client.post("/conversations", json={}).json()["id"]
        client.post(f"/conversations/{talk}/messages", json={"text": "我们的壳子裂了，想找原因"})
        refusals = [
            client.post(f"/conversations/{talk}/messages", json={"text": words}),
            client.post(f"/conversations/{talk}/confirm", json={"corrections": {"product": words}}),
            client.post("/match", json={"text": words}),
            client.post("/reverse-match", json={"text": words}),
            client.post("/reverse-match", json={"text": "一种涂层", "title": words}),
        ]
        for refused in refusals:
            assert (refused.status_code, refused.json()["code"]) == (422, "state_secret_refused"), refused.text
            assert "保密渠道" in refused.json()["title"]
            assert CANARY not in refused.text
        page = client.post("/", data={"text": words})
        assert page.status_code == 422
        assert "保密渠道" in page.text
        with pytest.raises(InvalidInput) as imported, house.working(ENTERPRISE) as work:
            register_demand(work, read_draft("装备", words))
        assert CANARY not in str(imported.value.facts)
        assert CANARY not in stored(house)
    out, err = capfd.readouterr()
    assert CANARY not in caplog.text + out + err


def test_a_file_with_a_marked_demand_is_refused_as_a_whole(tmp_path: Path) -> None:
    source, output = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    rows = [{"id": "1", "text": "壳子裂了"}, {"id": "2", "title": "绝密★", "text": CANARY}]
    source.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), "utf-8")
    done = docking(tmp_path, "intake", "read", "--input", source, "--output", output, check=False)
    assert done.returncode != 0
    assert "保密渠道" in done.stdout + done.stderr
    assert CANARY not in done.stdout + done.stderr
    assert not output.exists()


def stored(house: House) -> str:
    """Everything in every table, as one text."""
    with house.engine.connect() as connection:
        tables = [row[0] for row in connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'table'"))]
        return "".join(str(connection.execute(text(f"SELECT * FROM {table}")).all()) for table in tables)
