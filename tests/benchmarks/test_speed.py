"""The speed harness works at a small size: every line is measured, and its claims of equal recall are checked."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.speed.__main__ import main
from benchmarks.speed.memory import peak_of_this_process
from benchmarks.speed.report import Line, table
from benchmarks.speed.world import demands, passages
from tests.builders import ROOT


@pytest.mark.slow
def test_a_small_run_measures_every_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "speed.json"
    lines = main(["--rows", "200", "800", "--rounds", "3", "--out", str(out)])
    names = {line.name.split(":")[0].split("/")[0].strip() for line in lines}
    assert {
        "vector step",
        "whole match",
        "adding one row, large",
        "filtered search 1%",
        "filtered search 20%",
        "index building",
        "exponent of the vector latency",
        "exponent of the match latency",
        "peak memory serving",
    } <= names
    assert all(line.value > 0 or line.name.startswith("exponent") for line in lines)
    written = json.loads(out.read_text("utf-8"))
    assert len(written["lines"]) == len(lines)
    assert {"cores", "threads", "faiss-cpu", "langchain-community"} <= set(written["conditions"])
    assert "| filtered search 1%" in capsys.readouterr().out


def test_invented_rows_do_not_depend_on_how_many_are_asked_for() -> None:
    assert list(passages(40)) == list(passages(90))[:40]
    assert demands(3) == demands(7)[:3]
    assert list(passages(40, seed=9)) != list(passages(40))


def test_a_goal_is_met_or_missed_or_not_set() -> None:
    assert [Line("x", 1.2, goal).is_met for goal in ("≤ 1.3", "≥ 1.3", "")] == [True, False, None]
    assert table([Line("x", 1.25, "≤ 1.3", "10 rows")]).splitlines()[-1] == "| x | 1.25 | ≤ 1.3 | ✓ | 10 rows |"


def test_the_peak_of_a_child_is_its_own_and_not_that_of_its_parent() -> None:
    ballast = bytearray(400 << 20)
    ballast[::4096] = b"x" * len(ballast[::4096])
    assert peak_of_this_process() > 400 << 10
    code = "from benchmarks.speed.memory import peak_of_this_process as p; print(p())"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert int(done.stdout) < 300 << 10
