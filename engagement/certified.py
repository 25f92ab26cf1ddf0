"""Which certificates the approved scope of an engagement rests on, as they are registered when a report goes out.

The legal gate ruled for the planned day. A report is issued later, when a certificate may have ended, or been renewed:
so the rows on which the ruling rests are looked up again, and must be in force on the day of issue (S4-20, S0-30).
"""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from engagement.facts.deliverables import Cover, Span, latest
from engagement.record import Engagement
from foundation.errors import NotFound, NotReady
from kb.service import get_capabilities
from matcher import store as matches
from matcher.lawful import rows_relied_on


def covers_of(session: Session, engagement: Engagement) -> tuple[Cover, ...] | None:
    """One cover for each test that was asked for; ``None`` where nothing is certified or the gate ruled nothing."""
    scope = engagement.scope
    if scope is None or not scope.is_inside or scope.run_id is None:
        return None
    if all(one.kind == "其他" for one in latest(engagement.deliverables)):
        return None
    try:
        kept = matches.kept_run(session, scope.run_id)
        wanted = kept.asked(any_method=True).wanted
    except (NotFound, NotReady):  # the run is gone, or is of before inputs were kept
        return None
    return tuple(_cover(session, ids) for ids in rows_relied_on(kept.outcome(), wanted, engagement.centre_id))


def _cover(session: Session, ids: tuple[str, ...]) -> Cover:
    """The certificates behind these rows; a row that left the annex gives none."""
    spans = [
        Span(certificate=row.certificate_number, valid_from=row.valid_from or date.min, valid_until=row.valid_until)
        for row in get_capabilities(session, ids)
        if row.qualification is not None and row.valid_until is not None
    ]
    return Cover(spans=tuple(dict.fromkeys(spans)))
