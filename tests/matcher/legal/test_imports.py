"""An annex that was taken back offers nothing any more, and one that was renewed is offered by its new dates."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Engine

from foundation.database import reading
from kb import service
from kb.passages import passage_of_capability
from kb.provider import Qualification
from matcher.legal.court import Court
from matcher.legal.ruling import Way
from tests.conftest import Working
from tests.kb.examples import annex, row, standard
from tests.matcher.passages import wanted

OLD = Qualification(kind="CMA", number="A1", valid_from=date(2020, 1, 1), valid_until=date(2026, 6, 30))
NEW = Qualification(kind="CMA", number="A2", valid_from=date(2026, 7, 1), valid_until=date(2032, 6, 30))
ROWS = (row("塑料管材", "拉伸强度", standard("GB/T 8804.1", "2003")),)


def ways(engine: Engine, day: date = date(2026, 11, 21)) -> list[Way]:
    """What the rows that are known now allow on a day."""
    court = Court(wanted("塑料管材拉伸强度", day=day, product="塑料管材", parameters=("拉伸强度",)))
    with reading(engine) as session:
        known = service.list_capabilities(session)
    return [court.ruling(passage_of_capability(one)).way for one in known]


def test_an_import_that_was_undone_offers_nothing(engine: Engine, working: Working) -> None:
    with working() as work:
        centre = service.add_centre(work, name="管材质检中心", host_name="某某质检院")
        report = service.import_annex(work, annex(*ROWS), centre.id, NEW)
    assert ways(engine) == ["test"]
    with working() as work:
        service.undo_import(work, report.import_id)
    assert ways(engine) == []


def test_undoing_a_renewal_brings_the_old_end_back(engine: Engine, working: Working) -> None:
    with working() as work:
        centre = service.add_centre(work, name="管材质检中心", host_name="某某质检院")
        service.import_annex(work, annex(*ROWS), centre.id, OLD)
    assert ways(engine) == ["method_development"]
    with working() as work:
        renewal = service.import_annex(work, annex(*ROWS), centre.id, NEW)
    assert ways(engine) == ["test"]
    assert ways(engine, date(2026, 6, 30)) == ["method_development"]
    with working() as work:
        service.undo_import(work, renewal.import_id)
    assert ways(engine) == ["method_development"]
    assert ways(engine, date(2026, 6, 30)) == ["test"]
