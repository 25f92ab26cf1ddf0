"""Arrays to bytes and back: safetensors, so that nothing read from disk can run."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]
_FACTS = "facts"


def pack(arrays: Mapping[str, Array], facts: Mapping[str, object]) -> bytes:
    """One file: named arrays and JSON facts. Equal content gives equal bytes."""
    from safetensors.numpy import save

    # Facts travel as an array: the format's own metadata block has no fixed order.
    text = json.dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    tensors = {name: np.ascontiguousarray(array) for name, array in arrays.items()}
    return bytes(save({**tensors, _FACTS: np.frombuffer(text.encode(), np.uint8)}))


def unpack(data: bytes) -> tuple[dict[str, Array], dict[str, Any]]:
    """What :func:`pack` put in. The caller has checked the digest of ``data``."""
    from safetensors.numpy import load

    tensors: dict[str, Array] = load(data)
    facts = json.loads(tensors.pop(_FACTS).tobytes())
    return tensors, facts


def pack_words(words: Sequence[str]) -> Array:
    """Words, none of which holds a line break, as one array of UTF-8."""
    return np.frombuffer("\n".join(words).encode(), np.uint8)


def unpack_words(array: Array) -> list[str]:
    """What :func:`pack_words` put in."""
    text = array.tobytes().decode()
    return text.split("\n") if text else []
