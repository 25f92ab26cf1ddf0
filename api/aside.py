"""What was said to the enterprise, told to the coordinator: 您要的标准 is 企业要的标准 at the desk.

Matching says why in sentences to the enterprise, and a run keeps them so. Only our own words are turned; what somebody
wrote stays as it is, 您 and all.
"""

from __future__ import annotations

import re

from foundation.language import Language, Sentence, translate

_CALLED = {"您": "企业", "you": "the enterprise", "your": "the enterprise's"}
_SAID_TO = re.compile(r"您|\byour?\b(?: (?:want|ask|call|need)\b)?", re.IGNORECASE)
"""In English with the verb, which must agree."""


def aside(one: Sentence, language: Language = "zh") -> str:
    """The sentence in ``language`` as one who is not the enterprise reads it."""
    template = _SAID_TO.sub(_turned, translate(one.template, language))
    return Sentence(template=template, facts=one.facts).text(language)


def _turned(found: re.Match[str]) -> str:
    said, _, verb = found[0].partition(" ")
    other = _CALLED[said.lower()] + (f" {verb}s" if verb else "")
    return other if said[0].islower() else other[0].upper() + other[1:]
