"""A graded set: targets, demands in enterprises' words, and how well each target answers each demand.

One YAML file an industry in ``sets/``: ``targets`` (scope rows, experts, free texts) and ``demands`` with ``grades``
2 = a coordinator would assign it, 1 = helpful beside it; everything else is 0. ``split`` says whether weights may be
learned from a demand (*train*), whether it judges what is being worked on (*dev*), or is kept shut until the work is
done (*held*): those are read only when asked for, because what is looked at while choosing no longer judges fairly.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import TypeAdapter

from api.bench.reading import invalid, read_set
from foundation.errors import InvalidInput
from foundation.values import Value
from kb.passages import Passage

Split = Literal["train", "dev", "held"]
Grades = NDArray[np.int8]

FIELDS: Mapping[str, str] = {
    "product": "product",
    "parameter": "parameter",
    "standards": "standards",
    "equipment": "equipment",
    "limit": "limit",
    "title": "title",
    "field": "field",
    "directions": "directions",
    "text": "body",
}
"""Key of a target → field of a passage."""


class Target(Value):
    """Something that can be found, as a centre publishes it."""

    id: str
    kind: Literal["capability", "expert", "equipment"]
    product: str = ""
    parameter: str = ""
    standards: tuple[str, ...] = ()
    equipment: str = ""
    limit: str = ""
    title: str = ""
    field: str = ""
    directions: str = ""
    text: str = ""

    def passage(self) -> Passage:
        """The target as the index knows it."""
        fields = {field: _flat(getattr(self, key)) for key, field in FIELDS.items()}
        kind: Literal["capability", "expert"] = "expert" if self.kind == "expert" else "capability"
        return Passage(id=self.id, kind=kind, fields={name: text for name, text in fields.items() if text})


class GradedDemand(Value):
    """A demand and its grades by target id; ``industry`` names its file."""

    id: str
    split: Split
    title: str = ""
    text: str
    grades: dict[str, Literal[1, 2]]
    industry: str = ""


class GradedSet(Value):
    """All files of a folder together."""

    targets: tuple[Target, ...]
    demands: tuple[GradedDemand, ...]

    def of(self, split: Split) -> GradedSet:
        """The same targets with the demands of one split."""
        return GradedSet(targets=self.targets, demands=tuple(d for d in self.demands if d.split == split))

    def matrix(self, ids: Sequence[str]) -> Grades:
        """Grades (demands, targets) in the order of ``ids``."""
        place = {target: column for column, target in enumerate(ids)}
        grades = np.zeros((len(self.demands), len(ids)), np.int8)
        for row, demand in enumerate(self.demands):
            for target, grade in demand.grades.items():
                grades[row, place[target]] = grade
        return grades


_Pooled: TypeAdapter[dict[str, dict[str, Literal[1, 2]]]] = TypeAdapter(dict[str, dict[str, Literal[1, 2]]])


def read_graded(folder: Path, with_held: bool = False) -> GradedSet:
    """Every file of ``sets/`` and, where there is one, ``pooled.yaml``: grades given later, also across industries.

    Demands of the *held* part are checked and left out, unless ``with_held``.
    InvalidInput naming file and place when one is wrong or names an unknown target.
    """
    pool = folder / "pooled.yaml"
    later = read_set(pool, _Pooled.validate_python) if pool.is_file() else {}
    targets: list[Target] = []
    demands: list[GradedDemand] = []
    for path in sorted((folder / "sets").glob("*.yaml")):
        mine, asked = read_set(path, _industry)
        targets += mine
        demands += [one.model_copy(update={"grades": {**later.get(one.id, {}), **one.grades}}) for one in asked]
    if not demands:
        raise InvalidInput("graded_set_empty", "{folder} 里没有评分集", field="set", folder=folder.name)
    known = {target.id for target in targets}
    if len(known) < len(targets) or len({demand.id for demand in demands}) < len(demands):
        raise invalid(folder, "id", "an id stands twice")
    for demand in demands:
        if unknown := next((target for target in demand.grades if target not in known), None):
            raise invalid(folder, demand.id, f"{unknown}?")
    return GradedSet(targets=tuple(targets), demands=tuple(one for one in demands if with_held or one.split != "held"))


def _industry(data: Any) -> tuple[list[Target], list[GradedDemand]]:
    targets = [Target.model_validate(one) for one in data["targets"]]
    return targets, [GradedDemand.model_validate({**one, "industry": data["industry"]}) for one in data["demands"]]


def _flat(value: Any) -> str:
    return "；".join(value) if isinstance(value, tuple) else str(value)
