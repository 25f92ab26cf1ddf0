"""How a text becomes the tokens of the lexical views: bigrams, words, and mixed bags with single characters.

A *cut* joins some of four parts (:data:`CUTS`): ``special`` (whatever is not Chinese), ``pairs``, ``characters`` and
``words``. Only ``words`` needs a segmenter. :mod:`kb.cutting` makes the same bags for many texts at once.

In every view a standard number is one token in its folded form, beside the bare number and, for a part, the family:
``GB/T 2423.17-2008`` → ``gb/t2423.17-2008 gb/t2423.17 2423.17 gb/t2423``. So a citation without year, with another
spacing, or the number alone still meets it. Latin words and figures stay whole; joined ones (``mg/kg``) also give
their parts.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Mapping, Sequence

from foundation.text import LATIN_RUN, is_chinese, normalise, runs
from kb.segmenter import words_of
from kb.standards import StandardMention, find_standards

VERSION = "1"
"""Raise it when the same text gives other tokens: indexes built before are then built anew."""

Analyse = Callable[[str], list[str]]
"""Text in, tokens out; the same text always gives the same tokens."""

CUTS: Mapping[str, tuple[str, ...]] = {
    "bigrams": ("special", "pairs"),
    "grams": ("special", "pairs", "characters"),
    "words": ("special", "words"),
    "mixed": ("special", "words", "pairs", "characters"),
}
"""Name of a cut → the parts of its bag."""

_EDGES = "./-_+"
_JOINTS = re.compile(r"[/\-_]")


class Tokeniser:
    """Cuts texts. ``user_words`` are terms that word segmentation must keep together (product names, test names)."""

    def __init__(self, user_words: Iterable[str] = ()) -> None:
        self._user_words = tuple(sorted({word for word in map(normalise, user_words) if word}))
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

    @property
    def user_words(self) -> tuple[str, ...]:
        """The user words, normalised and sorted."""
        return self._user_words

    def bigrams(self, text: str) -> list[str]:
        """Overlapping pairs of Chinese characters, Latin words, figures, standard numbers."""
        return self.cut("bigrams", text)

    def words(self, text: str) -> list[str]:
        """Words of search-mode segmentation (long words and the short ones inside), Latin words, standard numbers."""
        return self.cut("words", text)

    def mixed(self, text: str) -> list[str]:
        """Words, bigrams and single characters in one bag; whatever is not Chinese counts once."""
        return self.cut("mixed", text)

    def cut(self, name: str, text: str) -> list[str]:
        """The tokens of ``text`` by one of :data:`CUTS`."""
        parts = CUTS[name]
        special, pieces = self._split(text)
        bag = special if "special" in parts else []
        for piece in pieces:
            if "words" in parts:
                bag.extend(self._cut(piece))
            if "pairs" in parts:
                bag.extend(pairs(piece))
            if "characters" in parts:
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
        words = words_of(piece, self._user_words)
        if self._memory is not None:
            self._memory[piece] = " ".join(words)
        return words


def split(text: str) -> tuple[list[str], list[str]]:
    """Tokens of everything that is not Chinese, and the stretches of Chinese characters."""
    return split_normal(normalise(text))


def split_normal(text: str) -> tuple[list[str], list[str]]:
    """The same of a text that is normalised."""
    special: list[str] = []
    rest: list[str] = []
    end = 0
    for mention in find_standards(text):
        special.extend(forms(mention))
        rest.append(text[end : mention.start])
        end = mention.end
    rest.append(text[end:])
    chinese: list[str] = []
    left = " ".join(rest)
    if left.isascii():
        for run in LATIN_RUN.findall(left):
            special.extend(latin(run))
        return special, chinese
    for run in runs(left):
        if is_chinese(run):
            chinese.append(run)
        else:
            special.extend(latin(run))
    return special, chinese


def forms(mention: StandardMention) -> list[str]:
    """The tokens of one standard number."""
    found = [mention.key, mention.number]
    if "." in mention.number:
        found.append(mention.prefix + mention.number.split(".")[0])
    if mention.year is not None:
        found.append(f"{mention.key}-{mention.year}")
    return found


def latin(run: str) -> list[str]:
    """The tokens of one unbroken run of Latin letters, figures and the signs between them."""
    run = run.strip(_EDGES)
    if not run:
        return []
    parts = [part for part in _JOINTS.split(run) if len(part) > 1]
    return [run] if parts == [run] or len(run) < 2 else [run, *parts]


def pairs(piece: str) -> Sequence[str]:
    """Overlapping pairs; a lone character stays."""
    return [piece[i : i + 2] for i in range(len(piece) - 1)] or [piece]
