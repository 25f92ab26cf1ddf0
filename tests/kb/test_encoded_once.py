"""A text of a demand is encoded once where that cannot change its vector."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from kb.embedded_model.static import StaticEmbedder
from kb.embedding import encoding_once

TEXTS = ["电池隔膜热收缩率", "GB/T 1003 怎么做", "", "请帮忙分析原因；客户退货", "电池隔膜热收缩率"]


class Counting(StaticEmbedder):
    """Writes down what it is asked for."""

    asked: list[list[str]]

    def encode_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """As the model does."""
        self.asked.append(list(texts))
        return super().encode_queries(texts)


def counting() -> Counting:
    model = Counting.open()
    model.asked = []
    return model


def test_vectors_are_those_that_each_text_has_alone() -> None:
    model = StaticEmbedder.open()
    encode = encoding_once(model)
    encode.foresee(TEXTS[:2])
    alone = [model.encode_queries([text])[0] for text in TEXTS]
    assert encode(TEXTS).tobytes() == np.stack(alone).tobytes()
    assert encode([]).shape == (0, model.dimension)


def test_no_text_is_encoded_twice() -> None:
    model = counting()
    encode = encoding_once(model)
    encode.foresee(TEXTS[1:])
    encode(TEXTS)
    encode(TEXTS[:2])
    assert sorted(text for texts in model.asked for text in texts) == sorted(set(TEXTS))


class Outside:
    """An embedder that promises nothing of texts in company."""

    identity, dimension = "outside", 2

    def __init__(self) -> None:
        self.asked: list[list[str]] = []

    def encode_documents(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """The more there are the shorter each."""
        self.asked.append(list(texts))
        return np.full((len(texts), 2), 1 / max(1, len(texts)), np.float32)

    encode_queries = encode_documents


def test_an_embedder_that_promises_nothing_is_asked_as_before() -> None:
    model = Outside()
    encode = encoding_once(model)
    encode.foresee(TEXTS)
    assert encode(TEXTS[:2])[0, 0] == 0.5
    encode(TEXTS[:2])
    assert model.asked == [TEXTS[:2], TEXTS[:2]]
