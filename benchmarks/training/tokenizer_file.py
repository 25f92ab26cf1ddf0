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
from foundation.text import INVISIBLE_PATTERN
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
                {"type": "Replace", "pattern": {"Regex": INVISIBLE_PATTERN}, "content": ""},
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
    children: dict[bytes, list[int]] = {}
    for character in sorted(characters):
        encoded = character.encode()
        if len(encoded) != 3:
            raise ValueError(f"not a three-byte character: {character!r}")
        for depth in range(3):
            siblings = children.setdefault(encoded[:depth], [])
            if encoded[depth] not in siblings:
                siblings.append(encoded[depth])
    # Unit 0 is the root; its children (lead bytes up to 0xFF) need a whole block of 256.
    bases = {b"": 256}
    nodes = sorted((prefix for prefix in children if prefix), key=lambda prefix: (len(prefix), prefix))
    for number, prefix in enumerate(nodes):
        bases[prefix] = 512 + number * _BLOCK - 0x80 % _BLOCK
    leaf = 512 + len(nodes) * _BLOCK
    units = [0] * (leaf + len(characters))
    units[0] = bases[b""] << 10
    texts = bytearray()
    for prefix, labels in children.items():
        for label in labels:
            place = bases[prefix] ^ label if prefix else 256 ^ label
            place = (bases[prefix] & ~0xFF) ^ label if not prefix else bases[prefix] ^ (label - 0x80)
            units[place] = label
    raise NotImplementedError
