"""An enterprise's own words of a talk, and how they would be worded as a demand: title, text, condensed version, level.

One place, so that what is shown before confirming is, character for character, what confirming makes (S0-19).
"""

from __future__ import annotations

from foundation.secrecy import Level
from foundation.values import Value
from intake.attached import out_of_files, quoted_lines
from intake.condense import condense
from intake.demand import Draft
from intake.reading.discretion import level_of


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


def own_words(draft: Draft) -> list[str]:
    """What was said, in order, without contacts, answers of "I do not know", typed corrections and further matters.

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
                (reading.origin == "unknown" or reading.field == "contact")
                and evidence.quote == draft.utterances[evidence.utterance].strip()
            )
        }
    )
    titles = {e.utterance for r in draft.readings if r.field == "title" and r.rule == "title" for e in r.evidence}
    words = []
    for number, utterance in enumerate(draft.utterances):
        if number in silent | titles:
            continue
        others = [other for other in draft.others if other.utterance == number]
        words.append(utterance[: others[0].start].rstrip(" ,，;；。\n") if others else utterance)
    return [word for word in words if word.strip()] or quoted_lines(draft)
