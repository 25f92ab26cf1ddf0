"""``python -m benchmarks.learning``: what simulated decisions teach, judged on dev demands nobody decided about.

A noisy coordinator looks at the first hits of *train* demands: accepts grade 2, declines grade 0 as the wrong
parameter, says nothing of grade 1, and is wrong one time in ten. Every target stands for a centre of its own with one
row. Two policies are taught: the shipped one, whose weights are the best known on these very demands, and one whose
signals were bent at random (``bent``), which has something to learn. Prints a page of Markdown: adopted or why not, dev
nDCG@10 and the worst industry before and after, and dev had the multipliers been adopted against the guards. Exit code
1 where dev falls, or where ranking with the policy of before gives other bytes afterwards.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import numpy as np

from api.bench.graded import GradedDemand, read_graded
from api.bench.measures import Floats, ndcg
from api.bench.ranking import Bench
from kb.embedding import open_embedder
from kb.trade.compiling import compile_trade
from kb.trade.reading import read_knowledge
from matcher.learning.learning import Judged, learned, reweighed, weighed
from matcher.matching import match
from matcher.matchlist import Hit
from matcher.policy import DEFAULT_POLICY, MatchPolicy

GRADED = Path("tests/golden/matching")
DAY = date(2026, 11, 20)
SEEDS = (1, 2, 3, 4, 5)
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


def worst(figures: Floats, demands: Sequence[GradedDemand]) -> float:
    """The mean of the industry with the lowest."""
    names = np.array([demand.industry for demand in demands])
    return min(float(figures[names == name].mean()) for name in sorted(set(names.tolist())))


def rankings(bench: Bench, policy: MatchPolicy) -> list[str]:
    """What the matcher answers to the first demands, byte for byte."""
    some = bench.queries[:20]
    return [match(query, bench.index, policy, bench.embedder.identity).model_dump_json() for query in some]


def main() -> int:
    """Teach, judge, print; 1 where dev falls or forgetting does not give the same bytes."""
    graded, embedder = read_graded(GRADED), open_embedder()
    train = Bench(graded.of("train"), embedder, compile_trade(read_knowledge(), embedder), DAY)
    dev = train.asking(graded.of("dev"), DAY)
    chance, is_well = random.Random(0), True
    bent = reweighed(DEFAULT_POLICY, [1000 + chance.choice((-BENT, BENT)) for _ in DEFAULT_POLICY.signals])
    print(
        "| policy | seed | decisions | pairs | held out right | better : worse | dev | worst industry | dev if forced |"
    )
    print("|---|---|---|---|---|---|---|---|---|")
    for name, base in (("shipped", DEFAULT_POLICY), ("bent", bent)):
        found, before = hits_of(train, base), ndcg(dev.ranked(base), dev.grades)
        bytes_before = rankings(dev, base)
        for seed in SEEDS:
            lesson = learned(tuple(decisions(train, found, base, seed)), base)
            forced = ndcg(dev.ranked(reweighed(base, [one.thousandths for one in lesson.multipliers])), dev.grades)
            after = before if lesson.policy is None else forced
            is_well = is_well and after.mean() >= before.mean()
            cells = (
                name,
                seed,
                lesson.decisions,
                lesson.pairs,
                f"{lesson.right_before} → {lesson.right_after}",
                f"{lesson.demands_better} : {lesson.demands_worse}",
                f"{before.mean():.4f} → {after.mean():.4f}",
                " → ".join(f"{worst(one, dev.graded.demands):.3f}" for one in (before, after)),
                f"{forced.mean():.4f}",
            )
            print("|", " | ".join(map(str, cells)), "|", lesson.why.text("en"), flush=True)
        is_well = is_well and rankings(dev, base) == bytes_before
    print("holds" if is_well else "DOES NOT HOLD")
    return 0 if is_well else 1


if __name__ == "__main__":
    sys.exit(main())
