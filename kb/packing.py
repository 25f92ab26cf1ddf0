"""Arrays to bytes and back: the safetensors layout, so that nothing read from disk can run.

A file is written in pieces and read where it lies: the arrays that come back are views into the bytes given, which
may be a file mapped into memory.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]
Buffer = bytes | bytearray | memoryview
_FACTS = "facts"
_TYPES = {
    "F64": "<f8",
    "F32": "<f4",
    "F16": "<f2",
    "I64": "<i8",
    "I32": "<i4",
    "I16": "<i2",
    "I8": "|i1",
    "U8": "|u1",
}
_NAMES = {np.dtype(code): name for name, code in _TYPES.items()}


def pack(arrays: Mapping[str, Array], facts: Mapping[str, object]) -> bytes:
    """One file: named arrays and JSON facts. Equal content gives equal bytes."""
    return b"".join(pack_parts(arrays, facts))


def pack_parts(arrays: Mapping[str, Array], facts: Mapping[str, object]) -> list[Buffer]:
    """The same file as pieces to be written one after the other, without a copy of the arrays."""
    # Facts travel as an array: the format's own metadata block has no fixed order.
    text = json.dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    named = {**arrays, _FACTS: np.frombuffer(text.encode(), np.uint8)}
    # Wide numbers first: every array then begins at a multiple of its own width.
    order = sorted(named, key=lambda name: (-named[name].dtype.itemsize, name))
    header: dict[str, object] = {}
    parts: list[Buffer] = []
    at = 0
    for name in order:
        array = np.ascontiguousarray(named[name])
        header[name] = {
            "dtype": _NAMES[array.dtype],
            "shape": list(named[name].shape),
            "data_offsets": [at, at + array.nbytes],
        }
        parts.append(bytes_of(array))
        at += array.nbytes
    head = json.dumps(header, separators=(",", ":")).encode()
    head += b" " * (-len(head) % 8)
    return [len(head).to_bytes(8, "little") + head, *parts]


def unpack(data: Buffer) -> tuple[dict[str, Array], dict[str, Any]]:
    """What :func:`pack` put in; arrays are read-only views of ``data``, whose digest the caller has checked."""
    view = memoryview(data).toreadonly()
    begin = 8 + int.from_bytes(view[:8], "little")
    header = json.loads(bytes(view[8:begin]))
    arrays: dict[str, Array] = {}
    for name, entry in header.items():
        first, last = entry["data_offsets"]
        kind = np.dtype(_TYPES[entry["dtype"]])
        arrays[name] = np.frombuffer(view[begin + first : begin + last], kind).reshape(entry["shape"])
    facts = json.loads(arrays.pop(_FACTS).tobytes())
    return arrays, facts


def bytes_of(array: Array) -> Buffer:
    """The bytes of a contiguous array, not copied."""
    flat: Any = array.reshape(-1).view(np.uint8)
    return memoryview(flat) if array.size else b""


def pack_words(words: Sequence[str]) -> Array:
    """Words, none of which holds a line break, as one array of UTF-8."""
    return np.frombuffer("\n".join(words).encode(), np.uint8)


def unpack_words(array: Array) -> list[str]:
    """What :func:`pack_words` put in."""
    text = array.tobytes().decode()
    return text.split("\n") if text else []
