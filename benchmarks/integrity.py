"""Questionnaires with known frauds among honest ones: how many are found, how many of those found are frauds.

``python -m benchmarks.integrity`` makes 400 questionnaires of 24 questions (scale 1–5) from a fixed seed, with integers
only, and prints precision and recall of every kind. Honest raters have a severity of their own, questions a level of
their own, and some answers are missing.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from typing import Any

from evaluation.integrity.checks import Integrity, from_json

QUESTIONS = 24
HONEST = 328
KINDS = ("straight_line", "pattern", "duplicate", "near_duplicate", "collusion", "conflict", "outlying")


class _World:
    """Draws by whole numbers only, so that every Python gives the same questionnaires."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)
        self.levels = [self.below(120) + 300 for _ in range(QUESTIONS)]
        self.sheets: list[dict[str, Any]] = []
        self.frauds: dict[str, set[str]] = {kind: set() for kind in KINDS}

    def below(self, limit: int) -> int:
        return (self._random.getrandbits(64) * limit) >> 64

    def noise(self, width: int) -> int:
        """Roughly bell-shaped, between ±1.5·width."""
        return sum(self.below(2 * width // 2) - width // 2 for _ in range(3))

    def honest(self) -> list[int | None]:
        severity = self.noise(90)
        answers: list[int | None] = []
        for level in self.levels:
            answer = (level + severity + self.noise(170) + 50) // 100
            answers.append(None if self.below(100) < 3 else min(max(answer, 1), 5))
        return answers

    def changed(self, answers: list[int | None], count: int) -> list[int | None]:
        """A copy with ``count`` answers drawn anew."""
        copy = list(answers)
        for place in self.some(QUESTIONS, count):
            copy[place] = self.honest()[place]
        return copy

    def some(self, limit: int, count: int) -> list[int]:
        chosen: list[int] = []
        while len(chosen) < count:
            one = self.below(limit)
            if one not in chosen:
                chosen.append(one)
        return chosen

    def add(self, answers: list[int | None], *kinds: str, organisation: str = "") -> str:
        name = f"q{len(self.sheets) + 1:03d}"
        organisation = organisation or f"客户{self.below(200)}"
        self.sheets.append({"id": name, "organisation": organisation, "kind": "second", "answers": answers})
        for kind in kinds:
            self.frauds[kind].add(name)
        return name


def world(seed: int = 20260101) -> tuple[dict[str, Any], dict[str, set[str]]]:
    """The input of the check, and by kind the raters that are frauds."""
    made = _World(seed)
    for _ in range(HONEST):
        made.add(made.honest())
    for place in range(14):
        made.add([1 + (place % 5)] * QUESTIONS, "straight_line")
    for place in range(6):
        figure = [[1, 5], [5, 4, 3], [1, 2, 3, 4, 5]][place % 3]
        made.add([figure[n % len(figure)] for n in range(QUESTIONS)], "pattern")
    for _ in range(7):
        original = made.honest()
        made.add(original, "duplicate")
        made.add(list(original), "duplicate")
    for _ in range(6):
        original = made.honest()
        made.add(original, "near_duplicate")
        made.add(made.changed(original, 2), "near_duplicate")
    for _ in range(6):
        original = made.honest()
        made.add(original, "collusion")
        made.add(made.changed(original, 5), "collusion")
    for _ in range(7):
        made.add(made.honest(), "conflict", organisation=" 甲检验中心 ")
    for _ in range(7):
        made.add([None if a is None else 6 - a for a in made.changed([5] * QUESTIONS, 8)], "outlying")
    content = {
        "questions": [f"Q{n + 1}" for n in range(QUESTIONS)],
        "questionnaires": made.sheets,
        "scale": [1, 5],
        "evaluated": "甲检验中心",
        "sent": 900,
    }
    return content, made.frauds


def measured(found: Integrity, frauds: Mapping[str, set[str]]) -> dict[str, tuple[int, int, int]]:
    """By kind (frauds of this kind found as anything of its family, marked in this kind, of those honest)."""
    honest = {f"q{n + 1:03d}" for n in range(HONEST)}
    marked: dict[str, set[str]] = {kind: set() for kind in KINDS}
    for one in found.findings:
        marked.setdefault(one.kind, set()).update(one.raters)
    copies = marked["duplicate"] | marked["near_duplicate"] | marked["collusion"]
    return {
        kind: (
            len(frauds[kind] & (copies if kind in ("duplicate", "near_duplicate", "collusion") else marked[kind])),
            len(marked[kind]),
            len(marked[kind] & honest),
        )
        for kind in KINDS
    }


def main() -> None:
    """Print the table."""
    content, frauds = world()
    lines = measured(from_json(content), frauds)
    print(f"{'kind':<16}{'frauds':>8}{'found':>8}{'recall':>9}{'marked':>8}{'honest':>8}{'precision':>11}")
    for kind, (hits, marked, honest) in lines.items():
        recall = hits / len(frauds[kind])
        precision = 1 - honest / marked if marked else 1.0
        print(f"{kind:<16}{len(frauds[kind]):>8}{hits:>8}{recall:>9.3f}{marked:>8}{honest:>8}{precision:>11.3f}")


if __name__ == "__main__":
    main()
