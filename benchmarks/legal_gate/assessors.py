"""Cases that assessors wrote who had not seen the gate: a demand, a row with its restriction or marks, and their word.

``tests/golden/legal/*.csv``; ``lawful`` is *yes*, *no*, or *person* where only a person can judge.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Literal, NamedTuple

from kb.passages import Passage, ScopeFacts
from matcher.legal.court import Court
from matcher.legal.kin import Kin
from matcher.legal.ruling import Ruling
from matcher.query import Wanted

GOLDEN = Path(__file__).parents[2] / "tests" / "golden" / "legal"
DAY = date(2026, 11, 24)
Told = Literal["offered", "check", "refused"]
SAID: tuple[Told, ...] = ("offered", "check", "refused")


class Assessed(NamedTuple):
    """A line of a file. ``standards`` are apart by ``;``, ``marks`` by ``,``, each mark a row of its own."""

    kind: str
    text: str
    product: str
    parameter: str
    standards: str
    row_product: str
    row_parameter: str
    row_standards: str
    restriction: str
    marks: str
    lawful: str
    because: str


def assessor_sets() -> list[str]:
    """The names of all files, in order."""
    return sorted(path.name for path in GOLDEN.glob("*.csv"))


def assessed(name: str) -> list[Assessed]:
    """All cases of one file."""
    with (GOLDEN / name).open(encoding="utf-8", newline="") as file:
        return [Assessed(**line) for line in csv.DictReader(file)]


def alone(case: Assessed) -> Assessed:
    """The same where the row goes by the very names that are asked for, so that the case turns on its limit, mark or
    standard and on nothing else."""
    if case.kind == "subject":
        return case
    return case._replace(row_product=case.product, row_parameter=case.parameter)


def told(case: Assessed, kin: Kin) -> tuple[Told, Ruling]:
    """What the gate says of it; of the rows of two certificates the better one counts."""
    wanted = Wanted(
        text=case.text,
        product=case.product or None,
        parameters=(case.parameter,) if case.parameter else (),
        standards=tuple(one for one in case.standards.split(";") if one),
        service_category="检验检测",
        planned_on=DAY,
    )
    court = Court(wanted, kin)
    rulings = [court.ruling(_row(case, mark)) for mark in (case.marks or "CMA").split(",")]
    ways = {"test": 0, "check": 1}
    place, ruling = min(((ways.get(one.way, 2), one) for one in rulings), key=lambda pair: pair[0])
    return SAID[place], ruling


def wrong(cases: Iterable[Assessed], kin: Kin) -> list[tuple[Assessed, Ruling]]:
    """Those offered that must not be as they stand, and those refused that may."""
    found = []
    for case in cases:
        said, ruling = told(case, kin)
        if (said == "offered" and case.lawful != "yes") or (said == "refused" and case.lawful != "no"):
            found.append((case, ruling))
    return found


def _row(case: Assessed, mark: str) -> Passage:
    cells = {
        "product": case.row_product,
        "parameter": case.row_parameter,
        "standards": case.row_standards,
        "limit": case.restriction,
    }
    facts = {
        "qualification": mark,
        "valid_from": date(2024, 1, 1),
        "valid_until": date(2029, 12, 31),
        "restriction": case.restriction or None,
    }
    return Passage(
        id=f"cap_{mark}",
        kind="capability",
        provider_id="cen_case",
        fields={name: cell for name, cell in cells.items() if cell},
        scope=ScopeFacts.model_validate(facts),
    )
