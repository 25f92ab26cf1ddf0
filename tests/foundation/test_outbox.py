"""Jobs are done once by whoever holds the lease, come back after failures, and are never lost."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import Engine, text

from foundation.actors import SYSTEM
from foundation.clock import SetClock
from foundation.database import reading
from foundation.errors import Conflict, InvalidInput, NotFound, Unavailable
from foundation.identifiers import Identifiers
from foundation.outbox import (
    BACKOFF,
    Job,
    Ran,
    claim,
    counts,
    dead,
    done,
    enqueue,
    failed,
    forget_done,
    revive,
    run_due,
    wait_after,
)
from foundation.unit_of_work import unit_of_work
from tests.builders import ROOT
from tests.conftest import Working

MINUTE = timedelta(minutes=1)


def run(engine: Engine, clock: SetClock, handler: Callable[[Job], None], owner: str = "w1", limit: int = 10) -> Ran:
    return run_due(engine, {"mail": handler}, clock, Identifiers(clock), owner, limit)


def refuse(_job: Job) -> None:
    raise Unavailable("mail_down", "邮件服务没有应答")


def test_a_job_of_a_failed_transaction_does_not_exist(
    engine: Engine, working: Working, count_rows: Callable[[str], int]
) -> None:
    with pytest.raises(RuntimeError), working() as work:
        enqueue(work, "mail", {"to": "dem_1"})
        raise RuntimeError
    assert count_rows("outbox_jobs") == 0


def test_a_job_is_done_with_no_transaction_open_and_then_is_gone_from_the_queue(
    engine: Engine, working: Working, clock: SetClock
) -> None:
    with working() as work:
        job_id = enqueue(work, "mail", {"to": "dem_1", "词": "需求"})
    seen = []

    def handler(job: Job) -> None:
        with working() as inner:  # would wait for ever if the claim still held the writing lock
            inner.record("mail.sent", job.id)
        seen.append(job)

    assert run(engine, clock, handler) == Ran(done=1)
    assert [(job.id, job.payload, job.attempts) for job in seen] == [(job_id, {"to": "dem_1", "词": "需求"}, 1)]
    assert run(engine, clock, handler) == Ran()


def test_a_job_is_not_claimed_before_it_is_due_and_the_earliest_goes_first(
    engine: Engine, working: Working, clock: SetClock
) -> None:
    with working() as work:
        for minutes in (3, 1, 2, 60):
            enqueue(work, "mail", {"minutes": minutes}, due=work.now + minutes * MINUTE)
    seen: list[int] = []
    assert run(engine, clock, lambda job: seen.append(job.payload["minutes"])) == Ran()
    clock.advance(10 * MINUTE)
    assert run(engine, clock, lambda job: seen.append(job.payload["minutes"])) == Ran(done=3)
    assert seen == [1, 2, 3]


def test_the_same_key_is_the_same_job(engine: Engine, working: Working, count_rows: Callable[[str], int]) -> None:
    with working() as work:
        first = enqueue(work, "remind", {"n": 1}, key="cen_1/2025")
        assert enqueue(work, "remind", {"n": 2}, key="cen_1/2025") == first
        assert enqueue(work, "mail", {"n": 3}, key="cen_1/2025") != first
    with working() as work:
        assert enqueue(work, "remind", {"n": 4}, key="cen_1/2025") == first
    assert count_rows("outbox_jobs") == 2


def test_a_worker_leaves_kinds_it_has_no_handler_for(engine: Engine, working: Working, clock: SetClock) -> None:
    with working() as work:
        enqueue(work, "webhook", {})
    assert run(engine, clock, refuse) == Ran()
    with reading(engine) as session:
        assert counts(session) == {"waiting": 1, "leased": 0, "done": 0, "dead": 0}


def test_competing_workers_do_each_job_exactly_once(engine: Engine, working: Working, clock: SetClock) -> None:
    with working() as work:
        ids = {enqueue(work, "mail", {"n": number}) for number in range(120)}
    seen: list[str] = []
    faults: list[BaseException] = []

    def worker(name: str) -> None:
        try:
            while run(engine, clock, lambda job: seen.append(job.id), name, limit=7) != Ran():
                pass
        except BaseException as fault:
            faults.append(fault)

    threads = [threading.Thread(target=worker, args=(f"w{number}",)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert faults == []
    assert Counter(seen) == Counter(ids)
    with reading(engine) as session:
        assert counts(session)["done"] == 120


def test_the_lease_of_a_killed_worker_is_taken_over(
    engine: Engine, working: Working, clock: SetClock, database_url: str
) -> None:
    with working() as work:
        job_id = enqueue(work, "mail", {})
    command = [sys.executable, "-m", "tests.foundation.outbox_worker", database_url, "300", clock.now().isoformat()]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as worker:
        assert worker.stdout is not None
        assert worker.stdout.readline().strip() == job_id
        worker.kill()
    seen: list[Job] = []
    assert run(engine, clock, seen.append) == Ran()  # the lease still holds
    clock.advance(timedelta(seconds=301))
    assert run(engine, clock, seen.append) == Ran(done=1)
    assert [(job.id, job.attempts, job.lease_owner) for job in seen] == [(job_id, 2, "w1")]


def test_a_worker_that_comes_back_too_late_may_not_mark_the_job(
    engine: Engine, working: Working, clock: SetClock
) -> None:
    with working() as work:
        enqueue(work, "mail", {})
    with working() as work:
        (late,) = claim(work, "slow")
    clock.advance(timedelta(minutes=6))
    with working() as work:
        (taken,) = claim(work, "slow")  # even when the name is the same
    for mark in (lambda work: done(work, late), lambda work: failed(work, late, "x")):
        with pytest.raises(Conflict) as lost, working() as work:
            mark(work)
        assert lost.value.code == "lease_lost"
    with working() as work:
        done(work, taken)
    with reading(engine) as session:
        assert counts(session)["done"] == 1


def test_a_handler_that_outlives_its_lease_is_counted_as_lost(
    engine: Engine, working: Working, clock: SetClock
) -> None:
    with working() as work:
        for number in range(2):
            enqueue(work, "mail", {"n": number})

    def slow(_job: Job) -> None:
        clock.advance(timedelta(minutes=6))
        with working() as work:
            claim(work, "quick")

    assert run(engine, clock, slow) == Ran(lost=2)  # the second is not even begun


def test_failures_come_back_on_the_schedule_and_die_after_the_last(
    engine: Engine, working: Working, clock: SetClock
) -> None:
    assert sum(BACKOFF, timedelta()) == timedelta(hours=75, minutes=35, seconds=5)
    with working() as work:
        job_id = enqueue(work, "mail", {})
    start, attempts = clock.now(), 0
    for wait in (*BACKOFF, None):
        attempts += 1
        assert run(engine, clock, refuse) == (Ran(failed=1) if wait else Ran(dead=1))
        if wait:
            clock.advance(wait - timedelta(milliseconds=1))
            assert run(engine, clock, refuse) == Ran()  # never earlier than the schedule
            clock.advance(wait * 0.1 + timedelta(milliseconds=1))
    assert attempts == 10
    assert clock.now() - start < timedelta(hours=84)
    with reading(engine) as session:
        (buried,) = dead(session)
    assert (buried.id, buried.attempts) == (job_id, 10)
    assert buried.last_error == "Unavailable: 邮件服务没有应答"
    assert run(engine, clock, refuse) == Ran()


def test_waits_are_spread_but_repeatable(working: Working) -> None:
    with working() as work:
        moment = work.now
    jobs = [Job(id=f"job_{n}", kind="mail", payload={}, attempts=2, due=moment, created_at=moment) for n in range(50)]
    waits = [wait_after(job) for job in jobs]
    assert waits == [wait_after(job) for job in jobs]
    assert min(waits) >= BACKOFF[1]
    assert max(waits) <= BACKOFF[1] * 1.1
    assert len(set(waits)) > 40


def test_an_error_that_waiting_does_not_mend_buries_the_job_at_once(
    engine: Engine, working: Working, clock: SetClock
) -> None:
    with working() as work:
        enqueue(work, "mail", {})

    def gone(_job: Job) -> None:
        raise InvalidInput("endpoint_gone", "地址已停用：{url}", url="x")

    assert run(engine, clock, gone) == Ran(dead=1)


def test_one_bad_handler_does_not_stop_the_round(engine: Engine, working: Working, clock: SetClock) -> None:
    with working() as work:
        for number in range(3):
            enqueue(work, "mail", {"n": number}, due=work.now - (3 - number) * MINUTE)

    def sometimes(job: Job) -> None:
        if job.payload["n"] == 0:
            raise ZeroDivisionError

    assert run(engine, clock, sometimes) == Ran(done=2, failed=1)


def test_a_job_that_kills_its_workers_is_buried(engine: Engine, working: Working, clock: SetClock) -> None:
    with working() as work:
        enqueue(work, "mail", {})
    for _ in range(3):
        with working() as work:
            assert len(claim(work, "doomed", backoff=BACKOFF[:2])) == 1
        clock.advance(timedelta(minutes=5))
    with working() as work:
        assert claim(work, "next", backoff=BACKOFF[:2]) == []
    with reading(engine) as session:
        (buried,) = dead(session)
    assert buried.last_error == "worker died"


def test_a_dead_job_can_be_revived_and_only_a_dead_one(engine: Engine, working: Working, clock: SetClock) -> None:
    with working() as work:
        job_id = enqueue(work, "mail", {})
        with pytest.raises(NotFound):
            revive(work, job_id)
    with working() as work:
        (job,) = claim(work, "w1")
        assert failed(work, job, "gone", permanent=True) == "dead"
    with working() as work:
        revive(work, job_id)
    seen: list[Job] = []
    assert run(engine, clock, seen.append) == Ran(done=1)
    assert seen[0].attempts == 1


def test_a_claim_from_before_the_revival_marks_nothing(engine: Engine, working: Working, clock: SetClock) -> None:
    """Attempts are counted anew after a revival, so the number alone does not tell the two claims apart."""
    with working() as work:
        job_id = enqueue(work, "mail", {})
    with working() as work:
        (stale,) = claim(work, "w1")
    clock.advance(timedelta(minutes=6))
    with working() as work:
        (second,) = claim(work, "w1")
        failed(work, second, "gone", permanent=True)
        revive(work, job_id)
        (fresh,) = claim(work, "w1")
    assert (stale.attempts, stale.lease_owner) == (fresh.attempts, fresh.lease_owner)
    with pytest.raises(Conflict), working() as work:
        done(work, stale)
    with working() as work:
        done(work, fresh)


def test_done_jobs_are_forgotten_after_a_while(
    engine: Engine, working: Working, clock: SetClock, count_rows: Callable[[str], int]
) -> None:
    with working() as work:
        enqueue(work, "mail", {}, key="a")
        enqueue(work, "mail", {}, due=work.now + timedelta(days=90))
    run(engine, clock, lambda job: None)
    clock.advance(timedelta(days=30))
    with working() as work:
        assert forget_done(work, work.now - timedelta(days=7)) == 1
    assert count_rows("outbox_jobs") == 1


def test_two_workers_at_one_moment_never_share_a_job(engine: Engine, working: Working, clock: SetClock) -> None:
    """On PostgreSQL the second claim runs while the first is still open, and skips its rows."""
    with working() as work:
        for number in range(6):
            enqueue(work, "mail", {"n": number})
    if engine.dialect.name == "postgresql":
        identifiers = Identifiers(clock)
        with (
            unit_of_work(engine, SYSTEM, clock, identifiers) as one,
            unit_of_work(engine, SYSTEM, clock, identifiers) as two,
        ):
            first, second = claim(one, "w1", 4), claim(two, "w2", 4)
    else:
        with working() as work:
            first = claim(work, "w1", 4)
        with working() as work:
            second = claim(work, "w2", 4)
    assert (len(first), len(second)) == (4, 2)
    assert not {job.id for job in first} & {job.id for job in second}


def test_claiming_uses_the_index(sqlite_engine: Engine) -> None:
    with sqlite_engine.connect() as connection:
        plan = connection.execute(
            text(
                "EXPLAIN QUERY PLAN SELECT id FROM outbox_jobs WHERE (state='waiting' AND due<=:now)"
                " OR (state='leased' AND lease_until<=:now) ORDER BY due, id LIMIT 10"
            ),
            {"now": "2025-03-10"},
        ).all()
    assert not any("SCAN" in row[-1] for row in plan), plan
