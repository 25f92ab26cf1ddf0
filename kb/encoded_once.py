"""The texts of one demand and its tasks, each encoded once.

They have most clauses and sentences in common. Only an embedder that gives a text the same vector in any company is
asked for several at once and for none again; another one is asked as before.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

Encode = Callable[[Sequence[str]], NDArray[np.float32]]
"""Texts to unit rows (n, d)."""


class EncodedOnce:
    """Texts in, unit rows out, as ``encode`` gives them; lives as long as a demand is answered."""

    def __init__(self, encode: Encode, stands_alone: bool) -> None:
        """``stands_alone``: whether a text has the same vector in any company."""
        self._encode, self._stands_alone = encode, stands_alone
        self._known: dict[str, NDArray[np.float32]] = {}

    def foresee(self, texts: Sequence[str]) -> None:
        """These will be asked for: encode at once what is new of them."""
        if self._stands_alone and (new := [text for text in dict.fromkeys(texts) if text not in self._known]):
            self._known.update(zip(new, self._encode(new), strict=True))

    def __call__(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Vectors (n, d) of ``texts``."""
        if not self._stands_alone or not texts:
            return self._encode(texts)
        self.foresee(texts)
        return np.stack([self._known[text] for text in texts])
