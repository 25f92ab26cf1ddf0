"""How well a demand is taken apart into tasks: a labelled set of demands and four figures for each split.

F1 over the kinds of task (micro: all decisions alike; macro: the seven services alike), how many demands get exactly
their set, and whether the tasks that both name stand in the labelled order.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import combinations
from pathlib import Path
from typing import Literal

from api.bench.reading import read_set
from foundation.values import Value
from intake.fields import SERVICE_CATEGORIES, ServiceCategory
from matcher.query import Wanted
from matcher.tasks import decompose

Split = Literal["train", "dev"]
_ANY_DAY = date(2026, 1, 1)
"""Decomposing looks at words only; the planned day plays no part."""


class LabelledDemand(Value):
    """A demand and its true tasks, in the order of the work."""

    id: str
    split: Split
    title: str = ""
    text: str
    tasks: tuple[ServiceCategory, ...]


class ServiceFigures(Value):
    """Decisions about one service: rightly named, wrongly named, missed."""

    right: int
    wrong: int
    missed: int

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall; 1 where nothing was to be named and nothing was."""
        of = 2 * self.right + self.wrong + self.missed
        return 2 * self.right / of if of else 1.0


class SplitFigures(Value):
    """The figures of one split. ``order``: demands of two or more tasks; ``pairs``: pairs of tasks both name."""

    demands: int
    micro_f1: float
    macro_f1: float
    exact: float
    order: float
    pairs: float
    services: dict[str, ServiceFigures]


class TaskFigures(Value):
    """Figures of the half that rules may be made from, and of the half that only judges."""

    train: SplitFigures
    dev: SplitFigures


def measure_tasks(path: Path) -> TaskFigures:
    """Decompose every demand of a labelled file. InvalidInput when the file is no such set."""
    demands = read_labelled(path)
    return TaskFigures(train=_figures(demands, "train"), dev=_figures(demands, "dev"))


def read_labelled(path: Path) -> tuple[LabelledDemand, ...]:
    """The demands of a labelled file. InvalidInput naming file and place when it is wrong."""
    return read_set(path, lambda data: tuple(LabelledDemand.model_validate(one) for one in data["demands"]))


def route(demand: LabelledDemand) -> tuple[str, ...]:
    """The services found for a labelled demand, in order, without the optional steps."""
    wanted = Wanted(text=demand.text, title=demand.title, planned_on=_ANY_DAY)
    return tuple(task.service for task in decompose(wanted) if not task.is_optional)


def _figures(demands: Sequence[LabelledDemand], split: Split) -> SplitFigures:
    mine = [demand for demand in demands if demand.split == split]
    found = [route(demand) for demand in mine]
    services = {service: _of_service(service, mine, found) for service in SERVICE_CATEGORIES}
    whole = ServiceFigures(
        right=sum(one.right for one in services.values()),
        wrong=sum(one.wrong for one in services.values()),
        missed=sum(one.missed for one in services.values()),
    )
    several = [
        (_common(d.tasks, got), _common(got, d.tasks)) for d, got in zip(mine, found, strict=True) if d.tasks[1:]
    ]
    pairs = [(set(combinations(true, 2)), set(combinations(got, 2))) for true, got in several]
    return SplitFigures(
        demands=len(mine),
        micro_f1=whole.f1,
        macro_f1=_share(sum(one.f1 for one in services.values()), len(services)),
        exact=_share(sum(set(d.tasks) == set(got) for d, got in zip(mine, found, strict=True)), len(mine)),
        order=_share(sum(true == got for true, got in several), len(several)),
        pairs=_share(sum(len(true & got) for true, got in pairs), sum(len(true) for true, _ in pairs)),
        services=services,
    )


def _of_service(service: str, demands: Sequence[LabelledDemand], found: Sequence[tuple[str, ...]]) -> ServiceFigures:
    pairs = [(service in d.tasks, service in got) for d, got in zip(demands, found, strict=True)]
    return ServiceFigures(
        right=pairs.count((True, True)), wrong=pairs.count((False, True)), missed=pairs.count((True, False))
    )


def _common(tasks: Sequence[str], others: Sequence[str]) -> tuple[str, ...]:
    return tuple(task for task in tasks if task in others)


def _share(part: float, whole: int) -> float:
    return part / whole if whole else 1.0


def as_rows(figures: TaskFigures) -> Mapping[str, Mapping[str, float]]:
    """Split → figure → value, for a table."""
    names = ("micro_f1", "macro_f1", "exact", "order", "pairs")
    return {
        split: {name: round(float(getattr(half, name)), 4) for name in names}
        for split, half in (("train", figures.train), ("dev", figures.dev))
    }
