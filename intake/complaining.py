"""Who says outright "this is a complaint" gets a case with a number, whether the talk became a demand or not."""

from __future__ import annotations

from foundation.language import sentence
from foundation.unit_of_work import Work
from intake import store, talks
from intake.cares.care import DEFAULT_RULES, CareRules
from intake.complaints import store as complaint_store
from intake.complaints.cases import open_complaint
from intake.complaints.complaint import Complaint
from intake.demand import Answer
from intake.dialogue import Reply
from intake.wording import check_utterance

_RECEIVED = sentence("这件事按投诉办理，不走新需求；会有专人联系您。")


def complain(work: Work, conversation_id: str, words: str, rules: CareRules = DEFAULT_RULES) -> Complaint:
    """The case these words open. The same words twice are one case.

    A talk that became no demand leaves the funnel and is a complaint from now on; a demand goes on beside its
    complaint. Raises InvalidInput for words that cannot be taken, NotFound.
    """
    check_utterance(words)
    seen = store.get_conversation(work.session, conversation_id)
    cases = complaint_store.complaints_of(work.session, conversation_id)
    held = next((case for case in cases if case.words == words and case.state != "closed"), None)
    if held is not None:
        return held
    if seen.status in ("confirmed", "complaint"):
        return open_complaint(work, words, conversation_id, seen.demand_id, seen.enterprise, rules)
    reply = Reply(turn="complaint", sentences=(_RECEIVED,), flags=("complaint",))
    draft = seen.draft
    after = draft.model_copy(
        update={
            "utterances": (*draft.utterances, words),
            "flags": (*draft.flags, "complaint"),
            "answers": (*draft.answers, Answer(utterance=len(draft.utterances), sentences=reply.sentences)),
        }
    )
    changes = {"draft": after, "status": "complaint", "updated_at": work.now}
    saved = store.save_conversation(work.session, seen, seen.model_copy(update=changes))
    talks.hand_over(work, saved, words, reply, rules)
    work.record("conversation.complaint", conversation_id)
    return complaint_store.complaints_of(work.session, conversation_id)[-1]
