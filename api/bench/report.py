"""All figures of a graded set in one value: quality against the floors, by industry, what each part adds, probes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from api.bench.floors import FLOORS, floor_scores
from api.bench.graded import GradedDemand, GradedSet, read_graded
from api.bench.measures import Floats, Interval, interval, ndcg, ratio, recall
from api.bench.probes import Prober, ProbeResult, ask_generic, ask_stuffed, ask_traps
from api.bench.ranking import PARTS, Bench, ranked_by, without
from api.bench.tasks import TaskFigures, measure_tasks
from foundation.values import Value
from matcher.policy import DEFAULT_POLICY, MatchPolicy

if TYPE_CHECKING:
    from kb.embedding import Embedder
    from kb.trade.compiled import Trade

Progress = Callable[[int, int], None]
OURS = "docking"


class Quality(Value):
    """One way of ranking on one split: nDCG@10, Recall@50 and the ratio of nDCG@10 to the best floor there."""

    method: str
    split: str
    ndcg: Interval
    recall: Interval
    ratio: Interval


class IndustryQuality(Value):
    """nDCG@10 of the matcher and of the best floor in one industry, over all its demands and over dev alone."""

    industry: str
    demands: int
    ndcg: float
    floor: float
    ratio: float
    dev_ratio: float


class BenchReport(Value):
    """What ``docking bench matching`` prints."""

    targets: int
    demands: int
    policy: str
    quality: tuple[Quality, ...]
    industries: tuple[IndustryQuality, ...]
    ablation: dict[str, tuple[float, float]]
    """Part left out → nDCG@10 and Recall@50 on dev."""
    english: tuple[Quality, ...] = ()
    probes: dict[str, ProbeResult] = Field(default_factory=dict)
    tasks: TaskFigures | None = None


class _Judged:
    """Rankings of one set under several names."""

    def __init__(self, bench: Bench, policy: MatchPolicy, progress: Progress | None = None) -> None:
        self.bench = bench
        scores = floor_scores(bench.index.passages, bench.questions())
        self.ranked: dict[str, NDArray[np.int8]] = {OURS: bench.ranked(policy, progress)}
        self.ranked |= {name: ranked_by(table, bench.grades) for name, table in scores.items()}
        self.ndcg = {name: ndcg(table, bench.grades) for name, table in self.ranked.items()}
        self.recall = {name: recall(table, bench.grades) for name, table in self.ranked.items()}

    def best_floor(self, chosen: NDArray[np.bool_], figures: Mapping[str, Floats]) -> str:
        return max(FLOORS, key=lambda name: float(figures[name][chosen].mean()))

    def quality(self, split: str, chosen: NDArray[np.bool_]) -> list[Quality]:
        if not chosen.any():
            return []
        floor = self.ndcg[self.best_floor(chosen, self.ndcg)][chosen]
        return [
            Quality(
                method=name,
                split=split,
                ndcg=interval(self.ndcg[name][chosen]),
                recall=interval(self.recall[name][chosen]),
                ratio=ratio(self.ndcg[name][chosen], floor),
            )
            for name in (OURS, *FLOORS)
        ]


def measure(
    folder: Path,
    embedder: Embedder,
    trade: Trade,
    day: date,
    policy: MatchPolicy = DEFAULT_POLICY,
    progress: Progress | None = None,
    with_held: bool = False,
) -> BenchReport:
    """Everything about the set in ``folder``; probes and English pairs where their files lie beside it.

    ``with_held`` adds the quality on the shut part; all else is told of the open parts alone.
    """
    graded = read_graded(folder)
    bench = Bench(graded, embedder, trade, day)
    judged = _Judged(bench, policy, progress)
    is_dev = np.array([demand.split == "dev" for demand in graded.demands])
    prober = Prober(bench.index.snapshot, embedder, day, policy)
    probes = {}
    if (traps := folder / "traps.yaml").is_file():
        probes["traps"] = ask_traps(prober, traps)
    if (generic := folder / "generic.yaml").is_file():
        probes["generic"] = ask_generic(prober, generic)
    probes["stuffing"] = ask_stuffed(prober, graded)
    quality = judged.quality("dev", is_dev) + judged.quality("train", ~is_dev)
    if with_held:
        quality += _held(folder, bench, policy, day)
    return BenchReport(
        targets=len(graded.targets),
        demands=len(graded.demands),
        policy=policy.version,
        quality=tuple(quality),
        industries=tuple(_industries(judged, is_dev)),
        ablation=dict(_ablation(bench, policy, is_dev)),
        english=tuple(_english(folder, graded, bench, policy, day)),
        probes=probes,
        tasks=measure_tasks(tasks) if (tasks := folder / "tasks.yaml").is_file() else None,
    )


def _held(folder: Path, bench: Bench, policy: MatchPolicy, day: date) -> list[Quality]:
    held = read_graded(folder, with_held=True).of("held")
    if not held.demands:
        return []
    return _Judged(bench.asking(held, day), policy).quality("held", np.ones(len(held.demands), bool))


def _industries(judged: _Judged, is_dev: NDArray[np.bool_]) -> list[IndustryQuality]:
    names = np.array([demand.industry for demand in judged.bench.graded.demands])
    found = []
    for name in sorted(set(names.tolist())):
        here = names == name
        ours, floor = judged.ndcg[OURS][here].mean(), judged.ndcg[judged.best_floor(here, judged.ndcg)][here].mean()
        dev = here & is_dev
        dev_floor = judged.ndcg[judged.best_floor(dev, judged.ndcg)][dev].mean() if dev.any() else 0.0
        found.append(
            IndustryQuality(
                industry=name,
                demands=int(here.sum()),
                ndcg=round(float(ours), 4),
                floor=round(float(floor), 4),
                ratio=_over(float(ours), float(floor)),
                dev_ratio=_over(float(judged.ndcg[OURS][dev].mean()), float(dev_floor)) if dev.any() else 0.0,
            )
        )
    return found


def _ablation(bench: Bench, policy: MatchPolicy, is_dev: NDArray[np.bool_]) -> list[tuple[str, tuple[float, float]]]:
    found: list[tuple[str, tuple[float, float]]] = []
    for part, left_out in PARTS.items() if is_dev.any() else ():
        ranked = bench.ranked(without(policy, left_out))
        figures = ndcg(ranked, bench.grades)[is_dev].mean(), recall(ranked, bench.grades)[is_dev].mean()
        found.append((part, (round(float(figures[0]), 4), round(float(figures[1]), 4))))
    return found


def _english(folder: Path, graded: GradedSet, bench: Bench, policy: MatchPolicy, day: date) -> list[Quality]:
    """English demands against the same Chinese targets; the floors see the English words alone."""
    import yaml

    path = folder / "english.yaml"
    if not path.is_file():
        return []
    rows = yaml.safe_load(path.read_text(encoding="utf-8"))["demands"]
    asked = GradedSet(targets=graded.targets, demands=tuple(GradedDemand.model_validate(row) for row in rows))
    judged = _Judged(bench.asking(asked, day), policy)
    is_dev = np.array([demand.split == "dev" for demand in asked.demands])
    return judged.quality("all", np.ones(len(rows), bool)) + judged.quality("dev", is_dev)


def _over(ours: float, floor: float) -> float:
    return round(ours / max(floor, 1e-9), 3)
