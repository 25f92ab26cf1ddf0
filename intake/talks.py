"""What becomes of a talk beside a demand: a complaint with its number, or an end, by the desk or by the enterprise."""

from __future__ import annotations

from sqlalchemy.orm import Session

from foundation.errors import Conflict
from foundation.language import Sentence, sentence
from foundation.process import expect_coordinator
from foundation.unit_of_work import Work
from intake import store
from intake.cares.care import CareRules
from intake.cares.caring import end_care
from intake.complaints.cases import open_complaint
from intake.complaints.store import complaint_of
from intake.conversation import Conversation
from intake.dialogue import Reply
from intake.life import ENDS, REASONS, Ending, ending_of

CLOSING = ("no_answer", "not_needed", "not_ours", "repeated")
"""Why the desk may close a talk that was left open."""


AGAIN = sentence("以后想接着办，在这个对话里接着说就行").template
"""What an enterprise can do that took its talk back."""


def hand_over(work: Work, conversation: Conversation, words: str, reply: Reply, rules: CareRules) -> Reply:
    """The talk turned out to be a complaint: open a case; the reply with its number."""
    case = open_complaint(work, words, conversation.id, None, conversation.enterprise, rules)
    end_care(
        work,
        "talk",
        conversation.id,
        Ending(
            reason_code="complaint",
            answer=f"已按投诉受理，编号 {case.id}。",
            next_step=REASONS["complaint"].next_step,
        ),
    )
    return _numbered(reply, case.id)


def with_number(session: Session, conversation: Conversation, reply: Reply) -> Reply:
    """The reply with the number of the complaint that was heard in this talk before, if one was."""
    if conversation.status != "complaint":
        return reply
    case = complaint_of(session, conversation.id)
    return reply if case is None else _numbered(reply, case.id)


def end_talk(work: Work, conversation_id: str, demand_id: str) -> None:
    """The talk became a demand, which is looked after from now on."""
    ending = Ending(
        reason_code="became_demand", answer=f"已登记为需求 {demand_id}。", next_step="凭需求编号查询办理进展"
    )
    end_care(work, "talk", conversation_id, ending)


def close_talk(
    work: Work, conversation_id: str, reason_code: str | None, answer: str | None, next_step: str | None
) -> Conversation:
    """The desk closes a talk that was left open; whoever speaks in it again opens it again.

    Raises NotAllowed for anybody but a coordinator, Conflict when it is not open, InvalidInput for what is missing.
    """
    expect_coordinator(work.actor, "关闭对话")
    seen = _open_one(work, conversation_id)
    return _close(work, seen, ending_of(CLOSING, reason_code, answer, next_step), "closed")


def take_back_talk(work: Work, conversation_id: str, reason_code: str | None) -> Conversation:
    """The enterprise takes a talk back that became no demand; whoever speaks in it opens it again.

    Raises Conflict ``talk_not_open`` when it is over, InvalidInput for a missing or strange reason.
    """
    seen = _open_one(work, conversation_id)
    ending = ending_of(ENDS["withdraw"], reason_code, taken_back(reason_code), AGAIN)
    return _close(work, seen, ending, "withdrawn")


def taken_back(reason_code: str | None) -> str:
    """What an enterprise is answered that took its matter back."""
    known = REASONS.get(reason_code or "")
    return f"已按您的要求撤回：{known.label}。" if known else "已按您的要求撤回。"


def _open_one(work: Work, conversation_id: str) -> Conversation:
    seen = store.get_conversation(work.session, conversation_id)
    if seen.status != "open":
        raise Conflict("talk_not_open", "这个对话已经办结")
    return seen


def _close(work: Work, seen: Conversation, ending: Ending, how: str) -> Conversation:
    after = seen.model_copy(update={"status": "closed", "updated_at": work.now})
    saved = store.save_conversation(work.session, seen, after)
    end_care(work, "talk", seen.id, ending)
    work.record(f"conversation.{how}", seen.id, {"reason": ending.reason_code})
    return saved


def _numbered(reply: Reply, case_id: str) -> Reply:
    said: Sentence = sentence("投诉编号是 {complaint}，查询进展请报这个编号。", complaint=case_id)
    return reply.model_copy(update={"sentences": (*reply.sentences, said)})
