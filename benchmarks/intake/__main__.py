"""``python -m benchmarks.intake [--rounds 5] [--waves 5] [--out FILE.json] [--page FILE.md]``

Ratios only: every number compares two things measured in turn in one run. The reading table says how well it is read.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Sequence
from pathlib import Path

from rich.progress import Progress

from benchmarks.intake.chats import turns
from benchmarks.intake.reading import against_jieba, reading_table
from benchmarks.intake.texts import KINDS
from benchmarks.speed.report import Line, conditions, table

VERSIONS = ("fastapi", "uvicorn", "pydantic", "sqlalchemy", "numpy", "jieba")


def run(rounds: int, waves: int, folder: Path) -> list[Line]:
    """All lines, with a progress bar."""
    lines: list[Line] = []
    with Progress() as progress:
        task = progress.add_task("reading", total=len(KINDS) + 1)
        for kind in KINDS:
            lines += against_jieba(rounds, (kind,))
            progress.advance(task)
        progress.update(task, description="chatting")
        lines += turns(folder, waves)
        progress.advance(task)
    return lines


def main(arguments: Sequence[str] | None = None) -> list[Line]:
    """Measure, print the tables and write the files."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.intake", description=__doc__)
    parser.add_argument("--rounds", type=int, default=5, help="texts of each kind")
    parser.add_argument("--waves", type=int, default=5, help="waves of twenty talks")
    parser.add_argument("--out", type=Path, help="write the result as JSON")
    parser.add_argument("--page", type=Path, help="write the result as a page")
    asked = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        lines = run(asked.rounds, asked.waves, Path(folder))
    facts, read = conditions(VERSIONS), reading_table()
    print(table(lines), read, ", ".join(f"{name} {value}" for name, value in facts.items()), sep="\n\n")
    if asked.out:
        result = {"conditions": facts, "lines": [line.as_json() for line in lines]}
        asked.out.write_text(json.dumps(result, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    if asked.page:
        words = ", ".join(f"{name} {value}" for name, value in facts.items())
        asked.page.write_text(PAGE.format(table=table(lines), read=read, facts=words), encoding="utf-8")
    return lines


PAGE = """# Reading and talking, as measured

Made by `OMP_NUM_THREADS=1 python -m benchmarks.intake --page benchmarks/READING.md`. Every number of the first table is
a ratio of two things measured in turn in one run; ✗ is a goal that was missed, no mark means that none is set. The
texts are invented (`benchmarks/intake/texts.py`).

{table}

Conditions: {facts}.

Reading is everything the rules and the learned weights read in one utterance, jieba only cuts the same text into words.
A turn is one `POST /conversations/…/messages` of a signed-in caller in a talk of eight turns: hear, read, answer,
store, commit to the disk. The empty POST takes the same body through the same middlewares, validation, actor and thread
pool of the same server and returns at once; it is mounted by the benchmark alone (`benchmarks/intake/serving.py`).
Twenty callers keep one connection each; waves of talks and waves of empty calls take turns, so that neither waits in
the other's queue. Callers and server share the cores; a slow disk makes the turn alone slower.

## How well it is read

`docking bench intake`: right/asked by field, and how many values were read where nothing was said ("beyond"). *dev* is
open to whoever writes the rules, *held* is not looked at for it (`tests/golden/intake/reading.jsonl`).

{read}
"""


if __name__ == "__main__":
    main()
