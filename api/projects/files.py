"""Taking a file in for an engagement at a door: look into it with no session open, then keep it in one transaction."""

from __future__ import annotations

from api.talks.attaching import file_reader
from api.wiring import House
from engagement.files import KeptFile, keep, look_into
from foundation.actors import Actor


def keep_file(house: House, actor: Actor, engagement_id: str, name: str, content: bytes) -> KeptFile:
    """One file; nothing is stored when it is refused. Errors as :func:`engagement.files.keep`."""
    most = house.settings.max_upload_bytes
    look_into(name, content, file_reader(house.settings), most)
    with house.working(actor) as work:
        return keep(work, engagement_id, name, content, most)
