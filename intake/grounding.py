"""Where a value stands in a person's own words (B1): every quote can be pointed at, character for character.

Words are compared in a *folded* form (full-width to half-width, traditional to simplified, no invisible characters),
and every folded character remembers which original character it came from. What is kept is always the original:
``text[start:end] == quote``, also with emoji, full-width forms and mixed scripts.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache

from intake.demand import Evidence

_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\ufe00-\ufe0f]")
_DASHES = dict.fromkeys("‐‑‒–—―−﹣－", "-")
_KEPT = re.compile("[\u2070-\u209f\u2460-\u24ff\u3220-\u32ff²³¹]")
"""Circled numbers and superscripts stay: as plain digits they would turn into other quantities."""


@dataclass(frozen=True, slots=True)
class Folded:
    """``text`` for reading; ``origin[i]`` is the place in ``source`` that ``text[i]`` came from."""

    source: str
    text: str
    origin: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The stretch of the source behind ``text[start:end]`` (not empty)."""
        return self.origin[start], self.origin[end - 1] + 1

    def evidence(self, start: int, end: int, utterance: int = 0) -> Evidence:
        """Evidence for ``text[start:end]``, quoting the source."""
        first, last = self.span(start, end)
        return Evidence(quote=self.source[first:last], start=first, end=last, utterance=utterance)


def fold(source: str) -> Folded:
    """The folded form of a text. Linear; no character is moved."""
    simplified = _simplified()
    out: list[str] = []
    origin: list[int] = []
    for index, character in enumerate(source):
        if "\u4e00" <= character <= "\u9fff":
            out.append(simplified.get(character, character))
            origin.append(index)
            continue
        if character in "\n\r\u2028\u2029":
            folded = "\n"
        elif character.isspace():
            folded = " "
        elif character < "\x7f" or _KEPT.match(character):
            folded = character
        elif _INVISIBLE.match(character):
            continue
        else:
            folded = _DASHES.get(character) or unicodedata.normalize("NFKC", character)
        out.append(folded)
        origin.extend([index] * len(folded))
    return Folded(source, "".join(out), tuple(origin))


def locate(text: str, quote: str) -> tuple[int, int] | None:
    """Where ``quote`` stands in ``text``: exactly, else regardless of width, script, case and spaces.

    ``None`` when it does not. The caller keeps ``text[start:end]``, never the quote it was handed.
    """
    if not quote.strip():
        return None
    exact = text.find(quote)
    if exact >= 0:
        return exact, exact + len(quote)
    squeezed, origin = _squeeze(text)
    wanted, _ = _squeeze(quote)
    found = squeezed.find(wanted) if wanted else -1
    if found < 0:
        return None
    return origin[found], origin[found + len(wanted) - 1] + 1


def ground(text: str, quote: str, utterance: int = 0) -> Evidence | None:
    """Evidence for ``quote`` in ``text``, or ``None`` when the words are not there."""
    span = locate(text, quote)
    if span is None:
        return None
    return Evidence(quote=text[slice(*span)], start=span[0], end=span[1], utterance=utterance)


def holds(evidence: Evidence, utterances: tuple[str, ...]) -> bool:
    """Whether the evidence points at its own words."""
    if not 0 <= evidence.utterance < len(utterances):
        return False
    return utterances[evidence.utterance][evidence.start : evidence.end] == evidence.quote != ""


def _squeeze(text: str) -> tuple[str, list[int]]:
    folded = fold(text)
    kept = [
        (lowered, origin)
        for character, origin in zip(folded.text, folded.origin, strict=True)
        if not character.isspace()
        for lowered in character.casefold()
    ]
    return "".join(character for character, _ in kept), [origin for _, origin in kept]


@cache
def _simplified() -> dict[str, str]:
    from intake.lexicon import data

    lines: list[str] = data("traditional")
    return {
        there: here
        for traditional, simplified in zip(lines[::2], lines[1::2], strict=True)
        for there, here in zip(traditional, simplified, strict=True)
    }
