"""The intake harness works at a small size: every line is measured, and the peers do what the page says they do."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.wiring import open_house
from benchmarks.intake.__main__ import main
from benchmarks.intake.reading import reading_table
from benchmarks.intake.serving import KEY, furnished
from benchmarks.intake.texts import KINDS, text
from foundation.clock import SetClock
from foundation.settings import Settings


@pytest.mark.slow
def test_a_small_run_measures_every_line_and_writes_the_page(tmp_path: Path) -> None:
    out, page = tmp_path / "intake.json", tmp_path / "READING.md"
    lines = main(["--rounds", "1", "--waves", "1", "--out", str(out), "--page", str(page)])
    for name in ("reading / jieba", "exponent of the reading time"):
        assert {line.note.split(";")[0] for line in lines if line.name.startswith(name)} == set(KINDS)
    assert {"chat turn / empty POST", "slow chat turn (95 %) / empty POST"} <= {line.name for line in lines}
    assert all(line.value > 0 for line in lines)
    assert len(json.loads(out.read_text("utf-8"))["lines"]) == len(lines)
    written = page.read_text("utf-8")
    assert "| chat turn / empty POST |" in written
    assert reading_table() in written
    assert "jieba 0." in written


def test_the_reading_table_tells_what_the_bench_command_measures() -> None:
    rows = {row.split(" | ")[0].strip("| "): row for row in reading_table().splitlines()}
    assert {"service_category", "product", "standards", "budget", "deadline", "region"} <= set(rows)
    assert "dev (" in rows["field"]
    assert "held (" in rows["field"]
    assert rows["values without words"].endswith("| 0 | 0 |")


@pytest.mark.parametrize("kind", KINDS)
def test_texts_have_their_length_and_no_two_are_the_same(kind: str) -> None:
    assert [len(text(kind, length)) for length in (500, 20_000)] == [500, 20_000]
    assert text(kind, 500) == text(kind, 20_000)[:500]
    assert text(kind, 500, 1) != text(kind, 500, 2)


def test_the_empty_post_asks_who_is_there_and_validates_and_keeps_nothing(tmp_path: Path, clock: SetClock) -> None:
    house = open_house(Settings(data_dir=tmp_path, operator_key=KEY), clock)  # type: ignore[arg-type]
    client = TestClient(furnished(house))
    signed = {"Authorization": f"Bearer {KEY}"}
    assert client.post("/nothing", json={"text": "你好"}, headers=signed).json() == {}
    assert client.post("/nothing", json={"text": "你好"}, headers={"Authorization": "Bearer x"}).status_code == 403
    answer = client.post("/nothing", json={"words": "你好"}, headers=signed)
    assert answer.status_code == 422
    assert "content-security-policy" in answer.headers
    house.close()
