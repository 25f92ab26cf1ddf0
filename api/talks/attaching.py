"""Taking a file in at a door: look, read it with no session open, keep the original, then write row and talk."""

from __future__ import annotations

from functools import cache

from api.wiring import House
from foundation.actors import Actor
from foundation.errors import Conflict
from foundation.settings import Settings
from intake.attachments import keeping, service
from intake.attachments.reading import ChildReader, FileReader
from intake.attachments.service import Taken

_TRIES = 3
"""Words may be said while a file is read; then its row is written after them."""


def attach_file(
    house: House, actor: Actor, conversation_id: str, name: str, content: bytes, reader: FileReader | None = None
) -> Taken:
    """One file into one talk. Nothing is stored when it is refused."""
    settings = house.settings
    most = settings.attachments_per_talk
    with house.reading() as session:
        service.expect(session, actor, conversation_id, most)
    file = service.examine(content, name, reader or file_reader(settings), settings.max_upload_bytes)
    keeping.keep(settings.attachments_dir, content)
    for left in reversed(range(_TRIES)):
        try:
            with house.working(actor) as work:
                return service.take(work, conversation_id, file, most)
        except Conflict as lost:
            if lost.code != "changed_meanwhile" or not left:
                raise
    raise AssertionError("the last try returns or raises")


@cache
def _reader(seconds: float, memory_mb: int) -> FileReader:
    return ChildReader(seconds, memory_mb * 2**20)


def file_reader(settings: Settings) -> FileReader:
    """What reads files, within the limits of the settings."""
    return _reader(settings.attachment_seconds, settings.attachment_memory_mb)
