"""Word segmentation by jieba: the only page that knows it. Its word list is read once and shared."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import jieba


def words_of(piece: str, user_words: tuple[str, ...]) -> list[str]:
    """Search-mode words of a stretch of Chinese characters: long words and the short ones inside."""
    return list(_segmenter(user_words).cut_for_search(piece))


def words_of_each(pieces: Iterable[str], user_words: tuple[str, ...]) -> dict[str, list[str]]:
    """The words of many stretches, each distinct one cut once."""
    cut = _segmenter(user_words).cut_for_search
    return {piece: list(cut(piece)) for piece in dict.fromkeys(pieces)}


def word_spans(text: str) -> Iterator[tuple[int, int, str]]:
    """``(start, end, word)`` of the words of a text in reading order; unknown characters stand alone."""
    at = 0
    for word in _segmenter(()).cut(text, HMM=False):
        yield at, at + len(word), word
        at += len(word)


def word_counts() -> tuple[Mapping[str, int], int]:
    """How often each word of the word list was counted, and all of them together; a beginning of a word has none."""
    return _dictionary()


@cache
def verbs_and_times() -> frozenset[str]:
    """The longer words that the word list calls verbs (结婚), moments (国庆) or adverbs (另行)."""
    _dictionary()  # hushes the package's import
    import jieba

    with jieba.Tokenizer().get_dict_file() as lines:
        tagged = (line.split(b" ") for line in lines)
        return frozenset(word.decode() for word, _, tag in tagged if tag.strip() in _TAGS and len(word) > _ONE)


_TAGS = (b"v", b"t", b"d")
_ONE = 3
"""Bytes of one Chinese character."""


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
