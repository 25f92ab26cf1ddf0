"""``python -m benchmarks.learning``: what simulated decisions teach, judged on dev demands nobody decided about.

A noisy coordinator looks at the first hits of *train* demands: accepts grade 2, declines grade 0 as the wrong
parameter, says nothing of grade 1, and is wrong one time in ten. Every target stands for a centre of its own with one
row. Policies that are taught: the shipped one, whose weights are the best known on these very demands; one whose
signals were bent at random (``bent``), which has something to learn; and ten more, each bent in a way of its own.
Prints a page of Markdown: adopted or why not; dev nDCG@10, the worst industry and the weakest quarter of them, before
and after; dev had the boldest multipliers been used against the guards; how far the confidence of dev answers moves.
Exit code 1 where dev falls in an adopted case, or where ranking with the policy of before gives other bytes afterwards.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from api.bench.graded import GradedDemand, read_graded
from api.bench.measures import Floats, ndcg
from api.bench.ranking import Bench
from benchmarks.shipped import shipped_trade
from kb.embedding import open_embedder
from matcher.doubt.confidence import confidence, shipped
from matcher.learning.fitting import fitted, reweighed
from matcher.learning.judging import Judged, pairs_of, weighed
from matcher.learning.learning import learned
from matcher.matching import match
from matcher.matchlist import Hit
from matcher.policy import DEFAULT_POLICY, MatchPolicy

GRADED = Path("tests/golden/matching")
DAY = date(2026, 11, 20)
SEEDS = range(11, 21)
"""The guards were chosen with 1 … 10, and with the bends 0 and 11 … 15."""
BENDS = range(21, 31)
LOOKED_AT = 5
"""As many hits as centres are proposed."""
WRONG = 0.1
BENT = 600
"""Thousandths up or down."""


def decisions(bench: Bench, found: Sequence[Sequence[Hit]], policy: MatchPolicy, seed: int) -> Iterator[Judged]:
    """What a noisy coordinator says of the first hits of each demand."""
    chance = random.Random(seed)
    for demand, hits in zip(bench.graded.demands, found, strict=True):
        for hit in hits[:LOOKED_AT]:
            grade = demand.grades.get(hit.passage_id, 0)
            is_wrong = chance.random() < WRONG
            if grade == 1:
                continue
            points, rest = weighed((hit,), policy, policy)
            yield Judged(
                id=f"{demand.id} {hit.passage_id}",
                run_id=demand.id,
                demand_id=demand.id,
                trade=demand.industry,
                is_accepted=(grade == 2) != is_wrong,
                points=points,
                rest=rest,
            )


def hits_of(bench: Bench, policy: MatchPolicy) -> list[tuple[Hit, ...]]:
    """The first hits of every demand."""
    return [match(query, bench.index, policy, bench.embedder.identity, LOOKED_AT).hits for query in bench.queries]


def rankings(bench: Bench, policy: MatchPolicy) -> list[str]:
    """What the matcher answers to the first demands, byte for byte."""
    some = bench.queries[:20]
    return [match(query, bench.index, policy, bench.embedder.identity).model_dump_json() for query in some]


class Figures(NamedTuple):
    """On dev: nDCG@10 of each demand, and of every answer how sure one may be, in thousandths."""

    ndcg: Floats
    sure: NDArray[np.int64]

    def industries(self, demands: Sequence[GradedDemand]) -> list[float]:
        """The mean of each industry, the worst first."""
        names = np.array([demand.industry for demand in demands])
        return sorted(float(self.ndcg[names == name].mean()) for name in sorted(set(names.tolist())))


def figures(dev: Bench, policy: MatchPolicy) -> Figures:
    """What a policy reaches on dev."""
    calibration, sure = shipped(), []
    for query in dev.queries:
        signs = match(query, dev.index, policy, dev.embedder.identity, LOOKED_AT * 2).signs
        sure.append(0 if signs is None else confidence(signs, calibration.scales(signs).answer))
    return Figures(ndcg(dev.ranked(policy), dev.grades), np.array(sure, np.int64))


def bent(seed: int) -> MatchPolicy:
    """The shipped policy with every signal up or down by :data:`BENT`."""
    chance = random.Random(seed)
    return reweighed(DEFAULT_POLICY, [1000 + chance.choice((-BENT, BENT)) for _ in DEFAULT_POLICY.signals])


def taught(name: str, base: MatchPolicy, seeds: Sequence[int], train: Bench, dev: Bench) -> Iterator[bool | None]:
    """A line for each seed; yields whether dev kept its height where something was adopted, else ``None``."""
    found, before, bytes_before = hits_of(train, base), figures(dev, base), rankings(dev, base)
    for seed in seeds:
        lesson = learned(tuple(decisions(train, found, base, seed)), base)
        boldest = fitted(pairs_of(tuple(decisions(train, found, base, seed))), base)
        forced = ndcg(dev.ranked(reweighed(base, boldest.tolist())), dev.grades)
        after = before if lesson.policy is None else figures(dev, lesson.policy)
        both = [one.industries(dev.graded.demands) for one in (before, after)]
        moved = np.abs(after.sure - before.sure)
        cells = (
            name,
            seed,
            lesson.decisions,
            lesson.pairs,
            f"{lesson.right_before} → {lesson.right_after}",
            "no" if lesson.policy is None else f"care {lesson.care}",
            f"{before.ndcg.mean():.4f} → {after.ndcg.mean():.4f}",
            " → ".join(f"{one[0]:.3f}" for one in both),
            " → ".join(f"{np.mean(one[: len(one) // 4]):.3f}" for one in both),
            f"{forced.mean():.4f}",
            f"{moved.mean():.0f}, {moved.max()}",
        )
        print("|", " | ".join(map(str, cells)), "|", lesson.why.text("en"), "|", flush=True)
        if lesson.policy is not None:
            yield bool(after.ndcg.mean() >= before.ndcg.mean())
        else:
            yield None
    if rankings(dev, base) != bytes_before:
        print("OTHER BYTES with the policy of before")
        yield False


def main() -> int:
    """Teach, judge, print; 1 where dev falls or forgetting does not give the same bytes."""
    graded, embedder = read_graded(GRADED), open_embedder()
    train = Bench(graded.of("train"), embedder, shipped_trade(embedder), DAY)
    dev = train.asking(graded.of("dev"), DAY)
    print(
        "| policy | seed | decisions | pairs | held out right | adopted | dev | worst industry | weakest quarter "
        "| dev if forced | confidence moved, mean and most | why |"
    )
    print("|---|---|---|---|---|---|---|---|---|---|---|---|")
    found = [*taught("shipped", DEFAULT_POLICY, SEEDS, train, dev), *taught("bent", bent(0), SEEDS, train, dev)]
    for bend, seed in zip(BENDS, SEEDS, strict=True):
        found += taught(f"bend {bend}", bent(bend), [seed], train, dev)
    adopted = [one for one in found if one is not None]
    print(f"{len(found)} cases, {len(adopted)} adopted, dev keeps its height in {sum(adopted)}")
    return 0 if all(adopted) else 1


if __name__ == "__main__":
    sys.exit(main())
