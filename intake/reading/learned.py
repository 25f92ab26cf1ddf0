"""What was learned from labelled messages: weights of features for the product, the kind of problem and the service.

The files under ``data/reader`` are made by ``benchmarks/train_reader.py``; the same messages give the same files. They
are read once, and nothing here learns anything at run time.
"""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from intake.lexicon import DATA
from intake.reading.clause_words import Trade

READER = DATA / "reader"
LONGEST_PIECE = 4
Pieces = tuple[NDArray[np.int64], NDArray[np.float32]]
"""Rows of known pieces and how much each counts."""
NOTHING = ""
"""The kind of words that are no demand; as a service also that of what none of the seven is: a loan, a lawyer."""


@dataclass(frozen=True)
class SpanWeights:
    """``weights``: feature → weight; ``trade``: the trade's names of products."""

    weights: Mapping[str, float]
    trade: Trade

    def score(self, features: Sequence[str]) -> float:
        """How much speaks for a stretch."""
        return math.fsum(filter(None, map(self.weights.get, features)))


@dataclass(frozen=True)
class KindWeights:
    """A multinomial logistic model over pieces of 1 to 4 characters and the weights of the rules.

    ``places``: piece → row of ``pieces`` (n, k); ``telling`` (n,): its inverse document frequency; ``ruled`` (r, k);
    ``bias`` (k,); ``kinds``: k names, the last may be :data:`NOTHING`.
    """

    kinds: tuple[str, ...]
    places: Mapping[str, int]
    pieces: NDArray[np.float32]
    telling: NDArray[np.float32]
    ruled: NDArray[np.float32]
    bias: NDArray[np.float32]

    def pieces_of(self, text: str) -> Pieces:
        """Rows of the known pieces of ``text`` and how much each counts: sublinear, of length 1 together."""
        counts = Counter(place for _, _, place in self._found(text))
        rows = np.fromiter(sorted(counts), np.int64, len(counts))
        shares = np.array([1 + math.log(counts[row]) for row in rows.tolist()], np.float32) * self.telling[rows]
        length = float(np.sqrt(shares @ shares))
        return rows, shares / np.float32(length) if length else shares

    def chances(self, found: Pieces, ruled: NDArray[np.float32]) -> NDArray[np.float64]:
        """(k,) how likely each kind is, by the pieces that were found; ``ruled`` (r,) are the weights of the rules."""
        rows, shares = found
        scores = np.asarray(shares @ self.pieces[rows] + ruled @ self.ruled + self.bias, np.float64)
        raised = np.exp(scores - scores.max())
        return np.asarray(raised / raised.sum(), np.float64)

    def telling_of(self, text: str, kind: int, other: int) -> NDArray[np.float64]:
        """(len(text),) how much each character speaks for ``kind`` against ``other``."""
        said = np.zeros(len(text))
        margin = self.pieces[:, kind] - self.pieces[:, other]
        for at, size, place in self._found(text):
            said[at : at + size] += margin[place] * self.telling[place] / size
        return said

    def _found(self, text: str) -> Iterator[tuple[int, int, int]]:
        """``(at, size, row)`` of every known piece of ``text``."""
        places = self.places
        for size in range(1, LONGEST_PIECE + 1):
            for at in range(len(text) - size + 1):
                place = places.get(text[at : at + size])
                if place is not None:
                    yield at, size, place


@dataclass(frozen=True)
class RoleWeights:
    """``weights``: feature → hundredths, whole numbers; a candidate has the role from a sum above 0."""

    weights: Mapping[str, int]

    def score(self, features: Sequence[str]) -> int:
        """How much speaks for a role."""
        known = self.weights
        return sum(known[one] for one in features if one in known)


@cache
def role_weights(fact: str) -> RoleWeights:
    """The weights for ``budget``, ``deadline``, ``region`` or ``standards``."""
    return RoleWeights(_json("roles.json")[fact])


@cache
def span_weights() -> SpanWeights:
    """The weights for the product's name."""
    kept = _json("spans.json")
    return SpanWeights(kept["weights"], Trade.of(kept["names"]))


@dataclass(frozen=True)
class Kinds:
    """What tells the kind of problem and the service, both over the same pieces of words."""

    problem: KindWeights
    service: KindWeights
    together: NDArray[np.float32]
    """(problems, services): how much likelier a service is beside a kind of problem than by itself."""

    @classmethod
    def of(cls, names: Mapping[str, Any], arrays: Mapping[str, NDArray[Any]]) -> Self:
        """From ``kinds``: field → its kinds, and ``pieces``; and the arrays by name."""
        places = {piece: place for place, piece in enumerate(names["pieces"])}
        telling = arrays["telling"].astype(np.float32)

        def weights(field: str) -> KindWeights:
            pieces, ruled, bias = (arrays[f"{field}.{name}"].astype(np.float32) for name in ("pieces", "ruled", "bias"))
            return KindWeights(tuple(names["kinds"][field]), places, pieces, telling, ruled, bias)

        return cls(weights("problem_type"), weights("service_category"), arrays["together"])


@cache
def learned_kinds() -> Kinds:
    """As shipped."""
    from safetensors.numpy import load_file

    return Kinds.of(_json("kinds.json"), load_file(READER / "kinds.safetensors"))


def _json(name: str) -> Any:
    return json.loads((READER / name).read_bytes())
