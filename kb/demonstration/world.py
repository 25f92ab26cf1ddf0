"""The demonstration world as values, read from ``data/`` and ``annexes/``."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any, Literal

import yaml

from foundation.values import Value
from kb.expert import Equipment, Expert
from kb.profile import CentreProfile
from kb.provider import Centre, HostInstitution, Qualification

HERE = Path(__file__).parent
DATA = HERE / "data"
ANNEXES = HERE / "annexes"
MARK = "示范"

Layout = Literal["cnas_2009", "cnas_flat", "cma_table4", "shanghai", "guangdong"]


class AnnexFile(Value):
    """One annex as the centre would hand it in, and the certificate it belongs to."""

    path: Path
    layout: Layout
    qualification: Qualification
    categories: tuple[str, ...] = ()
    """The categories of the centre's scope that stand in this annex; empty means all."""
    encoding: str = "utf-8-sig"
    """Of a csv file."""


class DemonstrationCentre(Value):
    """An invented centre and its annex files."""

    centre: Centre
    annexes: tuple[AnnexFile, ...]
    profile: CentreProfile


class Expectation(Value):
    """What a good match of a demand reaches; all empty with ``is_within_scope=False`` means: nobody here can do it."""

    is_within_scope: bool
    centres: tuple[str, ...] = ()
    parameters: tuple[str, ...] = ()
    """Parameters of scope rows of these centres, worded as in the annex."""
    experts: tuple[str, ...] = ()


class DemonstrationDemand(Value):
    """An enterprise's words, invented, with what should come of them."""

    id: str
    title: str
    text: str
    expect: Expectation


class World(Value):
    """Everything that ``docking demo`` loads."""

    centres: tuple[DemonstrationCentre, ...]
    experts: tuple[Expert, ...]
    equipment: tuple[Equipment, ...]
    demands: tuple[DemonstrationDemand, ...]
    main_demand_id: str
    """The demand the guided demonstration walks through."""
    is_demonstration: Literal[True] = True


def files() -> World:
    """Read the demonstration world; nothing is written. Order is that of the source files."""
    return World(
        centres=_centres(),
        experts=_experts(),
        equipment=_equipment(),
        demands=_demands(),
        main_demand_id="dem_demo_housing",
    )


def _centre_id(key: str) -> str:
    return f"cen_demo_{key}"


def _centres() -> tuple[DemonstrationCentre, ...]:
    entries = yaml.safe_load((DATA / "centres.yaml").read_text(encoding="utf-8"))
    return tuple(_centre(entry) for entry in entries)


def _centre(entry: Mapping[str, Any]) -> DemonstrationCentre:
    annexes = tuple(_annex(annex) for annex in entry["annexes"])
    centre = Centre(
        id=_centre_id(entry["key"]),
        name=entry["name"],
        # No credit code at all: an invented one could by chance be somebody's.
        host=HostInstitution(id=f"host_demo_{entry['key']}", name=entry["host"]),
        region=entry["region"],
        approving_body=f"{MARK}·省级市场监督管理部门（虚构）",
        industries=tuple(entry["industries"]),
        qualifications=tuple(annex.qualification for annex in annexes),
        is_demonstration=True,
    )
    told = {name: entry[name] for name in ("secrecy_level", "capacity", "conflicts") if name in entry}
    profile = CentreProfile.model_validate({"centre_id": centre.id, **told})
    return DemonstrationCentre(centre=centre, annexes=annexes, profile=profile)


def _annex(entry: Mapping[str, Any]) -> AnnexFile:
    valid_from: date = entry["from"]
    return AnnexFile(
        path=ANNEXES / entry["file"],
        layout=entry["layout"],
        qualification=Qualification(
            kind=entry["kind"], number=entry["number"], valid_from=valid_from, valid_until=entry["until"]
        ),
        categories=tuple(entry.get("categories", ())),
        encoding=entry.get("encoding", "utf-8-sig"),
    )


def _rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _listed(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split("；") if part.strip())


def _experts() -> tuple[Expert, ...]:
    return tuple(
        Expert.model_validate(
            {
                "id": f"exp_demo_{row['key']}",
                "name": f"{row['name']}（{MARK}）",
                "provider_id": _centre_id(row["centre"]) if row["centre"] else None,
                "title": row["title"],
                "title_level": row["title_level"],
                "degree": row["degree"],
                "years_of_quality_work": int(row["years"]),
                "has_project_experience": row["project"] == "yes",
                "field": row["field"],
                "directions": _listed(row["directions"]),
                "profile": row["profile"],
                "engagement": row["engagement"],
            }
        )
        for row in _rows("experts.csv")
    )


def _equipment() -> tuple[Equipment, ...]:
    return tuple(
        Equipment(
            id=f"eqp_demo_{row['key']}",
            provider_id=_centre_id(row["centre"]),
            name=row["name"],
            model=row["model"],
            measures=_listed(row["measures"]),
            measuring_range=row["range"],
            is_shared=row["shared"] == "yes",
        )
        for row in _rows("equipment.csv")
    )


def _demands() -> tuple[DemonstrationDemand, ...]:
    lines = (DATA / "demands.jsonl").read_text(encoding="utf-8").splitlines()
    return tuple(DemonstrationDemand.model_validate(json.loads(line)) for line in lines if line.strip())
