"""Which words of a talk came out of a file, and how they differ from what a person said. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from intake.demand import Draft, Reading
from intake.fields import LIST_FIELDS


def out_of_files(draft: Draft) -> frozenset[int]:
    """The numbers of the utterances that are texts of files."""
    return frozenset(one.utterance for one in draft.attached)


def give_way(draft: Draft, said: Sequence[Reading]) -> Draft:
    """The draft without the single values of files that the person now speaks of: people's words come first."""
    files = out_of_files(draft)
    spoken = {found.field for found in said if found.field not in LIST_FIELDS}
    kept = tuple(
        known
        for known in draft.readings
        if known.field not in spoken or not known.evidence or any(e.utterance not in files for e in known.evidence)
    )
    return draft if len(kept) == len(draft.readings) else draft.model_copy(update={"readings": kept})


def quoted_lines(draft: Draft) -> list[str]:
    """The lines of files that values were read from, in order: what is told when nobody said a word."""
    files = out_of_files(draft)
    places = sorted(
        {(e.utterance, e.start) for found in draft.readings for e in found.evidence if e.utterance in files}
    )
    lines = []
    for number, start in places:
        text = draft.utterances[number]
        end = text.find("\n", start)
        lines.append(text[text.rfind("\n", 0, start) + 1 : len(text) if end < 0 else end].strip())
    return list(dict.fromkeys(lines))
