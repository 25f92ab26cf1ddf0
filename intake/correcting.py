"""Changing single values of an open talk in place; what was typed is kept as the evidence of the new value.

Each change names the value it means, so that the other values of the same field keep their words.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, get_args

from pydantic import Field

from foundation.errors import Conflict, InvalidInput
from foundation.races import check_seen
from foundation.text import MAX_CHARACTERS
from foundation.unit_of_work import Work
from foundation.values import Value
from intake import store
from intake.conversation import Conversation
from intake.demand import Draft, Reading
from intake.fields import LIST_FIELDS, SERVICE_CATEGORIES, FieldName, LifeCycleStage, ProblemType
from intake.proposals import settled
from intake.reading.discretion import AGREEMENT, OPEN, SECRET
from intake.reading.titles import put_together
from intake.service import correct

CHOICES: dict[FieldName, tuple[str, ...]] = {
    "service_category": SERVICE_CATEGORIES,
    "problem_type": get_args(ProblemType),
    "life_cycle_stage": get_args(LifeCycleStage),
    "confidentiality": (SECRET, AGREEMENT, OPEN),
}
"""Fields whose values come from a closed list."""

Words = Annotated[str, Field(max_length=MAX_CHARACTERS)]


class Change(Value):
    """One value typed over: ``old`` empty adds a value, ``new`` empty takes the old one away."""

    field: FieldName
    old: Words = ""
    new: Words = ""


def correct_talk(
    work: Work, conversation_id: str, changes: Sequence[Change], expected_version: int | None = None
) -> Conversation:
    """The open talk with these changes, stored and recorded; unchanged when nothing changes.

    Raises Conflict when the talk is over, has moved on (``expected_version``) or holds no such old value; InvalidInput
    for a value that cannot be taken.
    """
    seen = _seen(work, conversation_id, expected_version)
    draft = changed(seen.draft, changes)
    if draft == seen.draft:
        return seen
    saved = _saved(work, seen, draft)
    work.record("conversation.corrected", conversation_id, {"fields": sorted({change.field for change in changes})})
    return saved


def settle_proposal(
    work: Work,
    conversation_id: str,
    field: FieldName,
    value: str,
    is_accepted: bool,
    expected_version: int | None = None,
) -> Conversation:
    """The open talk after the person's yes or no to what a model proposed; a yes is recorded as a correction.

    Raises Conflict as :func:`correct_talk`, and ``proposal_gone``.
    """
    seen = _seen(work, conversation_id, expected_version)
    draft = settled(seen.draft, field, value, is_accepted)
    saved = _saved(work, seen, retitled(draft, field) if is_accepted else draft)
    if is_accepted:
        work.record("conversation.corrected", conversation_id, {"fields": [field], "proposed_by": "model"})
    return saved


def _seen(work: Work, conversation_id: str, expected_version: int | None) -> Conversation:
    seen = store.get_conversation(work.session, conversation_id)
    if seen.status != "open":
        raise Conflict("conversation_closed", "这条需求已经确认；新的需求请另开一个对话")
    check_seen(expected_version, seen.version)
    return seen


def _saved(work: Work, seen: Conversation, draft: Draft) -> Conversation:
    after = seen.model_copy(update={"draft": draft, "updated_at": work.now})
    return store.save_conversation(work.session, seen, after)


def changed(draft: Draft, changes: Sequence[Change]) -> Draft:
    """The draft after these changes, one after another; pure."""
    for change in changes:
        old, new = change.old.strip(), change.new.strip()
        if old != new:
            draft = _changed(draft, change.field, old, new)
    return draft


def _changed(draft: Draft, field: FieldName, old: str, new: str) -> Draft:
    if new and new not in CHOICES.get(field, (new,)):
        raise InvalidInput("value_not_listed", "“{value}”不在可选的值里", field=field, value=new)
    held = [reading for reading in draft.readings if reading.field == field and reading.origin != "unknown"]
    meant = next((reading for reading in held if reading.value == old), None)
    if old and meant is None:
        raise Conflict("value_gone", "“{value}”刚才已经改过了，请看一眼现在的值", value=old)
    typed = correct(draft, {field: new})  # of this field, only what was typed now
    fresh = tuple(reading for reading in typed.readings if reading.field == field)
    after: list[Reading] = []
    for reading in draft.readings:
        if reading is meant:
            after += fresh
        elif reading.field != field or (reading in held and (meant is not None or field in LIST_FIELDS)):
            after.append(reading)
    if meant is None:
        after += fresh
    waiting = tuple(one for one in typed.proposals if one.field != field or field in LIST_FIELDS)
    return retitled(typed.model_copy(update={"readings": tuple(after), "proposals": waiting}), field)


def retitled(draft: Draft, field: FieldName) -> Draft:
    """A title somebody gave is named and stays; one that was put together follows what is known."""
    title = next((reading for reading in draft.readings if reading.field == "title"), None)
    rest = tuple(reading for reading in draft.readings if reading is not title)
    if title is None:
        return draft
    if field == "title":
        return draft.model_copy(update={"readings": (title.model_copy(update={"rule": "named"}), *rest)})
    if title.rule != "condensed":
        return draft
    built = put_together(rest)
    return draft.model_copy(update={"readings": rest if built is None else (built, *rest)})
