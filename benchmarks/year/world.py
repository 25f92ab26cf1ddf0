"""The simulated house: a real SQLite file, the real use cases, a clock that is set, and a post that sometimes fails."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Literal, TypeVar, get_args

from api.notices import leaving
from api.projects.notices import headline
from api.wiring import House, open_house
from benchmarks.year.people import Silence
from engagement.clocks.run import run_clocks
from engagement.telling import NOTICE as PROJECT
from foundation.actors import SYSTEM, Actor
from foundation.clock import CHINA, SetClock, today
from foundation.errors import DockingError
from foundation.identifiers import Identifiers
from foundation.outbox import Job, Ran, run_due
from foundation.settings import Settings
from foundation.unit_of_work import Work
from intake.cares.caring import NOTICE as CARE
from intake.cares.caring import Tended, tend

T = TypeVar("T")

FIRST = date(2026, 1, 4)
"""A worked Sunday."""
CLOCK_NOTICES = frozenset({"reminder", "round", "soon", "today", "overdue", "escalation"})

Kind = Literal[
    "open without owner or due date",
    "ended without answer or reason",
    "waits for nobody",
    "demand and project disagree",
    "overdue and nobody told",
    "told what is not so",
    "told twice",
    "told on a day off",
    "due on a day off",
    "suspended time counted",
    "not delivered, or delivered twice",
    "not what its log tells",
]
KINDS: tuple[Kind, ...] = get_args(Kind)


@dataclass(frozen=True)
class Fault:
    """One violation, on which day."""

    kind: Kind
    day: date
    what: str


@dataclass
class World:
    """One house, its people and what was seen of it. All chance is drawn from the seed."""

    house: House
    clock: SetClock
    chance: random.Random
    silence: Silence
    did: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    reminded: dict[str, tuple[date, str, set[str]]] = field(default_factory=dict)
    """Of each matter the last day on which it was reminded or escalated, with which notice, and who was told."""
    arrived: set[str] = field(default_factory=set)
    faults: list[Fault] = field(default_factory=list)

    @property
    def day(self) -> date:
        """The simulated day in China."""
        return today(self.clock)

    def happens(self, share: float) -> bool:
        """Whether something that happens this often happens now."""
        return self.chance.random() < share

    def act(self, name: str, who: Actor, step: Callable[[Work], T]) -> T | None:
        """One use case in one transaction; a refusal is counted, and nothing of it remains."""
        try:
            with self.house.working(who) as work:
                done = step(work)
        except DockingError as fault:
            self.refused[f"{name}: {fault.facts.get('guard', fault.code)}"] += 1
            return None
        self.did[name] += 1
        return done

    def fault(self, kind: Kind, what: str) -> None:
        """A violation of what the year must show."""
        self.faults.append(Fault(kind, self.day, what))

    def run_daily(self) -> None:
        """What the daily command does, twice: the second run finds nothing to do."""
        with self.house.working(SYSTEM) as work:
            done, ran = tend(work), run_clocks(work)
        self.did["clock: reminded"] += done.reminded + ran.reminded
        self.did["clock: escalated"] += done.escalated + ran.escalated
        with self.house.working(SYSTEM) as work:
            if tend(work) != Tended() or (again := run_clocks(work)).reminded + again.escalated:
                self.fault("told twice", "a second run of the day told something again")

    def deliver(self) -> None:
        """Deliver what is due; one job in fifty fails the first time and is delivered a day later."""
        handlers = {CARE: self._take, PROJECT: self._take}
        while run_due(self.house.engine, handlers, self.clock, self.house.identifiers, "post", limit=500) != Ran():
            pass

    def _take(self, job: Job) -> None:
        if job.attempts == 1 and int(job.id[-2:], 36) % 50 == 0:
            self.did["post: failed once"] += 1
            raise ConnectionError("the relay is down")
        if job.id in self.arrived:
            self.fault("not delivered, or delivered twice", f"{job.id} came a second time")
        self.arrived.add(job.id)
        data = leaving(job.kind, job.payload)
        if job.kind == PROJECT and not all(headline(data, language) for language in ("zh", "en")):
            self.fault("told what is not so", f"{job.id} says nothing")
        self.did["post: delivered"] += 1
        if data["notice"] in CLOCK_NOTICES:
            subject, told_on = str(data["subject"]), job.created_at.astimezone(CHINA).date()
            self._remind(subject, told_on, str(data["notice"]), str(data["to"]))
            if not self.house.calendar.is_working_day(told_on):
                self.fault("told on a day off", f"{subject} on {told_on}")

    def _remind(self, subject: str, day: date, notice: str, to: str) -> None:
        """One notice of a matter on a day, once to each whose turn it is."""
        last, said, reached = self.reminded.get(subject, (None, "", set()))
        if last == day and (said != notice or to in reached):
            self.fault("told twice", f"{subject} on {day}: {notice} to {to}")
        self.reminded[subject] = (day, notice, {to} if last != day else reached | {to})


def open_world(folder: Path, seed: int) -> World:
    """A new house on 4 January 2026 at nine."""
    chance = random.Random(seed)
    clock = SetClock(datetime.combine(FIRST, time(9), CHINA))
    house = open_house(Settings(data_dir=folder), clock)
    house.identifiers = Identifiers(clock, random_bits=chance.getrandbits)
    return World(house, clock, chance, Silence(random.Random(seed + 1), FIRST))


def next_day(world: World) -> None:
    """Nine o'clock on the morrow."""
    world.clock.advance(timedelta(days=1))
