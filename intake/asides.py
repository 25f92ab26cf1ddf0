"""Words beside the matter are kept in the talk, so that nobody's words vanish; they make no demand."""

from __future__ import annotations

from foundation.errors import Conflict
from foundation.unit_of_work import Work
from intake import store
from intake.conversation import Conversation
from intake.demand import Aside
from intake.dialogue import Reply
from intake.wording import check_utterance

MOST_ASIDES = 50


def keep_aside(work: Work, conversation: Conversation, words: str, reply: Reply) -> Conversation:
    """The talk with words that said nothing of a demand, and their answer. State, values and care stay as they are.

    Raises Conflict when the talk moved on since, or holds too many already.
    """
    check_utterance(words)
    draft = conversation.draft
    if len(draft.asides) >= MOST_ASIDES:
        raise Conflict("conversation_too_long", "这个对话太长了，请先确认，或另开一个")
    aside = Aside(after=len(draft.utterances), words=words, sentences=reply.sentences)
    after = draft.model_copy(update={"asides": (*draft.asides, aside)})
    update = {"draft": after, "updated_at": work.now}
    return store.save_conversation(work.session, conversation, conversation.model_copy(update=update))
