"""Reading an engagement at a door: who may, and the trace that they did, in a transaction of its own.

A file or a paper that was opened is recorded at every level, as the originals of attachments are; that somebody looked
at the project itself, at level secret.
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from api.wiring import House
from engagement.access.reading import expect_reads_paper, note_looked, note_paper, open_file
from engagement.documents.service import Form, Paper, agreement_paper
from engagement.files import KeptFile
from engagement.record import Engagement
from engagement.service import show_engagement
from foundation.actors import Actor
from foundation.language import Language

What = Literal["record", "log", "offers", "files", "page"]


def project_for(house: House, actor: Actor, engagement_id: str, what: What) -> Engagement:
    """The whole engagement, for a door that shows of it what the reader needs to know."""
    with house.reading() as session:
        found = show_engagement(session, engagement_id)
    if found.level == "secret":
        with house.working(actor) as work:
            note_looked(work, found, what)
    return found


def file_for(house: House, actor: Actor, engagement_id: str, sha256: str) -> tuple[KeptFile, bytes]:
    """A file that is kept with the engagement. Errors as :func:`engagement.access.reading.open_file`."""
    with house.working(actor) as work:
        return open_file(work, engagement_id, sha256)


def agreement_for(
    house: House, actor: Actor, engagement_id: str, version: int | None, form: Form, language: Language
) -> Paper:
    """The agreement as a paper; printing takes a moment, so nothing is written meanwhile.

    Raises NotAllowed for who sees no terms, and as :func:`engagement.documents.service.agreement_paper`.
    """
    templates: Path = house.settings.templates_dir
    with house.reading() as session:
        engagement = show_engagement(session, engagement_id)
        expect_reads_paper(actor)
        paper = agreement_paper(session, engagement_id, version, form, language, templates)
    with house.working(actor) as work:
        note_paper(work, engagement, paper)
    return paper
