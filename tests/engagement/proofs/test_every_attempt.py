"""Every state × every action × every role × fresh or stale version: what the table allows succeeds, all else is named.

The table itself is walked here; that the table says the right thing is for
:mod:`tests.engagement.proofs.test_steps_model`.
"""

from __future__ import annotations

from collections import Counter

import pytest
from sqlalchemy import Engine

from engagement import service, store
from engagement.engagement import advance
from engagement.files import store as files
from engagement.files.kept import KeptFile
from engagement.folding import fold
from engagement.log import Facts
from engagement.profiles import PROFILES, ProfileId
from engagement.record import Engagement
from engagement.stages import FIGURE_1, HAPPY
from engagement.stages import STATES as BOXES
from foundation.actors import Actor
from foundation.audit import entries, verify
from foundation.clock import SetClock
from foundation.errors import DockingError
from foundation.identifiers import Identifiers
from foundation.process import Transition
from foundation.unit_of_work import Work, unit_of_work
from tests.engagement.cases import CALENDAR, COPY, START, opened
from tests.engagement.proofs.world import PEOPLE, arrived, brings, events, expected, prepared, take, ways

EVERY = pytest.mark.parametrize("profile", list(PROFILES))
CODES = ("step_not_open", "role_not_allowed", "not_a_party")


def stored(work: Work, engagement: Engagement) -> None:
    """Write the engagement as its own steps would have written it."""
    store.add(work.session, fold(engagement.history[:1]))
    for length in range(2, len(engagement.history) + 1):
        assert store.save(work.session, fold(engagement.history[:length]))
    scan = {"sha256": COPY.sha256, "name": "协议.pdf", "size": 4, "media_type": "application/pdf"}
    kept = KeptFile(**scan, kept_at=START, kept_by="act_host")  # type: ignore[arg-type]
    files.add(work.session, engagement.id, kept, b"scan")


def attempted(work: Work, ready: Engagement, version: int, event: str, facts: Facts) -> Engagement | str:
    """The answer of the service, or the name of its refusal."""
    try:
        return service.take_step(work, ready.id, version, event, facts, calendar=CALENDAR)
    except DockingError as fault:
        return f"{fault.code}:{fault.facts['guard']}" if fault.code == "guard_refused" else fault.code


@pytest.mark.slow
def test_on_a_store_every_attempt_is_taken_or_refused_as_the_table_says(sqlite_engine: Engine, clock: SetClock) -> None:
    process = PROFILES["superset"].process
    pairs = [(state.id, event) for state in process.states for event in events("superset")]
    tried = _tried(sqlite_engine, clock, pairs)
    assert tried.total() == len(pairs) * len(PEOPLE) * 2
    assert tried["changed_meanwhile"] == len(pairs) * len(PEOPLE)
    assert tried["taken"] >= sum(len(row.roles) for row in process.transitions)
    assert set(tried) == {"changed_meanwhile", "taken", *CODES}


@pytest.mark.quick_part_of("test_on_a_store_every_attempt_is_taken_or_refused_as_the_table_says")
def test_on_a_store_every_row_is_open_to_its_roles_alone(sqlite_engine: Engine, clock: SetClock) -> None:
    """What is open, and in every state one thing that is not."""
    process = PROFILES["superset"].process
    pairs = [(row.state, row.event) for row in process.transitions]
    pairs += [(state.id, next(e for e in events("superset") if (state.id, e) not in pairs)) for state in process.states]
    tried = _tried(sqlite_engine, clock, pairs)
    assert tried["taken"] >= sum(len(row.roles) for row in process.transitions)
    assert all(tried[code] for code in CODES)


def _tried(engine: Engine, clock: SetClock, pairs: list[tuple[str, str]]) -> Counter[str]:
    """Everybody's attempts at these pairs, those that begin at one engagement in one work; nothing of it is kept."""
    tried: Counter[str] = Counter()
    by_start: dict[int, list[tuple[str, str]]] = {}
    for state, event in pairs:
        by_start.setdefault(id(prepared(state, event)), []).append((state, event))
    for some in by_start.values():
        with pytest.raises(Undone), unit_of_work(engine, PEOPLE[0], clock, Identifiers(clock)) as work:
            ready = prepared(*some[0])
            stored(work, ready)
            for state, event in some:
                _try_everybody(work, ready, state, event, tried)
            assert store.load(work.session, ready.id) == ready
            assert entries(work.session, ready.id) == []
            assert verify(work.session) is None
            raise Undone
    return tried


class Undone(Exception):
    """Nothing of this unit of work is kept."""


def _try_everybody(work: Work, ready: Engagement, state: str, event: str, tried: Counter[str]) -> None:
    for who in PEOPLE:
        (role,) = who.roles
        mine = Work(work.session, who, work.clock, work.identifiers)
        facts = Facts.model_validate(brings(event, role))
        assert attempted(mine, ready, ready.version - 1, event, facts) == "changed_meanwhile", (state, event, who.id)
        tried["changed_meanwhile"] += 1
        says = expected("superset", state, event, who)
        point = work.session.begin_nested()
        answer = attempted(mine, ready, ready.version, event, facts)
        if isinstance(says, Transition):
            assert isinstance(answer, Engagement), (says.id, role, answer)
            assert (answer.state, answer.version) == (says.next, ready.version + 1)
            assert answer.history[-1].row == says.id
            assert store.check(work.session, ready.id)
            (trace,) = entries(work.session, ready.id)
            assert (trace.actor_id, trace.facts["row"], trace.facts["version"]) == (who.id, says.id, answer.version)
            assert attempted(mine, ready, ready.version, event, facts) == answer, "handed in twice: the first answer"
            tried["taken"] += 1
        else:
            assert answer == says, (state, event, who.id)
            tried[says] += 1
        point.rollback()
    assert attempted(work, ready, ready.version + 1, event, Facts()) == "changed_meanwhile"


def test_whoever_brings_nothing_is_refused_by_a_guard_of_the_row(sqlite_engine: Engine, clock: SetClock) -> None:
    """Reason and code alone: wherever a row asks for facts, one of its own guards says that they are lacking."""
    refused = set()
    for row in PROFILES["superset"].process.transitions:
        who = next(one for one in PEOPLE if isinstance(expected("superset", row.state, row.event, one), Transition))
        given = {name: fact for name, fact in brings(row.event).items() if name in ("reason", "code")}
        ready = arrived(row.state, event=row.event if row.event == "check_scope" else "")
        with pytest.raises(Undone), unit_of_work(sqlite_engine, who, clock, Identifiers(clock)) as work:
            stored(work, ready)
            answer = attempted(work, ready, ready.version, row.event, Facts.model_validate(given))
            if isinstance(answer, str):
                assert answer.partition(":")[0] == "guard_refused", (row.id, answer)
                assert answer.partition(":")[2] in row.guards, (row.id, answer)
                assert store.load(work.session, ready.id) == ready
                refused.add(row.id)
            raise Undone
    free = {row.id for row in PROFILES["superset"].process.transitions if not row.guards}
    assert not refused & free
    assert refused | free >= {row.id for row in PROFILES["superset"].process.transitions if row.id.startswith("H")}


@EVERY
def test_in_every_profile_every_attempt_is_taken_or_refused_as_its_table_says(profile: ProfileId) -> None:
    taken = 0
    for state in PROFILES[profile].process.states:
        for event in events(profile):
            ready = prepared(state.id, event, profile)
            for who in PEOPLE:
                says = expected(profile, state.id, event, who)
                answer = _outcome(ready, event, who)
                if isinstance(says, Transition):
                    assert isinstance(answer, Engagement), (says.id, who.id, answer)
                    assert (answer.state, answer.history[-1].row) == (says.next, says.id)
                    taken += 1
                else:
                    assert answer == says, (state.id, event, who.id)
    assert taken >= sum(len(row.roles) for row in PROFILES[profile].process.transitions)


def _outcome(ready: Engagement, event: str, who: Actor) -> Engagement | str:
    (role,) = who.roles
    try:
        return advance(ready, event, who, Facts.model_validate(brings(event, role)), START, CALENDAR)
    except DockingError as fault:
        return fault.code


@EVERY
def test_from_every_state_of_every_profile_closure_is_reached_by_real_steps(profile: ProfileId) -> None:
    process = PROFILES[profile].process
    for state in process.states:
        if state.id in ("closed", "archived", "returned"):
            continue
        engagement = arrived(state.id, profile)
        for row in _way_to_closure(process.transitions, state.id, engagement):
            engagement = take(engagement, row)
        assert (engagement.state, engagement.closed_at) == ("closed", START), state.id
        assert engagement.end_reason
        assert fold(engagement.history) == engagement


def _way_to_closure(rows: tuple[Transition, ...], start: str, engagement: Engagement) -> tuple[Transition, ...]:
    """The shortest one; a signed engagement is no longer withdrawn."""
    open_rows = [row for row in rows if row.event != "withdraw" or engagement.agreement is None]
    paths: dict[str, tuple[Transition, ...]] = {start: ()}
    frontier = [start]
    while frontier:
        here = frontier.pop(0)
        for row in open_rows:
            if row.state == here and row.next not in paths:
                paths[row.next] = (*paths[here], row)
                frontier.append(row.next)
    return paths["closed"]


@EVERY
def test_a_service_in_which_nothing_goes_wrong_walks_through_the_eight_boxes_in_order(profile: ProfileId) -> None:
    engagement = opened(profile)
    while engagement.state != "closed":
        (row,) = (one for one in PROFILES[profile].process.open_events(engagement.state) if one.event in HAPPY)
        engagement = take(engagement, row)
    labels = {box: state.label for box, state in BOXES}
    boxes = [PROFILES[profile].box(entry.next) for entry in engagement.history]
    assert tuple(dict.fromkeys(labels[box] for box in boxes if box is not None)) == FIGURE_1
    assert engagement.end_reason == "completed"


@EVERY
def test_every_state_of_every_profile_has_a_way_to_it(profile: ProfileId) -> None:
    assert set(ways(profile)) == {state.id for state in PROFILES[profile].process.states}
