"""Use cases of attachments. Opening a file is slow: look first (:func:`expect`), then :func:`examine` with no session
open, then :func:`intake.attachments.keeping.keep`, and last :func:`take` in one transaction.
"""

from __future__ import annotations

from pathlib import Path

from sqlalchemy.orm import Session

from foundation.actors import Actor
from foundation.errors import Conflict, NotFound
from foundation.secrecy import DEFAULT_LEVEL, Level, highest
from foundation.text import MAX_CHARACTERS, clean
from foundation.unit_of_work import Work
from foundation.values import Value
from intake import store as talks
from intake.attachments import keeping, store
from intake.attachments.attachment import Attachment, ReadFile, Reason
from intake.attachments.gate import admit
from intake.attachments.markings import check_markings
from intake.attachments.naming import clean_name
from intake.attachments.offering import offer
from intake.attachments.reading import FileReader
from intake.conversation import Conversation
from intake.demand import Answer, Draft, Reading
from intake.dialogue import Reply
from intake.reading.discretion import level_of
from intake.reading.rules import read_statement
from intake.reading.statement import state
from intake.service import MOST_UTTERANCES


class Examined(ReadFile):
    """A file that may be kept, and what its text says. Nothing of it is stored yet."""

    readings: tuple[Reading, ...] = ()


class Taken(Value):
    """What handing in a file gave: its row, the talk as it stands now, and the reply."""

    attachment: Attachment
    conversation: Conversation
    reply: Reply


def expect(session: Session, actor: Actor, conversation_id: str, most: int) -> None:
    """Whether this talk takes one more file: NotFound, or Conflict when it is over or has ``most`` already."""
    conversation = _talk(session, actor, conversation_id)
    if conversation.status == "confirmed":
        raise Conflict("conversation_closed", "这条需求已经确认；新的需求请另开一个对话")
    if len(store.of_talk(session, conversation_id)) >= most:
        raise Conflict("attachments_too_many", "一个对话最多交 {most} 个文件", most=most)
    if len(conversation.draft.utterances) >= MOST_UTTERANCES:
        raise Conflict("conversation_too_long", "这个对话太长了，请先确认，或另开一个")


def examine(content: bytes, given_name: str, reader: FileReader, most_bytes: int) -> Examined:
    """What a file is and says. By rules alone: no text of a file goes to a language model.

    :raises InvalidInput: see :func:`intake.attachments.gate.admit`; ``state_secret_refused`` for a marked name or text.
    """
    name = clean_name(given_name)
    check_markings(name)
    kind = admit(content, name, most_bytes)
    heard = reader.read(content, kind)
    check_markings(heard.text)
    whole = clean(heard.text)
    check_markings(whole)
    text = whole[:MAX_CHARACTERS].rstrip()
    reason: Reason | None = heard.reason or (None if text else "no_text")
    is_read = reason is None
    return Examined(
        name=name,
        kind=kind,
        bytes=len(content),
        sha256=keeping.digest(content),
        text=text if is_read else None,
        state="read" if is_read else "kept" if reason == "image" else "unreadable",
        reason="cut" if is_read and len(whole) > MAX_CHARACTERS else reason,
        readings=read_statement(state(None, text)) if is_read else (),
    )


def take(work: Work, conversation_id: str, file: Examined, most: int) -> Taken:
    """The row and, when there is text, the talk with what it says. The original must have been kept before.

    A file that this talk holds already is not taken twice.
    """
    conversation = _talk(work.session, work.actor, conversation_id)
    held = next((one for one in store.of_talk(work.session, conversation_id) if one.sha256 == file.sha256), None)
    if held is not None:
        return Taken(attachment=held, conversation=conversation, reply=offer(conversation.draft, held, ())[1])
    expect(work.session, work.actor, conversation_id, most)
    attachment = Attachment(
        id=work.new_id("att"),
        conversation_id=conversation_id,
        created_at=work.now,
        level=DEFAULT_LEVEL,
        **file.model_dump(exclude={"readings"}),
    )
    draft, reply = offer(conversation.draft, attachment, file.readings)
    attachment = attachment.model_copy(update={"level": _level(draft)})
    store.add(work.session, attachment)
    if conversation.status == "open" and draft != conversation.draft:
        answer = Answer(utterance=len(draft.utterances) - 1, sentences=reply.sentences)
        draft = draft.model_copy(update={"answers": (*draft.answers, answer)})
        after = conversation.model_copy(update={"draft": draft, "updated_at": work.now})
        conversation = talks.save_conversation(work.session, conversation, after)
    facts = {"conversation": conversation_id, "kind": file.kind, "bytes": file.bytes, "sha256": file.sha256}
    work.record("attachment.added", attachment.id, {**facts, "state": file.state})
    return Taken(attachment=attachment, conversation=conversation, reply=reply)


def list_attachments(session: Session, actor: Actor, conversation_id: str) -> tuple[Attachment, ...]:
    """The files of a talk, oldest first, each at the level of the talk if that is higher."""
    conversation = _talk(session, actor, conversation_id)
    return tuple(_raised(one, conversation) for one in store.of_talk(session, conversation_id))


def open_original(work: Work, conversation_id: str, attachment_id: str, folder: Path) -> tuple[Attachment, bytes]:
    """A file as it was handed in, for who holds the talk or a coordinator; that it was opened is recorded."""
    conversation = _talk(work.session, work.actor, conversation_id)
    found = store.get(work.session, attachment_id)
    if found is None or found.conversation_id != conversation_id:
        raise NotFound("attachment_unknown", "这个对话里没有这个附件：{attachment}", attachment=attachment_id)
    content = keeping.original(folder, found.sha256)
    found = _raised(found, conversation)
    work.record("attachment.opened", found.id, {"conversation": conversation_id, "level": found.level})
    return found, content


def lost_originals(session: Session, folder: Path) -> tuple[str, ...]:
    """The SHA-256 of originals that a row names and that are gone or changed."""
    return tuple(sha256 for sha256 in sorted(store.digests(session)) if not keeping.is_whole(folder, sha256))


def sweep(work: Work, folder: Path) -> int:
    """Removes what an interrupted upload left behind; how many files."""
    return keeping.sweep(folder, store.digests(work.session), work.now)


def _talk(session: Session, actor: Actor, conversation_id: str) -> Conversation:
    """The talk, for who holds its id; another organisation is told that there is none."""
    conversation = talks.get_conversation(session, conversation_id)
    theirs, whose = actor.organisation, conversation.enterprise
    if theirs is not None and whose is not None and theirs != whose and not actor.holds("coordinator"):
        raise NotFound("conversation_unknown", "没有这个对话：{conversation}", conversation=conversation_id)
    return conversation


def _level(draft: Draft) -> Level:
    return highest(DEFAULT_LEVEL, level_of(draft.value("confidentiality")))


def _raised(attachment: Attachment, conversation: Conversation) -> Attachment:
    return attachment.model_copy(update={"level": highest(attachment.level, _level(conversation.draft))})
