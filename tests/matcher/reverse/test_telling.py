"""Every pair of subscription and subject is told exactly once, whoever runs, fails or dies; on both databases."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Callable

import pytest
from sqlalchemy import Engine, event, text
from sqlalchemy.exc import OperationalError

from foundation.actors import SYSTEM
from foundation.audit import entries, verify
from foundation.clock import SetClock
from foundation.errors import NotAllowed, Unavailable
from foundation.identifiers import Identifiers
from foundation.unit_of_work import unit_of_work
from intake import service as intake
from intake.reading.record import read_draft
from kb.expert import Expert
from kb.service import put_experts
from matcher.reverse import subscribing
from matcher.reverse.subscription import SubscriberKind
from matcher.reverse.telling import NOTICE, News, Told, run_subscriptions
from tests.builders import ROOT, actor, everybody
from tests.conftest import Working
from tests.releasing import end, release

COORDINATOR = actor("coordinator")
Count = Callable[[str], int]


def subscriptions(working: Working, count: int, kind: SubscriberKind = "expert") -> list[str]:
    """Ids of this many subscriptions, for an expert unless a station is asked for."""
    name = "exp_1" if kind == "expert" else "高要站"
    with working(everybody()) as work:
        put_experts(work, [Expert(id="exp_1", name="某人", field="塑料")])
        return [subscribing.subscribe(work, kind, name, text="塑料").id for _ in range(count)]


def published(working: Working, count: int, words: str = "") -> list[str]:
    """Ids of this many published demands."""
    made = []
    with working(everybody()) as work:
        for number in range(count):
            draft = read_draft(f"外壳开裂{number}", f"塑料外壳一敲就裂。{words}")
            made.append(intake.register_demand(work, draft).id)
            release(work, made[-1])
    return made


def pairs(some: list[str], others: list[str]) -> list[News]:
    """Everything for everybody."""
    return [News(subscription_id=one, subject_id=other, points=500_000) for one in some for other in others]


def payloads(engine: Engine) -> list[dict[str, object]]:
    """What stands in the outbox."""
    with engine.connect() as connection:
        rows = connection.execute(text(f"SELECT payload FROM outbox_jobs WHERE kind = '{NOTICE}' ORDER BY id"))
        return [json.loads(row[0]) for row in rows]


def test_a_pair_is_told_once_however_often_it_is_run(working: Working, count_rows: Count) -> None:
    news = pairs(subscriptions(working, 2), published(working, 3))
    with working(SYSTEM) as work:
        assert run_subscriptions(work, news) == Told(told=6)
    for _ in range(2):
        with working(SYSTEM) as work:
            assert run_subscriptions(work, news) == Told(known=6)
    assert (count_rows("subscription_notices"), count_rows("outbox_jobs")) == (6, 6)


def test_two_of_the_same_pair_in_one_run_are_one(working: Working, count_rows: Count) -> None:
    news = pairs(subscriptions(working, 1), published(working, 1))
    with working(SYSTEM) as work:
        assert run_subscriptions(work, news * 2) == Told(told=1, known=1)
    assert count_rows("outbox_jobs") == 1


def test_a_done_job_that_was_forgotten_is_not_told_again(engine: Engine, working: Working, count_rows: Count) -> None:
    news = pairs(subscriptions(working, 1), published(working, 1))
    with working(SYSTEM) as work:
        run_subscriptions(work, news)
        work.session.execute(text("DELETE FROM outbox_jobs"))
    with working(SYSTEM) as work:
        assert run_subscriptions(work, news) == Told(known=1)
    assert count_rows("outbox_jobs") == 0


def test_a_run_that_fails_tells_nobody(working: Working, count_rows: Count) -> None:
    news = pairs(subscriptions(working, 1), published(working, 2))
    with pytest.raises(RuntimeError), working(SYSTEM) as work:
        assert run_subscriptions(work, news) == Told(told=2)
        raise RuntimeError
    assert (count_rows("subscription_notices"), count_rows("outbox_jobs")) == (0, 0)
    with working(SYSTEM) as work:
        assert run_subscriptions(work, news) == Told(told=2)


def test_a_commit_that_fails_tells_nobody(engine: Engine, working: Working, count_rows: Count) -> None:
    news = pairs(subscriptions(working, 1), published(working, 2))

    def fail(_connection: object) -> None:
        raise OperationalError("COMMIT", {}, Exception("disk I/O error"))

    event.listen(engine, "commit", fail)
    try:
        with pytest.raises(Unavailable), working(SYSTEM) as work:
            run_subscriptions(work, news)
    finally:
        event.remove(engine, "commit", fail)
    assert (count_rows("subscription_notices"), count_rows("outbox_jobs")) == (0, 0)
    with working(SYSTEM) as work:
        assert run_subscriptions(work, news) == Told(told=2)


def test_a_killed_runner_tells_nobody_and_the_next_tells_all(
    working: Working, clock: SetClock, database_url: str, count_rows: Count
) -> None:
    news = pairs(subscriptions(working, 2), published(working, 2))
    command = [sys.executable, "-m", "tests.matcher.reverse.telling_worker", database_url, clock.now().isoformat()]
    command += [f"{one.subscription_id}/{one.subject_id}" for one in news]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as worker:
        assert worker.stdout is not None
        assert worker.stdout.readline().strip() == "4"  # everything was written, nothing committed
        worker.kill()
    assert (count_rows("subscription_notices"), count_rows("outbox_jobs")) == (0, 0)
    with working(SYSTEM) as work:
        assert run_subscriptions(work, news) == Told(told=4)


def test_two_runners_at_once_tell_each_pair_once(
    engine: Engine, working: Working, clock: SetClock, count_rows: Count
) -> None:
    """Twelve rounds; each runner goes through the pairs in an order of its own."""
    some = subscriptions(working, 3)
    rounds, identifiers = 12, Identifiers(clock)
    for number in range(rounds):
        news = pairs(some, published(working, 3))
        gate, ends, failed = threading.Barrier(2), list[Told](), list[BaseException]()

        def runner(mine: list[News], gate=gate, ends=ends, failed=failed) -> None:  # type: ignore[no-untyped-def]
            try:
                gate.wait()
                with unit_of_work(engine, SYSTEM, clock, identifiers) as work:
                    told = run_subscriptions(work, mine)
                ends.append(told)
            except BaseException as fault:
                failed.append(fault)

        threads = [threading.Thread(target=runner, args=(mine,)) for mine in (news, news[::-1])]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
        assert failed == []
        assert sum(one.told for one in ends) == len(news), number
        assert sum(one.known for one in ends) == len(news), number
    assert count_rows("subscription_notices") == count_rows("outbox_jobs") == rounds * 9
    with working() as work:
        assert verify(work.session) is None


@pytest.mark.parametrize("step", ["pause", "end"])
def test_who_paused_or_left_is_not_told(working: Working, count_rows: Count, step: str) -> None:
    (one,) = subscriptions(working, 1)
    news = pairs([one], published(working, 1))
    with working(COORDINATOR) as work:
        subscribing.change(work, one, step)  # type: ignore[arg-type]
    with working(SYSTEM) as work:
        assert run_subscriptions(work, news) == Told(held=1)
    assert count_rows("outbox_jobs") == 0
    if step == "pause":
        with working(COORDINATOR) as work:
            subscribing.change(work, one, "resume")
        with working(SYSTEM) as work:
            assert run_subscriptions(work, news) == Told(told=1)


@pytest.mark.parametrize("event", ["withdraw", "dock"])
def test_a_demand_that_was_taken_back_since_is_held(working: Working, event: str) -> None:
    news = pairs(subscriptions(working, 1), published(working, 1))
    with working(everybody()) as work:
        end(work, news[0].subject_id, event)
    with working(SYSTEM) as work:
        assert run_subscriptions(work, news) == Told(held=1)


def test_an_unpublished_secret_or_unknown_demand_is_never_told(working: Working, count_rows: Count) -> None:
    (one,) = subscriptions(working, 1)
    with working(everybody()) as work:
        silent = intake.register_demand(work, read_draft("外壳开裂", "塑料外壳一敲就裂")).id
        secret = intake.register_demand(work, read_draft("外壳开裂", "塑料外壳一敲就裂，请保密")).id
        work.session.execute(
            text("UPDATE demands SET status = 'published', published_at = created_at WHERE id = :id"), {"id": secret}
        )
    with working(SYSTEM) as work:
        assert run_subscriptions(work, pairs([one], [silent, secret, "dem_none"])) == Told(held=3)
    assert count_rows("outbox_jobs") == 0


def test_a_notice_carries_only_what_the_demand_s_level_lets_leave(engine: Engine, working: Working) -> None:
    (one,) = subscriptions(working, 1)
    (internal,) = published(working, 1)
    (public,) = published(working, 1, "同意公开。")
    with working(SYSTEM) as work:
        run_subscriptions(work, pairs([one], [internal, public]))
    said = {job["demand"]["id"]: job["demand"] for job in payloads(engine)}  # type: ignore[index]
    assert said[internal] == {"id": internal, "state": "published"}
    assert said[public] == {"id": public, "state": "published", "title": "外壳开裂0"}


def test_a_station_is_told_of_public_demands_only(working: Working) -> None:
    (one,) = subscriptions(working, 1, "station")
    internal, public = published(working, 1), published(working, 1, "同意公开。")
    with working(SYSTEM) as work:
        assert run_subscriptions(work, pairs([one], internal + public)) == Told(told=1, held=1)
    with working(COORDINATOR) as work:
        (notice,) = subscribing.list_notices(work.session, COORDINATOR, one)
    assert notice.subject_id == public[0]


def test_every_subscription_that_was_told_has_one_entry_in_the_chain(working: Working) -> None:
    (one,), demands = subscriptions(working, 1), published(working, 2)
    for _ in range(2):
        with working(SYSTEM) as work:
            run_subscriptions(work, pairs([one], demands))
    with working() as work:
        told = [entry for entry in entries(work.session, one) if entry.action == "subscription.told"]
    assert [entry.facts for entry in told] == [{"subjects": sorted(demands)}]


@pytest.mark.parametrize("role", ["enterprise", "centre", "host", "reviewer", "evaluator", "association"])
def test_only_the_system_or_a_coordinator_runs(working: Working, role: str) -> None:
    with pytest.raises(NotAllowed), working(actor(role)) as work:  # type: ignore[arg-type]
        run_subscriptions(work, [])
