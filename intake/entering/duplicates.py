"""Demands that say nearly the same: overlap of the pairs of characters of their condensed texts (Jaccard)."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from foundation.text import bigrams, normalise
from foundation.values import Value
from intake.demand import Draft

THRESHOLD = 0.45
"""From this share of common pairs on, a person should look whether it is the same demand."""


class Similar(Value):
    """A demand that resembles another one; ``similarity`` is the share of common pairs, 0–1."""

    id: str
    similarity: float


def fingerprint(draft: Draft) -> str:
    """SHA-256 of everything the person said, width, spaces and case aside: equal words, equal fingerprint.

    Contacts count too. So whoever is answered "you said this before" has said all that the earlier demand holds.
    """
    words = "\n".join("".join(normalise(utterance).split()) for utterance in draft.utterances)
    return hashlib.sha256(words.encode()).hexdigest()


def similarity(one: str, other: str) -> float:
    """Common pairs over all pairs of two texts: 1 for equal texts, 0 for nothing in common or an empty text."""
    return _jaccard(frozenset(bigrams(one)), frozenset(bigrams(other)))


def find_similar(
    text: str, others: Mapping[str, str], threshold: float = THRESHOLD, most: int = 5
) -> tuple[Similar, ...]:
    """The most similar of ``others`` (id → condensed text) from ``threshold`` on, best first, ties by id.

    One pass over the others; a text too short or too long to reach the threshold is not compared.
    """
    pairs = frozenset(bigrams(text))
    found = []
    for other_id, other in others.items():
        theirs = frozenset(bigrams(other))
        if min(len(pairs), len(theirs)) < threshold * max(len(pairs), len(theirs)):
            continue
        share = _jaccard(pairs, theirs)
        if share >= threshold:
            found.append(Similar(id=other_id, similarity=round(share, 6)))
    return tuple(sorted(found, key=lambda similar: (-similar.similarity, similar.id))[:most])


def _jaccard(one: frozenset[str], other: frozenset[str]) -> float:
    together = len(one | other)
    return len(one & other) / together if together else 0.0
