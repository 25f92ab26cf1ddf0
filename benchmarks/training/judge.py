"""How good is it: retrieval over held-out pairs, beside BM25 over character pairs in the same run."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from benchmarks.training.pairs import Pair

Scorer = Callable[[Sequence[str], Sequence[str]], npt.NDArray[np.float32]]
"""(queries, documents) → scores (queries, documents), higher is better."""


@dataclass(frozen=True)
class Task:
    """Queries, documents, and which documents answer which query."""

    name: str
    queries: list[str]
    documents: list[str]
    answers: list[set[int]]


def tasks(
    held_out: Sequence[Pair], everything: Sequence[Pair], queries: int = 500, documents: int = 5000
) -> list[Task]:
    """One task per source: its held-out questions against the answers of the source, held-out ones first."""
    made: list[Task] = []
    for source in sorted({pair.source for pair in held_out}):
        own = [pair for pair in held_out if pair.source == source]
        wanted = sorted({pair.left for pair in own})[:queries]
        texts = list(dict.fromkeys(pair.right for pair in own))
        texts += [
            text for text in dict.fromkeys(p.right for p in everything if p.source == source) if text not in set(texts)
        ]
        texts = texts[: max(documents, len({pair.right for pair in own}))]
        place = {text: number for number, text in enumerate(texts)}
        answers: dict[str, set[int]] = {}
        for pair in everything:
            if pair.source == source and pair.right in place:
                answers.setdefault(pair.left, set()).add(place[pair.right])
        made.append(Task(source, wanted, texts, [answers[query] for query in wanted]))
    return made


def ndcg(scores: npt.NDArray[np.float32], answers: Sequence[set[int]], depth: int = 10) -> float:
    """Mean nDCG at ``depth`` with binary relevance (Järvelin and Kekäläinen, 2002); 0 to 1; ties by position."""
    top = np.argsort(-scores, axis=1, kind="stable")[:, :depth]
    discounts = 1 / np.log2(np.arange(2, depth + 2))
    gains = [
        sum(discounts[rank] for rank, document in enumerate(row) if document in right) / discounts[: len(right)].sum()
        for row, right in zip(top.tolist(), answers, strict=True)
    ]
    return float(np.mean(gains))


def bm25_scorer(tokens: Callable[[str], list[str]]) -> Scorer:
    """BM25 (bm25s, Lucene's form, its default k1 and b) over ``tokens``."""

    def score(queries: Sequence[str], documents: Sequence[str]) -> npt.NDArray[np.float32]:
        import bm25s

        retriever = bm25s.BM25()
        retriever.index([tokens(document) for document in documents], show_progress=False)
        return np.stack([retriever.get_scores(tokens(query)) for query in queries])

    return score
