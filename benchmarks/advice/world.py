"""The worlds the advice is given in: graded demands with centres of several trades, and the demonstration world."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

from api.bench.graded import GradedDemand, GradedSet, Target
from api.demonstration import furnish
from api.wiring import open_house
from foundation.settings import Settings
from intake.reading.record import read_draft
from kb.demonstration import files
from kb.passages import Passage, ScopeFacts
from matcher.query import Wanted
from matcher.scope import NEEDS_SCOPE
from matcher.service import wanted_of

DAY = date(2026, 11, 21)
INDUSTRIES, CENTRES = 6, 9
"""So many industries stand together in one world, dealt out to so many centres of one to three trades each."""


class World(NamedTuple):
    """Passages, and demands that are asked of them."""

    name: str
    passages: tuple[Passage, ...]
    demands: tuple[Wanted, ...]


def graded_worlds(graded: GradedSet) -> Iterator[World]:
    """The demands industry by industry, a handful of industries in each world."""
    industries = sorted({demand.industry for demand in graded.demands})
    for begin in range(0, len(industries), INDUSTRIES):
        some = industries[begin : begin + INDUSTRIES]
        asked = [demand for demand in graded.demands if demand.industry in some]
        prefixes = {target.split("-")[0] for demand in asked for target in demand.grades}
        targets = [one for one in graded.targets if one.id.split("-")[0] in prefixes]
        demands = [demanded(demand, place, graded) for place, demand in enumerate(asked)]
        yield World(f"graded {begin // INDUSTRIES + 1}", tuple(held(targets)), tuple(demands))


def demanded(demand: GradedDemand, place: int, graded: GradedSet) -> Wanted:
    """A demand as it is read; of every three one asks for a test, and one for a test by a standard of a newer year."""
    wanted = wanted_of(read_draft(demand.title, demand.text), demand.text, demand.title, DAY)
    if place % 3 == 0:
        return wanted
    tested = wanted.model_copy(update={"service_category": NEEDS_SCOPE})
    best = [one for one in graded.targets if demand.grades.get(one.id) == 2 and one.standards]
    if place % 3 == 1 or not best:
        return tested
    return tested.model_copy(update={"standards": (f"{best[0].standards[0].split('-')[0]}-2018",)})


def held(targets: Sequence[Target]) -> Iterator[Passage]:
    """The targets as rows of centres: a third lapsed, some not yet begun, one in ten without a certificate."""
    for target in targets:
        number = int(hashlib.sha256(target.id.encode()).hexdigest(), 16)
        trade = int(hashlib.sha256(target.id.split("-")[0].encode()).hexdigest(), 16)
        centre = (trade + number % 4) % CENTRES
        years = tuple(one if "-" in one else f"{one}-2008" for one in target.standards)
        passage = target.model_copy(update={"standards": years}).passage()
        if passage.kind == "expert":
            yield passage.model_copy(update={"provider_id": f"cen_{centre}"})
            continue
        # A certificate belongs to a centre and a mark: all its rows lapse together.
        kind = "CNAS" if number % 7 == 0 else "CMA"
        ends = DAY + timedelta(days=-30 if centre % 3 == 0 else 400)
        facts = ScopeFacts(
            qualification=None if number % 10 == 0 else kind,
            certificate_number=f"{kind}-{centre}",
            valid_from=DAY - timedelta(days=700),
            valid_until=ends,
        )
        yield passage.model_copy(update={"provider_id": f"cen_{centre}", "scope": facts})


def demonstration() -> World:
    """The demonstration world on the day its certificates are of, and on one years later when most have lapsed."""
    with tempfile.TemporaryDirectory() as folder:
        house = open_house(Settings(data_dir=Path(folder)))
        furnish(house)
        passages = tuple(house.snapshot.passages)
        house.close()
    demands = []
    for day in (date(2025, 3, 10), date(2029, 3, 10)):
        for demand in files().demands:
            draft = read_draft("", demand.text)
            demands.append(wanted_of(draft, demand.text, "", day))
    return World("demonstration", passages, tuple(demands))
