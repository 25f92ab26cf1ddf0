"""``python -m benchmarks.train_errands [--check]``: who asks for what no centre does, learned from messages.

Elsewhere: ``benchmarks/training/errands/elsewhere_*.yaml`` and messages of the fields beyond that are errands
(:data:`ERRANDS`). Served: ``served_*.yaml``, the messages of the trades, and those the reader of demands learns from.
Nothing that confidence is trained or judged on is among them: of the fields beyond those messages are left out that it
is asked. One logistic regression over the pieces of three views (:mod:`kb.trade.errand`), rounded to whole numbers.
Same messages, same file; with ``--check`` the exit code is 1 when the shipped file is another.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import yaml
from scipy.sparse import csr_matrix, hstack
from sklearn.linear_model import LogisticRegression
from threadpoolctl import threadpool_limits

from benchmarks.train_reader import messages
from foundation.text import fold
from kb.trade.errand import FILE, SCALE, VIEWS, Weights, from_bytes, pieces_of, to_bytes, views_of
from kb.trade.reading import Knowledge, read_knowledge

TRAINING = Path(__file__).resolve().parent / "training" / "errands"
ERRANDS = frozenset((TRAINING / "fields.txt").read_text("utf-8").split())
"""Fields beyond whose messages ask for deeds; those of the others ask for tests and studies of other things."""
SEEN, STRENGTH, LEAST = 3, 10.0, 20
"""A piece is known from so many messages on; how freely weights move; and, in parts of :data:`SCALE`, the least that
is kept."""
EVERYDAY, OF_TRADE = 3.0, 0.5
"""How a message that is told amid other business counts, and one of a trade."""
TELLS = {"whole": 2.0, "wishing": 1.0, "last": 1.0}


EVERY = 4
"""Every so many messages of a field beyond are asked when confidence is trained, and so not learned from."""
SHARES = 4
"""Confidence is trained with messages that readers have not learned from, each fitted without a share of them."""


class Example(NamedTuple):
    """A folded message, whether it asks for what no centre does, and what it counts."""

    text: str
    is_elsewhere: bool
    counts: float


class Message(NamedTuple):
    """One of those told amid other business, as its file has it. ``rows``: which rows of the graded set serve it, as a
    reader judged of those that a search found; ``None`` where nobody judged."""

    name: str
    text: str
    is_elsewhere: bool
    rows: tuple[str, ...] | None


def told() -> list[Message]:
    """The messages that are told amid other business, in a fixed order."""
    return [
        Message(one["id"], one["text"], "act" in one, tuple(one["rows"]) if "rows" in one else None)
        for path in sorted(TRAINING.glob("*.yaml"))
        for one in yaml.safe_load(path.read_text("utf-8"))["demands"]
    ]


def examples(knowledge: Knowledge, without: int | None = None) -> list[Example]:
    """All of them, in a fixed order; one share of those that are :func:`told` may be left out."""
    amid = [
        Example(fold(one.text), one.is_elsewhere, EVERYDAY)
        for place, one in enumerate(told())
        if place % SHARES != without
    ]
    read = [
        Example(fold(one["text"]), not one["service_category"], 1.0)
        for one in messages()
        if one.get("service_category") is not None
    ]
    beyond = [
        Example(fold(case.says), True, 1.0)
        for field in knowledge.beyond
        if field.field in ERRANDS
        for place, case in enumerate(field.cases)
        if place % EVERY != 1
    ]
    trades = [Example(fold(case.says), False, OF_TRADE) for field in knowledge.fields for case in field.cases]
    return [*amid, *read, *beyond, *trades]


def fitted(given: Sequence[Example]) -> bytes:
    """The file."""
    views = [views_of(one.text) for one in given]
    columns, matrices = [], []
    for place, view in enumerate(VIEWS):
        found = [pieces_of(texts[place]) for texts in views]
        seen = Counter(piece for pieces in found for piece in pieces if "\n" not in piece)
        known = {piece: at for at, piece in enumerate(sorted(one for one, times in seen.items() if times >= SEEN))}
        rows, ends, counts = [], [0], []
        for pieces in found:
            mine = sorted(known[one] for one in pieces if one in known)
            rows += mine
            counts += [TELLS[view] / max(1, len(pieces)) ** 0.5] * len(mine)
            ends.append(len(rows))
        columns.append(list(known))
        matrices.append(csr_matrix((counts, rows, ends), shape=(len(given), len(known))))
    model = LogisticRegression(C=STRENGTH, max_iter=3000)
    model.fit(
        hstack(matrices).tocsr(), [one.is_elsewhere for one in given], sample_weight=[one.counts for one in given]
    )
    parts = np.split(model.coef_[0], np.cumsum([len(one) for one in columns])[:-1])
    weights: dict[str, list[int]] = {}
    for place, (view, pieces, values) in enumerate(zip(VIEWS, columns, parts, strict=True)):
        for piece, value in zip(pieces, np.rint(values * TELLS[view] * SCALE).astype(int).tolist(), strict=True):
            if abs(value) >= LEAST:
                weights.setdefault(piece, [0] * len(VIEWS))[place] = value
    kept = sorted(weights)
    most = np.iinfo(np.int16).max
    table = np.clip(np.array([weights[one] for one in kept]), -most, most).astype(np.int16)
    return to_bytes(kept, table, round(float(model.intercept_[0]) * SCALE))


def main() -> int:
    """Fit, and write or compare."""
    with threadpool_limits(1):  # more threads would add in another order
        made = fitted(examples(read_knowledge()))
    if "--check" in sys.argv:
        return int(FILE.read_bytes() != made)
    FILE.write_bytes(made)
    known: Weights = from_bytes(made)
    sys.stderr.write(f"{len(known.at)} pieces, {len(made)} bytes\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
