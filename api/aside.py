"""What was said to the enterprise, told to the coordinator: 您要的标准 is 企业要的标准 at the desk.

Matching says why in sentences to the enterprise, and a run keeps them so. Only our own words are turned; what somebody
wrote stays as it is, 您 and all.
"""

from __future__ import annotations

import re

from foundation.language import Language, Sentence, translate

_TURNED: dict[Language, tuple[tuple[re.Pattern[str], str], ...]] = {
    "zh": ((re.compile("您"), "企业"),),
    "en": (
        (re.compile(r"\bYou (want|ask|call|need)\b"), r"The enterprise \1s"),
        (re.compile(r"\byou (want|ask|call|need)\b"), r"the enterprise \1s"),
        (re.compile(r"\bYou\b"), "The enterprise"),
        (re.compile(r"\byou\b"), "the enterprise"),
        (re.compile(r"\bYour\b"), "The enterprise's"),
        (re.compile(r"\byour\b"), "the enterprise's"),
    ),
}


def aside(one: Sentence, language: Language = "zh") -> str:
    """The sentence in ``language`` as one who is not the enterprise reads it."""
    template = translate(one.template, language)
    for pattern, other in _TURNED[language]:
        template = pattern.sub(other, template)
    return Sentence(template=template, facts=one.facts).text(language)
