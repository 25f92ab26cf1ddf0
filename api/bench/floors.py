"""What a plain text search would find: the three floors every figure is compared with.

BM25 over character bigrams, BM25 over jieba words, and sublinear TF-IDF cosine over words, bigrams and characters; each
over the whole text of a target, asked with title and text of the demand. Tests hold BM25 equal to bm25s; here too a
token counts at most three times, which favours the floors where targets repeat themselves.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from kb.lexical_index import LexicalView, build_view
from kb.passages import Passage
from kb.tokens import Analyse, Tokeniser

FLOORS = ("bm25_bigram", "bm25_jieba", "tfidf")


def floor_scores(passages: Sequence[Passage], questions: Sequence[str]) -> Mapping[str, NDArray[np.float32]]:
    """Name of a floor → scores (questions, passages)."""
    tokeniser = Tokeniser().remembering()
    documents = [{"body": passage.text} for passage in passages]
    views: dict[str, tuple[LexicalView, Analyse]] = {
        "bm25_bigram": (build_view(documents, tokeniser.bigrams, "bm25"), tokeniser.bigrams),
        "bm25_jieba": (build_view(documents, tokeniser.words, "bm25"), tokeniser.words),
        "tfidf": (build_view(documents, tokeniser.mixed, "cosine"), tokeniser.mixed),
    }
    return {
        name: np.stack([view.scores(analyse(question)) for question in questions])
        for name, (view, analyse) in views.items()
    }
