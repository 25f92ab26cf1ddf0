"""The services that told demands ask for: what the reader learned them from, and what it reads of demands it never saw.

``outside_blind5.yaml`` to ``outside_blind9.yaml`` were filed by readers who saw the words alone; a second who read 260
of the demands filed 97 % alike (kappa 0.94).
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import yaml

from benchmarks.train_reader import MATCHING, NONE_OF_THEM, TOLD, told
from intake.fields import SERVICE_CATEGORIES
from intake.reading.learned import NOTHING
from intake.reading.record import read_draft

UNSEEN = [f"outside_blind{number}.yaml" for number in range(5, 10)]


def filed(name: str, part: str) -> Iterator[tuple[str, str]]:
    """Text and service of the demands of a set that were filed."""
    for one in yaml.safe_load((MATCHING / name).read_text("utf-8"))[part]:
        if "service" in one:
            yield one["text"], one["service"]


def test_the_reader_learned_from_training_demands_alone() -> None:
    assert all(name.endswith("_train.yaml") for name in TOLD)
    learned = {one["text"] for one in told()}
    assert len(learned) >= 1_300
    assert {one["service_category"] for one in told()} <= {*SERVICE_CATEGORIES, NOTHING}
    for name in UNSEEN:
        assert not learned & {text for part in ("demands", "answerable") for text, _ in filed(name, part)}


@pytest.mark.parametrize(("part", "least"), [("demands", 0.75), ("answerable", 0.7)])
def test_of_told_demands_it_never_saw_it_reads_the_service_right(part: str, least: float) -> None:
    """By the reader before it learned from told demands: 31 % of what is outside, 35 % of what can be served."""
    every = [one for name in UNSEEN for one in filed(name, part)]
    right = sum((read_draft("", text).value("service_category") or NONE_OF_THEM) == service for text, service in every)
    assert len(every) >= 190
    assert right / len(every) >= least, right / len(every)
