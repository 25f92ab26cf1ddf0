"""When its time is over persons, terms and files of an engagement go; the log still proves itself, figures stay."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, event, inspect, text

from engagement import service, store
from engagement.access.giving import invite
from engagement.afterwards.followups import due as effects_due
from engagement.checking import check_all
from engagement.documents.service import agreement_paper
from engagement.files import keep, list_kept
from engagement.log import log_digest
from engagement.pack.making import make_pack
from engagement.pack.verifying import verified
from engagement.retention.compacting import compact
from engagement.retention.erased import GONE
from engagement.retention.service import due, erase, hold, release
from engagement.retention.service import list_kept as list_keeping
from foundation import audit
from foundation.actors import OPERATOR
from foundation.clock import SetClock
from foundation.database import reading
from foundation.errors import Conflict, DockingError, InvalidInput, NotAllowed
from tests.builders import actor
from tests.conftest import Working
from tests.engagement.access.test_links import finished
from tests.engagement.cases import EFFECTS, SURVEY

REASON = "保存期满，登记簿 2031-07 号"
PERSONAL = (
    "王经理",
    "顾工",
    "小林",
    "王总",
    "李院长",
    "隔膜高温收缩",
    "失效分析报告",
    "48000",
    "写得清楚",
    "CANARY-FILE",
)


def served(working: Working) -> str:
    """Closed, asked, with effects and a file that names somebody."""
    id = finished(working)
    with working() as work:
        version = store.load(work.session, id).version
        service.take_step(work, id, version, "answer_survey", service.Facts(survey=SURVEY))
        service.take_step(work, id, version + 1, "report_effect", service.Facts(effect_report=EFFECTS))
        keep(work, id, "说明.txt", ("CANARY-FILE 王经理的说明\n" * 2_000).encode())
    return id


def later(clock: SetClock, years: float = 7) -> None:
    clock.advance(timedelta(days=365.25 * years))


def everything(engine: Engine) -> str:
    """What every table of the database says."""
    with engine.connect() as connection:
        tables = [one for one in inspect(engine).get_table_names() if one.startswith(("engagement", "audit", "outbox"))]
        rows = [row for one in tables for row in connection.execute(text(f'select * from "{one}"')).all()]
    cells = (bytes(cell) if isinstance(cell, memoryview) else cell for row in rows for cell in row)
    return "\n".join(cell.decode() if isinstance(cell, bytes) else str(cell) for cell in cells)


def test_after_erasing_nobody_is_left_in_any_table_and_verify_still_holds(
    working: Working, engine: Engine, clock: SetClock
) -> None:
    id = served(working)
    before = everything(engine)
    assert [word for word in PERSONAL if word not in before] == []
    with reading(engine) as session:
        digests = [log_digest([entry]) for entry in store.load(session, id).history]
    later(clock)
    with working() as work:
        done = erase(work, id, REASON)
        assert (done.erase_reason, list_kept(work.session, id)) == (REASON, ())
    after = everything(engine)
    assert [word for word in PERSONAL if word in after] == []
    with reading(engine) as session:
        found = check_all(session)
        assert (found.count, found.erased, found.faults) == (1, 1, ())
        assert audit.verify(session) is None
        left = store.load(session, id)
        assert list(store.entry_digests(session, id)) == digests
        assert [entry.event for entry in left.history][-1] == "report_effect"
        assert left.enterprise == GONE
        (trace,) = [one for one in audit.entries(session, id) if one.action == "engagement.erased"]
        assert trace.facts["remains"] == done.remains
        assert trace.facts["files"] == 1


def test_nobody_is_asked_for_effects_of_what_was_erased(working: Working, engine: Engine, clock: SetClock) -> None:
    id = served(working)
    later(clock)
    with reading(engine) as session:
        assert {one.engagement_id for one in effects_due(session, clock.now().date())} == {id}
    with working() as work:
        erase(work, id, REASON)
        assert effects_due(work.session, work.today) == ()
        with pytest.raises(Conflict) as refused:
            invite(work, id, "effect", month=3)
    assert refused.value.code == "engagement_erased"


def test_the_figures_of_the_evaluation_are_the_same_before_and_after(
    working: Working, engine: Engine, clock: SetClock
) -> None:
    id = served(working)

    def figures() -> object:
        window = service.Window(first=date(2025, 1, 1), before=date(2026, 1, 1))
        with reading(engine) as session:
            return service.rate(session, window).values

    before = figures()
    later(clock)
    with working() as work:
        erase(work, id, REASON)
    assert figures() == before


def test_nothing_is_erased_before_its_time_while_held_without_reason_or_by_others(
    working: Working, clock: SetClock
) -> None:
    id = served(working)

    def refused(code: str, reason: str = REASON) -> None:
        with pytest.raises(DockingError) as fault, working(OPERATOR) as work:
            erase(work, id, reason)
        assert fault.value.code == code

    refused("retention_not_over")
    later(clock)
    refused("reason_missing", "  ")
    with pytest.raises(NotAllowed), working(actor("host", organisation="host_1")) as work:
        erase(work, id, REASON)
    with working() as work:
        hold(work, id, "诉讼未结")
        assert due(work.session, work.now.date()) == ()
    refused("engagement_held")
    with working() as work:
        release(work, id, "已结案")
        assert [one.engagement_id for one in due(work.session, work.now.date())] == [id]
        first = erase(work, id, REASON)
        assert erase(work, id, "再一次") == first
        assert due(work.session, work.now.date()) == ()
        assert [one.engagement_id for one in list_keeping(work.session)] == [id]
    with pytest.raises(Conflict), working() as work:
        hold(work, id, "太晚了")
    with pytest.raises(InvalidInput), working() as work:
        release(work, id, "")


def test_an_open_engagement_is_never_due_and_never_erased(working: Working, clock: SetClock) -> None:
    from tests.engagement.test_serving_service import in_service

    with working() as work:
        id = in_service(work).id
    later(clock, 30)
    with working() as work:
        assert due(work.session, work.now.date()) == ()
        with pytest.raises(Conflict) as fault:
            erase(work, id, REASON)
        assert fault.value.code == "engagement_not_closed"


def test_nothing_more_happens_to_what_was_erased_and_a_pack_of_before_still_holds(
    working: Working, clock: SetClock
) -> None:
    id = served(working)
    with working() as work:
        pack = make_pack(work, id)
    later(clock)
    with working() as work:
        erase(work, id, REASON)
        version = store.load(work.session, id).version
    for attempt in (
        lambda work: service.take_step(work, id, version, "report_effect", service.Facts(effect_report=EFFECTS)),
        lambda work: make_pack(work, id),
        lambda work: agreement_paper(work.session, id),
        lambda work: keep(work, id, "a.txt", b"a"),
    ):
        with pytest.raises(Conflict) as fault, working() as work:
            attempt(work)
        assert fault.value.code == "engagement_erased"
    assert verified(pack.content, pack.manifest.digest).fault is None


def test_no_file_of_the_database_holds_the_words_after_it_was_compacted(
    working: Working, engine: Engine, clock: SetClock, tmp_path: Path
) -> None:
    if engine.dialect.name == "sqlite":  # some builds write over what is freed by themselves: not this one
        event.listen(engine, "connect", lambda driver, _: driver.execute("PRAGMA secure_delete=OFF"))
        engine.dispose()
    id = served(working)
    engine.dispose()  # all of it lies in the file, as after a restart
    later(clock)
    with working() as work:
        erase(work, id, REASON)
    assert compact(engine)
    if engine.dialect.name == "sqlite":
        files = [one.read_bytes() for one in tmp_path.iterdir() if one.is_file()]
        assert files
        assert [word for word in PERSONAL if any(word.encode() in body for body in files)] == []
    with reading(engine) as session:
        assert check_all(session).faults == ()


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ("update engagement_entries set digest = '{zero}' where number = 4", "chain"),
        ("update engagement_entries set digest = null where number = 1", "chain"),
        ("update engagement_entries set number = 99 where number = 5", "chain"),
        ("update engagement_entries set content = replace(content, 'completed', 'withdrawn')", "audit"),
        ("update engagements set content = replace(content, '\"is_solved\":true', '\"is_solved\":false')", "audit"),
        ("update engagement_retention set remains = '{zero}'", "audit"),
    ],
)  # fmt: skip
def test_verify_names_who_changes_what_remained(
    working: Working, engine: Engine, clock: SetClock, change: str, what: str
) -> None:
    id = served(working)
    later(clock)
    with working() as work:
        erase(work, id, REASON)
    with engine.begin() as connection:
        connection.execute(text(change.replace("{zero}", "0" * 64).replace(":", "\\:")))
    with reading(engine) as session:
        (fault,) = check_all(session).faults
    assert (fault.engagement_id, fault.what) == (id, what)
