"""The word lists of ``intake/data`` and how they are found in a text: leftmost, longest, in linear time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

DATA = Path(__file__).resolve().parent / "data"


@dataclass(frozen=True, slots=True)
class Found:
    """A word of a list at ``[start, end)`` of the searched text, and what the list says of it."""

    start: int
    end: int
    word: str
    kind: str


class Lexicon:
    """Words, each with a kind. Chinese words are found anywhere; Latin ones only as whole words, in any case."""

    def __init__(self, kinds: Mapping[str, str]) -> None:
        self._kinds = {word.lower(): kind for word, kind in kinds.items()}
        self._proper = {word.lower(): word for word in kinds}
        lengths: dict[str, set[int]] = {}
        for word in self._kinds:
            lengths.setdefault(word[0], set()).add(len(word))
        self._lengths = {first: tuple(sorted(found, reverse=True)) for first, found in lengths.items()}

    def __contains__(self, word: str) -> bool:
        return word.lower() in self._kinds

    def kind(self, word: str) -> str | None:
        """What the list says of this word; ``None`` when it does not stand there."""
        return self._kinds.get(word.lower())

    def at(self, lowered: str, position: int) -> int:
        """The length of the longest word that starts at ``position`` of an already lowered text; 0 for none."""
        for length in self._lengths.get(lowered[position], ()):
            end = position + length
            if end <= len(lowered) and lowered[position:end] in self._kinds and _stands_alone(lowered, position, end):
                return length
        return 0

    def find(self, text: str) -> Iterator[Found]:
        """All words in ``text``, leftmost and longest, not overlapping."""
        lowered = _lowered(text)
        taken = 0
        for position, character in enumerate(lowered):
            if character not in self._lengths or position < taken:
                continue
            length = self.at(lowered, position)
            if length:
                taken = position + length
                word = lowered[position:taken]
                yield Found(position, taken, self._proper[word], self._kinds[word])


def _lowered(text: str) -> str:
    """Lower case without changing the length (a few letters grow when lowered)."""
    lowered = text.lower()
    return lowered if len(lowered) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


def _is_latin(character: str) -> bool:
    return character.isascii() and character.isalnum()


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Whether a Latin word is not a piece of a longer one (``PET`` in ``PETG``)."""
    before = start > 0 and _is_latin(text[start]) and _is_latin(text[start - 1])
    after = end < len(text) and _is_latin(text[end - 1]) and _is_latin(text[end])
    return not (before or after)


@cache
def data(name: str) -> Any:
    """A data file of this package, read once."""
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return yaml.load((DATA / f"{name}.yaml").read_text("utf-8"), Loader=loader)


@cache
def grammar(name: str) -> frozenset[str]:
    """One of the word lists of ``grammar.yaml``."""
    return frozenset(data("grammar")[name].split())


def words(lists: Mapping[str, str]) -> dict[str, str]:
    """``{kind: "word word"}`` turned round: word → kind."""
    return {word: kind for kind, line in lists.items() for word in line.split()}


def listed(kind: str, line: str | Iterable[str]) -> dict[str, str]:
    """All words of one line under one kind."""
    return dict.fromkeys(line.split() if isinstance(line, str) else line, kind)
