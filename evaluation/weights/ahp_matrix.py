"""Reading a judgement matrix: positive, reciprocal, 1 on the diagonal; what was not compared is ``None``."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from evaluation.weights.judging import few
from evaluation.weights.weights import Number, judgement, listed
from foundation.errors import InvalidInput
from foundation.language import Sentence, sentence

Matrix = list[list[Fraction | None]]
Given = Sequence[Sequence[Number | None]]

LARGEST = 50
"""The largest order; 50 criteria are 1 225 comparisons."""

SCALE = Fraction(9)
TOLERANCE = Fraction(1, 10**9)


def read_matrix(names: tuple[str, ...], given: Any, field: str = "matrix") -> Matrix:
    """The n × n matrix; ``InvalidInput`` names the first entry that is no judgement or contradicts its opposite.

    ``None`` (JSON ``null``) marks a pair that was not compared, on both sides of the diagonal. The comparisons must
    connect all names, else parts of the vector would be free. Entries beyond 1/9…9 are read: see :func:`off_scale`.
    """
    size = len(few(names, LARGEST))
    lines = listed(given, field)
    if len(lines) != size or any(len(listed(line, field)) != size for line in lines):
        raise InvalidInput("ahp_shape", "判断矩阵要是 {size} 行 {size} 列", field=field, size=size)
    rows = [
        [None if entry is None else judgement(entry, f"{field}[{names[i]},{names[j]}]") for j, entry in enumerate(line)]
        for i, line in enumerate(lines)
    ]
    for i, row in enumerate(rows):
        for j, entry in enumerate(row):
            pair = {"field": f"{field}[{names[i]},{names[j]}]", "row": names[i], "column": names[j]}
            opposite = rows[j][i]
            if entry is not None and entry <= 0:
                raise InvalidInput("ahp_scale", "“{row}”对“{column}”的判断要大于 0", **pair)
            if i == j and entry != 1:
                raise InvalidInput("ahp_diagonal", "“{row}”对自己的判断要是 1", **pair)
            if (entry is None) != (opposite is None):
                raise InvalidInput(
                    "ahp_one_sided", "“{row}”与“{column}”的比较只写了一边，没比过的两边都写 null", **pair
                )
            if entry is not None and opposite is not None and abs(entry * opposite - 1) > TOLERANCE:
                raise InvalidInput("ahp_reciprocal", "“{row}”对“{column}”与反过来的判断不互为倒数", **pair)
    apart = _unconnected(rows)
    if apart is not None:
        raise InvalidInput(
            "ahp_unconnected", "“{first}”与“{other}”之间没有任何比较相连，定不出权重",
            field=field, first=names[0], other=names[apart],
        )  # fmt: skip
    return rows


def _unconnected(rows: Matrix) -> int | None:
    """The first place that no chain of comparisons joins with place 0."""
    reached, waiting = {0}, [0]
    while waiting:
        here = waiting.pop()
        near = {j for j, entry in enumerate(rows[here]) if entry is not None} - reached
        reached |= near
        waiting += sorted(near)
    return next((place for place in range(len(rows)) if place not in reached), None)


def off_scale(names: tuple[str, ...], rows: Matrix) -> tuple[Sentence, ...]:
    """A remark when judgements leave the scale 1/9…9."""
    beyond = [
        f"{names[i]}:{names[j]}"
        for i, row in enumerate(rows)
        for j, entry in enumerate(row)
        if entry is not None and entry > SCALE
    ]
    return (sentence("判断超出 1/9 到 9 的标度：{pairs}", pairs="、".join(beyond)),) if beyond else ()


def plain(rows: Matrix) -> list[list[str | None]]:
    """The matrix as JSON text."""
    return [[None if entry is None else str(entry) for entry in row] for row in rows]


def missing_pairs(rows: Matrix) -> int:
    """How many pairs were not compared."""
    return sum(entry is None for row in rows for entry in row) // 2
