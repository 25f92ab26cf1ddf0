"""``python -m benchmarks.speed [--rows 10000 100000] [--full] [--out FILE.json]``

Ratios only: every number compares two things measured in turn in one run. ``--full`` adds a million rows.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from benchmarks.speed import measures
from benchmarks.speed.memory import memory
from benchmarks.speed.report import Line, conditions, page, table

MILLION = 1_000_000
Step = Callable[[], Iterator[Line]]


def steps(bench: measures.Bench, sizes: Sequence[int]) -> list[Step]:
    """What is measured, in order: per size, then what compares sizes."""
    middle = max((size for size in sizes if size <= 100_000), default=sizes[0])
    planned: list[Step] = []
    for size in sizes:
        planned.append(lambda size=size: measures.vector_step(bench, size))
        planned.append(lambda size=size: measures.whole_match(bench, size))
        if size == middle:
            planned.append(lambda size=size: measures.filtered(bench, size))
            planned.append(lambda size=size: measures.building(bench, size))
        if size > measures.EXACT_UP_TO:
            planned.append(lambda size=size: measures.recall(bench, size))
    if len(sizes) > 1:
        planned.extend(lambda size=size: measures.across(bench, size, sizes[-1]) for size in sizes[:-1])
    planned.append(lambda: memory(bench.home(sizes[-1]), sizes[-1]))
    return planned


def run(sizes: Sequence[int], rounds: int, folder: Path) -> list[Line]:
    """All lines for these sizes, with a progress bar."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    lines: list[Line] = []
    with Progress(*columns) as progress:
        task = progress.add_task("opening the model", total=None)
        bench = measures.Bench(folder, lambda text: progress.update(task, description=text), rounds)
        planned = steps(bench, sizes)
        progress.update(task, total=len(planned))
        for step in planned:
            lines.extend(step())
            progress.advance(task)
    return lines


def main(arguments: Sequence[str] | None = None) -> list[Line]:
    """Measure, print the table and write the file."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.speed", description=__doc__)
    parser.add_argument("--rows", type=int, nargs="+", default=[10_000, 100_000], help="sizes to measure at")
    parser.add_argument("--full", action="store_true", help="a million rows as well")
    parser.add_argument("--rounds", type=int, default=60, help="searches of each kind")
    parser.add_argument("--keep", type=Path, help="a folder in which built indexes are kept for the next run")
    parser.add_argument("--out", type=Path, help="write the result as JSON")
    parser.add_argument("--page", type=Path, help="write the result as a page")
    asked = parser.parse_args(arguments)
    sizes = sorted({*asked.rows, *([MILLION] if asked.full else [])})
    with tempfile.TemporaryDirectory() as temporary:
        lines = run(sizes, asked.rounds, asked.keep or Path(temporary))
    facts = conditions()
    print(table(lines))
    print("\n" + ", ".join(f"{name} {value}" for name, value in facts.items()))
    if asked.out:
        result = {"conditions": facts, "lines": [line.as_json() for line in lines]}
        asked.out.write_text(json.dumps(result, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    if asked.page:
        asked.page.write_text(page(lines, facts), encoding="utf-8")
    return lines


if __name__ == "__main__":
    main()
