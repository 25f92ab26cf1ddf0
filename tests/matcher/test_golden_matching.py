"""The graded set: what the matcher must reach on the half it was not fitted to, beside plain text searches.

Figures of the whole set, part by part, are printed by ``docking bench matching``.
"""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from api.bench.floors import FLOORS, floor_scores
from api.bench.graded import read_graded
from api.bench.measures import ndcg, recall
from api.bench.probes import Prober, ask_generic, ask_stuffed, ask_traps
from api.bench.ranking import Bench, ranked_by
from tests import shipped
from tests.builders import ROOT

GOLDEN = ROOT / "tests" / "golden" / "matching"
DAY = date(2026, 11, 21)

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def bench() -> Bench:
    """All targets, the demands of the dev half."""
    return Bench(read_graded(GOLDEN).of("dev"), shipped.embedder(), shipped.trade(), DAY)


def test_the_set_is_large_varied_and_honestly_split() -> None:
    graded = read_graded(GOLDEN)
    train, dev = graded.of("train"), graded.of("dev")
    assert len(graded.demands) >= 300
    assert len(graded.targets) >= 1_500
    assert len({demand.industry for demand in graded.demands}) >= 30
    assert not {demand.text for demand in train.demands} & {demand.text for demand in dev.demands}


def test_lay_words_find_the_laboratory_far_better_than_any_text_search(bench: Bench) -> None:
    ranked = bench.ranked()
    ours, found = ndcg(ranked, bench.grades), recall(ranked, bench.grades)
    scores = floor_scores(bench.index.passages, bench.questions())
    floors = {name: ndcg(ranked_by(scores[name], bench.grades), bench.grades) for name in FLOORS}
    best = max(floors.values(), key=lambda values: float(values.mean()))
    assert ours.mean() >= 0.54
    assert ours.mean() >= 1.25 * best.mean()
    assert found.mean() >= 0.77
    industries = np.array([demand.industry for demand in bench.graded.demands])
    behind = [name for name in set(industries) if ours[industries == name].mean() < best[industries == name].mean()]
    assert len(behind) <= 2, behind


def test_what_must_never_stand_first_does_not(bench: Bench) -> None:
    prober = Prober(bench.index.snapshot, bench.embedder, DAY)
    assert ask_generic(prober, GOLDEN / "generic.yaml").share >= 0.94
    assert ask_traps(prober, GOLDEN / "traps.yaml").share >= 0.75
    assert ask_stuffed(prober, bench.graded, every=8).share >= 0.95
