"""The peers, used as their own documentation shows: LangChain's FAISS store, raw FAISS, raw bm25s."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterable, Sequence
from itertools import islice
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kb.embedded_model import MODEL_FOLDER
from kb.passages import Passage

Vectors = NDArray[np.float32]


def langchain_store(
    passages: Iterable[Passage], encode: Callable[[list[str]], Any], dimension: int, at_once: int = 4_096
) -> Any:
    """LangChain's FAISS store (inner product) with the text and fields of every passage; row number in ``row``."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import faiss
        from langchain_community.docstore.in_memory import InMemoryDocstore
        from langchain_community.vectorstores import FAISS

        store = FAISS(
            embedding_function=_no_embeddings(),
            index=faiss.IndexFlatIP(dimension),
            docstore=InMemoryDocstore(),
            index_to_docstore_id={},
        )
    left, row = iter(passages), 0
    while batch := list(islice(left, at_once)):
        texts = [passage.text for passage in batch]
        facts = [
            {"row": row + place, "provider_id": passage.provider_id, **passage.fields}
            for place, passage in enumerate(batch)
        ]
        pairs = zip(texts, encode(texts), strict=True)
        store.add_embeddings(pairs, metadatas=facts, ids=[passage.id for passage in batch])
        row += len(batch)
    return store


def _no_embeddings() -> Any:
    """LangChain wants an embedding object; vectors are given."""
    from langchain_core.embeddings import DeterministicFakeEmbedding

    return DeterministicFakeEmbedding(size=2)


def langchain_filtered(store: Any, inside: NDArray[np.bool_], fetch_k: int) -> Callable[[Vectors], list[int]]:
    """A filtered search of the best ten by LangChain; row numbers."""

    def search(query: Vectors) -> list[int]:
        found = store.similarity_search_by_vector(
            query, k=10, filter=lambda metadata: bool(inside[metadata["row"]]), fetch_k=fetch_k
        )
        return [document.metadata["row"] for document in found]

    return search


def tuned_fetch_k(store: Any, inside: NDArray[np.bool_], queries: Vectors, truth: Sequence[set[int]]) -> int:
    """The smallest ``fetch_k`` of a doubling ladder with which nothing is lost."""
    size, fetch_k = len(inside), 20
    while fetch_k < size:
        search = langchain_filtered(store, inside, fetch_k)
        if all(set(search(query)) == wanted for query, wanted in zip(queries, truth, strict=True)):
            return fetch_k
        fetch_k *= 2
    return size


def sentence_transformer() -> Callable[[list[str]], Any]:
    """The embedded model as sentence-transformers reads it."""
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(str(MODEL_FOLDER), device="cpu")
    return lambda texts: model.encode(texts, batch_size=256, show_progress_bar=False)


class RawBm25s:
    """bm25s over the same tokens as our bigram view."""

    def __init__(self, bags: list[list[str]]) -> None:
        import bm25s

        self._index = bm25s.BM25(method="lucene")
        self._index.index(bags, show_progress=False)

    def search(self, tokens: list[str], k: int = 10) -> object:
        """The best ``k``."""
        return self._index.retrieve([tokens], k=k, show_progress=False)
