"""``python -m benchmarks.train_wishes [--check]``: which clauses tell a wish, learned from messages with marked wishes.

``benchmarks/training/errands/*.yaml``: a clause is one of the wish when at least half of it is marked. One logistic
regression over pieces and places of clauses (:mod:`matcher.doubt.likely_wish`), rounded to whole numbers. Same
messages, same file; with ``--check`` the exit code is 1 when the shipped file is another.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Mapping

import numpy as np
import yaml
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression
from threadpoolctl import threadpool_limits

from benchmarks.train_errands import TRAINING
from foundation.text import fold
from matcher.doubt.likely_wish import FILE, SCALE, clauses_of, features, to_bytes

SEEN, STRENGTH, LEAST, TELLS = 2, 3.0, 20, 2.0
"""A piece is known from so many clauses on; how freely weights move; the least that is kept; how pieces count."""


def marked() -> list[Mapping[str, str]]:
    """All messages, in a fixed order."""
    return [
        one for path in sorted(TRAINING.glob("*.yaml")) for one in yaml.safe_load(path.read_text("utf-8"))["demands"]
    ]


def fitted(given: Iterable[Mapping[str, str]]) -> bytes:
    """The file."""
    rows: list[dict[str, float]] = []
    right: list[bool] = []
    for message in given:
        text, wish = message["text"], message["wish"].strip()
        begin = text.index(wish)
        clauses = clauses_of(text)
        folded = [fold(text[one.start : one.end]).strip() for one in clauses]
        for clause, (pieces, marks) in zip(clauses, features(folded, [one.stop for one in clauses]), strict=True):
            share = TELLS / max(1, len(pieces)) ** 0.5
            rows.append({**dict.fromkeys(sorted(pieces), share), **dict.fromkeys(marks, 1.0)})
            told = min(clause.end, begin + len(wish)) - max(clause.start, begin)
            right.append(2 * told >= clause.end - clause.start)
    seen = Counter(name for row in rows for name in row if "\n" not in name)
    known = {name: at for at, name in enumerate(sorted(one for one, times in seen.items() if times >= SEEN))}
    ends, columns, values = [0], [], []
    for row in rows:
        mine = sorted((known[name], value) for name, value in row.items() if name in known)
        columns += [at for at, _ in mine]
        values += [value for _, value in mine]
        ends.append(len(columns))
    model = LogisticRegression(C=STRENGTH, max_iter=3000)
    model.fit(csr_matrix((values, columns, ends), shape=(len(rows), len(known))), right)
    counts = [1.0 if name.startswith("#") and len(name) > 3 else TELLS for name in known]
    weights = np.rint(model.coef_[0] * np.array(counts) * SCALE)
    most = np.iinfo(np.int16).max
    kept = [(name, value) for name, value in zip(known, weights.tolist(), strict=True) if abs(value) >= LEAST]
    table = np.clip(np.array([value for _, value in kept]), -most, most).astype(np.int16)
    return to_bytes([name for name, _ in kept], table, round(float(model.intercept_[0]) * SCALE))


def main() -> int:
    """Fit, and write or compare."""
    with threadpool_limits(1):  # more threads would add in another order
        made = fitted(marked())
    if "--check" in sys.argv:
        return int(FILE.read_bytes() != made)
    FILE.write_bytes(made)
    sys.stderr.write(f"{len(made)} bytes\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
