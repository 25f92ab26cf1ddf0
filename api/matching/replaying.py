"""At a door: a run replayed on the index of its day, or compared with another."""

from __future__ import annotations

from collections.abc import Iterator

from api.access import expect_readable
from api.wiring import House
from foundation.actors import Actor
from foundation.errors import DockingError, NotAllowed
from intake.service import get_demand
from kb.service import names_of
from matcher import store
from matcher.kept_run import KeptRun, Recorded, RunHead, alterations
from matcher.replay.diff import RunDiff, compare
from matcher.replay.reading import recorded_of, sides
from matcher.replay.run_again import Replay, judged, refused, replayed
from matcher.searching import SnapshotSearch


def runs_of(house: House, demand_id: str) -> tuple[RunHead, ...]:
    """The runs of a demand, oldest first; NotFound when there is no such demand."""
    with house.reading() as session:
        get_demand(session, demand_id)
        return store.run_heads(session, demand_id)


def replay_run(house: House, run_id: str, actor: Actor | None = None) -> Replay:
    """Read – replay with no session open. What cannot be replayed is refused by name, see ``docs/errors.md``.

    For an ``actor`` at a web door: only who may review it and read its demand.
    """
    with house.reading() as session:
        run = store.kept_run(session, run_id)
        _expect_allowed(house, actor, run)
        recorded = recorded_of(session, run)
    return _replay(house, run, recorded)


def replay_all(house: House) -> Iterator[Replay]:
    """Every run there is, those of one index together; refusals are told like verdicts."""
    with house.reading() as session:
        heads = store.run_heads(session)
    for head in heads:
        with house.reading() as session:
            run = store.kept_run(session, head.id)
            recorded = recorded_of(session, run)
        try:
            yield _replay(house, run, recorded)
        except DockingError as fault:
            yield refused(run, fault)


def diff_runs(house: House, before: str, after: str, actor: Actor | None = None) -> RunDiff:
    """What changed from one run to another, and what that did to the ranks."""
    with house.reading() as session:
        for run_id in (before, after):
            _expect_allowed(house, actor, store.kept_run(session, run_id))
        first, second = sides(session, before, after)
        centres = {one.provider_id for side in (first, second) for one in side.outcome.found.whole.centres}
        names = names_of(session, sorted(centres))
    return compare(first, second, names)


def _replay(house: House, run: KeptRun, recorded: Recorded | None) -> Replay:
    altered = tuple(alterations(run, recorded))
    try:
        asked = run.asked()
        index = SnapshotSearch(house.index_of_then(asked.index_identity))
        outcome = replayed(asked, index, house.embedder, house.reranker)
    except DockingError:
        if altered:
            return judged(run, altered, None)
        raise
    return judged(run, altered, outcome)


def _expect_allowed(house: House, actor: Actor | None, run: KeptRun) -> None:
    if actor is None:
        return
    if not {"coordinator", "evaluator"} & actor.roles:
        raise NotAllowed("replay_only_for_reviewers", "只有协调员和评价人员可以重放、比较匹配")
    with house.reading() as session:
        expect_readable(actor, get_demand(session, run.demand_id))
