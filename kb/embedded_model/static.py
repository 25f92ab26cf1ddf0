"""Reading the shipped model with numpy alone: a text's vector is the sum of its tokens' vectors, made unit length.

The files are those of a sentence-transformers ``StaticEmbedding`` followed by ``Normalize`` (int8 rows with one scale
each, in the layout of model2vec), so both readers give the same vectors (a test holds them to 1e-6).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from itertools import chain, pairwise
from pathlib import Path
from typing import Any, Final, Self

import numpy as np
import numpy.typing as npt

from foundation.errors import Unavailable
from foundation.text import MAX_CHARACTERS
from kb.batches import batches, numbering, one_behind_the_other, starts_of, stretches
from kb.embedded_model import MODEL_FOLDER
from kb.embedded_model.bag import BagTokenizer, Ids, folded, pieces

MANIFEST: Final = "manifest.json"
WEIGHTS: Final = "model.safetensors"
TOKENIZER: Final = "tokenizer.json"

_CHARACTERS_AT_ONCE = 1_000_000
"""Texts are cut into tokens in batches of about this many characters: the more, the more they have in common."""
_CHARACTERS_TOGETHER = 2_000_000
"""The same for texts that stand in many lines."""
_LINES_AT_ONCE = 4_096
_FEW = 128
"""So few sums are made one by one."""

Vectors = npt.NDArray[np.float32]


class StaticEmbedder:
    """The shipped model as an embedder. A text of which no token is known has the zero vector, every other a unit one.

    The same text gives the same bytes alone and in any batch: the rows of each piece are added in the text's order, and
    so are the pieces.
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
            places, counts, sums = self._pieces(texts[begin:end])
            _unit(_sum_rows(sums, places, counts), vectors[begin:end])
        return vectors

    def encode_joined(self, texts: Sequence[str], numbers: Ids, starts: npt.NDArray[np.int64]) -> Vectors:
        """Vectors (n, d) of lines: line r joins ``texts[numbers[i]]``, i in ``starts[r]:starts[r+1]``, by spaces.

        The same bytes as :meth:`encode_documents` gives for the lines written out, but a text that stands in many
        lines is looked at once for all that are taken together.
        """
        vectors = np.zeros((len(starts) - 1, self.dimension), dtype=np.float32)
        sizes = np.fromiter(map(len, texts), np.int64) + 1
        characters = np.diff(starts_of(sizes[numbers])[starts])
        for begin, end in stretches(characters, _CHARACTERS_TOGETHER):
            borders = starts[begin : end + 1]
            known, which = np.unique(numbers[borders[0] : borders[-1]], return_inverse=True)
            places, held, sums = self._pieces([texts[number] for number in known.tolist()])
            lengths = held[which]
            places = places[one_behind_the_other((np.cumsum(held) - held)[which], lengths)]
            ends = starts_of(lengths)[borders - borders[0]]
            for first in range(0, end - begin, _LINES_AT_ONCE):
                some = ends[first : first + _LINES_AT_ONCE + 1]
                rows = _sum_rows(sums, places[some[0] : some[-1]], np.diff(some))
                _unit(rows, vectors[begin + first : begin + first + len(rows)])
        # A line that is too long is cut off at its end.
        for line in np.flatnonzero(characters > MAX_CHARACTERS).tolist():
            whole = " ".join([texts[number] for number in numbers[starts[line] : starts[line + 1]].tolist()])
            vectors[line] = self.encode_documents([whole])[0]
        return vectors

    def _pieces(self, texts: Sequence[str]) -> tuple[Ids, Ids, Vectors]:
        """The pieces of ``texts`` by number one after the other, how many each text has, and the sum of each piece."""
        # Products, parameters and standards stand in many texts: each distinct piece is folded and added up once.
        numbers = numbering()
        cut = [pieces(text) for text in texts]
        places = np.fromiter(map(numbers.__getitem__, chain.from_iterable(cut)), np.int32)
        bags = self._tokenizer.bags_of(folded(list(numbers)))
        tokens, ids = bags.ids, None
        if len(numbers) > _FEW:
            tokens, which = np.unique(bags.ids, return_inverse=True)
            ids = which.astype(np.int32)
        rows = self._rows.take(tokens, axis=0) * self._scales.take(tokens)[:, None]
        return places, np.fromiter(map(len, cut), np.int32), _sum_rows(rows, ids, bags.counts)

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """Vectors (n, d) of what is looked for; this model makes no difference between the two sides."""
        return self.encode_documents(texts)

    def coverage(self, text: str) -> float:
        """The share (0 to 1) of the text's tokens that the model knows; 0 for a text without tokens.

        Below about a half (English, rare script) the vector says little and a caller should not lean on it.
        """
        bags = self._tokenizer.bags([text])
        return float(bags.counts[0] / bags.possible[0]) if bags.possible[0] else 0.0


def _sum_rows(rows: Vectors, places: Ids | None, counts: npt.NDArray[Any]) -> Vectors:
    """The sum of each stretch of ``counts`` (n) of the rows at ``places``, or of all rows as they stand, (n, d).

    Rows are added one after the other from zero, so both ways give the same bytes.
    """
    ends = starts_of(counts)
    if len(counts) > _FEW:
        from scipy.sparse import csr_array  # not for a question alone: it takes long to import

        places = np.arange(len(rows), dtype=np.int32) if places is None else places
        ones = np.ones(len(places), np.float32)
        return np.asarray(csr_array((ones, places, ends), shape=(len(counts), len(rows))) @ rows)
    sums = np.zeros((len(counts), rows.shape[1]), np.float32)
    for number, (begin, end) in enumerate(pairwise(ends.tolist())):
        some = rows[begin:end] if places is None else rows.take(places[begin:end], axis=0)
        np.add.reduce(some, axis=0, out=sums[number], initial=0)
    return sums


def _unit(sums: Vectors, out: Vectors) -> None:
    """The rows made unit length, put into ``out``; zero rows stay."""
    lengths = np.sqrt(np.einsum("ij,ij->i", sums, sums))[:, None]
    lengths[lengths == 0] = 1
    np.divide(sums, lengths, out=out)


def _digest(files: dict[str, str]) -> str:
    """Weights and vocabulary together: either one changes the vectors."""
    return hashlib.sha256(f"{files[WEIGHTS]} {files[TOKENIZER]}".encode()).hexdigest()


def _damaged(file: str) -> Unavailable:
    return Unavailable(
        "embedded_model_damaged",
        "随程序附带的句向量模型文件缺失或已被改动（{file}），请重新安装",
        file=Path(file).name,
    )
