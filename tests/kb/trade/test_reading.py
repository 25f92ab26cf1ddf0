"""Trade files: a folder of one's own counts like the shipped one; a wrong file is refused with place and reason."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from foundation.errors import InvalidInput
from foundation.settings import read_settings
from kb.trade.reading import knowledge_digest, read_field, read_knowledge
from tests.kb.trade.examples import bolts, write_data, write_file


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return write_data(tmp_path / "data")


def without(key: str) -> dict[str, Any]:
    return {name: value for name, value in bolts().items() if name != key}


class TestAWrongFile:
    @pytest.mark.parametrize(
        ("content", "place"),
        [
            (without("symptoms"), "symptoms"),
            (bolts(colour="red"), "colour"),
            (bolts(products={"螺栓": {"also": ["螺丝"]}}), "products → 螺栓 → en"),
            (bolts(failures={"氢脆": {"en": "embrittlement", "tests": "硬度"}}), "failures → 氢脆 → tests"),
            (bolts(symptoms=[{"says": ["断了"]}]), "symptoms → 0 → points_to"),
        ],
    )
    def test_is_refused_with_its_name_and_the_place(
        self, data: Path, tmp_path: Path, content: dict[str, Any], place: str
    ) -> None:
        write_file(tmp_path / "own", content, "ours.yaml")
        with pytest.raises(InvalidInput) as refusal:
            read_knowledge([tmp_path / "own"], data)
        assert refusal.value.code == "trade_file_invalid"
        assert refusal.value.facts["file"] == "ours.yaml"
        assert refusal.value.facts["place"] == place
        assert str(refusal.value.facts["reason"]).strip()
        line = refusal.value.text()
        assert "ours.yaml" in line
        assert place in line
        assert "\n" not in line

    @pytest.mark.parametrize("content", [b"field: [bolts\nzh: x", "field: 螺栓".encode("gb18030"), b"", b"- a\n- b"])
    def test_that_is_no_such_yaml_is_refused_by_name(self, tmp_path: Path, content: bytes) -> None:
        path = tmp_path / "broken.yaml"
        path.write_bytes(content)
        with pytest.raises(InvalidInput) as refusal:
            read_field(path)
        assert refusal.value.code == "trade_file_invalid"
        assert "broken.yaml" in refusal.value.text()
        assert str(refusal.value.facts["reason"]).strip()


class TestAFolderOfOnesOwn:
    def test_adds_a_field_after_the_shipped_ones_and_changes_the_digest(self, data: Path, tmp_path: Path) -> None:
        write_file(tmp_path / "own", bolts(field="our_bolts"))
        before, after = read_knowledge(data=data), read_knowledge([tmp_path / "own"], data)
        assert [field.field for field in before.fields] == ["bolts", "cells"]
        assert [field.field for field in after.fields] == ["bolts", "cells", "our_bolts"]
        assert before.digest != after.digest

    def test_brings_titles_of_standards_but_does_not_reword_the_register(self, data: Path, tmp_path: Path) -> None:
        titles = {"Q/OURS 1": "本厂螺栓", "GB/T 230.1": "另一个名称"}
        write_file(tmp_path / "own", bolts(field="our_bolts", standards=titles))
        standards = read_knowledge([tmp_path / "own"], data).standards
        ours, known = standards.get("Q/OURS 1"), standards.get("GB/T 230.1-2018")
        assert ours is not None
        assert ours.title == "本厂螺栓"
        assert known is not None
        assert known.title == "金属材料 洛氏硬度试验"

    def test_is_named_by_a_setting(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.delenv("DOCKING_KNOWLEDGE_DIR", raising=False)
        assert read_settings().knowledge_folders == ()
        monkeypatch.setenv("DOCKING_KNOWLEDGE_DIR", str(tmp_path / "own"))
        assert read_settings().knowledge_folders == (tmp_path / "own",)


class TestTheDigest:
    def test_is_the_same_for_the_same_files_elsewhere(self, data: Path, tmp_path: Path) -> None:
        assert knowledge_digest(data=write_data(tmp_path / "copy")) == knowledge_digest(data=data)

    def test_is_that_of_what_was_read(self, data: Path) -> None:
        assert read_knowledge(data=data).digest == knowledge_digest(data=data)

    def test_changes_with_the_name_of_a_file(self, data: Path) -> None:
        before = knowledge_digest(data=data)
        (data / "trade" / "cells.yaml").rename(data / "trade" / "other.yaml")
        assert knowledge_digest(data=data) != before

    @pytest.mark.parametrize("file", ["trade/bolts.yaml", "glossary/things.csv", "standards.csv", "generic.yaml"])
    def test_changes_with_any_file(self, data: Path, file: str) -> None:
        before = knowledge_digest(data=data)
        path = data / file
        path.write_bytes(path.read_bytes() + b"\n")
        assert knowledge_digest(data=data) != before


def test_everything_in_a_data_folder_is_read(data: Path) -> None:
    found = read_knowledge(data=data)
    assert found.generic == ("公司成立于二零零一年", "获得多项荣誉")
    assert [(pair.zh, pair.en) for pair in found.pairs] == [("车轮", "wheel")]
    assert len(found.standards) == 2
    assert found.fields[0].failures["氢脆"].tests == ("氢脆试验", "断口分析")
