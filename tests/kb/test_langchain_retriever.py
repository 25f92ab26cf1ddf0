"""A snapshot serves LangChain as a retriever."""

from __future__ import annotations

import pytest

from foundation.errors import InvalidInput, NotReady
from kb.langchain_retriever import retriever_over
from kb.snapshot import build_snapshot
from tests.kb.examples import passages
from tests.stand_ins_embedder import FixedEmbedder


def test_documents_carry_id_score_and_fields() -> None:
    wanted = passages(56)[23]
    retriever = retriever_over(build_snapshot(passages(56), FixedEmbedder()), FixedEmbedder(), k=4)
    found = retriever.invoke(wanted.text)
    assert len(found) == 4
    assert (found[0].page_content, found[0].id) == (wanted.text, wanted.id)
    assert found[0].metadata["fields"] == wanted.fields
    assert found[0].metadata["provider_id"] == "ctr_1"
    scores = [document.metadata["score"] for document in found]
    assert scores == sorted(scores, reverse=True)
    assert scores[0] == pytest.approx(1, abs=1e-3)


def test_it_works_in_a_chain_and_without_a_model() -> None:
    retriever = retriever_over(build_snapshot(passages(56), FixedEmbedder()), k=1, views=["bm25_bigrams"])
    chain = retriever | (lambda documents: documents[0].metadata["fields"]["product"])
    assert chain.invoke("运动鞋耐磨性能") == "运动鞋"
    assert retriever.batch(["运动鞋", "🦀"])[1] == []


def test_another_model_and_an_unknown_view_are_refused() -> None:
    snapshot = build_snapshot(passages(3), FixedEmbedder())
    with pytest.raises(NotReady):
        retriever_over(snapshot, FixedEmbedder("another"))
    with pytest.raises(InvalidInput):
        retriever_over(snapshot, views=["crystal_ball"])
