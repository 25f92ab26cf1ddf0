"""Who and what may be put into a team: the people and instruments around the centres that a match found.

Read at the door between finding and completing. What the two clauses say of a person is decided here by
:mod:`evaluation.clauses.jiangsu`, on the planned day; the matcher gets the answers, and no name. What the pool says of
itself is all that counts: the years of quality work in the field a person gives are the relevant work of 4.2.2 1), for
nobody is chosen for anything else; the subject of a degree is not in the pool, so a degree alone does not pass.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import lru_cache

from sqlalchemy.orm import Session

from engagement.facts.team import PARTS, member_from_pool
from evaluation.clauses.jiangsu import check_lead, check_staff_member
from foundation.values import Value
from kb.expert import Equipment, Expert
from kb.service import list_equipment, list_experts
from kb.trade.compiled import Trade
from kb.trade.understanding import Encode, understand
from matcher.query import Wanted
from matcher.run import PROPOSED
from matcher.surroundings import Instrument, Person
from matcher.task_matches import TaskMatches
from matcher.team.covering import ListedTests, matter_of, person_covers
from matcher.team.needs import needs_of

FOR_A_TASK = 2
"""So many centres of each task are looked at beside those that are proposed."""
KNOWN = 6
FAINTEST = 0.4
"""A failure that a line of work points to more faintly is not said to be known."""
OWN_TRADE = 0.5
"""The share from which on a line of work is of a trade."""


@dataclass(frozen=True)
class Knowledge:
    """The trade knowledge and the model it is asked with; equal when their digests are."""

    digest: str
    trade: Trade = field(compare=False, repr=False)
    encode: Encode = field(compare=False, repr=False)


class Around(Value):
    """People and instruments that cover something of a demand, each in the order of the ids."""

    people: tuple[Person, ...] = ()
    instruments: tuple[Instrument, ...] = ()


def around(session: Session, found: TaskMatches, wanted: Wanted, knowledge: Knowledge) -> Around:
    """The people and instruments of the found centres, and the experts of the pool that the match itself found (S0-28).

    Only who and what covers a need of this demand: of others nothing is read into the run (data minimisation).
    """
    needs = needs_of(found, wanted)
    if not needs:
        return Around()
    matter = matter_of(found, needs)
    seen = ((expert, seen_at_work(expert, knowledge)) for expert in _experts(session, found))
    people = [
        _judged(expert, person, wanted.planned_on)
        for expert, person in seen
        if any(person_covers(person, need, matter) for need in needs)
    ]
    instruments = (instrument_of(one) for centre in _centres(found) for one in list_equipment(session, centre))
    tests = ListedTests(needs)
    measuring = [one for one in instruments if tests.by_instrument(one)]
    return Around(
        people=tuple(sorted(people, key=lambda one: one.id)),
        instruments=tuple(sorted(measuring, key=lambda one: one.id)),
    )


def person_of(expert: Expert, on: date, knowledge: Knowledge) -> Person:
    """A person of the pool as the composer sees them, with what 4.2.1 1) (S0-08) and 4.2.2 1) (S0-10) say on a day."""
    return _judged(expert, seen_at_work(expert, knowledge), on)


def seen_at_work(expert: Expert, knowledge: Knowledge) -> Person:
    """A person by what they work on; what the clauses say of them is not asked yet."""
    works_on = "；".join(part for part in (expert.field, *expert.directions) if part)
    trades, knows = _read(works_on, knowledge)
    return Person(
        id=expert.id,
        centre_id=expert.provider_id,
        works_on=works_on,
        mode=expert.engagement,
        trades=trades,
        knows=knows,
    )


def _judged(expert: Expert, person: Person, on: date) -> Person:
    member = member_from_pool(expert, is_degree_relevant=None, relevant_since=None)
    if expert.years_of_quality_work is not None:
        member = member.model_copy(update={"relevant_years": Decimal(expert.years_of_quality_work)})
    lead, staff = check_lead(member, on), check_staff_member(member, on)
    return person.model_copy(
        update={
            "may_lead": _answer(lead.outcome),
            "may_serve": _answer(staff.outcome),
            "lacks": tuple(PARTS[part.id] for part in lead.parts if part.holds is not True),
        }
    )


def instrument_of(equipment: Equipment) -> Instrument:
    """A piece of equipment as the composer sees it."""
    return Instrument(
        id=equipment.id,
        centre_id=equipment.provider_id,
        name=equipment.name,
        measures=equipment.measures,
        is_shared=equipment.is_shared,
    )


def _answer(outcome: str) -> bool | None:
    return {"pass": True, "unknown": None}.get(outcome, False)


def _centres(found: TaskMatches) -> tuple[str, ...]:
    """The centres that are proposed, and the best of each task."""
    parts = (centre for part in found.parts for centre in part.found.centres[:FOR_A_TASK])
    return tuple(dict.fromkeys(one.provider_id for one in (*found.whole.centres[:PROPOSED], *parts)))


def _experts(session: Session, found: TaskMatches) -> Iterator[Expert]:
    for centre in _centres(found):
        yield from list_experts(session, centre)
    lists = (found.whole, *(part.found for part in found.parts))
    pool = {hit.passage_id for one in lists for hit in one.experts if hit.provider_id is None}
    if pool:
        yield from (one for one in list_experts(session, ids=sorted(pool)) if one.provider_id is None)


@lru_cache(maxsize=16_384)
def _read(works_on: str, knowledge: Knowledge) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The trades of a line of work, and the failures it points to; a pool is read once, not for every demand."""
    understood = understand(works_on, knowledge.trade, knowledge.encode)
    trades = tuple(sorted(name for name, share in understood.fields.items() if share >= OWN_TRADE))
    failures: dict[str, float] = {}
    for chain in understood.chains:  # the strongest first
        if chain.failure is not None and chain.weight >= FAINTEST:
            failures.setdefault(chain.failure, chain.weight)
    return trades, tuple(failures)[:KNOWN]
