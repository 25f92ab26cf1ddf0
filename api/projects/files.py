"""Files of an engagement at a door: look into one with no session open, keep it in one transaction, list them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from api.talks.attaching import file_reader
from api.wiring import House
from engagement.access.seeing import may_read
from engagement.files import KeptFile, keep, list_kept, look_into
from engagement.record import Engagement
from foundation.actors import Actor
from foundation.values import Value, value_of


class FileShown(Value):
    """One file as the caller sees it; steps name it by ``sha256``."""

    sha256: str
    name: str
    size: int
    media_type: str
    kept_at: datetime
    kept_by: str | None
    """The id of who handed it in; told to a coordinator and to who did."""


def files_shown(session: Session, engagement: Engagement, actor: Actor) -> tuple[FileShown, ...]:
    """The files that this actor may read, oldest first."""
    kept = list_kept(session, engagement.id)
    return tuple(file_shown(one, actor) for one in kept if may_read(engagement, actor, one))


def file_shown(kept: KeptFile, actor: Actor | None = None) -> FileShown:
    """A file for somebody who may read it."""
    is_told = actor is not None and (actor.holds("coordinator") or actor.id == kept.kept_by)
    return value_of(FileShown, kept, kept_by=kept.kept_by if is_told else None)


def keep_file(house: House, actor: Actor, engagement_id: str, name: str, content: bytes) -> KeptFile:
    """One file; nothing is stored when it is refused. Errors as :func:`engagement.files.keep`."""
    most = house.settings.max_upload_bytes
    look_into(name, content, file_reader(house.settings), most)
    with house.working(actor) as work:
        return keep(work, engagement_id, name, content, most)
