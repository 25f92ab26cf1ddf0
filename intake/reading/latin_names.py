"""Latin names of products: which words cannot begin or end one, and what their neighbours in the sentence tell."""

from __future__ import annotations

import re
from collections.abc import Iterator

_SMALL_WORDS = (
    "the a an of for to in on at by with and or our your we i it is are was were be been has have had this that these "
    "those my their its from as but so not no can could do does did if when after before which who what how why need "
    "needs want please help test testing report"
)
_OWN_WORDS = "our my their its the a an your these those this that his"
_MAKING_WORDS = (
    "make makes made making produce produces produced producing manufacture manufactures manufacturing sell sells sold "
    "selling buy buys bought import imports imported export exports supply supplies supplied build builds design "
    "designed designs cast castings weld mould mold print develop developed developing invented grow use uses"
)
_SMALL, _OWN, _MAKING = (frozenset(words.split()) for words in (_SMALL_WORDS, _OWN_WORDS, _MAKING_WORDS))
_WORD = re.compile(r"[^\s,;:!?()]+")
_SENTENCE = re.compile(r"[.!?;:\n](?=\s|$)")
_NEARBY = 90


def is_latin_name(text: str) -> bool:
    """Whether a stretch of Latin words begins and ends with words of meaning."""
    named = text.lower().split()
    return bool(named) and named[0] not in _SMALL and named[-1] not in _SMALL


def singular(word: str) -> str:
    """A lower-case noun without its plural ending."""
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "xes", "ches", "shes")):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith(("ss", "us", "is")) and len(word) > 3 else word


def latin_features(text: str, start: int, end: int) -> Iterator[str]:
    """What speaks for and against the Latin words at ``[start, end)`` of a lower-case clause."""
    words = text[start:end].split()
    before, after = _before(text, start), _after(text, end)
    last = singular(words[-1])
    is_many = last != words[-1]
    yield from (f"ew1={last}", f"ewf={words[0]}", f"en={min(len(words), 5)}", f"esuf={last[-3:]}", f"ep={is_many:d}")
    yield from {f"ein={singular(word)}": None for word in words}
    yield from {f"eis={word[-3:]}": None for word in words[:-1]}
    yield from {f"ehas={word}": None for word in words[1:-1] if word in _SMALL}
    one, two = " ".join(before[-1:]) or "^", " ".join(before[-2:]) or "^"
    yield from (f"ebw={one}", f"ebw2={two}", f"eaw={after[0] if after else '$'}", f"eaw2={' '.join(after[:2]) or '$'}")
    yield from (f"ebs={one[-3:]}", f"eas={after[0][-3:] if after else '$'}")
    left = "^" if not before else "own" if before[-1] in _OWN else "small" if before[-1] in _SMALL else "word"
    right = "$" if not after else "small" if after[0] in _SMALL else "word"
    yield from (f"elr={left}{right}", f"elrn={left}{right}{min(len(words), 5)}", f"epo={min(len(before), 6)}")
    yield f"elrp={left}{right}{is_many:d}"
    made = next((far for far, word in enumerate(reversed(before[-5:])) if word in _MAKING), None)
    yield f"emk={made}"
    yield from {f"ebag={word}": None for word in before[-4:]}
    yield from {f"eaag={word}": None for word in after[:4]}


def _before(text: str, start: int) -> list[str]:
    """The words of the same sentence before ``start``, at most a few."""
    near = text[max(0, start - _NEARBY) : start]
    return _WORD.findall(_SENTENCE.split(near)[-1])


def _after(text: str, end: int) -> list[str]:
    """The words of the same sentence after ``end``, at most a few."""
    return _WORD.findall(_SENTENCE.split(text[end : end + _NEARBY], maxsplit=1)[0])
