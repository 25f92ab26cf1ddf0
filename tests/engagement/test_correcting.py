"""A fact that was entered wrongly is put right by a later entry that names it; the log keeps what was written first."""

from __future__ import annotations

from typing import Any

import pytest

from engagement.facts.milestones import MilestoneReport
from engagement.facts.outcomes import ServiceOutcome, Training
from engagement.folding import fold
from tests.engagement.cases import CENTRE, ENTERPRISE, START, at, step
from tests.engagement.test_guards import refusal

TODAY = START.date()
PATENT = ServiceOutcome(kind="知识产权", title="一种隔膜涂层", number="CN1", on=TODAY)
TAUGHT = Training(topic="热收缩率测定", on=TODAY, hours="20", trainer="顾工", trainees=("王经理",))
DONE = MilestoneReport(name="热分析", progress="done", on=TODAY)
WRONG: dict[str, tuple[str, str, Any, dict[str, object]]] = {
    "record_outcome": ("outcome", "outcomes", PATENT, {"number": "CN2"}),
    "record_training": ("training", "trainings", TAUGHT, {"hours": "2"}),
    "report_milestone": ("milestone", "milestones", DONE, {"name": "断面形貌"}),
}
EVERY = pytest.mark.parametrize("event", list(WRONG))


@EVERY
def test_a_correction_takes_the_place_of_what_it_names_and_the_log_keeps_both(event: str) -> None:
    fact, field, wrong, right = WRONG[event]
    once = step(at("in_service"), event, CENTRE, **{fact: wrong})
    new = wrong.model_copy(update=right | {"corrects": 1})
    after = step(once, event, CENTRE, **{fact: new, "reason": "写错了"})
    assert getattr(after, field) == (new,)
    assert [getattr(entry.facts, fact) for entry in after.history[-2:]] == [wrong, new]
    assert fold(after.history) == after


@EVERY
def test_a_correction_says_why_names_something_and_comes_from_who_entered_it(event: str) -> None:
    fact, _, wrong, right = WRONG[event]
    once = step(at("in_service"), event, CENTRE, **{fact: wrong})
    new = wrong.model_copy(update=right | {"corrects": 1})
    assert refusal(once, event, CENTRE, **{fact: new})[1] == "更正要写明原因"
    beyond = new.model_copy(update={"corrects": 2})
    assert refusal(once, event, CENTRE, **{fact: beyond}, reason="写错了")[1] == "没有第 2 项可以更正"
    other = CENTRE.model_copy(update={"id": "act_other"})
    assert refusal(once, event, other, **{fact: new}, reason="写错了")[1] == "只有登记的人能更正"


def test_a_milestone_reported_done_by_mistake_is_open_again() -> None:
    once = step(at("in_service"), "report_milestone", CENTRE, milestone=DONE)
    again = DONE.model_copy(update={"name": "断面形貌", "corrects": 1})
    after = step(once, "report_milestone", CENTRE, milestone=again, reason="报错了一项")
    assert [(one.name, one.done_on) for one in after.milestone_states] == [("热分析", None), ("断面形貌", TODAY)]


def test_of_several_the_one_that_is_named_is_corrected() -> None:
    now = at("in_service")
    for who, number in ((CENTRE, "CN1"), (ENTERPRISE, "CN2"), (CENTRE, "CN3")):
        now = step(now, "record_outcome", who, outcome=PATENT.model_copy(update={"number": number}))
    right = PATENT.model_copy(update={"number": "CN20", "corrects": 2})
    assert refusal(now, "record_outcome", CENTRE, outcome=right, reason="写错了")[1] == "只有登记的人能更正"
    after = step(now, "record_outcome", ENTERPRISE, outcome=right, reason="写错了")
    assert [one.number for one in after.outcomes] == ["CN1", "CN20", "CN3"]
    once_more = right.model_copy(update={"number": "CN21"})
    assert step(after, "record_outcome", ENTERPRISE, outcome=once_more, reason="又错了").outcomes[1].number == "CN21"
