"""One turn of a talk at a door: hear, read with no session open, store. Sending the same words twice is harmless."""

from __future__ import annotations

import re

from sqlalchemy.orm import Session

from api.wiring import House
from foundation.actors import Actor
from foundation.errors import Conflict, InvalidInput, NotFound
from foundation.values import Value
from intake import service
from intake.conversation import Conversation
from intake.dialogue import Reply
from intake.reading.port import hear
from intake.wording import check_utterance

NEW = 0
"""The version of a talk that nobody has opened yet."""

_FRESH = re.compile(r"con_[0-9A-HJKMNP-TV-Z]{26}")


class Turn(Value):
    """The talk after a turn. ``reply`` is ``None`` when these very words had been taken in already."""

    conversation: Conversation
    reply: Reply | None

    @property
    def is_kept(self) -> bool:
        """Whether the words are part of the talk now; a greeting or words about something else are not."""
        return self.reply is None or self.reply.turn in ("taken_in", "complaint")


def take_turn(house: House, actor: Actor, talk_id: str, text: str, version: int) -> Turn:
    """Say ``text`` in the talk that was seen at ``version``; :data:`NEW` opens it.

    Raises InvalidInput for words that cannot be taken and Conflict ``talk_moved_on`` when the talk went on without the
    person seeing it: an answer must not be taken for the answer to another question.
    """
    check_utterance(text)
    try:
        return _open(house, actor, talk_id, text) if version == NEW else _go_on(house, actor, talk_id, text, version)
    except Conflict as conflict:
        if conflict.code not in ("changed_meanwhile", "conversation_closed"):
            raise
        with house.reading() as session:
            conversation = service.get_conversation(session, talk_id)
        if _last_words(conversation) == text:
            return Turn(conversation=conversation, reply=None)
        if conflict.code == "conversation_closed":
            raise
        raise Conflict(
            "talk_moved_on", "这个对话在别处又往前走了一步。您刚写的话还在下面，看一眼新的内容再发。"
        ) from conflict


def _open(house: House, actor: Actor, talk_id: str, text: str) -> Turn:
    if not _FRESH.fullmatch(talk_id):
        raise InvalidInput("talk_id_invalid", "这个网址不完整，请从首页重新开始", field="talk")
    with house.reading() as session:
        if _exists(session, talk_id):
            raise Conflict("changed_meanwhile", "这条记录刚刚被别人改过，请刷新后再试")
    heard = hear(house.reader_for(None), text)
    with house.working(actor) as work:
        conversation = service.start_conversation(work, conversation_id=talk_id)
        said = service.say_heard(work, conversation, text, heard, house.care_rules)
    return Turn(conversation=said.conversation, reply=said.reply)


def _go_on(house: House, actor: Actor, talk_id: str, text: str, version: int) -> Turn:
    with house.reading() as session:
        conversation, asked = service.hear(session, talk_id, text)
    if conversation.version != version:
        raise Conflict("changed_meanwhile", "这条记录刚刚被别人改过，请刷新后再试")
    heard = hear(house.reader_for(conversation), text, asked)
    with house.working(actor) as work:
        said = service.say_heard(work, conversation, text, heard, house.care_rules)
    return Turn(conversation=said.conversation, reply=said.reply)


def _exists(session: Session, talk_id: str) -> bool:
    try:
        service.get_conversation(session, talk_id)
    except NotFound:
        return False
    return True


def _last_words(conversation: Conversation) -> str | None:
    draft = conversation.draft
    said = [words for number, words in enumerate(draft.utterances) if number not in draft.typed]
    return said[-1] if said else None
