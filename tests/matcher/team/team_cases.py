"""Small teams by hand: a demand that is understood, people and instruments that cover parts of it."""

from __future__ import annotations

import random
from datetime import date

from foundation.language import sentence
from matcher.matchlist import CentreCandidate, Hit, MatchList
from matcher.query import Wanted
from matcher.surroundings import Instrument, Person, Surroundings
from matcher.task_matches import TaskMatches
from matcher.tasks import Task
from matcher.team.optimum import Distance, Leading, Problem, Supply
from matcher.team_proposal import TeamProposal
from matcher.understood import Understood

DAY = date(2026, 11, 23)


def row(passage_id: str, centre: str, parameter: str, scope: str = "valid") -> Hit:
    """A row of an annex that was found."""
    return Hit(
        passage_id=passage_id,
        kind="capability",
        provider_id=centre,
        score=500_000,
        contributions=(),
        scope=scope,  # type: ignore[arg-type]
        title=f"塑料 · {parameter}",
        detail="",
    )


def found(
    *rows: Hit,
    centres: tuple[str, ...] = ("cen_a", "cen_b"),
    failures: tuple[str, ...] = ("掺混与材质不符",),
    tests: tuple[str, ...] = ("红外光谱分析",),
    services: tuple[str, ...] = ("质量技术评价",),
    offered: tuple[str, ...] = (),
) -> TaskMatches:
    """What a match found: centres in their order, what was understood, the tasks."""
    understood = [Understood(kind="trade", name="plastics", weight=1000)]
    understood += [Understood(kind="failure", name=one, weight=900, quote="一敲就裂") for one in failures]
    understood += [Understood(kind="test", name=one, weight=900, names=(one,), quote="一敲就裂") for one in tests]
    tasks = [(one, False) for one in services] + [(one, True) for one in offered]
    return TaskMatches(
        whole=MatchList(
            index_identity="1-abc",
            model_identity="fixed",
            policy_version="1",
            policy_digest="d",
            planned_on=DAY,
            hits=rows,
            centres=tuple(
                CentreCandidate(provider_id=one, rank=rank, score=1_000 - rank, rows=())
                for rank, one in enumerate(centres, start=1)
            ),
            experts=(),
            understood=tuple(understood),
        ),
        tasks=tuple(
            Task(order=order, service=service, purpose=sentence("联合攻关"), is_optional=is_offered)
            for order, (service, is_offered) in enumerate(tasks, start=1)
        ),
    )


def wanted(*parameters: str) -> Wanted:
    """A demand that names these parameters."""
    return Wanted(text="外壳一敲就裂", parameters=parameters, planned_on=DAY)


def person(person_id: str, centre: str | None = "cen_a", **values: object) -> Person:
    """Somebody of the trade who may lead and serve, and knows what is suspected."""
    facts: dict[str, object] = {
        "works_on": "塑料失效分析",
        "may_lead": True,
        "may_serve": True,
        "trades": ("plastics",),
        "knows": ("掺混与材质不符",),
    }
    return Person(id=person_id, centre_id=centre, **{**facts, **values})  # type: ignore[arg-type]


def instrument(instrument_id: str, *measures: str, centre: str = "cen_a", is_shared: bool = False) -> Instrument:
    """A piece of equipment."""
    return Instrument(id=instrument_id, centre_id=centre, name="仪器", measures=measures, is_shared=is_shared)


def around(*people: Person, instruments: tuple[Instrument, ...] = ()) -> Surroundings:
    """These people and instruments."""
    return Surroundings(people=people, instruments=instruments)


def role_of(team: TeamProposal, member: str) -> str:
    """The role of a member."""
    return next(one.role for one in team.members if one.id == member)


def random_problem(chance: random.Random, most_supplies: int = 9, most_needs: int = 7) -> Problem:
    """A small problem with every kind of supply in it."""
    count, needs = chance.randint(1, most_supplies), chance.randint(1, most_needs)
    supplies = []
    for _ in range(count):
        mask = chance.getrandbits(needs) & (chance.getrandbits(needs) | chance.getrandbits(needs))
        distance: Distance = chance.choice((0, 0, 1, 2, 3))
        is_person = chance.random() < 0.6
        able: Leading = 0 if distance == 3 else 1 if distance == 2 else 2
        leads: Leading = able if is_person and chance.random() < 0.5 else 0
        supplies.append(Supply(mask, distance, is_person, leads))
    asked = chance.getrandbits(needs)
    return Problem(tuple(supplies), asked, ((1 << needs) - 1) & ~asked)
