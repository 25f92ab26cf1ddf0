"""The bag of :mod:`kb.embedded_model.bag` written as an ordinary ``tokenizer.json``.

sentence-transformers takes its tokens from the ``tokenizers`` library, which cuts a text but never overlaps the cuts.
The way round: a *precompiled* normaliser, a dictionary of the SentencePiece kind that maps each known character c to
``c c c``. Cut at the spaces, 电池盖 then reads 电 电 电池 池 池盖 盖 盖. So the folder loads in any program that knows
sentence-transformers, with no code of ours and no ``trust_remote_code``.
"""

from __future__ import annotations

import base64
import json
import struct
from collections.abc import Mapping, Sequence
from typing import Any

from benchmarks.training.vocabulary import UNKNOWN
from foundation.text import _INVISIBLE
from kb.embedded_model.bag import FIRST_CHINESE, LAST_CHINESE, WORD_PATTERN

_BLOCK = 64
"""UTF-8 continuation bytes 0x80…0xBF fill one aligned block of 64 units."""


def tokenizer_json(vocabulary: Mapping[str, int]) -> str:
    """The text of ``tokenizer.json`` for ``vocabulary`` (token → number, number 0 unknown), one line, stable."""
    single = sorted(t for t in vocabulary if len(t) == 1 and FIRST_CHINESE <= ord(t) <= LAST_CHINESE)
    pieces = f"[{chr(FIRST_CHINESE)}-{chr(LAST_CHINESE)}]+|{WORD_PATTERN}"
    content: dict[str, Any] = {
        "version": "1.0",
        "truncation": None,
        "padding": None,
        "added_tokens": [],
        "normalizer": {
            "type": "Sequence",
            "normalizers": [
                {"type": "Replace", "pattern": {"Regex": _INVISIBLE.pattern}, "content": ""},
                {"type": "NFKC"},
                {"type": "Lowercase"},
                {"type": "Precompiled", "precompiled_charsmap": base64.b64encode(tripling_map(single)).decode()},
            ],
        },
        "pre_tokenizer": {"type": "Split", "pattern": {"Regex": pieces}, "behavior": "Removed", "invert": True},
        "post_processor": None,
        "decoder": None,
        "model": {"type": "WordLevel", "vocab": dict(vocabulary), "unk_token": UNKNOWN},
    }
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))


def tripling_map(characters: Sequence[str]) -> bytes:
    """c → ``c c c`` for every three-byte character, as a SentencePiece character map.

    Layout: the size of the trie in bytes (uint32), the trie as a double array in the form of Darts-clone, then the
    texts, each ended by a zero byte. A unit holds a label (8 bits), "has a leaf" (bit 8) and the distance to its
    children (from bit 10); a leaf has bit 31 and the place of its text.
    """
    below: dict[bytes, set[int]] = {}
    for character in characters:
        encoded = character.encode()
        if len(encoded) != 3:
            raise ValueError(f"not a three-byte character: {character!r}")
        for depth in range(3):
            below.setdefault(encoded[:depth], set()).add(encoded[depth])

    # A child with label b stands at (base of its parent) XOR b. Unit 0 is the root, its children fill units 256–511;
    # every other inner node has a block of 64 for the bytes 0x80–0xBF; the leaves come last, padded to a whole 256
    # because a reader may look one byte further.
    inner = sorted((prefix for prefix in below if prefix), key=lambda prefix: (len(prefix), prefix))
    base = {b"": 256} | {prefix: (512 + number * _BLOCK) ^ 0x80 for number, prefix in enumerate(inner)}
    first_leaf = 512 + len(inner) * _BLOCK
    base |= {character.encode(): first_leaf + number for number, character in enumerate(characters)}
    units = [0] * (((first_leaf + len(characters)) // 256 + 1) * 256)
    units[0] = base[b""] << 10
    for prefix, labels in below.items():
        for label in labels:
            node, place = prefix + bytes([label]), base[prefix] ^ label
            units[place] = (place ^ base[node]) << 10 | (len(node) == 3) << 8 | label
    texts = bytearray()
    for character in characters:
        units[base[character.encode()]] = 1 << 31 | len(texts)
        texts += f"{character} {character} {character}\0".encode()
    return struct.pack(f"<I{len(units)}I", 4 * len(units), *units) + bytes(texts)
