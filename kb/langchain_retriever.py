"""A snapshot as a LangChain retriever, for chains and agents that bring their own matching.

Every hit of one view, or of several merged by their scaled scores, becomes a ``Document``: the passage's text, and in
its metadata ``id``, ``kind``, ``provider_id``, ``score`` (0 … 1 of the best) and ``fields``. LangChain is imported when
the retriever is made.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from foundation.errors import InvalidInput
from kb.snapshot import VIEWS, Snapshot

if TYPE_CHECKING:
    from langchain_core.retrievers import BaseRetriever

    from kb.embedding import Embedder


def retriever_over(
    snapshot: Snapshot, embedder: Embedder | None = None, k: int = 10, views: Sequence[str] = VIEWS
) -> BaseRetriever:
    """A ``BaseRetriever`` that gives the ``k`` passages with the highest mean of the scaled scores of ``views``.

    ``embedder`` must be the model the snapshot was built with; without one the dense view has no say. Raises NotReady
    (``index_other_model``) for another model and InvalidInput (``view_unknown``) for a view that does not exist.
    """
    for view in views:
        if view not in VIEWS:
            raise InvalidInput("view_unknown", "没有这种检索方式：{view}", field="view", view=view)
    if embedder is not None:
        snapshot.require_model(embedder.identity)

    from langchain_core.callbacks import CallbackManagerForRetrieverRun
    from langchain_core.documents import Document
    from langchain_core.retrievers import BaseRetriever

    class SnapshotRetriever(BaseRetriever):
        """Passages of one snapshot; ``k`` of them."""

        k: int

        def _get_relevant_documents(self, query: str, *, run_manager: CallbackManagerForRetrieverRun) -> list[Document]:
            return [
                Document(page_content=passage.text, id=passage.id, metadata=metadata)
                for passage, metadata in _found(snapshot, embedder, query, self.k, views)
            ]

    return SnapshotRetriever(k=k)


def _found(
    snapshot: Snapshot, embedder: Embedder | None, query: str, k: int, views: Sequence[str]
) -> list[tuple[Any, dict[str, Any]]]:
    vector = None if embedder is None else embedder.encode_queries([query])[0]
    total: dict[int, float] = {}
    for view in views:
        found = snapshot.search(view, query, 4 * k, vector)
        best = float(found.scores.max(initial=0.0)) or 1.0
        for row, score in zip(found.rows.tolist(), (found.scores / np.float32(best)).tolist(), strict=True):
            total[row] = total.get(row, 0.0) + score / len(views)
    ranked = sorted(total.items(), key=lambda item: (-item[1], item[0]))[:k]
    hits = []
    for row, score in ranked:
        passage = snapshot.passages[row]
        facts = {"id": passage.id, "kind": passage.kind, "provider_id": passage.provider_id}
        hits.append((passage, {**facts, "score": round(score, 6), "fields": dict(passage.fields)}))
    return hits
