"""The evaluation harness works at a small size, and its chain gives what the parts give."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from benchmarks.evaluation.__main__ import main
from benchmarks.evaluation.world import chain, data, ranked
from benchmarks.speed.report import Line


@pytest.mark.slow
def test_a_small_run_measures_every_line_and_finds_no_contradiction(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    lines = main(["--rows", "60", "600", "--rounds", "1", "--subjects", "2000", "--page", str(page)])
    names = " ".join(line.name for line in lines)
    for part in ("exact score and stars", "exponent of the time of pca", "peak memory of chain", "contradict"):
        assert part in names
    counted = [line for line in lines if line.goal == "≤ 0"]
    assert [line.value for line in counted] == [0, 0]
    assert all(isinstance(line, Line) for line in lines)
    assert "| peak memory of chain / matrix |" in page.read_text(encoding="utf-8")


def test_equal_totals_share_a_rank() -> None:
    assert ranked(np.array([7, 9, 7, 3])).tolist() == [2, 1, 2, 4]


def test_the_best_of_all_columns_has_all_the_points() -> None:
    table = data(50)
    table[3] = table.max(axis=0)
    found = chain(table)
    assert (found.totals[3], found.stars[3], found.ranks[3]) == (10_000, 5, 1)
