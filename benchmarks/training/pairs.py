"""What the model learns from: pairs of texts that belong together."""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

TRADE, SAID, TOLD = "trade", "symptoms", "messages"

HELD_OUT_SHARE = 20
"""One group of pairs in this many is kept out of training, to judge by."""


@dataclass(frozen=True)
class Source:
    """One file of pairs, and the words with which the model card names it."""

    file: str
    title: str
    licence: str
    many_to_few: bool = False
    """Whether the right-hand sides are a few classes, so that only the left-hand side can be held out."""


SOURCES = (
    Source(
        "laws",
        "LawRefBook/Laws: title and chapter, or sentence → article",
        "texts of laws are outside copyright in China (Copyright Law art. 5)",
    ),
    Source("csl_titles", "ydli-ai/CSL: scientific title → category", "Apache-2.0", many_to_few=True),
    Source("drcd_cmrc", "DRCD and the CMRC 2018 trial set: question → paragraph", "CC BY-SA 3.0 and CC BY-SA 4.0"),
    Source("docs_cn", "pingcap/docs-cn: heading → section", "CC BY-SA 3.0"),
    Source("gb4754", "GB/T 4754 industries: class → group (transcription)", "MIT", many_to_few=True),
)

OWN = (
    Source(TRADE, "Docking's own knowledge base and demonstration data: product, parameter, standard", "Apache-2.0"),
    Source(SAID, "Docking's own knowledge of the trade: symptom → failure → test", "Apache-2.0"),
    Source(TOLD, "Docking's own cases: message of an enterprise → product and tests", "Apache-2.0"),
)
WEIGHTS = {TRADE: 3, SAID: 2, TOLD: 6}
"""So many times each pair of these sources counts in a round of training; of the others once."""


@dataclass(frozen=True)
class Pair:
    """Two texts that belong together: ``left`` asks or names, ``right`` answers or describes."""

    source: str
    left: str
    right: str


def read_pairs(folder: Path) -> list[Pair]:
    """All pairs of the known sources in ``folder``, in file order; a missing file is an error."""
    pairs: list[Pair] = []
    for source in SOURCES:
        with gzip.open(folder / f"{source.file}.jsonl.gz", "rt", encoding="utf-8") as lines:
            pairs.extend(Pair(source.file, *json.loads(line)) for line in lines)
    return pairs


def split(pairs: Iterable[Pair]) -> tuple[list[Pair], list[Pair]]:
    """Training and held-out pairs. All pairs with the same answer fall on one side, so no answer is seen twice."""
    by_left = {source.file for source in SOURCES if source.many_to_few}
    training: list[Pair] = []
    held_out: list[Pair] = []
    for pair in pairs:
        key = pair.left if pair.source in by_left else pair.right
        draw = int.from_bytes(hashlib.sha256(key.encode()).digest()[:8], "big")
        (held_out if draw % HELD_OUT_SHARE == 0 else training).append(pair)
    return training, held_out
