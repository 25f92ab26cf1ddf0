"""Texts as vectors: the port every index and matcher speaks to, and the choice of what stands behind it.

``embedded`` is the static model that ships with Docking (:mod:`kb.embedded_model`): numpy only, no network. Any other
name is a local folder or a model on a hub, read by sentence-transformers. Foreign code is never run
(``trust_remote_code`` stays off) and weights are taken from safetensors files only.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Protocol, runtime_checkable

import numpy as np
import numpy.typing as npt

from foundation.errors import ConfigurationError, DockingError
from foundation.text import shorten
from kb.encoded_once import EncodedOnce
from kb.model_folder import digest_of, find_model_folder

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

EMBEDDED: Final = "embedded"
"""The name of the shipped model in the setting ``DOCKING_EMBEDDER``."""

SETTING: Final = "DOCKING_EMBEDDER"
DEVICE_SETTING: Final = "DOCKING_EMBEDDER_DEVICE"

Vectors = npt.NDArray[np.float32]


@runtime_checkable
class Embedder(Protocol):
    """Turns texts into vectors whose inner product says how near their meanings are (-1 to 1)."""

    @property
    def identity(self) -> str:
        """Name and weights: two embedders with one identity give the same vectors, so stored ones can be reused."""
        ...

    @property
    def dimension(self) -> int:
        """Numbers in a vector."""
        ...

    def encode_documents(self, texts: Sequence[str]) -> Vectors:
        """(n, dimension) float32: unit rows; a zero row for a text of which the model knows nothing."""
        ...

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """The same for the asking side; models trained with a query prompt are given it."""
        ...


@runtime_checkable
class JoiningEmbedder(Embedder, Protocol):
    """One that gains from knowing of what texts many lines are made."""

    def encode_joined(self, texts: Sequence[str], numbers: npt.NDArray[Any], starts: npt.NDArray[np.int64]) -> Vectors:
        """(n, dimension) vectors of the lines ``texts[numbers[i]]``, i in ``starts[r]:starts[r+1]``, joined by spaces.

        The same bytes as :meth:`encode_documents` gives for the lines written out.
        """
        ...


def encoding_once(embedder: Embedder) -> EncodedOnce:
    """Its ``encode_queries`` for one demand. One that joins says that a text's vector does not depend on others."""
    return EncodedOnce(embedder.encode_queries, isinstance(embedder, JoiningEmbedder))


def open_embedder(name: str = EMBEDDED, device: str = "cpu") -> Embedder:
    """The embedder called ``name``: ``embedded``, a local folder, or a hub model (``owner/model``).

    Raises ConfigurationError (``embedder_not_found``, ``embedder_unreadable``, ``embedder_device_unknown``) and
    Unavailable (``embedder_unreachable``, ``embedded_model_damaged``), each with the setting that leads to it.
    """
    if name == EMBEDDED:
        from kb.embedded_model.static import StaticEmbedder

        return StaticEmbedder.open()
    folder = find_model_folder(name, SETTING)
    if not any(folder.rglob("*.safetensors")):
        raise _unreadable(name, "no safetensors file")
    return SentenceTransformerEmbedder(name, folder, device)


class SentenceTransformerEmbedder:
    """A sentence-transformers model in ``folder``; ``name`` is what the setting calls it.

    Vectors of one text may differ in the last bits with the batch it was in: transformers pad.
    """

    def __init__(self, name: str, folder: Path, device: str = "cpu") -> None:
        self._model = _load(name, folder, device)
        self.identity = f"{folder.name if Path(name).is_dir() else name}-{digest_of(folder)[:12]}"
        self.dimension = int(self._model.get_embedding_dimension() or 0)

    def encode_documents(self, texts: Sequence[str]) -> Vectors:
        """Vectors (n, d) of what can be found, under the model's document prompt if it has one."""
        return self._encode(self._model.encode_document, texts)

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """Vectors (n, d) of what is looked for, under the model's query prompt if it has one."""
        return self._encode(self._model.encode_query, texts)

    def coverage(self, text: str) -> float:
        """1 for any text: a transformer spells unknown words out in pieces."""
        return 1.0 if text.strip() else 0.0

    def _encode(self, encode: Any, texts: Sequence[str]) -> Vectors:
        if not texts:
            return np.zeros((0, self.dimension), dtype=np.float32)
        rows = encode(list(texts), normalize_embeddings=True, convert_to_numpy=True, show_progress_bar=False)
        return np.ascontiguousarray(rows, dtype=np.float32)


def _load(name: str, folder: Path, device: str) -> SentenceTransformer:
    import torch
    from sentence_transformers import SentenceTransformer

    try:
        torch.zeros(1, device=device)
    except (RuntimeError, AssertionError) as fault:
        raise ConfigurationError(
            "embedder_device_unknown",
            "设置 {setting} 所指的设备不可用：{device}",
            setting=DEVICE_SETTING,
            device=device,
        ) from fault
    try:
        return SentenceTransformer(
            str(folder),
            device=device,
            trust_remote_code=False,
            local_files_only=True,
            model_kwargs={"use_safetensors": True},
        )
    except Exception as fault:  # a folder from outside can be wrong in any way
        raise _unreadable(name, shorten(str(fault), 160)) from fault


def _unreadable(name: str, reason: str) -> DockingError:
    return ConfigurationError(
        "embedder_unreadable",
        "读不了句向量模型 {name}（设置 {setting}）：{reason}",
        setting=SETTING,
        name=name,
        reason=reason,
    )
