"""An enterprise's own words of a talk, and how they would be worded as a demand: title, text, condensed version, level.

One place, so that what is shown before confirming is, character for character, what confirming makes (S0-19).
"""

from __future__ import annotations

import re

from foundation.secrecy import Level
from foundation.values import Value
from intake.attached import out_of_files, quoted_lines
from intake.demand import Draft, Evidence
from intake.fields import FieldName
from intake.grounding import fold
from intake.not_known import is_unknown
from intake.reading.discretion import level_of
from intake.releasing.condense import condense


class Wording(Value):
    """How a draft is worded. ``title`` and ``condensed`` may be published, ``text`` may not."""

    title: str
    text: str
    condensed: str
    level: Level


def wording_of(draft: Draft) -> Wording:
    """The wording of a draft as it stands; equal drafts give equal wordings."""
    text = "\n".join(own_words(draft))
    title, condensed = condense(draft.value("title"), text)
    return Wording(
        title=title or draft.value("product") or "",
        text=text,
        condensed=condensed,
        level=level_of(draft.value("confidentiality")),
    )


_TERMS: frozenset[FieldName] = frozenset({"contact", "confidentiality", "budget", "deadline", "region"})
"""A bare answer about these ("不用保密", "两三万吧") stands in its field; alone it tells nobody anything."""

_AROUND = re.compile(
    r"预算|大概|大约|差不多|希望|最好|左右|以内|之内|之前|就行|可以|[吧啊呢哦嗯的了前内,，.。!！~～ \n]"
)


def _is_all(evidence: Evidence, utterance: str) -> bool:
    """Whether an utterance says no more than these words."""
    return not _AROUND.sub("", utterance[: evidence.start] + utterance[evidence.end :])


def own_words(draft: Draft) -> list[str]:
    """What was said, in order, without contacts, bare answers about terms, "I do not know", what was typed, and further
    matters.

    Texts of files are no words of the person; the lines quoted from them stand in where nobody said anything.
    """
    silent = (
        set(draft.typed)
        | out_of_files(draft)
        | {
            evidence.utterance
            for reading in draft.readings
            for evidence in reading.evidence
            if reading.rule == "confirmation"
            or (
                (reading.origin == "unknown" or reading.field in _TERMS)
                and _is_all(evidence, draft.utterances[evidence.utterance])
            )
        }
    )
    titles = {e.utterance for r in draft.readings if r.field == "title" and r.rule == "title" for e in r.evidence}
    words = []
    for number, utterance in enumerate(draft.utterances):
        if number in silent | titles or is_unknown(fold(utterance).text.strip()):
            continue
        others = [other for other in draft.others if other.utterance == number]
        words.append(utterance[: others[0].start].rstrip(" ,，;；。\n") if others else utterance)
    return [word for word in words if word.strip()] or quoted_lines(draft)
