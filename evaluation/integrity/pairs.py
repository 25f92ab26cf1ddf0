"""Two raters who agree more than the spread of all answers explains: near duplicates and collusion.

For raters a and b the number of equal answers is held against its distribution if b had answered alone: the chance that
b gives a's answer to a question is the share of that answer among the others, tilted by how often b uses that value
anywhere (a mild rater's fives agree with other fives). The number of equal answers is then a sum of independent trials
of unequal chances, whose tail is summed exactly, without drawing or permuting; of both directions the larger tail
counts. It is reported when, over all pairs, fewer than one such pair in ten surveys would be expected.

Binary floats in one order of additions, multiplications and divisions, so that all machines agree to the last bit.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from evaluation.integrity.answers import LEAST_ANSWERS, exact_groups, is_straight
from evaluation.integrity.findings import Finding, Questionnaire, Survey
from foundation.language import sentence

FEWEST_RATERS = 8
"""With fewer there is no spread of the others to hold a pair against."""

WEAK, STRONG = 1e-1, 1e-3
"""Pairs of this kind that chance would give among all pairs."""

NEARLY_ALL = 0.9
_FAR = 9.0
"""(equal − expected)² / variance below which no tail can be small enough: three standard deviations."""

Numbers = NDArray[np.float64]
Codes = NDArray[np.int64]


def agreeing_pairs(survey: Survey) -> Iterator[Finding]:
    """Near duplicates (nine in ten answers equal) and colluding pairs; exact duplicates stand for one."""
    copies = {one.id for group in exact_groups(survey) for one in group[1:]}
    sheets = [one for one in survey.sheets if not is_straight(one) and one.id not in copies]
    if len(sheets) < FEWEST_RATERS:
        return
    codes, values = _coded(sheets)
    tails: dict[tuple[int, int], tuple[float, float]] = {}
    for b in range(len(sheets)):
        for a, tail, expected in _against(codes, values, b):
            pair = (min(a, b), max(a, b))
            before = tails.get(pair, (-1.0, 0.0))
            tails[pair] = (tail, expected) if pair not in tails else (max(before[0], tail), max(before[1], expected))
            if before[0] >= 0:
                yield from _finding(survey, sheets, pair, *tails[pair])


def _finding(
    survey: Survey, sheets: list[Questionnaire], pair: tuple[int, int], tail: float, expected: float
) -> Iterator[Finding]:
    by_chance = tail * (len(sheets) * (len(sheets) - 1) / 2)
    if by_chance >= WEAK:
        return
    first, second = sheets[pair[0]], sheets[pair[1]]
    both = [
        (name, a == b)
        for name, a, b in zip(survey.questions, first.answers, second.answers, strict=True)
        if a is not None and b is not None
    ]
    same = tuple(name for name, equal in both if equal)
    near = len(same) >= NEARLY_ALL * len(both)
    kind = "near_duplicate" if near else "collusion"
    facts: dict[str, str | int] = {"a": first.id, "b": second.id, "same": len(same), "both": len(both)}
    yield Finding(
        id=f"{kind}:{first.id}:{second.id}",
        kind="near_duplicate" if near else "collusion",
        raters=(first.id, second.id),
        questions=same,
        strength="strong" if by_chance < STRONG else "weak",
        evidence={
            "same": str(len(same)),
            "both": str(len(both)),
            "expected": f"{expected:.3f}",
            "pairs_by_chance": f"{by_chance:.1e}",
        },
        says=sentence(
            "“{a}”与“{b}”都回答的 {both} 题中有 {same} 题相同，按其他人的分布约为 {expected} 题",
            expected=f"{expected:.1f}",
            **facts,
        ),
    )


def _coded(sheets: list[Questionnaire]) -> tuple[Codes, int]:
    """Answers as places among the values that occur, (n questions, m raters); −1 where there is none."""
    values = sorted({answer for one in sheets for answer in one.answers if answer is not None})
    place = {value: code for code, value in enumerate(values)}
    rows = [[-1 if answer is None else place[answer] for answer in one.answers] for one in sheets]
    return np.ascontiguousarray(np.array(rows, np.int64).T), len(values)


def _against(codes: Codes, values: int, b: int) -> Iterator[tuple[int, float, float]]:
    """For every rater a that agrees conspicuously with b: (a, tail, expected number of equal answers)."""
    questions, raters = codes.shape
    chances = np.zeros((questions, raters))
    tilt = _tilt(codes, values, b)
    equal = np.zeros(raters, np.int64)
    both = np.zeros(raters, np.int64)
    expected, variance = np.zeros(raters), np.zeros(raters)
    for place in range(questions):
        row, own = codes[place], codes[place, b]
        if own < 0:
            continue
        known = row >= 0
        counts = np.bincount(row[known], minlength=values)
        scale = _ordered_sum((counts + 1.0) / (known.sum() + values) * tilt)
        others = counts[row] - 1 - (row == own)
        chance = (others + 1.0) / (known.sum() - 2 + values) * tilt[row] / scale
        chance = np.where(known, np.minimum(chance, 1.0), 0.0)
        chances[place] = chance
        equal += known & (row == own)
        both += known
        expected += chance
        variance += chance * (1.0 - chance)
    above = equal - expected
    found = np.flatnonzero((above > 0) & (above * above > _FAR * variance) & (both >= LEAST_ANSWERS))
    found = found[found != b]
    if found.size:
        tails = _tails(chances[:, found], equal[found])
        yield from zip(found.tolist(), tails.tolist(), expected[found].tolist(), strict=True)


def _tilt(codes: Codes, values: int, b: int) -> Numbers:
    """How much more often than all others b uses each value."""
    every, own = codes[codes >= 0], codes[:, b][codes[:, b] >= 0]
    overall = (np.bincount(every, minlength=values) + 1.0) / (every.size + values)
    result: Numbers = (np.bincount(own, minlength=values) + 1.0) / (own.size + values) / overall
    return result


def _tails(chances: Numbers, least: Codes) -> Numbers:
    """P(at least ``least`` successes) for every column of chances (n, k)."""
    trials, columns = chances.shape
    reached = np.zeros((trials + 1, columns))
    reached[0] = 1.0
    for chance in chances:
        reached[1:] = reached[1:] * (1.0 - chance) + reached[:-1] * chance
        reached[0] = reached[0] * (1.0 - chance)
    tail = np.zeros(columns)
    for count in range(trials, -1, -1):
        tail += np.where(count >= least, reached[count], 0.0)
    return tail


def _ordered_sum(values: Numbers) -> float:
    total = 0.0
    for value in values.tolist():
        total += value
    return total
