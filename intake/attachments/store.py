"""Attachments: rows in, values out."""

from __future__ import annotations

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from foundation.values import value_of
from intake.attachments.attachment import Attachment
from intake.attachments.tables import AttachmentRow


def add(session: Session, attachment: Attachment) -> None:
    """Store a new attachment; a second one of the same file in the same talk is a Conflict."""
    session.add(AttachmentRow(**attachment.model_dump()))
    session.flush()


def of_talk(session: Session, conversation_id: str) -> tuple[Attachment, ...]:
    """The attachments of a talk, oldest first."""
    query = select(AttachmentRow).where(AttachmentRow.conversation_id == conversation_id).order_by(AttachmentRow.id)
    return tuple(value_of(Attachment, row) for row in session.scalars(query))


def remove(session: Session, attachment_id: str) -> None:
    """Take the row away; the original is swept away later."""
    session.execute(delete(AttachmentRow).where(AttachmentRow.id == attachment_id))


def get(session: Session, attachment_id: str) -> Attachment | None:
    """One attachment."""
    row = session.get(AttachmentRow, attachment_id)
    return None if row is None else value_of(Attachment, row)


def digests(session: Session) -> frozenset[str]:
    """The SHA-256 of every original that a row names."""
    return frozenset(session.scalars(select(AttachmentRow.sha256)))
