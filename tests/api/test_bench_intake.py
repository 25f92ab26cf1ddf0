"""How well demands are read, measured beside what a careful person reads."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from api.bench.intake import FIELDS, GoldDemand, measure_reading, overlap, read_gold
from api.cli.bench import READING
from foundation.errors import InvalidInput
from tests.api.commands import docking

SAID = {
    "id": "a1",
    "text": "我们是苏州的，塑料壳子一敲就裂，按GB/T 1843检测一下，预算3000元以内，下周五前要报告",
    "product": "塑料壳子",
    "service_category": "检验检测",
    "standards": ["GB/T 1843"],
    "budget": "3000元以内",
    "deadline": "下周五前",
    "region": "苏州",
}


def figures(**changes: Any) -> dict[str, tuple[int, int, int]]:
    """Right, asked and beyond by field, of one demand."""
    report = measure_reading([GoldDemand.model_validate(SAID | changes)])
    return {one.field: (one.right, one.asked, one.beyond) for one in report.fields}


class TestOneDemand:
    def test_that_is_read_as_by_a_person_is_right_in_every_field(self) -> None:
        assert {field for field, (right, asked, _) in figures().items() if right < asked} == set()
        assert list(figures()) == list(FIELDS)

    def test_counts_a_value_that_nobody_said(self) -> None:
        assert figures(budget=None)["budget"] == (0, 1, 1)

    def test_is_not_asked_for_a_kind_on_which_persons_disagree(self) -> None:
        assert figures(service_category=None)["service_category"] == (0, 0, 0)

    @pytest.mark.parametrize("written", ["３千块", "不超过3000元", "三千以内"])
    def test_may_write_the_same_sum_in_other_words(self, written: str) -> None:
        assert figures(budget=written)["budget"] == (1, 1, 0)

    def test_may_name_the_product_nearly_alike(self) -> None:
        assert figures(product="壳子")["product"][0] == 1
        assert figures(product="螺栓")["product"][0] == 0
        assert overlap("", "") == 1.0


class TestTheGold:
    def test_of_the_house_is_large_and_keeps_a_part_shut(self) -> None:
        every, open_part = read_gold(READING, with_held=True), read_gold(READING)
        assert len(every) >= 150
        assert {one.split for one in open_part} == {"dev"}
        assert len({one.id for one in every}) == len(every)

    def test_is_read_no_worse_than_before_and_never_without_words(self) -> None:
        report = measure_reading(read_gold(READING))
        shares = {one.field: one.share for one in report.fields}
        assert report.ungrounded == ()
        assert shares["budget"] >= 0.92
        assert shares["deadline"] >= 0.88
        assert shares["region"] >= 0.9

    def test_that_is_wrong_is_refused_with_file_and_place(self, tmp_path: Path) -> None:
        path = tmp_path / "gold.jsonl"
        path.write_text(json.dumps({"id": "x", "split": "dev"}) + "\n", encoding="utf-8")
        with pytest.raises(InvalidInput) as caught:
            read_gold(path)
        assert caught.value.facts["file"] == "gold.jsonl"
        assert caught.value.facts["place"] == "0 → text"


def test_the_command_prints_every_field(tmp_path: Path) -> None:
    done = docking(tmp_path, "bench", "intake", "--json")
    assert done.returncode == 0
    assert [one["field"] for one in json.loads(done.stdout)["fields"]] == list(FIELDS)
