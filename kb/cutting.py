"""Many texts cut at once: the bags of :class:`kb.tokens.Tokeniser`, made with whole-array steps.

All texts are joined by a character that belongs to no token, normalised together and taken apart into stretches that
are Chinese or not: no token reaches from one into the next, and most stretches (a product, a parameter, a standard)
stand in many texts. So each distinct stretch is cut once, and a sparse product puts the stretches together to texts.
Chinese characters and their pairs are found without a loop, in one array of code points; standard numbers and Latin
runs, which are few, one after the other. Tokens get provisional numbers that go on from batch to batch.
"""

from __future__ import annotations

import operator
import re
import unicodedata
from collections.abc import Mapping, Sequence
from functools import reduce
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from foundation.text import MAX_CHARACTERS, fold_characters, fold_joined, normalise
from kb.batches import batches, numbering
from kb.segmenter import words_of_each
from kb.tokens import split, split_normal

if TYPE_CHECKING:
    from scipy.sparse import csr_array

BETWEEN = "\x00"
"""Stands between two texts: no letter, no digit, no space, so that nothing reaches across it."""
_INSTEAD = "\x01"
_CHARACTERS_AT_ONCE = 1_000_000
_CHINESE = "\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_STRETCH = re.compile(f"[{_CHINESE}]+|[^{_CHINESE}{BETWEEN}]+|{BETWEEN}")
_KNOWN = 200_000
"""Of so many stretches that are not Chinese the tokens are kept."""
_BITS = 18
"""Chinese characters of all planes in use have code points below 2**18."""

Codes = NDArray[np.uint32]


class Occurrences:
    """Tokens as they were found, one after the other: the text each stands in and its number."""

    def __init__(self) -> None:
        self._texts: list[NDArray[np.int64]] = []
        self._tokens: list[NDArray[np.int64]] = []

    def add(self, texts: Any, tokens: Any) -> None:
        """``texts`` and ``tokens`` (m,), whole numbers."""
        self._texts.append(np.asarray(texts, np.int64))
        self._tokens.append(np.asarray(tokens, np.int64))

    def table(self, height: int, width: int) -> csr_array:
        """How often each token stands in each text, (height, width) float32."""
        from scipy.sparse import coo_array

        texts = np.concatenate(self._texts) if self._texts else np.empty(0, np.int64)
        tokens = np.concatenate(self._tokens) if self._tokens else np.empty(0, np.int64)
        places = (texts.astype(np.int32), tokens.astype(np.int32))
        counted = coo_array((np.ones(len(texts), np.float32), places), shape=(height, width)).tocsr()
        counted.sum_duplicates()
        return counted


class BatchCutter:
    """Cuts batches of texts as :data:`kb.tokens.CUTS` says; one numbering of tokens for all of them."""

    def __init__(self, user_words: tuple[str, ...] = ()) -> None:
        self._user_words = user_words
        self._known: dict[str, list[int]] = {}
        self.numbers: dict[str, int] = numbering()
        """Token → provisional number, in the order of first sight."""

    def tables(self, texts: Sequence[str], cuts: Mapping[str, Sequence[str]]) -> dict[str, csr_array]:
        """For each cut, named with its parts: how often every token stands in every text, (texts, tokens so far)."""
        stands, stretches = _stretches(texts)
        found = {part: Occurrences() for part in sorted({part for parts in cuts.values() for part in parts})}
        if "special" in found:
            found["special"].add(*self._special(stretches))
        self._chinese(stretches, found)
        counts = {part: one.table(len(stretches), len(self.numbers)) for part, one in found.items()}
        return {cut: stands @ reduce(operator.add, [counts[part] for part in parts]) for cut, parts in cuts.items()}

    def _special(self, stretches: Sequence[str]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """The stretch and number of every token that is not Chinese."""
        if len(self._known) > _KNOWN:
            self._known.clear()
        known, places, tokens = self._known, list[int](), list[int]()
        for place, stretch in enumerate(stretches):
            if _starts_chinese(stretch):
                continue
            numbers = known.get(stretch)
            if numbers is None:
                # What is folded and plain is normalised but for the spaces at its ends.
                plain = stretch.isascii() and len(stretch) <= MAX_CHARACTERS
                special, _ = split_normal(stretch.strip()) if plain else split(stretch)
                numbers = known[stretch] = list(map(self.numbers.__getitem__, special))
            places.extend([place] * len(numbers))
            tokens.extend(numbers)
        return np.array(places, np.int64), np.array(tokens, np.int64)

    def _chinese(self, stretches: Sequence[str], found: Mapping[str, Occurrences]) -> None:
        place_of = np.array([place for place, one in enumerate(stretches) if _starts_chinese(one)], np.int64)
        if not len(place_of):
            return
        joined = BETWEEN.join([stretches[place] for place in place_of.tolist()])
        codes = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), np.uint32)
        between = codes == ord(BETWEEN)
        text_of = place_of[np.cumsum(between)]
        chinese = ~between
        joins = np.zeros(len(codes), bool)  # this character and the next stand in one stretch
        joins[:-1] = chinese[:-1] & chinese[1:]
        begins = chinese.copy()
        begins[1:] &= ~chinese[:-1]
        if "characters" in found:
            places = np.flatnonzero(chinese)
            found["characters"].add(text_of[places], self._grams(codes[places], None))
        if "pairs" in found:
            places, alone = np.flatnonzero(joins), np.flatnonzero(begins & ~joins)
            found["pairs"].add(text_of[places], self._grams(codes[places], codes[places + 1]))
            found["pairs"].add(text_of[alone], self._grams(codes[alone], None))
        if "words" in found:
            self._words(codes, np.flatnonzero(begins), np.flatnonzero(chinese & ~joins) + 1, text_of, found["words"])

    def _grams(self, first: Codes, second: Codes | None) -> NDArray[np.int64]:
        """The numbers of single characters, or of pairs."""
        keys = first.astype(np.int64) << _BITS
        if second is not None:
            keys |= second
        distinct, which = np.unique(keys, return_inverse=True)
        spelled = np.zeros((len(distinct), 2), np.uint32)
        spelled[:, 0], spelled[:, 1] = distinct >> _BITS, distinct & ((1 << _BITS) - 1)
        tokens = spelled.view("<U2").ravel().tolist()  # a zero at the end is no character
        return np.fromiter(map(self.numbers.__getitem__, tokens), np.int64, len(tokens))[which]

    def _words(
        self,
        codes: Codes,
        begins: NDArray[np.int64],
        ends: NDArray[np.int64],
        text_of: NDArray[np.int64],
        found: Occurrences,
    ) -> None:
        text = codes.tobytes().decode("utf-32-le", "surrogatepass")
        pieces = [text[begin:end] for begin, end in zip(begins.tolist(), ends.tolist(), strict=True)]
        number = self.numbers.__getitem__
        numbered = {
            piece: np.array([number(word) for word in words], np.int64)
            for piece, words in words_of_each(pieces, self._user_words).items()
        }
        rows = [numbered[piece] for piece in pieces]
        if rows:
            found.add(np.repeat(text_of[begins], [len(row) for row in rows]), np.concatenate(rows))


def _joined(texts: Sequence[str]) -> str:
    """The texts, each as :func:`foundation.text.normalise` gives it but for spaces at its ends, joined."""
    # What is longer may be capped, and where depends on the text alone.
    safe = [text if len(text) < MAX_CHARACTERS // 20 else normalise(text) for text in texts]
    joined = BETWEEN.join(safe)
    if joined.count(BETWEEN) != max(len(texts) - 1, 0):
        joined = BETWEEN.join(text.replace(BETWEEN, _INSTEAD) for text in safe)
    folded = fold_joined(joined, BETWEEN)
    # Lower case may undo what NFKC did; running text is normalised once more after its standards are taken out.
    return folded if unicodedata.is_normalized("NFKC", folded) else fold_characters(folded)


def _stretches(texts: Sequence[str]) -> tuple[csr_array, list[str]]:
    """How often each unbroken stretch, Chinese or not, stands in every text, (texts, stretches), and the stretches."""
    from scipy.sparse import csr_array

    numbers = numbering()
    number, found = numbers.__getitem__, [np.empty(0, np.int32)]
    number(BETWEEN)
    for begin, end in batches(texts, _CHARACTERS_AT_ONCE):
        pieces = [*_STRETCH.findall(_joined(texts[begin:end])), BETWEEN]
        found.append(np.fromiter(map(number, pieces), np.int32, len(pieces)))
    places = np.concatenate(found)
    inside = places > 0
    ends = np.concatenate(([0], np.cumsum(inside)[~inside]))
    stands = (np.ones(int(ends[-1]), np.float32), places[inside] - 1, ends)
    return csr_array(stands, shape=(len(texts), len(numbers) - 1)), list(numbers)[1:]


def _starts_chinese(stretch: str) -> bool:
    first = stretch[0]
    return "\u3400" <= first <= "\u9fff" or "\uf900" <= first <= "\ufaff" or "\U00020000" <= first <= "\U0003ffff"
