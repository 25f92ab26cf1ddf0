"""Which clauses of a text tell what is wanted, also where no word of wishing stands in them: ``likely_wishes(text)``.

``likely_wishes("数据恢复好了再谈。硬盘昨天掉地上咔咔响，读不出来了。")``: the rules of :mod:`matcher.doubt.wishes` look
for 想, 请 and their like. A linear model learned from messages whose wish somebody had marked
(``benchmarks.train_wishes``, ADR 0049) weighs the pieces of a clause, its place and the marks around it. Whole numbers;
nothing is learnt at run time, and no score or state hangs on it: it only words a gap.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from foundation.text import fold
from kb.packing import pack, pack_words, unpack, unpack_words
from kb.trade.errand import pieces_of

FILE = Path(__file__).parents[1] / "data" / "wishes.bin"
SCALE = 1_000
"""A weight of one, in the file."""
LEAST = -0.6
"""A clause that says less is no wish, unless it says most of all (a chance of 35 %)."""
MOST = 3
"""So many clauses tell a wish at most."""
CLAUSES = 60
CLAUSE = re.compile(r"(?:[^，。；;!！?？\n,：:（）()“”\"….]|(?<=\d)[,.](?=\d)|(?<=\S)\.(?=\S))+")
"""A list (、) stays in one clause."""
_WISHES = re.compile(
    r"想|要|需|希望|打算|准备|请|帮|麻烦|求|委托|找|寻|急|能|可|有没有|谁|哪|怎么|如何|多少|介绍|推荐|咋|吗|呢"
)


class Weights(NamedTuple):
    """``at``: what each piece or mark of a clause says, in parts of :data:`SCALE`; ``begin``: where the sum begins."""

    at: Mapping[str, int]
    begin: int


class Clause(NamedTuple):
    """``text[start:end]``, and the mark behind it."""

    start: int
    end: int
    stop: str


def likely_wishes(text: str, weights: Weights | None = None) -> list[str]:
    """The clauses that tell what is wanted, as the text words them, in its order; none for no words."""
    clauses = clauses_of(text)
    if not clauses:
        return []
    known = weights or wish_weights()
    folded = [fold(text[one.start : one.end]).strip() for one in clauses]
    sums = [_sum(pieces, marks, known) for pieces, marks in features(folded, [one.stop for one in clauses])]
    order = sorted(range(len(clauses)), key=lambda place: (-sums[place], place))
    told = [order[0], *(place for place in order[1:MOST] if sums[place] > LEAST)]
    return [text[clauses[place].start : clauses[place].end].strip() for place in sorted(told)]


def clauses_of(text: str) -> list[Clause]:
    """The clauses of a text, at most :data:`CLAUSES` of them, the last ones."""
    found = [one for one in CLAUSE.finditer(text) if one[0].strip()]
    return [Clause(one.start(), one.end(), text[one.end() : one.end() + 1]) for one in found][-CLAUSES:]


def features(clauses: Sequence[str], stops: Sequence[str]) -> Iterator[tuple[set[str], list[str]]]:
    """Of each folded clause its different pieces, and what is to be seen of it and of its place."""
    wishing = [_WISHES.search(clause) is not None for clause in clauses]
    share = 10 * sum(wishing) // max(1, len(clauses))
    for place, clause in enumerate(clauses):
        after, before = stops[place] or "end", stops[place - 1] if place else "begin"
        marks = [
            f"#place{10 * place // max(1, len(clauses) - 1)}",
            f"#last{min(3, len(clauses) - 1 - place)}",
            f"#first{min(3, place)}",
            f"#of{min(6, len(clauses))}",
            f"#stop{after}",
            f"#before{before}",
            f"#length{min(10, len(clause) // 3)}",
            f"#head{clause[:2]}",
            f"#tail{clause[-1:]}",
            f"#wish{int(wishing[place])}/{share}",
        ]
        yield pieces_of(clause), [mark for mark in marks if "\n" not in mark]


def _sum(pieces: set[str], marks: Sequence[str], known: Weights) -> float:
    told = sum(known.at.get(one, 0) for one in marks) + known.begin
    return (told + sum(known.at.get(one, 0) for one in pieces) / math.sqrt(len(pieces))) / SCALE


@cache
def wish_weights() -> Weights:
    """As shipped."""
    return from_bytes(FILE.read_bytes())


def to_bytes(names: Sequence[str], values: NDArray[np.int16], begin: int) -> bytes:
    """The file; no name may hold a line break."""
    return pack({"names": pack_words(names), "values": values}, {"begin": begin})


def from_bytes(data: bytes) -> Weights:
    """What :func:`to_bytes` wrote."""
    arrays, facts = unpack(data)
    return Weights(dict(zip(unpack_words(arrays["names"]), arrays["values"].tolist(), strict=True)), facts["begin"])
