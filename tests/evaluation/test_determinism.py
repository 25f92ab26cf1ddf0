"""One assessment, the same bytes: whatever the hash seed, the processor kernel or the shell's language."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from evaluation.aggregate.batch import assess_many
from evaluation.assess import assess
from evaluation.editions.shipped import scheme_named
from tests.evaluation.examples import example, mixed_weights, ratings

ROOT = Path(__file__).resolve().parent.parent.parent
PROGRAM = "from tests.evaluation.examples import example; a = example(); print(a.sha256, len(a.canonical))"


@pytest.mark.parametrize(
    "settings",
    [
        {"PYTHONHASHSEED": "0", "OPENBLAS_CORETYPE": "Haswell", "LC_ALL": "C"},
        {"PYTHONHASHSEED": "1", "OPENBLAS_CORETYPE": "Prescott", "LC_ALL": "C.UTF-8"},
        {"PYTHONHASHSEED": "4242", "NPY_DISABLE_CPU_FEATURES": "AVX2 FMA3", "TZ": "America/Lima"},
    ],
)
def test_bytes_are_the_same_in_another_process(settings: dict[str, str]) -> None:
    environment = {**os.environ, "OPENBLAS_NUM_THREADS": "1", "PYTHONWARNINGS": "ignore", **settings}
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    )
    here = example()
    assert done.stdout.split() == [here.sha256, str(len(here.canonical))]


def test_one_assessment_of_sixty_indicators_takes_less_than_twenty_milliseconds() -> None:
    """Processor time, the median of several, so that a busy machine does not decide."""
    scheme = scheme_named()
    weights, data = mixed_weights(scheme), ratings("D4.4")
    taken = []
    for _ in range(25):
        start = time.process_time()
        assess(scheme, weights, data)
        taken.append(time.process_time() - start)
    assert sorted(taken)[12] < 0.020


def test_two_thousand_subjects_at_once_take_less_than_a_second() -> None:
    scheme = scheme_named()
    scores = np.random.default_rng(5).integers(0, 10_001, (2_000, 60), dtype=np.int64)
    start = time.process_time()
    assess_many(scheme, mixed_weights(scheme), scores)
    assert time.process_time() - start < 1.0


def test_every_method_gives_the_same_bytes_on_two_other_kernels_threads_seeds_and_locales() -> None:
    """Two of the runs of ``python -m benchmarks.determinism``, which tries ten."""
    from benchmarks.determinism.__main__ import conditions, differing, hashes

    plainest, *_, last = conditions()
    first = hashes(plainest)
    assert len(first) > 20
    assert differing(first, hashes(last)) == []
