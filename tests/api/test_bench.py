"""``docking bench``: measures worked by hand, floors held equal to bm25s, runs over files and a small graded set."""

from __future__ import annotations

import json
from datetime import date
from math import log2
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml

from api.bench.floors import FLOORS, floor_scores
from api.bench.graded import GradedSet, read_graded
from api.bench.measures import interval, ndcg, ratio, recall
from api.bench.ranking import PARTS, ranked_by
from api.bench.report import OURS, BenchReport, measure
from foundation.errors import InvalidInput
from kb.embedding import open_embedder
from kb.passages import Passage
from kb.tokens import Tokeniser
from kb.trade.compiled import EMPTY_TRADE
from tests.api.commands import docking

BOLTS: dict[str, Any] = {
    "industry": "fasteners",
    "targets": [
        {
            "id": "bol-1",
            "kind": "capability",
            "product": "螺栓",
            "parameter": "氢脆试验",
            "standards": ["GB/T 3098.17"],
        },
        {"id": "bol-2", "kind": "capability", "product": "螺栓", "parameter": "洛氏硬度"},
        {"id": "bol-3", "kind": "expert", "field": "紧固件失效分析", "directions": "断口、氢脆"},
    ],
    "demands": [
        {"id": "bol-d1", "split": "dev", "text": "螺栓装好一两天自己断，怀疑氢脆", "grades": {"bol-1": 2, "bol-3": 1}},
        {"id": "bol-d2", "split": "train", "title": "测硬度", "text": "一批螺栓要测洛氏硬度", "grades": {"bol-2": 2}},
    ],
}
FLOUR: dict[str, Any] = {
    "industry": "food",
    "targets": [
        {"id": "flo-1", "kind": "capability", "product": "面粉", "parameter": "呕吐毒素", "standards": ["GB 5009.111"]},
        {"id": "flo-2", "kind": "capability", "product": "面粉", "parameter": "水分", "limit": "直接干燥法"},
    ],
    "demands": [
        {"id": "flo-d1", "split": "dev", "text": "面粉发霉，担心呕吐毒素超标", "grades": {"flo-1": 2}},
        {"id": "flo-d2", "split": "train", "text": "面粉太湿，水分高", "grades": {"flo-2": 2}},
    ],
}
CENTRE = [
    {"id": "c1", "text": "螺栓 氢脆试验 GB/T 3098.17", "product": "螺栓", "parameter": "氢脆试验"},
    {"id": "c2", "text": "螺栓 洛氏硬度", "product": "螺栓", "parameter": "洛氏硬度", "standards": ["GB/T 230.1"]},
    {"id": "c3", "text": "面粉中呕吐毒素的测定"},
]
PEOPLE = [{"id": "e1", "text": "紧固件氢脆与断裂失效分析", "field": "金属材料"}]
ASKED = [{"id": 1, "text": "螺栓装好一两天自己断，怀疑氢脆"}, {"id": "d2", "title": "面粉", "text": "呕吐毒素超标"}]


def graded_folder(folder: Path, *files: dict[str, Any]) -> Path:
    """A graded set with these files."""
    (folder / "sets").mkdir(parents=True)
    for data in files:
        path = folder / "sets" / f"{data['industry']}.yaml"
        path.write_text(yaml.safe_dump(data, allow_unicode=True), encoding="utf-8")
    return folder


def lines(path: Path, records: list[dict[str, Any]]) -> Path:
    """JSON lines."""
    path.write_text("".join(json.dumps(one, ensure_ascii=False) + "\n" for one in records), encoding="utf-8")
    return path


def grades(*rows: list[int]) -> np.ndarray[Any, np.dtype[np.int8]]:
    return np.array(rows, np.int8)


class TestMeasures:
    def test_ndcg_is_what_a_hand_works_out(self) -> None:
        """Found 1, 0, 2 of the grades 2, 1, 1: (1 + 2/log2 4) / (2 + 1/log2 3 + 1/log2 4)."""
        found = ndcg(grades([1, 0, 2, 0]), grades([2, 1, 1, 0, 0]))
        assert found.tolist() == pytest.approx([(1 + 2 / 2) / (2 + 1 / log2(3) + 1 / 2)])
        assert found[0] == pytest.approx(0.638788, abs=1e-6)

    def test_ndcg_looks_at_the_first_k_only(self) -> None:
        late = grades([0, 0, 2])
        assert ndcg(late, late, k=2).tolist() == [0.0]
        assert ndcg(late, late, k=3).tolist() == [0.5]

    def test_the_best_order_has_ndcg_one_and_nothing_wanted_has_none(self) -> None:
        assert ndcg(grades([2, 1, 0], [0, 0, 0]), grades([0, 1, 2], [0, 0, 0])).tolist() == [1.0, 0.0]

    def test_recall_counts_every_grade_above_nought_alike(self) -> None:
        all_grades = grades([2, 1, 1, 0], [0, 0, 0, 0])
        assert recall(grades([1, 0, 2, 1], [0, 0, 0, 0]), all_grades, k=3).tolist() == pytest.approx([2 / 3, 0.0])

    def test_rankings_follow_the_scores_and_ties_the_columns(self) -> None:
        scores = np.array([[0.1, 0.9, 0.9, 0.5]], np.float32)
        assert ranked_by(scores, grades([0, 1, 2, 1])).tolist() == [[1, 2, 1, 0]]


class TestIntervals:
    VALUES = np.array([0.1, 0.9, 0.4, 0.6, 0.7, 0.2, 1.0, 0.5])

    def test_hold_the_mean_and_are_the_same_every_time(self) -> None:
        found = interval(self.VALUES)
        assert found.mean == pytest.approx(0.55)
        assert self.VALUES.min() < found.low < found.mean < found.high < self.VALUES.max()
        assert interval(self.VALUES) == found

    def test_grow_narrow_with_more_demands(self) -> None:
        few, many = interval(self.VALUES), interval(np.tile(self.VALUES, 16))
        assert many.high - many.low < (few.high - few.low) / 2

    def test_of_equal_values_have_no_width(self) -> None:
        assert interval(np.full(5, 0.25)) == (0.25, 0.25, 0.25)

    def test_of_a_ratio_draw_the_same_demands_for_both(self) -> None:
        assert ratio(self.VALUES, self.VALUES / 2) == pytest.approx((2.0, 2.0, 2.0))
        found = ratio(self.VALUES, self.VALUES[::-1].copy())
        assert found.mean == pytest.approx(1.0)
        assert found.low < 0.9
        assert found.high > 1.1


class TestFloors:
    PASSAGES = tuple(
        Passage(id=str(number), kind="capability", fields={"body": text})
        for number, text in enumerate(
            [
                "螺栓氢脆试验 GB/T 3098.17",
                "螺栓洛氏硬度，螺栓强度",
                "面粉中呕吐毒素的测定",
                "电池隔膜热收缩率",
                "螺母 M8 硬度",
            ]
        )
    )
    QUESTIONS = ("螺栓氢脆断裂", "面粉呕吐毒素，面粉", "GB/T 3098.17-2000 硬度", "毫不相干")

    @pytest.mark.parametrize("floor", ["bigram", "jieba"])
    def test_of_bm25_are_those_of_bm25s(self, floor: str) -> None:
        """Lucene's form; bm25s leaves out the constant factor k1 + 1, which changes no order."""
        import bm25s

        analyse = Tokeniser().bigrams if floor == "bigram" else Tokeniser().words
        peer = bm25s.BM25(method="lucene", k1=1.5, b=0.75)
        peer.index([analyse(passage.text) for passage in self.PASSAGES], show_progress=False)
        mine = floor_scores(self.PASSAGES, self.QUESTIONS)[f"bm25_{floor}"]
        for question, scores in zip(self.QUESTIONS, mine, strict=True):
            known = [token for token in analyse(question) if token in peer.vocab_dict]
            theirs = peer.get_scores(known) * 2.5 if known else np.zeros(len(self.PASSAGES))
            assert scores.tolist() == pytest.approx(theirs.tolist(), abs=1e-5)
        assert mine[:3].max(axis=1).min() > 0

    def test_are_three_and_find_what_is_written(self) -> None:
        found = floor_scores(self.PASSAGES, self.QUESTIONS)
        assert tuple(found) == FLOORS
        assert all(table.shape == (4, 5) for table in found.values())
        assert [table.argmax(axis=1)[:2].tolist() for table in found.values()] == [[0, 2]] * 3


class TestAGradedSet:
    def refused(self, folder: Path) -> InvalidInput:
        with pytest.raises(InvalidInput) as refusal:
            read_graded(folder)
        return refusal.value

    def test_is_read_whole_with_its_industries(self, tmp_path: Path) -> None:
        graded = read_graded(graded_folder(tmp_path, BOLTS, FLOUR))
        assert [demand.industry for demand in graded.demands] == ["fasteners", "fasteners", "food", "food"]
        assert [demand.id for demand in graded.of("dev").demands] == ["bol-d1", "flo-d1"]
        assert graded.matrix(["bol-3", "flo-1", "bol-1", "bol-2", "flo-2"])[0].tolist() == [1, 0, 2, 0, 0]

    def test_takes_later_grades_beside_its_own_which_win(self, tmp_path: Path) -> None:
        folder = graded_folder(tmp_path, BOLTS, FLOUR)
        (folder / "pooled.yaml").write_text("bol-d1: {bol-2: 1, bol-1: 1}\n", encoding="utf-8")
        assert read_graded(folder).demands[0].grades == {"bol-1": 2, "bol-2": 1, "bol-3": 1}

    def test_that_grades_an_unknown_target_is_refused_by_name(self, tmp_path: Path) -> None:
        demand = BOLTS["demands"][0] | {"grades": {"bol-1": 2, "bol-99": 1}}
        refusal = self.refused(graded_folder(tmp_path, BOLTS | {"demands": [demand]}))
        assert refusal.code == "graded_set_invalid"
        assert refusal.facts["place"] == "bol-d1"
        assert "bol-99" in refusal.text()

    @pytest.mark.parametrize(
        ("changes", "place"),
        [
            ({"grades": {"bol-1": 3}}, "grades → bol-1"),
            ({"split": "test"}, "split"),
            ({"words": "x"}, "words"),
        ],
    )
    def test_with_a_wrong_demand_is_refused_with_file_and_place(
        self, tmp_path: Path, changes: dict[str, Any], place: str
    ) -> None:
        data = BOLTS | {"demands": [BOLTS["demands"][0] | changes]}
        refusal = self.refused(graded_folder(tmp_path, data))
        assert refusal.code == "graded_set_invalid"
        assert refusal.facts["file"] == "fasteners.yaml"
        assert refusal.facts["place"] == place

    def test_without_demands_is_refused(self, tmp_path: Path) -> None:
        assert self.refused(tmp_path).code == "graded_set_empty"

    def test_of_the_house_is_sound(self) -> None:
        from api.cli.bench import GOLDEN

        graded: GradedSet = read_graded(GOLDEN)
        ids = [demand.id for demand in graded.demands]
        assert len(set(ids)) == len(ids)
        assert {demand.split for demand in graded.demands} == {"train", "dev"}

    def test_keeps_the_held_part_shut_until_it_is_asked_for(self, tmp_path: Path) -> None:
        held = BOLTS["demands"][0] | {"id": "bol-h1", "split": "held"}
        folder = graded_folder(tmp_path, BOLTS | {"demands": [*BOLTS["demands"], held]})
        assert "bol-h1" not in {demand.id for demand in read_graded(folder).demands}
        assert [one.id for one in read_graded(folder, with_held=True).of("held").demands] == ["bol-h1"]


class TestMeasuringASmallSet:
    @pytest.fixture(scope="class")
    @staticmethod
    def report(tmp_path_factory: pytest.TempPathFactory) -> BenchReport:
        folder = graded_folder(tmp_path_factory.mktemp("graded"), BOLTS, FLOUR)
        return measure(folder, open_embedder("embedded"), EMPTY_TRADE, date(2026, 1, 1))

    def test_tells_every_method_on_every_split(self, report: BenchReport) -> None:
        told = [(one.split, one.method) for one in report.quality]
        assert told == [(split, method) for split in ("dev", "train") for method in (OURS, *FLOORS)]
        assert (report.demands, report.targets) == (4, 5)

    def test_finds_what_the_words_say(self, report: BenchReport) -> None:
        ours = next(one for one in report.quality if (one.split, one.method) == ("train", OURS))
        assert ours.ndcg.mean == ours.recall.mean == 1.0

    def test_compares_with_the_best_floor(self, report: BenchReport) -> None:
        for split in ("dev", "train"):
            ratios = [one.ratio.mean for one in report.quality if one.split == split and one.method in FLOORS]
            assert max(ratios) == pytest.approx(1.0)

    def test_leaves_every_part_out_once_and_names_every_industry(self, report: BenchReport) -> None:
        assert list(report.ablation) == list(PARTS)
        assert [(one.industry, one.demands) for one in report.industries] == [("fasteners", 2), ("food", 2)]
        assert report.probes["stuffing"].asked == 1


@pytest.mark.slow
class TestTheCommand:
    def test_ranks_files_best_first_to_a_depth(self, tmp_path: Path) -> None:
        run = tmp_path / "run.tsv"
        targets = (
            "--capabilities",
            lines(tmp_path / "c.jsonl", CENTRE),
            "--experts",
            lines(tmp_path / "e.jsonl", PEOPLE),
        )
        asked = "--demands", lines(tmp_path / "d.jsonl", ASKED), "--run", run
        done = docking(tmp_path, "bench", "matching", *targets, *asked, "--depth", 2, "--json")
        assert json.loads(done.stdout) == {"demands": 2, "targets": 4, "file": str(run)}
        rows = [line.split("\t") for line in run.read_text(encoding="utf-8").splitlines()]
        for demand, foremost in (("1", "c1"), ("d2", "c3")):
            mine = [(target, float(score)) for name, target, score in rows if name == demand]
            assert 1 <= len(mine) <= 2
            assert mine[0][0] == foremost
            assert [score for _, score in mine] == sorted((score for _, score in mine), reverse=True)
        assert {target for _, target, _ in rows} <= {"c1", "c2", "c3", "e1"}

    def test_prints_its_tables_for_a_graded_set(self, tmp_path: Path) -> None:
        done = docking(tmp_path, "bench", "matching", "--set", graded_folder(tmp_path / "set", BOLTS, FLOUR))
        for word in ("nDCG@10", "Recall@50", OURS, *FLOORS, "fasteners", "food", *PARTS):
            assert word in done.stdout, word

    def test_prints_the_same_figures_as_json(self, tmp_path: Path) -> None:
        folder = graded_folder(tmp_path / "set", BOLTS, FLOUR)
        answer = json.loads(docking(tmp_path, "bench", "matching", "--set", folder, "--json").stdout)
        report = BenchReport.model_validate(answer)
        assert (report.demands, report.targets) == (4, 5)
        assert report.quality[0].method == OURS

    def test_wants_all_files_or_none(self, tmp_path: Path) -> None:
        done = docking(tmp_path, "bench", "matching", "--run", tmp_path / "run.tsv", check=False)
        assert done.returncode == 2
        assert "--demands" in done.stderr
        assert not (tmp_path / "run.tsv").exists()
