"""Reading the shipped model with numpy alone: a text's vector is the sum of its tokens' vectors, made unit length.

The files are those of a sentence-transformers ``StaticEmbedding`` followed by ``Normalize`` (int8 rows with one scale
each, in the layout of model2vec), so both readers give the same vectors (a test holds them to 1e-6).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Final, Self

import numpy as np
import numpy.typing as npt

from foundation.errors import Unavailable
from kb.batches import batches
from kb.embedded_model import MODEL_FOLDER
from kb.embedded_model.bag import BagTokenizer

MANIFEST: Final = "manifest.json"
WEIGHTS: Final = "model.safetensors"
TOKENIZER: Final = "tokenizer.json"

_CHARACTERS_AT_ONCE = 8_192
"""Texts are cut into tokens in batches of about this many characters, so that the working arrays stay small."""

Vectors = npt.NDArray[np.float32]


class StaticEmbedder:
    """The shipped model as an embedder. A text of which no token is known has the zero vector, every other a unit one.

    The same text gives the same bytes alone and in any batch: its rows are added in the order of the text.
    """

    def __init__(
        self, name: str, vocabulary: dict[str, int], rows: npt.NDArray[np.int8] | Vectors, scales: Vectors
    ) -> None:
        """``rows`` (tokens, d), int8 in the shipped files, times ``scales`` (tokens) are the token vectors.

        Row 0 is the unknown token.
        """
        self._tokenizer = BagTokenizer(vocabulary)
        self._rows = rows
        self._scales = scales
        self.identity = name
        self.dimension = int(rows.shape[1])

    @classmethod
    def open(cls, folder: Path = MODEL_FOLDER) -> Self:
        """The model in ``folder``. Raises Unavailable when a file is missing or is not the one in the manifest."""
        try:
            manifest = json.loads((folder / MANIFEST).read_bytes())
            name, expected = str(manifest["name"]), dict(manifest["files"])
            contents = {file: (folder / file).read_bytes() for file in (WEIGHTS, TOKENIZER)}
        except (OSError, ValueError, KeyError, TypeError) as fault:
            raise _damaged(MANIFEST if not isinstance(fault, OSError) else str(fault.filename)) from fault
        for file, content in contents.items():
            if hashlib.sha256(content).hexdigest() != expected.get(file):
                raise _damaged(file)

        from safetensors.numpy import load

        tensors = load(contents[WEIGHTS])
        return cls(
            f"{name}-{_digest(expected)[:12]}",
            json.loads(contents[TOKENIZER])["model"]["vocab"],
            tensors["embeddings"],
            tensors["weights"],
        )

    def encode_documents(self, texts: Sequence[str]) -> Vectors:
        """Vectors (n, d) of what can be found."""
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for begin, end in batches(texts, _CHARACTERS_AT_ONCE):
            bags = self._tokenizer.bags(texts[begin:end])
            place = 0
            # One text at a time on purpose: its rows stay in the cache (four times faster than summing a whole
            # batch at once), and no neighbour can change a bit of the sum.
            for row, count in enumerate(bags.counts.tolist(), start=begin):
                ids = bags.ids[place : place + count]
                np.einsum("td,t->d", self._rows.take(ids, axis=0), self._scales.take(ids), out=vectors[row])
                place += count
        lengths = np.sqrt(np.square(vectors).sum(axis=1, keepdims=True))
        np.divide(vectors, lengths, out=vectors, where=lengths > 0)
        return vectors

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """Vectors (n, d) of what is looked for; this model makes no difference between the two sides."""
        return self.encode_documents(texts)

    def coverage(self, text: str) -> float:
        """The share (0 to 1) of the text's tokens that the model knows; 0 for a text without tokens.

        Below about a half (English, rare script) the vector says little and a caller should not lean on it.
        """
        bags = self._tokenizer.bags([text])
        return float(bags.counts[0] / bags.possible[0]) if bags.possible[0] else 0.0


def _digest(files: dict[str, str]) -> str:
    """Weights and vocabulary together: either one changes the vectors."""
    return hashlib.sha256(f"{files[WEIGHTS]} {files[TOKENIZER]}".encode()).hexdigest()


def _damaged(file: str) -> Unavailable:
    return Unavailable(
        "embedded_model_damaged",
        "随程序附带的句向量模型文件缺失或已被改动（{file}），请重新安装",
        file=Path(file).name,
    )
