"""kill -9 at every named point of a step, on both databases: nothing acknowledged is lost, nothing is half done."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from itertools import count
from typing import IO

import pytest
from sqlalchemy import Engine, text

from engagement import store
from engagement.log import log_digest
from foundation.audit import entries, verify
from foundation.clock import SetClock
from foundation.database import reading
from foundation.identifiers import Identifiers
from foundation.unit_of_work import unit_of_work
from tests.builders import ROOT
from tests.engagement.cases import COORDINATOR, WHOLE
from tests.engagement.proofs.stepping_worker import KEPT, POINTS, take
from tests.engagement.test_service import open_one

NUMBERS = count()
SIGNING, PASSING, ACCEPTING = (
    1 + next(place for place, (event, _, _) in enumerate(WHOLE) if event == name)
    for name in ("sign", "pass_review", "accept")
)


@pytest.fixture(scope="module")
def worker() -> Iterator[subprocess.Popen[str]]:
    """A worker that lives as often as it is asked to."""
    command = [sys.executable, "-m", "tests.engagement.proofs.stepping_worker"]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1, cwd=ROOT
    ) as process:
        yield process
        assert process.stdin is not None
        process.stdin.close()


def killed(
    worker: subprocess.Popen[str], engine: Engine, url: str, clock: SetClock, number: int, point: str, when: str = ""
) -> list[str]:
    """What is wrong after a worker died at this point of this step, and after the step was handed in again."""
    with unit_of_work(engine, COORDINATOR, clock, Identifiers(clock)) as work:
        id = open_one(work, f"mat_{next(NUMBERS)}").id
    assert worker.stdin is not None
    assert worker.stdout is not None
    worker.stdin.write("\t".join([url, clock.now().isoformat(), id, str(number), point, when]) + "\n")
    acknowledged = _acknowledged(worker.stdout)
    expected = number + 1 if point == KEPT else number
    faults = _faults(engine, id, expected, acknowledged)
    if not faults:
        later = (clock.now() + timedelta(days=1)).isoformat()
        answer = take(engine, later, id, number, lambda _: None)
        moment = clock.now() if point == KEPT else clock.now() + timedelta(days=1)
        if (answer.version, answer.history[-1].at) != (number + 1, moment):
            faults.append("what was handed in again did not get the first answer")
        faults += _faults(engine, id, number + 1, acknowledged)
    return faults


def _acknowledged(told: IO[str]) -> dict[int, str]:
    """The versions that were acknowledged before the worker died, with their digests."""
    heard: dict[int, str] = {}
    while not (line := told.readline()).startswith("died"):
        assert line, "the worker is gone"
        version, digest = line.split()
        heard[int(version)] = digest
    assert line.split()[-1] == str(int(signal.SIGKILL))
    return heard


def _faults(engine: Engine, id: str, version: int, acknowledged: dict[int, str]) -> list[str]:
    faults = []
    with reading(engine) as session:
        stored = store.load(session, id)
        if (stored.version, len(stored.history)) != (version, version):
            faults.append(f"version {stored.version} with {len(stored.history)} entries instead of {version}")
        lost = [one for one, digest in acknowledged.items() if log_digest(stored.history[:one]) != digest]
        faults += [f"version {one} was acknowledged and is lost" for one in lost]
        if not store.check(session, id):
            faults.append("the engagement is not what its log tells")
        if [entry.facts["version"] for entry in entries(session, id)] != list(range(1, version + 1)):
            faults.append("the audit tells of other steps")
        jobs = session.scalars(text("SELECT payload FROM outbox_jobs WHERE payload LIKE :of"), {"of": f'%"{id}"%'})
        if {json.loads(job)["version"] for job in jobs} != set(range(2, version + 1)):
            faults.append("the outbox tells of other steps")
    return faults


def chain_of(engine: Engine) -> str | None:
    """What is wrong with the chain of the audit, which is long: it is read once after several deaths."""
    with reading(engine) as session:
        return verify(session)


@pytest.mark.quick_part_of("test_every_step_of_a_service_killed_at_every_point_is_there_entirely_or_not_at_all")
@pytest.mark.parametrize("point", list(POINTS))
def test_a_step_killed_at_any_point_is_there_entirely_or_not_at_all(
    worker: subprocess.Popen[str], engine: Engine, database_url: str, clock: SetClock, point: str
) -> None:
    for number in (SIGNING, PASSING, ACCEPTING):
        assert killed(worker, engine, database_url, clock, number, point) == [], (point, number)
    assert chain_of(engine) is None


@pytest.mark.slow
def test_every_step_of_a_service_killed_at_every_point_is_there_entirely_or_not_at_all(
    worker: subprocess.Popen[str], engine: Engine, database_url: str, clock: SetClock
) -> None:
    for point in POINTS:
        for number in range(1, len(WHOLE) + 1):
            assert killed(worker, engine, database_url, clock, number, point) == [], (point, number)
        assert chain_of(engine) is None, point


def test_a_worker_that_acknowledges_before_it_commits_is_found(
    worker: subprocess.Popen[str], engine: Engine, database_url: str, clock: SetClock
) -> None:
    """The bug put in on purpose: the test above would see it."""
    faults = killed(worker, engine, database_url, clock, SIGNING, "at the commit", "early")
    assert faults == [f"version {SIGNING + 1} was acknowledged and is lost"]
