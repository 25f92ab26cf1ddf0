"""An optional second look: a cross-encoder reads demand and row together and says how well they fit.

Named by a setting (``DOCKING_RERANKER``: a local folder or a hub model), off by default. It only ever sees the rows
that the matcher has already found, and adds points like any other signal.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final, Protocol

import numpy as np
import numpy.typing as npt

from foundation.errors import ConfigurationError
from foundation.text import shorten
from kb.model_folder import digest_of, find_model_folder

SETTING: Final = "DOCKING_RERANKER"
DECIMALS: Final = 4
"""Finer differences come from padding, not from meaning."""

Scores = npt.NDArray[np.float32]


class Reranker(Protocol):
    """Judges pairs of a demand and a row."""

    @property
    def identity(self) -> str:
        """Name and weights: the same identity gives the same scores."""
        ...

    def scores(self, query: str, texts: Sequence[str]) -> Scores:
        """(n,) in 0 … 1, how well each text answers the query."""
        ...


def open_reranker(name: str, device: str = "cpu") -> Reranker | None:
    """The cross-encoder called ``name``, or None for an empty name. Errors as in :func:`kb.embedding.open_embedder`."""
    if not name:
        return None
    return CrossEncoderReranker(name, find_model_folder(name, SETTING), device)


class CrossEncoderReranker:
    """A sentence-transformers cross-encoder with one output, from safetensors; no foreign code is run."""

    def __init__(self, name: str, folder: Path, device: str = "cpu") -> None:
        self._model = _load(name, folder, device)
        self.identity = f"{folder.name if Path(name).is_dir() else name}-{digest_of(folder)[:12]}"

    def scores(self, query: str, texts: Sequence[str]) -> Scores:
        """Sigmoid of the model's judgement, rounded so that the batch cannot change an order."""
        if not texts:
            return np.zeros(0, np.float32)
        import torch

        pairs = [(query, text) for text in texts]
        found = self._model.predict(pairs, activation_fn=torch.nn.Sigmoid(), show_progress_bar=False)
        return np.round(np.asarray(found, np.float32).reshape(len(texts)), DECIMALS)


def _load(name: str, folder: Path, device: str) -> Any:
    from sentence_transformers import CrossEncoder

    try:
        return CrossEncoder(
            str(folder),
            num_labels=1,
            device=device,
            trust_remote_code=False,
            local_files_only=True,
            model_kwargs={"use_safetensors": True},
        )
    except Exception as fault:  # a folder from outside can be wrong in any way
        raise ConfigurationError(
            "reranker_unreadable",
            "读不了重排模型 {name}（设置 {setting}）：{reason}",
            setting=SETTING,
            name=name,
            reason=shorten(str(fault), 160),
        ) from fault
