"""Taking a file back before the demand is confirmed: its row, its text and what was read of it go; the original later.

The place of the text among the utterances stays, empty, for evidence counts utterances.
"""

from __future__ import annotations

from foundation.errors import Conflict, NotFound
from foundation.unit_of_work import Work
from intake import store as talks
from intake.attachments import store
from intake.conversation import Conversation
from intake.correcting import retitled
from intake.demand import Draft


def remove_attachment(work: Work, conversation_id: str, attachment_id: str) -> Conversation:
    """The talk without this file. Gone already, nothing happens.

    Raises NotFound for another talk's file, Conflict when the talk became a demand: then the file is evidence.
    """
    seen = talks.get_conversation(work.session, conversation_id)
    found = store.get(work.session, attachment_id)
    if found is None:
        return seen
    if found.conversation_id != conversation_id:
        raise NotFound("attachment_unknown", "这个对话里没有这个附件：{attachment}", attachment=attachment_id)
    if seen.status == "confirmed":
        raise Conflict("conversation_closed", "这条需求已经确认；新的需求请另开一个对话")
    store.remove(work.session, attachment_id)
    draft = without(seen.draft, attachment_id)
    if draft != seen.draft:
        after = seen.model_copy(update={"draft": draft, "updated_at": work.now})
        seen = talks.save_conversation(work.session, seen, after)
    work.record("attachment.removed", attachment_id, {"conversation": conversation_id, "sha256": found.sha256})
    return seen


def without(draft: Draft, attachment_id: str) -> Draft:
    """The draft without a file's text and the values that quote it; pure."""
    numbers = {one.utterance for one in draft.attached if one.attachment_id == attachment_id}
    if not numbers:
        return draft
    kept = tuple(
        found
        for found in draft.readings
        if found.field == "title" or not any(evidence.utterance in numbers for evidence in found.evidence)
    )
    words = tuple("" if number in numbers else said for number, said in enumerate(draft.utterances))
    update = {
        "utterances": words,
        "readings": kept,
        "answers": tuple(answer for answer in draft.answers if answer.utterance not in numbers),
    }
    return retitled(draft.model_copy(update=update), "product")
