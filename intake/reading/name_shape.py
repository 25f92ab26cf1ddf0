"""Whether a stretch of a clause can be a name at all: a noun phrase by its shape, or a name that the trade knows.

A guess that is no name is worse than none: nobody recognises “次开刀说胆管”, and the question "what product is it?" is
answered in a word. The shape is told by closed classes of words (pronouns, particles, places, times, what people do)
and by where words begin and end; what a product is made of or called stays open.
"""

from __future__ import annotations

from functools import cache, lru_cache

from intake.lexicon import grammar
from intake.reading.noun_phrases import is_head, is_part_of_speech, is_short_head, tokens
from kb.segmenter import verbs_and_times, word_spans

AROUND = 24
"""So many characters before and after a stretch decide where its words begin."""
Placed = tuple[int, int, str]


def is_name(text: str, start: int, end: int) -> bool:
    """Whether ``text[start:end]`` has the shape of a name; ``text`` is a folded clause. Latin names are not judged."""
    said = text[start:end]
    if said.isascii() or is_head(said):
        return True
    first = max(0, start - AROUND)
    near = text[first : end + AROUND]
    around = words_around(near)
    ours = _known_edges(near)
    if any(cuts_a_word(around, edge) and edge not in ours for edge in (start - first, end - first)):
        return False
    before = [word for _, to, word in around if to <= start - first]
    inside = [word for at, to, word in around if start - first <= at and to <= end - first]
    if said.count("(") != said.count(")") or _ends_a_place(before[-1:], inside):
        return False
    return _begins_well(inside) and _holds_together(inside) and _ends_well(inside)


@lru_cache(maxsize=1_024)
def words_around(text: str) -> tuple[Placed, ...]:
    """The words of ``text`` with their places."""
    return tuple(word_spans(text))


def cuts_a_word(words: tuple[Placed, ...], edge: int) -> bool:
    """Whether a word reaches over this place (``塑料外`` in ``塑料外壳``)."""
    return any(at < edge < to for at, to, _ in words)


@lru_cache(maxsize=1_024)
def _known_edges(text: str) -> frozenset[int]:
    """Where a longer word of the house begins or ends: it knows 粘不住 where a dictionary reads 胶粘."""
    known = [token for token in tokens(text) if len(token.text) > 1 and token.part not in ("other", "mark", "number")]
    return frozenset(edge for token in known for edge in (token.start, token.end))


def _ends_a_place(before: list[str], words: list[str]) -> bool:
    """Whether the first word belongs to the place before it (``工地`` ``上`` 吊车); 中底 and 后桥 are names."""
    told = bool(before) and len(before[0]) > 1 and before[0] not in _verbs_and_times()
    return told and bool(words) and words[0] in ("上", "里")


def _begins_well(words: list[str]) -> bool:
    """Not with a pronoun or a measure word (``个证书``), nor with what is done to it (``骑电瓶车``, ``拍个片``)."""
    if len(words) < 2:
        return bool(words)
    first = words[0]
    if words[1] == "个":
        return False
    if len(first) > 1 and first in grammar("place"):
        return False
    if first in grammar("never_first") or (len(first) > 1 and is_part_of_speech(first, "stop")):
        return first in grammar("may_be_first")
    return not (first in grammar("deed") and len(words[1]) > 1 and "的" not in words)


def _holds_together(words: list[str]) -> bool:
    """No clause inside: what stands before the last ``的`` may tell of the thing (``给大闸蟹绑绳的机器``)."""
    last_of = max((place for place, word in enumerate(words) if word == "的"), default=-1)
    return not any(word in grammar("never_inside") for word in words[last_of + 1 :])


def _ends_well(words: list[str]) -> bool:
    """With a noun: not with a place (``村后头``), a time, or what somebody does (``国庆结婚``)."""
    last = words[-1]
    if last in grammar("place") or last in grammar("never_last") or "".join(words).endswith(_places()):
        return False
    if len(last) > 1 and last in grammar("never_first"):
        return False
    if is_head(last) or is_short_head(last[-1]) or last[-1] in grammar("noun_end"):
        return True
    return last not in _verbs_and_times()


@cache
def _places() -> tuple[str, ...]:
    return tuple(sorted(place for place in grammar("place") if len(place) > 1))


@cache
def _verbs_and_times() -> frozenset[str]:
    return verbs_and_times()
