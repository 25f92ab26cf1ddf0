"""What the keys of gaps are called: a trade by its title, a reason in a sentence."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from foundation.language import Language
    from matcher.doubt.gap_totals import GapKey


def names_of(by: GapKey, language: Language) -> Callable[[str], str]:
    """From a key to its plain name; what has no other name stands as it is."""
    if by == "trade":
        return _trades(language)
    if by == "reason":
        return _reasons(language)
    return str


def _trades(language: Language) -> Callable[[str], str]:
    from foundation.settings import read_settings
    from kb.trade.reading import read_knowledge

    knowledge = read_knowledge(read_settings().knowledge_folders)
    fields = (*knowledge.fields, *knowledge.beyond)
    titles = {one.field: one.en if language == "en" else one.zh for one in fields}
    return lambda key: titles.get(key, key)


def _reasons(language: Language) -> Callable[[str], str]:
    from foundation.language import translate
    from matcher.outcome import GAP_REASONS

    said: dict[str, str] = {key: translate(text, language) for key, text in GAP_REASONS.items()}
    return lambda key: said.get(key, key)
