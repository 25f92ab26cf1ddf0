"""How Chinese text is made comparable: width, spaces, dashes; words, bigrams and characters.

Two rules hold everywhere. The text a user wrote is kept as it was; the normalised form is only for comparing.
And length is capped *before* and *after* normalising, because one character may become eighteen under NFKC.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

MAX_CHARACTERS = 20_000
"""The longest text a person may hand in, in characters."""

_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\ufe00-\ufe0f\U000e0000-\U000e007f]")
_WIDE = tuple(zip("；，（）：％", ";,():%", strict=True))
"""The commonest marks that NFKC changes: a long text without any such is left as it is, which is much faster."""
_DASHES = re.compile("[‐‑‒–—―−﹣－ー]")
_SPACES = re.compile(r"\s+")
_LATIN = r"[a-z0-9µμ℃°Ω][a-z0-9.+\-/_µμ℃°Ω]*"
_RUN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+|" + _LATIN, re.IGNORECASE)
LATIN_RUN = re.compile(_LATIN, re.IGNORECASE)
"""An unbroken run of Latin letters, figures, units and the signs between them."""
_CHINESE = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")


def normalise(text: str) -> str:
    """NFKC, no invisible characters, one kind of dash, single spaces, lower case. For comparing, never for showing."""
    return fold_characters(text[:MAX_CHARACTERS]).strip()[: 2 * MAX_CHARACTERS]


def fold_characters(text: str) -> str:
    """What :func:`normalise` does to characters, at any length: for many texts joined into one."""
    text = _INVISIBLE.sub("", text)
    for wide, narrow in _WIDE:
        text = text.replace(wide, narrow)
    folded = unicodedata.normalize("NFKC", text)
    return _SPACES.sub(" ", _DASHES.sub("-", folded)).lower()


def fold_joined(text: str, between: str) -> str:
    """The same for texts joined by a sign that stands in none of them and that no normalisation changes."""
    for wide, narrow in _WIDE:
        text = text.replace(wide, narrow)
    if not unicodedata.is_normalized("NFKC", text):
        # One strange sign would have everything normalised, which takes longer than all the rest.
        parts = text.split(between)
        text = between.join(
            [one if unicodedata.is_normalized("NFKC", one) else unicodedata.normalize("NFKC", one) for one in parts]
        )
    return fold_characters(text)


def fold(text: str) -> str:
    """Width and case folded one character at a time, so that positions stay those of the original."""
    return "".join(map(_fold_one, text))


@lru_cache(maxsize=65_536)
def _fold_one(character: str) -> str:
    folded = unicodedata.normalize("NFKC", character).lower()
    return folded if len(folded) == 1 else character


def clean(text: str) -> str:
    """What may be stored of a user's text: the same words without invisible and control characters."""
    visible = _INVISIBLE.sub("", text)
    return "".join(c for c in visible if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cs")).strip()


def is_chinese(text: str) -> bool:
    """Whether the text holds at least one Chinese character."""
    return _CHINESE.search(text) is not None


def runs(text: str) -> list[str]:
    """Unbroken stretches of Chinese characters, and Latin words or numbers, of the normalised text, in order."""
    return _RUN.findall(normalise(text))


def bigrams(text: str) -> list[str]:
    """Overlapping pairs of Chinese characters (a lone one stays); Latin words and numbers whole.

    Laboratory terms are short and joined freely, and pairs find them where a word list does not.
    """
    tokens: list[str] = []
    for run in runs(text):
        if _CHINESE.match(run):
            tokens.extend([run] if len(run) == 1 else [run[i : i + 2] for i in range(len(run) - 1)])
        else:
            tokens.append(run)
    return tokens


def characters(text: str) -> list[str]:
    """Single Chinese characters; Latin words and numbers whole."""
    return [token for run in runs(text) for token in (run if _CHINESE.match(run) else [run])]


def shorten(text: str, limit: int) -> str:
    """At most ``limit`` characters, the cut shown by an ellipsis; line breaks become spaces."""
    flat = _SPACES.sub(" ", text).strip()
    return flat if len(flat) <= limit else flat[: max(limit - 1, 0)] + "…"
