"""``docking knowledge check``: no fault in what is shipped, and the faults of a centre's own files by name."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.api.commands import docking
from tests.kb.trade.examples import BOLTS, bolts, write_file

pytestmark = pytest.mark.slow


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of one's own, named by the setting."""
    folder = tmp_path / "own"
    folder.mkdir()
    monkeypatch.setenv("DOCKING_KNOWLEDGE_DIR", str(folder))
    return folder


def test_finds_nothing_wrong_in_what_is_shipped(tmp_path: Path) -> None:
    done = docking(tmp_path, "knowledge", "check", "--json")
    answer = json.loads(done.stdout)
    assert done.returncode == 0
    assert answer["findings"] == []
    assert answer["counts"]["fields"] >= 45
    assert answer["counts"]["verified"] + answer["counts"]["unverified"] == answer["counts"]["standards"]


def test_names_every_fault_of_an_own_file_and_fails(tmp_path: Path, own: Path) -> None:
    tests = BOLTS["tests"] | {"硬度": {"en": "hardness", "unit": "香蕉", "standards": ["GB/T 99999"]}}
    write_file(own, bolts(field="our_bolts", tests=tests, industries=["Z9"], catalogue={"铆钉": {}}))
    done = docking(tmp_path, "knowledge", "check", check=False)
    assert done.returncode == 1
    assert "没有发现错误" not in done.stdout
    faults = [line.strip() for line in done.stdout.splitlines() if "✘" in line]
    assert all("our_bolts" in line for line in faults)
    for planted in ("Z9", "香蕉", "GB/T 99999", "铆钉"):
        assert any(planted in line for line in faults), planted


def test_tells_the_faults_as_json_in_the_language_asked_for(tmp_path: Path, own: Path) -> None:
    write_file(own, bolts(field="our_bolts", industries=["Z9"]))
    done = docking(tmp_path, "knowledge", "check", "--json", "--lang", "en", check=False)
    assert done.returncode == 1
    (finding,) = json.loads(done.stdout)["findings"]
    assert (finding["file"], finding["entry"]) == ("our_bolts", "Z9")
    assert "GB/T 4754" in finding["reason"]
    assert finding["reason"].isascii()


def test_refuses_a_file_it_cannot_read_in_one_line(tmp_path: Path, own: Path) -> None:
    write_file(own, {"field": "our_bolts"}, "half.yaml")
    done = docking(tmp_path, "knowledge", "check", check=False)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert "half.yaml" in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_compares_titles_with_a_file_of_standards(tmp_path: Path, own: Path) -> None:
    write_file(own, bolts(field="our_bolts", standards={"Q/OURS 1": "本厂高强度螺栓"}))
    table = tmp_path / "editions.csv"
    table.write_text("number,title\nQ/OURS 1,冷冻饺子\n", encoding="utf-8")
    done = docking(tmp_path, "knowledge", "check", "--standards", table, "--json", check=False)
    answer = json.loads(done.stdout)
    assert done.returncode == 1
    assert answer["counts"]["contradicting"] == 1
    (finding,) = answer["findings"]
    assert finding["entry"] == "Q/OURS 1"
    assert "冷冻饺子" in finding["reason"]
