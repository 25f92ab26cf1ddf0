"""How far a text asks for what no inspection centre does, by all its words: ``lean_of(folded) → -1000 … 1000`` (B18).

The grammar of acts (:mod:`kb.trade.asked`) hears a deed by a word for it; most wishes of a business are told without
one (六台机子占着地方，谁来拉走给个价就行). A linear model learned from invented messages (``benchmarks.train_errands``,
ADR 0049) weighs the pieces of one to three characters of three views of a text: the whole, the clauses that wish for
something, and the last clause, where a wish mostly stands. Nothing is learnt at run time; weights are whole numbers, so
that every machine says the same.
"""

from __future__ import annotations

import hashlib
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from kb.packing import pack, pack_words, unpack, unpack_words
from kb.trade.compiled import CLAUSE

FILE = Path(__file__).parents[1] / "data" / "errands.bin"
LONGEST_PIECE = 3
READ = 600
"""Characters of a text that are read, the last ones: there the wish is."""
SCALE = 1_000
"""A weight of one, in the file."""
STEP = 200
"""Thousandths for a sum of one; certain from five on."""
VIEWS = ("whole", "wishing", "last")
_WISHES = re.compile(
    r"想|要|需|希望|打算|准备|请|帮|麻烦|求|委托|找|寻|急|能|可|有没有|谁|哪|怎么|如何|多少|介绍|推荐|咋|吗|呢"
    r"|need|want|can |who|where|how|looking"
)


class Weights(NamedTuple):
    """``at``: the row of each piece; ``views`` (pieces, 3): what it says in each of :data:`VIEWS`; ``begin``: where the
    sum begins; all in parts of :data:`SCALE`."""

    at: Mapping[str, int]
    views: NDArray[np.int16]
    begin: int


def lean_of(folded: str, weights: Weights | None = None) -> int:
    """Thousandths: above nothing where the words ask for what no centre does, below where for what one does; nothing
    for no words."""
    known = weights or errand_weights()
    texts = views_of(folded)
    if not texts[0]:
        return 0
    total = known.begin / SCALE
    for view, text in enumerate(texts):
        pieces = pieces_of(text)
        if pieces:
            rows = [row for piece in pieces if (row := known.at.get(piece)) is not None]
            total += int(known.views[rows, view].sum(dtype=np.int64)) / SCALE / math.sqrt(len(pieces))
    return max(-1000, min(1000, round(total * STEP)))


def views_of(folded: str) -> tuple[str, str, str]:
    """The whole, its clauses that wish for something, and its last clause."""
    text = folded[-READ:]
    clauses = [found[0] for found in CLAUSE.finditer(text) if len(found[0]) > 1]
    return text.strip(), "|".join(one for one in clauses if _WISHES.search(one)), clauses[-1] if clauses else ""


def pieces_of(text: str) -> set[str]:
    """All different stretches of one to :data:`LONGEST_PIECE` characters."""
    return set(_stretches(text))


def _stretches(text: str) -> Iterator[str]:
    for size in range(1, LONGEST_PIECE + 1):
        for begin in range(len(text) - size + 1):
            yield text[begin : begin + size]


@cache
def errand_weights() -> Weights:
    """As shipped."""
    return from_bytes(FILE.read_bytes())


@cache
def errands_digest() -> str:
    """SHA-256 of the file."""
    return hashlib.sha256(FILE.read_bytes()).hexdigest()


def to_bytes(pieces: Sequence[str], views: NDArray[np.int16], begin: int) -> bytes:
    """The file; no piece may hold a line break."""
    return pack({"pieces": pack_words(pieces), "views": views}, {"begin": begin})


def from_bytes(data: bytes) -> Weights:
    """What :func:`to_bytes` wrote."""
    arrays, facts = unpack(data)
    at = {piece: row for row, piece in enumerate(unpack_words(arrays["pieces"]))}
    return Weights(at, arrays["views"], facts["begin"])
