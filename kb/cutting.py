"""Many texts cut at once: the bags of :class:`kb.tokens.Tokeniser`, made with whole-array steps.

All texts are joined by a character that belongs to no token, normalised together and seen as one array of code points.
Chinese characters and their pairs are then found without a loop; standard numbers and Latin runs, which are few, one
after the other. Tokens get provisional numbers that go on from batch to batch.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from foundation.text import LATIN_RUN, MAX_CHARACTERS, fold_characters, normalise
from kb.batches import batches
from kb.segmenter import words_of_each
from kb.standards import find_standards
from kb.tokens import forms, latin

if TYPE_CHECKING:
    from scipy.sparse import csr_array

BETWEEN = "\x00"
"""Stands between two texts: no letter, no digit, no space, so that nothing reaches across it."""
_INSTEAD = "\x01"
_CHARACTERS_AT_ONCE = 1_000_000
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
    """Cuts batches of texts into the parts of :data:`kb.tokens.CUTS`; one numbering of tokens for all of them."""

    def __init__(self, user_words: tuple[str, ...] = ()) -> None:
        self._user_words = user_words
        self.numbers: dict[str, int] = {}
        """Token → provisional number, in the order of first sight."""

    def parts(self, texts: Sequence[str], wanted: Sequence[str]) -> dict[str, csr_array]:
        """For each part of ``wanted``: how often every token stands in every text, (texts, tokens known so far)."""
        found = {part: Occurrences() for part in wanted}
        for begin, end in batches(texts, _CHARACTERS_AT_ONCE):
            self._cut(texts[begin:end], begin, found)
        return {part: occurrences.table(len(texts), len(self.numbers)) for part, occurrences in found.items()}

    def _cut(self, texts: Sequence[str], first: int, found: dict[str, Occurrences]) -> None:
        joined = _joined(texts)
        codes = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), np.uint32).copy()
        text_of = np.cumsum(codes == ord(BETWEEN)) + first
        self._special(joined, codes, text_of, found.get("special"))
        chinese = _is_chinese(codes)
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

    def _special(self, joined: str, codes: Codes, text_of: NDArray[np.int64], found: Occurrences | None) -> None:
        """Standard numbers, which are then blanked out of ``codes``, and the Latin runs of what is left."""
        places: list[int] = []
        tokens: list[int] = []
        number, add_place, add_token = self._number, places.append, tokens.append
        for mention in find_standards(joined):
            codes[mention.start : mention.end] = ord(" ")
            for token in forms(mention):
                add_place(mention.start)
                add_token(number(token))
        if found is None:
            return
        known: dict[str, list[int]] = {}
        rest = codes.tobytes().decode("utf-32-le", "surrogatepass")
        for match in LATIN_RUN.finditer(rest):
            run = match.group()
            numbers = known.get(run)
            if numbers is None:
                numbers = known[run] = [number(token) for token in latin(run)]
            for one in numbers:
                add_place(match.start())
                add_token(one)
        found.add(text_of[np.array(places, np.int64)], tokens)

    def _grams(self, first: Codes, second: Codes | None) -> NDArray[np.int64]:
        """The numbers of single characters, or of pairs."""
        keys = first.astype(np.int64) << _BITS
        if second is not None:
            keys |= second
        distinct, which = np.unique(keys, return_inverse=True)
        spelled = np.zeros((len(distinct), 2), np.uint32)
        spelled[:, 0], spelled[:, 1] = distinct >> _BITS, distinct & ((1 << _BITS) - 1)
        tokens = spelled.view("<U2").ravel().tolist()  # a zero at the end is no character
        return np.array([self._number(token) for token in tokens], np.int64)[which]

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
        numbered = {
            piece: np.array([self._number(word) for word in words], np.int64)
            for piece, words in words_of_each(pieces, self._user_words).items()
        }
        rows = [numbered[piece] for piece in pieces]
        if rows:
            found.add(np.repeat(text_of[begins], [len(row) for row in rows]), np.concatenate(rows))

    def _number(self, token: str) -> int:
        return self.numbers.setdefault(token, len(self.numbers))


def _joined(texts: Sequence[str]) -> str:
    """The texts, each as :func:`foundation.text.normalise` gives it but for spaces at its ends, joined."""
    # What is longer may be capped, and where depends on the text alone.
    safe = [text if len(text) < MAX_CHARACTERS // 20 else normalise(text) for text in texts]
    joined = BETWEEN.join(safe)
    if joined.count(BETWEEN) != max(len(texts) - 1, 0):
        joined = BETWEEN.join(text.replace(BETWEEN, _INSTEAD) for text in safe)
    folded = fold_characters(joined)
    # Lower case may undo what NFKC did; running text is normalised once more after its standards are taken out.
    return folded if unicodedata.is_normalized("NFKC", folded) else fold_characters(folded)


def _is_chinese(codes: Codes) -> NDArray[np.bool_]:
    common = (codes >= 0x3400) & (codes <= 0x9FFF)
    rare = ((codes >= 0xF900) & (codes <= 0xFAFF)) | ((codes >= 0x20000) & (codes <= 0x3FFFF))
    return np.asarray(common | rare)
