"""``python -m benchmarks.train_register [--check]``: how common pairs of characters are in published projects and in
what is told, as JSON (``matcher/data/register.json``).

Only texts that confidence is trained with: the projects of ``published_train.yaml`` and the train half's demands with a
title on one side, its demands without one and those of the other training files on the other. With ``--check`` the exit
code is 1 when the shipped file is another.
"""

from __future__ import annotations

import json
import math
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import yaml

from api.bench.graded import read_graded
from foundation.text import bigrams, fold

GRADED = Path("tests/golden/matching")
SHIPPED = Path("matcher/data/register.json")
OFTEN = 12
"""In fewer texts a pair says more of these texts than of a register."""
TELLING = 50
"""Pairs with smaller odds (hundredths) tell of neither."""


def texts() -> tuple[list[str], list[str]]:
    """What is published, and what is told."""
    train = read_graded(GRADED).of("train").demands
    published = [_text(one) for part in ("demands", "answerable") for one in _read("published_train.yaml")[part]]
    published += [f"{one.title} {one.text}" for one in train if one.title]
    told = [
        _text(one)
        for name in ("asked_train.yaml", "outside_train.yaml", "acts_train.yaml")
        for one in _read(name)["demands"]
    ]
    return published, [*told, *(one.text for one in train if not one.title)]


def odds(published: Iterable[str], told: Iterable[str]) -> dict[str, int]:
    """Hundredths of the logarithmic odds of each pair that is common enough and tells enough."""
    sides = [[set(bigrams(fold(text))) for text in side] for side in (published, told)]
    counts = [Counter(pair for text in side for pair in text) for side in sides]
    every = {
        pair: round(100 * (_share(counts[0][pair], len(sides[0])) - _share(counts[1][pair], len(sides[1]))))
        for pair in sorted({*counts[0], *counts[1]})
        if counts[0][pair] + counts[1][pair] >= OFTEN
    }
    return {pair: value for pair, value in every.items() if abs(value) >= TELLING}


def _share(times: int, texts: int) -> float:
    return math.log((times + 0.5) / (texts + 1))


def _text(said: dict[str, str]) -> str:
    return " ".join(part for part in (said.get("title", ""), said["text"]) if part)


def _read(name: str) -> dict[str, list[dict[str, str]]]:
    data: dict[str, list[dict[str, str]]] = yaml.safe_load((GRADED / name).read_text("utf-8"))
    return data


def main() -> int:
    """Count, and write or compare."""
    made = json.dumps(odds(*texts()), ensure_ascii=False, separators=(",", ":")) + "\n"
    if "--check" in sys.argv:
        return int(SHIPPED.read_text("utf-8") != made)
    SHIPPED.write_text(made, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
