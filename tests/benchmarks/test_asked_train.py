"""What confidence is trained with is not what it is judged by."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from api.bench.graded import read_graded

GRADED = Path("tests/golden/matching")
JUDGED = (
    "outside_blind5.yaml",
    "outside_blind6.yaml",
    "outside_blind7.yaml",
    "outside_blind8.yaml",
    "outside_blind9.yaml",
)


def read(name: str) -> Any:
    return yaml.load((GRADED / name).read_text("utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))


@pytest.fixture(scope="module")
def asked() -> list[dict[str, str]]:
    return list(read("asked_train.yaml")["demands"])


def test_every_row_that_is_asked_for_stands_in_the_set_and_is_asked_for_once(asked: list[dict[str, str]]) -> None:
    rows = [one["row"] for one in asked]
    assert len(rows) == len({*rows})
    assert {*rows} <= {target.id for target in read_graded(GRADED).targets}


def test_one_in_four_asks_for_an_expert(asked: list[dict[str, str]]) -> None:
    experts = {target.id for target in read_graded(GRADED).targets if target.kind == "expert"}
    assert sum(one["row"] in experts for one in asked) >= len(asked) // 4


@pytest.mark.parametrize("judged", JUDGED)
def test_no_row_that_a_blind_set_asks_for_is_trained_on(asked: list[dict[str, str]], judged: str) -> None:
    assert not {one["row"] for one in asked} & {one["row"] for one in read(judged)["answerable"]}


@pytest.mark.parametrize("judged", JUDGED)
def test_no_text_of_a_blind_set_is_trained_on(asked: list[dict[str, str]], judged: str) -> None:
    trained = {one["text"] for one in (*asked, *read("outside_train.yaml")["demands"])}
    data = read(judged)
    assert not trained & {one["text"] for one in (*data["demands"], *data["answerable"])}
