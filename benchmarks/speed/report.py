"""Lines of the result: what was measured, as a ratio, under which conditions, and whether the goal is met."""

from __future__ import annotations

import importlib.metadata
import os
import platform
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np


@dataclass(frozen=True)
class Line:
    """One measured number. ``goal`` reads like ``≤ 1.3``; empty when there is none."""

    name: str
    value: float
    goal: str = ""
    note: str = ""

    @property
    def is_met(self) -> bool | None:
        """Whether the goal is reached; ``None`` without a goal."""
        if not self.goal:
            return None
        sign, limit = self.goal.split()
        return self.value <= float(limit) if sign == "≤" else self.value >= float(limit)

    def as_json(self) -> dict[str, Any]:
        """For the result file."""
        return {**asdict(self), "is_met": self.is_met}


VERSIONS = ("numpy", "faiss-cpu", "bm25s", "langchain-community", "sentence-transformers", "scipy")


def conditions(packages: Sequence[str] = VERSIONS) -> dict[str, str]:
    """What the ratios depend on; names no machine."""
    versions = {name: importlib.metadata.version(name) for name in packages}
    threads = os.environ.get("OMP_NUM_THREADS", "all")
    return {"cores": str(os.cpu_count()), "threads": threads, "python": platform.python_version(), **versions}


def medians(calls: Sequence[Callable[[int], object]], rounds: int) -> list[float]:
    """The median seconds of each call over ``rounds`` numbered rounds, taken in turn so that load meets all alike."""
    for call in calls:
        call(0)
    taken: list[list[float]] = [[] for _ in calls]
    for number in range(rounds):
        for call, times in zip(calls, taken, strict=True):
            begin = time.perf_counter()
            call(number)
            times.append(time.perf_counter() - begin)
    return [float(np.median(times)) for times in taken]


@dataclass(frozen=True)
class Times:
    """Seconds of one call, a median over the rounds each: as they came, at their quietest, and of the processor."""

    wall: float
    quiet: float
    """Of each round the fastest of several passes."""
    processor: float


def times_of(calls: Sequence[Callable[[int], object]], rounds: int, passes: int = 3) -> list[Times]:
    """The same over ``passes`` passes of ``rounds`` numbered rounds, with every call made once before its round counts.

    All calls of a round are made in turn, so each finds the caches as the others have left them.
    """
    for number in range(rounds):
        for call in calls:
            call(number)
    wall, processor = np.zeros((2, len(calls), passes, rounds))
    for turn in range(passes):
        for number in range(rounds):
            for place, call in enumerate(calls):
                begin, spent = time.perf_counter(), time.process_time()
                call(number)
                processor[place, turn, number] = time.process_time() - spent
                wall[place, turn, number] = time.perf_counter() - begin
    return [
        Times(float(np.median(all_)), float(np.median(all_.min(axis=0))), float(np.median(spent)))
        for all_, spent in zip(wall, processor, strict=True)
    ]


def timed(call: Callable[[], Any]) -> tuple[Any, float]:
    """What a call gives and the seconds it takes."""
    begin = time.perf_counter()
    found = call()
    return found, time.perf_counter() - begin


def table(lines: Sequence[Line]) -> str:
    """The result as a Markdown table."""
    rows = ["| measured | value | goal | | conditions |", "|---|---|---|---|---|"]
    for line in lines:
        mark = {True: "✓", False: "✗", None: ""}[line.is_met]
        rows.append(f"| {line.name} | {line.value:.3g} | {line.goal or '–'} | {mark} | {line.note} |")
    return "\n".join(rows)


def page(lines: Sequence[Line], facts: Mapping[str, str]) -> str:
    """The result as ``benchmarks/SPEED.md``."""
    return PAGE.format(table=table(lines), facts=", ".join(f"{name} {value}" for name, value in facts.items()))


PAGE = """# Speed, as measured

Made by `python -m benchmarks.speed --rows 10000 100000 --full --page benchmarks/SPEED.md`. Every number is a ratio of
two things that were measured in turn in one run; ✗ is a goal that was missed, no mark means that none is set. Rows and
demands are invented (`benchmarks/speed/world.py`).

{table}

Conditions: {facts}.

To be read with care: on a shared machine single ratios moved by a factor of two between runs, and the filtered search
by four, because the peer's FAISS search with two threads suffers when the cores are busy; one thread is the fairer
setting. Beside raw FAISS each side asks what the other asked half a run ago, so that neither finds its lists in the
cache because the other has just read them. A whole match is the demand as a service answers it: taken apart into
tasks, the lists of the whole and of every task, the legal gate, the facts of the centres (benchmarks/speed/around.py),
confidence, and the teams of the proposed centres, with the reasons of ten hits. Its peers each make one search for the
ten best of the same rows, in turn with it and with one thread; demands that ask for several tasks make us search
several times. The median of all rounds stands in the line with the goal, beside it that of each demand's fastest of
three passes and that of processor time. The exponent of the vector latency spans two kinds of index (a full scan,
then inverted lists), so it says nothing about how either grows alone. Recall is against a full scan of the
half-precision rows. Memory is the peak of each process with the pages of mapped files that it held. Indexes kept by
`--keep` from an earlier run are used as they are.
"""
