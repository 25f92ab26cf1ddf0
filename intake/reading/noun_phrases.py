"""Cutting a clause into words by the grammar of product names: heads, functions words, verbs, properties, symptoms.

No general word segmenter: product names are long compounds that it would cut apart. What ends a name is a short list.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal

from intake.lexicon import Lexicon, data, words

Part = Literal[
    "head", "stop", "verb", "activity", "property", "quality", "symptom", "word", "material", "number", "mark", "other"
]


@dataclass(frozen=True, slots=True)
class Token:
    """A word at ``[start, end)`` of the cut text and its part in a product's name."""

    start: int
    end: int
    text: str
    part: Part


def tokens(text: str) -> list[Token]:
    """The words of a folded clause. Unknown Chinese characters come one by one, Latin words and numbers whole."""
    lexicon = _lexicon()
    lowered = text.lower() if len(text.lower()) == len(text) else text
    out: list[Token] = []
    position = 0
    while position < len(text):
        length = lexicon.at(lowered, position)
        if length:
            word = text[position : position + length]
            part: Part = lexicon.kind(word) or "other"  # type: ignore[assignment]
            if part == "word" and (is_short_head(word[-1]) or lexicon.kind(word[-2:]) == "head"):
                part = "head"
        else:
            length, part = _unknown(text, position)
        out.append(Token(position, position + length, text[position : position + length], part))
        position += length
    return [_in_context(out, index) for index in range(len(out))]


_ALWAYS_STOP = frozenset(
    "的了在对将把被和与及或为是以从给向让使有没不我这那该其此也都就很太吗呢吧请帮想要求因但而且并每中做卖起"
)


def _in_context(found: list[Token], index: int) -> Token:
    """A one-character word beside an unknown character is a piece of an unknown word (``三元``, ``钎涂``, ``商务``)."""
    token = found[index]
    if len(token.text) > 1 or token.part not in ("stop", "verb", "quality") or token.text in _ALWAYS_STOP:
        return token
    before = index > 0 and found[index - 1].part == "other" and token.part == "verb"
    after = index + 1 < len(found) and found[index + 1].part == "other" and len(found[index + 1].text) == 1
    if before or after:
        return Token(token.start, token.end, token.text, "other")
    return token


def is_short_head(character: str) -> bool:
    """Whether one character can end a product's name (轴, 阀, 膜)."""
    return character in _short()


def is_general(name: str) -> bool:
    """Whether a head alone says too little to be the product (系统, 材料)."""
    return name in _general()


def is_head(word: str) -> bool:
    """Whether the word is a known product head."""
    return _lexicon().kind(word) == "head"


def is_part_of_speech(word: str, part: Part) -> bool:
    """Whether the list knows ``word`` as this part."""
    return _lexicon().kind(word) == part


def _unknown(text: str, position: int) -> tuple[int, Part]:
    character = text[position]
    if character.isascii() and character.isalnum():
        end = position
        while (
            end < len(text)
            and text[end].isascii()
            and (
                text[end].isalnum()
                or (
                    text[end] in "-./+#" and end + 1 < len(text) and text[end + 1].isascii() and text[end + 1].isalnum()
                )
            )
        ):
            end += 1
        run = text[position:end]
        return end - position, "number" if run.replace(".", "").replace("-", "").isdigit() else "other"
    if "\u3400" <= character <= "\u9fff" or character in "αβγδμΩφ-/+~":
        return 1, "other"
    return 1, "mark"


def runs(found: list[Token], ends: frozenset[str]) -> Iterator[list[Token]]:
    """Stretches of words without one of these parts."""
    current: list[Token] = []
    for token in found:
        if token.part in ends:
            if current:
                yield current
            current = []
        else:
            current.append(token)
    if current:
        yield current


@cache
def _lexicon() -> Lexicon:
    products, grammar = data("products"), data("grammar")
    kinds: dict[str, str] = dict.fromkeys(words(data("industries")), "word")
    kinds |= dict.fromkeys(grammar["stop"].split(), "stop")
    kinds |= dict.fromkeys(grammar["quality"].split(), "quality")
    kinds |= dict.fromkeys((word for word in words(data("parameters")) if len(word) > 1), "property")
    kinds |= dict.fromkeys(grammar["property"].split(), "property")
    kinds |= dict.fromkeys(grammar["verb"].split(), "verb")
    kinds |= dict.fromkeys(
        (word for word in grammar["activity"].split() if kinds.get(word) not in ("verb", "stop", "quality")), "activity"
    )
    kinds |= dict.fromkeys(words(data("problems")), "symptom")
    kinds |= dict.fromkeys(grammar["plain"].split(), "word")
    kinds |= dict.fromkeys(products["materials"].split(), "material")
    kinds |= dict.fromkeys(words(products["heads"]), "head")
    return Lexicon(kinds)


@cache
def _short() -> frozenset[str]:
    return frozenset(data("products")["short"].split())


@cache
def _general() -> frozenset[str]:
    return frozenset(data("products")["general"].split())
