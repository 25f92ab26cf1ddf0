"""The walk of :mod:`tests.engagement.proofs.walking` through use cases and a store: versions, traces, second tries."""

from __future__ import annotations

import random
from datetime import datetime

from engagement import service, store
from engagement.files import store as files
from engagement.files.kept import KeptFile
from engagement.log import Facts
from engagement.record import Engagement
from foundation.actors import Actor
from foundation.audit import entries
from foundation.clock import SetClock
from foundation.database import Base, open_engine, reading
from foundation.errors import DockingError
from foundation.identifiers import Identifiers
from foundation.unit_of_work import unit_of_work
from tests.engagement.cases import CALENDAR, COORDINATOR, COPY, START, opened
from tests.engagement.proofs.steps_model import Attempt
from tests.engagement.proofs.walking import RULES, Disagreement, Pair, any_attempt, walk


class StoredPair(Pair):
    """Every attempt in its own unit of work; what was answered is what is stored."""

    def __init__(self) -> None:
        self.engine = open_engine("sqlite://")
        Base.metadata.create_all(self.engine)
        super().__init__()

    def open(self) -> Engagement:
        fresh = opened()
        with self.work(COORDINATOR, START) as work:
            store.add(work.session, fresh)
            scan = {"sha256": COPY.sha256, "name": "协议.pdf", "size": 4, "media_type": "application/pdf"}
            files.add(work.session, fresh.id, KeptFile(**scan, kept_at=START, kept_by="act_host"), b"scan")  # type: ignore[arg-type]
        return fresh

    def work(self, who: Actor, moment: datetime):  # type: ignore[no-untyped-def]
        clock = SetClock(moment)
        return unit_of_work(self.engine, who, clock, Identifiers(clock))

    def take(self, actor: Actor, event: str, facts: Facts) -> Engagement | str:
        version = self.engagement.version
        answer = self.ask(actor, version, event, facts)
        if isinstance(answer, Engagement):
            again = self.ask(actor, version, event, facts)
            if again != answer:
                raise Disagreement(f"{event} handed in twice: {again} instead of the first answer")
            other = actor.model_copy(update={"id": "somebody_else"})
            for who, late in ((other, version), (other, version - 1), (actor, version + 9)):
                if self.ask(who, late, event, facts) != "changed_meanwhile":
                    raise Disagreement(f"{event} is taken on version {late} of {version + 1}")
        return answer

    def ask(self, actor: Actor, version: int, event: str, facts: Facts) -> Engagement | str:
        try:
            with self.work(actor, self.moment) as work:
                return service.take_step(
                    work, self.engagement.id, version, event, facts, calendar=CALENDAR, rules=RULES
                )
        except DockingError as fault:
            return fault.code

    def compare(self, attempt: Attempt) -> None:
        super().compare(attempt)
        with reading(self.engine) as session:
            self.agree(store.load(session, self.engagement.id), self.engagement, attempt)
            self.agree(store.check(session, self.engagement.id), True, attempt)
            traced = [entry.facts["version"] for entry in entries(session, self.engagement.id)]
            self.agree(traced, list(range(2, self.model.version + 1)), attempt)


def stored_walk(seed: int, count: int) -> StoredPair:
    """One walk through a store of its own."""
    pair = StoredPair()
    try:
        walk(pair, seed, count)
        chance = random.Random(seed)
        pair.attempt(any_attempt(pair.model, chance))
    finally:
        pair.engine.dispose()
    return pair
