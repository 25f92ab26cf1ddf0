"""Use cases of agreement documents: the paper of one version, from the template of the centre or the shipped one."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import Literal

from sqlalchemy.orm import Session

from engagement.documents.content import BLANK, Parties, content_of
from engagement.documents.filling import filled
from engagement.documents.printing import pdf_of
from engagement.documents.template import shipped, template_file
from engagement.keeping_store import expect_whole
from engagement.record import Engagement
from engagement.store import load
from foundation.errors import NotFound, Unavailable
from foundation.language import Language
from foundation.values import Value
from intake.service import get_demand
from kb.service import find_centre

Form = Literal["docx", "pdf"]
MOST_TEMPLATE_BYTES = 5 * 2**20


class Paper(Value):
    """A document: its file name, its bytes, and which version and terms it says."""

    name: str
    form: Form
    version: int
    digest: str
    content: bytes


def agreement_paper(
    session: Session,
    engagement_id: str,
    version: int | None = None,
    form: Form = "docx",
    language: Language = "zh",
    templates: Path | None = None,
) -> Paper:
    """The agreement of a version (or the draft on the table) as DOCX or PDF; the same input gives the same DOCX bytes.

    ``templates``: the folder in which a centre's own template may lie (:func:`template_for`).

    :raises NotFound: ``engagement_not_found``. :raises Conflict: ``no_offer_yet``, ``engagement_erased``.
        :raises NotReady: ``pdf_printer_missing``. :raises InvalidInput: ``agreement_version_unknown``,
        ``price_below_fen`` and those of a template (:func:`engagement.documents.filling.filled`).
        :raises Unavailable: ``agreement_template_unavailable``, ``pdf_font_missing``.
    """
    engagement = load(session, engagement_id)
    expect_whole(session, engagement_id)
    content = content_of(engagement, parties_of(session, engagement), version, language)
    document = filled(template_for(engagement.centre_id, language, templates), content, language)
    return Paper(
        name=f"{engagement.id}-v{content.version}.{form}",
        form=form,
        version=content.version,
        digest=content.digest,
        content=document if form == "docx" else pdf_of(document, content, language),
    )


def parties_of(session: Session, engagement: Engagement) -> Parties:
    """The registered names; an enterprise known by its demand only is a blank, a centre that is gone its id."""
    title = engagement.demand_id
    with suppress(NotFound):  # erased with its retention; the engagement goes on
        title = get_demand(session, engagement.demand_id).title
    centre, host, code = engagement.centre_id, engagement.host_id, None
    with suppress(NotFound):
        found = find_centre(session, engagement.centre_id)
        centre = found.name
        if found.host.id == engagement.host_id:
            host, code = found.host.name, found.host.credit_code
    enterprise = BLANK if engagement.enterprise == engagement.demand_id else engagement.enterprise
    return Parties(enterprise=enterprise, host=host, credit_code=code, centre=centre, demand_title=title)


def template_for(centre_id: str, language: Language = "zh", folder: Path | None = None) -> bytes:
    """The centre's own template (``<centre>/agreement.docx``), else that of the site (``agreement.docx``), else ours.

    English ones are called ``agreement.en.docx``. :raises Unavailable: ``agreement_template_unavailable``.
    """
    name = template_file(language)
    for path in () if folder is None else (folder / centre_id / name, folder / name):
        if not path.is_file():
            continue
        try:
            with path.open("rb") as source:
                return source.read(MOST_TEMPLATE_BYTES)
        except OSError as fault:
            reason = fault.strerror or type(fault).__name__
            raise Unavailable("agreement_template_unavailable", "协议模板读不出来：{reason}", reason=reason) from fault
    return shipped(language)
