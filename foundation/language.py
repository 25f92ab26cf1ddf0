"""Two languages: Chinese is the source text, English a catalogue.

A sentence is written once, in Chinese, where it is needed, with ``{named}`` facts. Its English stands in
``foundation/locale/en/<package>.po`` (gettext format, read by Babel). A missing English sentence is shown in
Chinese rather than not at all; a test finds every one that is missing.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import Field

from foundation.values import Value

Language = Literal["zh", "en"]

LOCALE = Path(__file__).parent / "locale"


class Sentence(Value):
    """A sentence for a person, kept as data: a Chinese template and its facts, worded when it is shown."""

    template: str
    facts: dict[str, str | int | bool | None] = Field(default_factory=dict)

    def text(self, language: Language = "zh") -> str:
        """The sentence in ``language``."""
        return render(self.template, self.facts, language)

    def __str__(self) -> str:
        return self.text()


def sentence(template: str, **facts: str | int | bool | None) -> Sentence:
    """Short for :class:`Sentence`; translation tools look for this name."""
    return Sentence(template=template, facts=facts)


def translate(template: str, language: Language) -> str:
    """The template in ``language``; the Chinese one where the catalogue has none."""
    if language == "zh":
        return template
    return _catalogue(language).get(template, template)


def render(template: str, facts: Mapping[str, object], language: Language) -> str:
    """Translate ``template`` and fill its ``{named}`` facts in; facts that are words of ours are translated too."""
    words = {name: _word(value, language) for name, value in facts.items()}
    return translate(template, language).format_map(_Shown(words))


def _word(value: object, language: Language) -> object:
    return translate(value, language) if isinstance(value, str) else value


class _Shown(dict[str, object]):
    """A fact that was not given shows as its name: a half-filled sentence beats a crash in an error path."""

    def __missing__(self, key: str) -> str:
        return "{" + key + "}"


@cache
def _catalogue(language: Language) -> dict[str, str]:
    from babel.messages.pofile import read_po

    entries: dict[str, str] = {}
    for path in sorted((LOCALE / language).glob("*.po")):
        with path.open("rb") as source:
            for message in read_po(source, locale=language):
                if message.id and message.string:
                    entries[str(message.id)] = str(message.string)
    return entries
