"""``python -m benchmarks.evaluation [--rows 10000 100000] [--page benchmarks/EVALUATION.md]``: ratios in one run."""

from __future__ import annotations

import argparse
import importlib.metadata
import os
import platform
from collections.abc import Sequence
from pathlib import Path

from benchmarks.evaluation import measures
from benchmarks.speed.report import Line, table

PAGE = """# The evaluation, as measured

Made by `python -m benchmarks.evaluation --rows 10000 100000 --page benchmarks/EVALUATION.md`. Every number is a ratio
of two things that were measured in turn in one run, or a count; ✗ is a goal that was missed. The tables are invented
(`benchmarks/evaluation/world.py`).

{table}

Conditions: {facts}; medians of {rounds} rounds.

The whole chain is: min–max, entropy weights, weighted sum, stars, rank. The peers compute in binary floats, with what
numpy and BLAS give; ours rounds the min–max table once to scores of 0.01 point, weighs and adds up those scores, takes
weights of six decimals and exact totals, and carries the SHA-256 of the scores. Where stars differ, a peer's total lies
within these roundings from a limit. pymcdm's entropy refuses a zero, which every min–max table holds, so 10⁻¹² is added
for it. The objective methods stay off BLAS and library logarithms, so that the same table gives the same bits
everywhere; that costs time, and is the price for it. The exact score does use BLAS: a float total decides wherever its
proven error cannot change the rounding, whole numbers decide the rest (docs/decisions/0023). Peak memory counts the
whole process. On a shared machine single ratios moved by up to a third between runs.
"""


def run(sizes: Sequence[int], rounds: int, subjects: int) -> list[Line]:
    """All lines: the largest size, growth between the smallest and the largest."""
    large = sizes[-1]
    lines = [*measures.whole_chain(large, rounds), *measures.exact_score(large, rounds * 5)]
    if len(sizes) > 1:
        lines += measures.growth(sizes[0], large, rounds)
    return [*lines, *measures.memory(large), *measures.rounding(subjects)]


def conditions() -> dict[str, str]:
    """What the ratios depend on; names no machine."""
    found = {"cores": str(os.cpu_count()), "threads": os.environ.get("OMP_NUM_THREADS", "all")}
    found["python"] = platform.python_version()
    for name in ("numpy", "pymcdm", "scikit-criteria"):
        try:
            found[name] = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            found[name] = "absent"
    return found


def main(arguments: Sequence[str] | None = None) -> list[Line]:
    """Measure, print the table and write the page."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.evaluation", description=__doc__)
    parser.add_argument("--rows", type=int, nargs="+", default=[10_000, 100_000], help="subjects to measure with")
    parser.add_argument("--rounds", type=int, default=3, help="rounds of each measurement")
    parser.add_argument("--subjects", type=int, default=100_000, help="subjects near a star limit")
    parser.add_argument("--page", type=Path, help="write the result as a page")
    asked = parser.parse_args(arguments)
    lines = run(sorted(asked.rows), asked.rounds, asked.subjects)
    facts = ", ".join(f"{name} {value}" for name, value in conditions().items())
    print(table(lines), "\n\n" + facts)
    if asked.page:
        page = PAGE.format(table=table(lines), facts=facts, rounds=asked.rounds)
        asked.page.write_text(page, encoding="utf-8")
    return lines


if __name__ == "__main__":
    main()
