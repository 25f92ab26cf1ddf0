"""One turn of a talk at a door: hear, read with no session open, store. Sending the same words twice is harmless."""

from __future__ import annotations

import re

from sqlalchemy.orm import Session

from api.wiring import House
from foundation.actors import Actor
from foundation.errors import Conflict, InvalidInput, NotFound
from foundation.races import changed_meanwhile, check_seen
from foundation.unit_of_work import Work
from foundation.values import Value
from intake import service
from intake.asides import keep_aside
from intake.attached import out_of_files
from intake.conversation import Conversation
from intake.dialogue import Reply
from intake.reading.port import Heard, hear
from intake.wording import check_utterance

NEW = 0
"""The version of a talk that nobody has opened yet."""

_FRESH = re.compile(r"con_[0-9A-HJKMNP-TV-Z]{26}")


class Turn(Value):
    """The talk after a turn. ``reply`` is ``None`` when these very words had been taken in already."""

    conversation: Conversation
    reply: Reply | None


def take_turn(house: House, actor: Actor, talk_id: str, text: str, version: int, consent: bool | None = None) -> Turn:
    """Say ``text`` in the talk that was seen at ``version``; :data:`NEW` opens it.

    ``consent`` is what the person chose about a model outside the house, counting from these words on; ``None``: was
    not asked. Words that say nothing of a demand are kept beside it.

    Raises InvalidInput for words that cannot be taken and Conflict ``talk_moved_on`` when the talk went on without the
    person seeing it: an answer must not be taken for the answer to another question.
    """
    check_utterance(text)
    try:
        if version == NEW:
            return _open(house, actor, talk_id, text, consent is True)
        return _go_on(house, actor, talk_id, text, version, consent)
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


def opened(house: House, actor: Actor, talk_id: str) -> Conversation:
    """The talk of this id, opened when nobody did before: whoever hands in a file may not have said a word yet."""
    with house.reading() as session:
        if _exists(session, talk_id):
            return service.get_conversation(session, talk_id)
    check_fresh(talk_id)
    with house.working(actor) as work:
        return service.start_conversation(work, conversation_id=talk_id)


def check_fresh(talk_id: str) -> None:
    """Raise InvalidInput for an id that we never gave to an empty form."""
    if not _FRESH.fullmatch(talk_id):
        raise InvalidInput("talk_id_invalid", "这个网址不完整，请从首页重新开始", field="talk")


def _open(house: House, actor: Actor, talk_id: str, text: str, consent: bool) -> Turn:
    check_fresh(talk_id)
    with house.reading() as session:
        if _exists(session, talk_id):
            raise changed_meanwhile()
    if consent:
        conversation = opened(house, actor, talk_id)
        return _go_on(house, actor, talk_id, text, conversation.version, consent)
    heard = hear(house.reader_for(None), text)
    with house.working(actor) as work:
        conversation = service.start_conversation(work, conversation_id=talk_id)
        return _said(house, work, conversation, text, heard)


def _go_on(house: House, actor: Actor, talk_id: str, text: str, version: int, consent: bool | None) -> Turn:
    with house.reading() as session:
        conversation, asked = service.hear(session, talk_id, text)
    check_seen(version, conversation.version)
    if consent is not None and consent != conversation.model_consent:
        with house.working(actor) as work:
            conversation = service.set_model_consent(work, talk_id, consent)
    heard = hear(house.reader_for(conversation), text, asked)
    with house.working(actor) as work:
        return _said(house, work, conversation, text, heard)


def _said(house: House, work: Work, conversation: Conversation, text: str, heard: Heard) -> Turn:
    said = service.say_heard(work, conversation, text, heard, house.care_rules)
    after = said.conversation
    if after.version == conversation.version:  # nothing of it is a demand's
        after = keep_aside(work, after, text, said.reply)
    return Turn(conversation=after, reply=said.reply)


def _exists(session: Session, talk_id: str) -> bool:
    try:
        service.get_conversation(session, talk_id)
    except NotFound:
        return False
    return True


def _last_words(conversation: Conversation) -> str | None:
    draft = conversation.draft
    silent = {*draft.typed, *out_of_files(draft)}
    said = [number for number in range(len(draft.utterances)) if number not in silent]
    if draft.asides and (not said or draft.asides[-1].after > said[-1]):
        return draft.asides[-1].words
    return draft.utterances[said[-1]] if said else None
