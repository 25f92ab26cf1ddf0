"""What a model reads otherwise waits for the person's yes or no; a yes makes it a value with the quoted words. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from foundation.errors import Conflict
from intake.demand import Draft, Reading
from intake.fields import LIST_FIELDS, FieldName

MOST_WAITING = 12


def proposed(before: Draft, after: Draft, found: Sequence[Reading]) -> Draft:
    """The draft ``after`` a turn with what is proposed now: what still waits, then what was found in the last words.

    What the person spoke of in this turn is settled by that; what is known needs no proposal.
    """
    settled = {field for field in _single(after) if before.values(field) != after.values(field)}
    number = len(after.utterances) - 1
    fresh = [_placed(one, number) for one in found]
    waiting: dict[tuple[FieldName, str], Reading] = {}
    for one in (*(kept for kept in after.proposals if kept.field not in settled), *fresh):
        if one.value not in after.values(one.field):
            waiting.setdefault((one.field, one.value), one)
    return after.model_copy(update={"proposals": tuple(waiting.values())[-MOST_WAITING:]})


def settled(draft: Draft, field: FieldName, value: str, is_accepted: bool) -> Draft:
    """The draft after a yes or a no. A yes joins a list, and takes the place of a single value.

    Raises Conflict ``proposal_gone`` when nothing like it waits.
    """
    meant = next((one for one in draft.proposals if (one.field, one.value) == (field, value)), None)
    if meant is None:
        raise Conflict("proposal_gone", "“{value}”刚才已经定过了，请看一眼现在的值", value=value)
    others = tuple(one for one in draft.proposals if one is not meant)
    if not is_accepted:
        return draft.model_copy(update={"proposals": others})
    accepted = meant.model_copy(update={"origin": "confirmed"})
    is_list = field in LIST_FIELDS
    kept = tuple(r for r in draft.readings if r.field != field or (is_list and r.origin != "unknown"))
    waiting = tuple(one for one in others if is_list or one.field != field)
    return draft.model_copy(update={"readings": (*kept, accepted), "proposals": waiting})


def _single(draft: Draft) -> set[FieldName]:
    return {found.field for found in draft.readings if found.field not in LIST_FIELDS}


def _placed(found: Reading, number: int) -> Reading:
    moved = tuple(evidence.model_copy(update={"utterance": number}) for evidence in found.evidence)
    return found.model_copy(update={"evidence": moved})
