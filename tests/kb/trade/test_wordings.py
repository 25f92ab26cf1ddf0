"""The best wording of a situation is the same in whatever order wordings are compared."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from kb.lexical_index import build_view
from kb.tokens import Tokeniser
from kb.trade.wordings import wordings_by_rank

TOKENS = Tokeniser()


@given(st.lists(st.integers(1, 4), min_size=1, max_size=12), st.integers(0, 5))
def test_each_situation_has_the_best_of_its_own_wordings(counts: list[int], tail: int) -> None:
    counts = counts + [1] * tail
    texts = [f"外壳开裂{chr(0x4E00 + number)}" for number in range(sum(counts))]
    view = build_view([{"body": text} for text in texts], TOKENS.bigrams, "cosine")
    first = np.cumsum([0, *counts[:-1]])
    compared = wordings_by_rank(view, first)
    scores = np.random.default_rng(len(counts)).random((3, view.size), np.float32)
    moved = np.empty_like(scores)
    moved[:, compared.place] = scores
    best = compared.best_wordings(moved)
    ends = [*first[1:].tolist(), view.size]
    expected = [scores[:, begin:end].max(axis=1) for begin, end in zip(first.tolist(), ends, strict=True)]
    assert best.tobytes() == np.stack(expected, axis=1).tobytes()
    asked = TOKENS.bigrams(texts[-1])
    assert compared.view.scores(asked)[compared.place].tobytes() == view.scores(asked).tobytes()
