"""An evaluation project goes by its table, says at once all that is lacking, and logs where it leaves its plan."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from pydantic import ValidationError

from evaluation.project import Datum, EvaluationPlan, Project
from evaluation.projects.steps import NEEDS, STEPS, advance, change_plan
from evaluation.ratings import Rating
from foundation.errors import Conflict, InvalidInput
from tests.evaluation.report.reports import person, project

ON = date(2025, 3, 10)


def made(**other: Any) -> Project:
    return Project.model_validate({**project(), **other})


def a_datum(**other: Any) -> dict[str, Any]:
    rating = {"indicator": "A1.2", "value": "30", "collected_by": "blind_sample"}
    return {"rating": rating, "on": "2025-02-01", "by": "吴量", **other}


def test_a_project_goes_from_plan_over_the_pilot_to_delivery() -> None:
    delivery = {"on": "2025-03-31", "to": "省局", "how": "专人送达", "report_sha256": "0" * 64}
    one = made(data=[a_datum()], delivery=delivery)
    for state in ("pilot", "collecting", "analysing", "reporting", "delivered"):
        one = advance(one, state, ON, "周评")  # type: ignore[arg-type]
    assert [step.next for step in one.steps] == ["pilot", "collecting", "analysing", "reporting", "delivered"]
    assert one.version == 6
    assert not one.is_late
    assert one.changed(delivery={**delivery, "on": "2025-04-01"}).is_late


def test_every_need_of_the_table_exists_and_every_state_but_the_last_can_be_left() -> None:
    assert {need for step in STEPS for need in step.needs} == set(NEEDS)
    assert {step.state for step in STEPS} == {"plan", "pilot", "collecting", "analysing", "reporting"}


def test_all_that_is_lacking_is_told_at_once() -> None:
    bare = made(commissioned_by=" ", authorisation="", used_by=[], plan={}, participants=[])
    with pytest.raises(Conflict) as refusal:
        advance(bare, "collecting", ON, "周评")
    for word in (
        "委托方",
        "授权依据",
        "使用者",
        "评价目标",
        "评价内容",
        "评价方法",
        "实施细则",
        "交付期限",
        "评价人员",
    ):
        assert word in str(refusal.value)


@pytest.mark.parametrize(
    ("state", "to", "without", "lacks"),
    [
        ("pilot", "collecting", {"pilot_findings": " "}, "试调查的结论"),
        ("collecting", "analysing", {"data": [a_datum(is_pilot=True)]}, "正式数据"),
        ("analysing", "reporting", {"evaluated_until": None}, "评价时间"),
        ("analysing", "collecting", {}, "退回的原因"),
        ("reporting", "delivered", {}, "交付记录"),
    ],
)
def test_a_step_without_what_it_needs_is_refused(state: str, to: Any, without: dict[str, Any], lacks: str) -> None:
    with pytest.raises(Conflict, match=lacks):
        advance(made(state=state, **without), to, ON, "周评")


def test_a_step_that_is_not_in_the_table_is_refused() -> None:
    with pytest.raises(Conflict) as refusal:
        advance(made(), "delivered", ON, "周评")
    assert refusal.value.code == "project_step_unknown"


def test_an_evaluator_that_is_the_evaluated_unit_gets_nowhere() -> None:
    with pytest.raises(Conflict) as refusal:
        advance(made(evaluator=project()["subject"]), "collecting", ON, "周评")
    assert refusal.value.code == "evaluator_not_independent"
    with pytest.raises(Conflict):
        advance(made(evaluator=project()["host"]), "collecting", ON, "周评")
    assert advance(made(evaluator=project()["host"], kind="second"), "collecting", ON, "周评").state == "collecting"
    own = made(evaluator=project()["subject"], kind="self")
    assert advance(own, "collecting", ON, "周评").state == "collecting"


def test_who_declares_an_interest_neither_evaluates_nor_advises() -> None:
    involved = {**person("expert", "郑专", "大学", "教授", "专家"), "conflict": "持有被评价单位股份"}
    with pytest.raises(Conflict, match="郑专 声明有利益关系"):
        advance(made(participants=[*project()["participants"], involved]), "collecting", ON, "周评")


def test_a_changed_plan_is_a_deviation_once_the_work_has_begun() -> None:
    plan = EvaluationPlan.model_validate({**project()["plan"], "report_due": "2025-04-15"})
    assert change_plan(made(), plan, ON, "周评").deviations == made().deviations
    begun = made(state="collecting", deviations=[])
    with pytest.raises(InvalidInput):
        change_plan(begun, plan, ON, "周评", "  ")
    (logged,) = change_plan(begun, plan, ON, "周评", "问卷回收慢").deviations
    assert (logged.what, logged.why, logged.decided_by) == ("report_due", "问卷回收慢", "周评")
    with pytest.raises(Conflict):
        change_plan(made(state="delivered"), plan, ON, "周评", "迟了")


def test_pilot_data_are_never_assessed() -> None:
    pilot = a_datum(is_pilot=True, questionnaire="q1", questionnaire_version=1)
    assert [one.indicator for one in made(data=[pilot]).ratings] == []
    assert [one.value for one in made(data=[pilot, a_datum()]).ratings] == ["30"]


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"data": [a_datum(questionnaire="q1", questionnaire_version=7)]}, "没有登记"),
        ({"data": [a_datum(questionnaire="q1")]}, "连同版本"),
        ({"data": [a_datum(), a_datum()]}, "写了两次"),
        ({"evaluated_until": "2024-01-01"}, "晚于"),
        ({"questionnaires": [{"id": "q", "version": 2, "title": "问卷"}]}, "改了什么"),
        ({"questionnaires": [{"id": "q", "version": 1, "title": "问卷", "sent": 1, "returned": 2}]}, "多于"),
        ({"questionnaires": [{"id": "q", "version": 1, "title": "问卷"}] * 2, "data": []}, "写了两次"),
        ({"plan": {"data_from": "2025-01-01", "data_until": "2025-01-01"}}, "早于"),
    ],
)
def test_a_project_that_contradicts_itself_is_no_project(wrong: dict[str, Any], says: str) -> None:
    with pytest.raises(ValidationError, match=says):
        made(**wrong)


def test_every_datum_says_how_it_was_collected() -> None:
    with pytest.raises(ValidationError, match="采集方式"):
        Datum(rating=Rating(indicator="A1.2", value="30"), on=ON, by="吴量")
