"""How a text becomes the tokens of the lexical views: words, bigrams, and the mixed bag of both with characters.

In every view a standard number is one token in its folded form, beside the bare number and, for a part, the family:
``GB/T 2423.17-2008`` → ``gb/t2423.17-2008 gb/t2423.17 2423.17 gb/t2423``. So a citation without year, with another
spacing, or the number alone still meets it. Latin words and figures stay whole; joined ones (``mg/kg``) also give
their parts.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from typing import TYPE_CHECKING

from foundation.text import is_chinese, normalise, runs
from kb.standards import find_standards

if TYPE_CHECKING:
    import jieba

VERSION = "1"
"""Raise it when the same text gives other tokens: indexes built before are then built anew."""

Analyse = Callable[[str], list[str]]
"""Text in, tokens out; the same text always gives the same tokens."""

_EDGES = "./-_+"
_JOINTS = re.compile(r"[/\-_]")


class Tokeniser:
    """Cuts texts. ``user_words`` are terms that word segmentation must keep together (product names, test names)."""

    def __init__(self, user_words: Iterable[str] = ()) -> None:
        self._user_words = tuple(sorted({word for word in map(normalise, user_words) if word}))
        self._segmenter: jieba.Tokenizer | None = None
        self._memory: dict[str, str] | None = None

    def remembering(self) -> Tokeniser:
        """One that keeps how it cut every text: for building several views over the same texts."""
        other = Tokeniser(self._user_words)
        other._memory = {}
        return other

    @property
    def identity(self) -> str:
        """Version of the rules and digest of the user words; part of an index's manifest."""
        digest = hashlib.sha256("\n".join(self._user_words).encode()).hexdigest()[:12]
        return f"tokens-{VERSION}+{digest}"

    def bigrams(self, text: str) -> list[str]:
        """Overlapping pairs of Chinese characters, Latin words, figures, standard numbers."""
        special, pieces = self._split(text)
        return special + [token for piece in pieces for token in _pairs(piece)]

    def words(self, text: str) -> list[str]:
        """Words of search-mode segmentation (long words and the short ones inside), Latin words, standard numbers."""
        special, pieces = self._split(text)
        return special + [token for piece in pieces for token in self._cut(piece)]

    def mixed(self, text: str) -> list[str]:
        """Words, bigrams and single characters in one bag; whatever is not Chinese counts once."""
        special, pieces = self._split(text)
        bag = special
        for piece in pieces:
            bag.extend(self._cut(piece))
            bag.extend(_pairs(piece))
            bag.extend(piece)
        return bag

    def _split(self, text: str) -> tuple[list[str], list[str]]:
        if self._memory is None:
            return split(text)
        held = self._memory.get("=" + text)
        if held is None:
            special, pieces = split(text)
            held = self._memory["=" + text] = " ".join(special) + "|" + " ".join(pieces)
        joined, _, rest = held.rpartition("|")  # no Chinese stretch holds a bar
        return joined.split(), rest.split()

    def _cut(self, piece: str) -> list[str]:
        if self._memory is not None and (held := self._memory.get(piece)) is not None:
            return held.split()
        if self._segmenter is None:
            self._segmenter = _segmenter(self._user_words)
        words = list(self._segmenter.cut_for_search(piece))
        if self._memory is not None:
            self._memory[piece] = " ".join(words)
        return words


def split(text: str) -> tuple[list[str], list[str]]:
    """Tokens of everything that is not Chinese, and the stretches of Chinese characters."""
    text = normalise(text)
    special: list[str] = []
    rest: list[str] = []
    end = 0
    for mention in find_standards(text):
        special.extend(_forms(mention.prefix, mention.number, mention.year))
        rest.append(text[end : mention.start])
        end = mention.end
    rest.append(text[end:])
    chinese: list[str] = []
    for run in runs(" ".join(rest)):
        if is_chinese(run):
            chinese.append(run)
        else:
            special.extend(_latin(run.strip(_EDGES)))
    return special, chinese


def _forms(prefix: str, number: str, year: str | None) -> list[str]:
    forms = [prefix + number, number]
    if "." in number:
        forms.append(prefix + number.split(".")[0])
    if year is not None:
        forms.append(f"{prefix}{number}-{year}")
    return forms


def _latin(run: str) -> list[str]:
    if not run:
        return []
    parts = [part for part in _JOINTS.split(run) if len(part) > 1]
    return [run] if parts == [run] or len(run) < 2 else [run, *parts]


def _pairs(piece: str) -> Sequence[str]:
    return [piece[i : i + 2] for i in range(len(piece) - 1)] or [piece]


@cache
def _dictionary() -> tuple[dict[str, int], int]:
    """The word list of the segmenter, read from its package, never from a cache in a folder that others can write."""
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # its old string escapes and its look for pkg_resources are not ours to mend
        import jieba
    reader = jieba.Tokenizer()
    frequencies, total = reader.gen_pfdict(reader.get_dict_file())
    return frequencies, total


@cache
def _segmenter(user_words: tuple[str, ...]) -> jieba.Tokenizer:
    frequencies, total = _dictionary()
    import logging

    import jieba

    jieba.setLogLevel(logging.WARNING)
    segmenter = jieba.Tokenizer()
    segmenter.FREQ, segmenter.total = (dict(frequencies) if user_words else frequencies), total
    segmenter.initialized = True
    for word in user_words:
        segmenter.add_word(word)
    return segmenter
