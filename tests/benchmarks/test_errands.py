"""What the readers of errands and wishes learn from is not what they, or confidence, are judged by."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from api.bench.graded import read_graded
from benchmarks.abstention import AMID_BUSINESS, EVERYWHERE, GRADED, NEWEST
from benchmarks.calibration.worlds import FOR_ONE_ROW
from benchmarks.train_errands import ERRANDS, EVERY, SHARES, TRAINING, examples, told
from benchmarks.train_reader import told_amid_business
from foundation.text import fold
from intake.fields import SERVICE_CATEGORIES
from intake.reading.learned import NOTHING
from kb.trade.reading import Knowledge, read_knowledge


def read(name: str) -> Any:
    return yaml.load((GRADED / name).read_text("utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return read_knowledge()


def test_every_wish_is_marked_in_the_very_words_of_its_message() -> None:
    every = [one for path in TRAINING.glob("*.yaml") for one in yaml.safe_load(path.read_text("utf-8"))["demands"]]
    assert len(every) >= 2_300
    assert [one["id"] for one in every if one["wish"] not in one["text"]] == []
    assert len({one["text"] for one in every}) == len(every)


def test_every_deed_is_one_of_the_knowledge_or_none_of_them(knowledge: Knowledge) -> None:
    deeds = {act.act for act in knowledge.acts.acts if not act.ours} | {"其他"}
    every = [yaml.safe_load(path.read_text("utf-8"))["demands"] for path in TRAINING.glob("elsewhere_*.yaml")]
    assert {one["act"] for some in every for one in some} <= deeds
    assert {one["service_category"] for one in told_amid_business()} == {*SERVICE_CATEGORIES, NOTHING}


def test_the_fields_whose_matter_is_a_deed_are_known(knowledge: Knowledge) -> None:
    assert {field.field for field in knowledge.beyond} >= ERRANDS


@pytest.mark.parametrize("judged", [NEWEST, AMID_BUSINESS, *EVERYWHERE])
def test_nothing_of_a_blind_set_is_learned_from(judged: str, knowledge: Knowledge) -> None:
    data = read(judged)
    asked = {fold(one["text"]) for part in ("demands", "outside", "answerable") for one in data.get(part) or ()}
    assert asked.isdisjoint(one.text for one in examples(knowledge))
    wanted = {one.get("row") for one in data.get("answerable", ())} - {None, "none"}
    if judged != AMID_BUSINESS:  # its rows were found after it was written
        assert wanted.isdisjoint(row for one in told() for row in one.rows or ())


def test_nothing_that_confidence_is_trained_with_is_learned_from(knowledge: Knowledge) -> None:
    names = ("outside_train.yaml", "acts_train.yaml", "asked_train.yaml")
    trained = {fold(one["text"]) for name in names for one in read(name)["demands"]}
    asked = {fold(case.says) for field in knowledge.beyond for case in field.cases[1::EVERY]}
    learned = {one.text for one in examples(knowledge)}
    assert learned.isdisjoint(trained)
    assert learned.isdisjoint(asked)


def test_a_share_of_what_is_told_amid_business_can_be_left_out(knowledge: Knowledge) -> None:
    left_out = {fold(one.text) for one in told()[1::SHARES]}
    assert left_out.isdisjoint(one.text for one in examples(knowledge, without=1))
    assert left_out <= {one.text for one in examples(knowledge)}


def test_rows_that_serve_a_message_stand_in_the_set() -> None:
    rows = {target.id for target in read_graded(GRADED).targets}
    served = [one for one in told() if one.rows]
    assert len(served) >= 100
    assert all({*(one.rows or ())} <= rows and not one.is_elsewhere for one in served)
    assert "served" in FOR_ONE_ROW
