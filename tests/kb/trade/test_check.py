"""``docking knowledge check``: every planted fault is found by its name, and the shipped knowledge has none."""

from __future__ import annotations

import gzip
from pathlib import Path
from typing import Any

import pytest

from foundation.errors import InvalidInput
from kb.trade.check import FEWEST_WORDINGS, check
from kb.trade.reading import Knowledge
from tests.kb.trade.examples import BOLTS, CELLS, bolts, knowledge

SYMPTOM: dict[str, Any] = BOLTS["symptoms"][0]


def faults(*files: dict[str, Any]) -> list[tuple[str, str, str]]:
    """File, entry and Chinese reason of every finding."""
    return [(one.file, one.entry, one.reason.text()) for one in check(knowledge(*files)).findings]


def with_parameter(**changes: Any) -> dict[str, Any]:
    """The file of bolts with another hardness."""
    return bolts(tests=BOLTS["tests"] | {"硬度": {"en": "hardness"} | changes})


def with_symptom(**changes: Any) -> dict[str, Any]:
    """The file of bolts with another symptom."""
    return bolts(symptoms=[SYMPTOM | changes])


def with_failure(*tests: str) -> dict[str, Any]:
    """The file of bolts whose one failure is shown by other tests."""
    return bolts(failures={"氢脆": {"en": "hydrogen embrittlement", "tests": tests}})


def test_a_sound_file_has_no_finding() -> None:
    assert faults() == []


@pytest.mark.parametrize(
    ("file", "entry", "named"),
    [
        pytest.param(with_failure("氢脆试验", "蠕变"), "氢脆", "蠕变", id="a failure shown by an unknown test"),
        pytest.param(bolts(catalogue={"螺栓": {"蠕变": []}}), "螺栓", "蠕变", id="an unknown test in the catalogue"),
        pytest.param(bolts(catalogue={"铆钉": {}}), "铆钉", "产品没有定义", id="an unknown product in the catalogue"),
        pytest.param(with_symptom(of=["铆钉"]), "装好一两天自己断", "铆钉", id="a symptom of an unknown product"),
        pytest.param(
            with_symptom(points_to=["蠕变"]), "装好一两天自己断", "蠕变", id="a symptom of an unknown failure"
        ),
        pytest.param(
            with_parameter(standards=["GB/T 99999"]), "硬度", "GB/T 99999", id="an unknown standard of a test"
        ),
        pytest.param(
            bolts(catalogue={"螺栓": {"硬度": ["GB/T 99999"]}}),
            "螺栓",
            "GB/T 99999",
            id="an unknown standard of a line",
        ),
        pytest.param(with_parameter(unit="香蕉"), "硬度", "不是单位：香蕉", id="an impossible unit"),
        pytest.param(with_parameter(unit=""), "硬度", "不是单位", id="an empty unit"),
        pytest.param(bolts(industries=["Z34"]), "Z34", "GB/T 4754", id="an unknown section"),
        pytest.param(bolts(industries=["34"]), "34", "GB/T 4754", id="an industry without its section"),
        pytest.param(bolts(industries=["C3"]), "C3", "GB/T 4754", id="half a division"),
        pytest.param(bolts(industries=["C34821"]), "C34821", "GB/T 4754", id="an industry that is too fine"),
        pytest.param(with_parameter(also=["断口分析"]), "断口分析", "同时是“硬度”的名称", id="one name of two tests"),
        pytest.param(
            with_symptom(says=SYMPTOM["says"][:3]),
            "装好一两天自己断",
            f"少于 {FEWEST_WORDINGS} 种说法",
            id="three wordings",
        ),
        pytest.param(
            with_symptom(says=[*SYMPTOM["says"][:3], "装好一两天自己断 "]),
            "装好一两天自己断",
            f"少于 {FEWEST_WORDINGS} 种说法",
            id="four wordings of which two differ by a space",
        ),
    ],
)
def test_a_planted_fault_is_found_by_name(file: dict[str, Any], entry: str, named: str) -> None:
    found = [fault for fault in faults(file, CELLS) if fault[1] == entry]
    assert found, faults(file, CELLS)
    assert found[0][0] == "bolts"
    assert named in found[0][2]


def test_a_wording_in_two_symptoms_is_found() -> None:
    other = SYMPTOM | {"says": ["啪一声断了", "隔夜就崩", "一碰就掉头", "装好一两天自己断"]}
    assert faults(bolts(symptoms=[SYMPTOM, other])) == [("bolts", "装好一两天自己断", "同一说法写在两个症状里")]


def test_one_name_for_a_product_and_a_test_is_no_fault() -> None:
    assert faults(bolts(products={"螺栓": {"en": "bolt"}, "硬度": {"en": "hardness block"}})) == []


def test_a_standard_of_the_register_is_known_with_or_without_a_year() -> None:
    assert faults(with_parameter(standards=["GB/T 230.1-2018", "GB/T230.1"])) == []


def test_all_faults_of_all_files_are_told_at_once() -> None:
    found = faults(with_parameter(unit="香蕉"), CELLS | {"industries": ["Z1"]})
    assert [(file, entry) for file, entry, _ in found] == [("bolts", "硬度"), ("cells", "Z1")]


def test_a_message_that_stands_twice_or_leads_nowhere_is_a_fault() -> None:
    case = {"says": "昨天装的今天头掉了", "of": "螺栓", "tests": ["氢脆试验"]}
    told = faults(
        bolts(cases=[case, case | {"says": " 昨天装的今天头掉了 "}, {"says": "要不要退火", "tests": ["金相"]}])
    )
    assert [entry for _, entry, _ in told] == ["要不要退火", "昨天装的今天头掉了"]


def test_a_finding_can_be_read_in_english() -> None:
    finding = check(knowledge(with_parameter(unit="furlong"))).findings[0]
    english = finding.reason.text("en")
    assert "furlong" in english
    assert english.isascii()


def test_the_counts_are_those_of_the_files() -> None:
    counts = check(knowledge()).counts
    assert (counts.fields, counts.products, counts.parameters, counts.catalogue_lines) == (2, 4, 5, 2)
    assert (counts.failures, counts.symptoms, counts.wordings, counts.cases) == (2, 2, 9, 1)
    assert (counts.standards, counts.verified, counts.unverified, counts.contradicting) == (2, 1, 1, 0)
    assert counts.glossary_pairs == 10


class TestTitlesFromElsewhere:
    def table(self, path: Path, title: str) -> Path:
        content = f"number,title\nGB/T 230.1-2018,{title}\nGB/T 1,不相干\n".encode()
        path.write_bytes(gzip.compress(content) if path.suffix == ".gz" else content)
        return path

    @pytest.mark.parametrize("name", ["editions.csv", "editions.csv.gz"])
    def test_that_contradict_the_register_are_found(self, tmp_path: Path, name: str) -> None:
        report = check(knowledge(), self.table(tmp_path / name, "食品中水分的测定"))
        assert [(one.file, one.entry) for one in report.findings] == [("standards.csv", "GB/T 230.1")]
        assert "食品中水分的测定" in report.findings[0].reason.text()
        assert "洛氏硬度" in report.findings[0].reason.text()
        assert report.counts.contradicting == 1

    def test_that_only_reword_it_are_not(self, tmp_path: Path) -> None:
        report = check(knowledge(), self.table(tmp_path / "e.csv", "金属材料 洛氏硬度试验 第1部分：试验方法"))
        assert report.findings == ()

    def test_in_a_file_that_cannot_be_read_are_refused_by_name(self, tmp_path: Path) -> None:
        path = tmp_path / "editions.csv.gz"
        path.write_bytes(b"number,title\n")
        with pytest.raises(InvalidInput) as refusal:
            check(knowledge(), path)
        assert refusal.value.code == "file_unreadable"
        assert "editions.csv.gz" in refusal.value.text()


class TestTheShippedKnowledge:
    def test_has_no_finding(self, shipped: Knowledge) -> None:
        assert [(one.file, one.entry, one.reason.text()) for one in check(shipped).findings] == []

    def test_reaches_what_was_promised(self, shipped: Knowledge) -> None:
        counts = check(shipped).counts
        assert counts.fields >= 45
        assert counts.catalogue_lines >= 1500
        assert counts.symptoms >= 500
        assert counts.glossary_pairs >= 3000

    def test_says_every_symptom_in_at_least_four_ways(self, shipped: Knowledge) -> None:
        poor = [one.says[0] for field in shipped.fields for one in field.symptoms if len(set(one.says)) < 4]
        assert poor == []

    def test_has_no_two_fields_of_one_name(self, shipped: Knowledge) -> None:
        names = [field.field for field in shipped.fields]
        assert len(set(names)) == len(names)

    def test_links_every_symptom_to_at_least_one_parameter(self, shipped: Knowledge) -> None:
        loose = [
            symptom.says[0]
            for field in shipped.fields
            for symptom in field.symptoms
            if not any(field.failures[failure].tests for failure in symptom.points_to)
        ]
        assert loose == []
