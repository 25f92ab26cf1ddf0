"""A report without one of the seven items is no report (S1-28, N25), and every gap is named at once."""

from __future__ import annotations

from typing import Any

import pytest

from evaluation.assess import assess
from evaluation.editions.shipped import scheme_named
from evaluation.report.content import Report
from evaluation.report.reading import read_report
from evaluation.weighting import weight_set
from foundation.errors import Conflict, InvalidInput
from tests.evaluation.examples import ratings
from tests.evaluation.report.reports import exported, report_input

BASICS: dict[str, Any] = {"id": "x", "name": "某单位", "basics": " "}


def report_of(**project: Any) -> Report:
    given = report_input()
    given["project"].update(project)
    return read_report(given)


def refused(given: Any) -> InvalidInput:
    with pytest.raises(InvalidInput) as refusal:
        read_report(given)
    return refusal.value


def people(without: str | None = None, **changed: Any) -> list[dict[str, Any]]:
    found = [one for one in report_input()["project"]["participants"] if one["part"] != without]
    return [{**found[0], **changed}, *found[1:]]


def plan(**changed: Any) -> dict[str, Any]:
    return {**report_input()["project"]["plan"], **changed}


MISSING = {
    "1 evaluator": ({"evaluator": {**BASICS, "id": "org_evaluator"}}, "(1) 评价机构基本情况"),
    "1 project side": ({"subject": {**BASICS, "id": "ctr_example"}}, "(1) 项目方基本情况"),
    "1 evaluation staff": ({"participants": people("evaluator")}, "(1) 评价人员"),
    "1 experts": ({"participants": people("expert")}, "(1) 专家"),
    "1 project-side people": ({"participants": people("project_side")}, "(1) 项目方人员"),
    "1 unit": ({"participants": people(unit="")}, "(1) 周评的单位"),
    "1 qualification": ({"participants": people(qualification=" ")}, "(1) 周评的资质"),
    "1 identity": ({"participants": people(identity="")}, "(1) 周评的身份"),
    "2 goal": ({"plan": plan(goal="\n ")}, "(2) 评价目标"),
    "3 content": ({"plan": plan(content="")}, "(3) 评价内容"),
    "3 methods": ({"plan": plan(methods=[" "])}, "(3) 评价方法"),
    "5 expert": ({"opinions": [{"by": "institution", "name": "院", "text": "好"}]}, "(5) 专家指导意见"),
    "5 institution": ({"opinions": [{"by": "expert", "name": "郑专", "text": "好"}]}, "(5) 评价机构指导意见"),
    "6 time": ({"evaluated_from": None}, "(6) 评价时间"),
    "6 report": ({"report_on": None}, "(6) 报告日期"),
    "7 conclusion": ({"conclusion": ""}, "(7) 评价结论"),
    "7 suggestions": ({"suggestions": ["  "]}, "(7) 建议"),
}


def test_a_complete_report_is_made_and_hashed() -> None:
    report = report_of()
    assert report.sha256 == report_of().sha256
    assert len(report.sha256) == 64
    assert report_of(conclusion="别的结论").sha256 != report.sha256


def test_delivery_and_steps_come_after_the_report_and_leave_its_hash() -> None:
    delivery = {"on": "2025-03-31", "to": "省局", "how": "专人", "report_sha256": report_of().sha256}
    assert report_of(delivery=delivery, state="delivered", version=9).sha256 == report_of().sha256


@pytest.mark.parametrize("name", MISSING)
def test_each_missing_item_is_refused_by_its_name(name: str) -> None:
    given = report_input()
    changed, says = MISSING[name]
    given["project"].update(changed)
    fault = refused(given)
    assert fault.code == "report_incomplete"
    assert fault.facts["count"] == 1
    assert says in str(fault)


def test_all_missing_items_are_named_at_once() -> None:
    given = report_input()
    for changed, _ in MISSING.values():
        given["project"].update(changed)
    given["project"] |= {"participants": [], "plan": {}}
    fault = refused(given)
    for number in (1, 2, 3, 5, 6, 7):
        assert f"({number}) " in str(fault)


def test_item_four_no_total_no_report() -> None:
    scheme = scheme_named()
    blocking = scheme.policies.model_copy(update={"missing": "block"})
    given = report_input(assessment=exported(assess(scheme, weight_set(scheme), ratings("D4.4"), blocking)))
    fault = refused(given)
    assert "(4) 要素“服务结果”的得分" in str(fault)
    assert "(4) 总分和星级" in str(fault)


def test_the_data_of_the_project_are_the_data_of_the_assessment() -> None:
    given = report_input()
    lines = given["assessment"]["content"]["results"]["indicators"]
    data = [{"rating": {**line["rating"], "collected_by": "records"}, "on": "2025-02-01", "by": "吴量"}
            for line in lines if line["rating"]]  # fmt: skip
    given["project"]["data"] = data
    assert "与采集记录不一致" in str(refused(given))


def test_the_report_is_of_the_unit_that_was_assessed() -> None:
    given = report_input()
    given["project"]["subject"]["id"] = "ctr_other"
    assert "评价的单位与项目方不是同一单位" in str(refused(given))


def test_no_report_by_an_evaluator_that_is_not_independent() -> None:
    with pytest.raises(Conflict) as refusal:
        report_of(evaluator={**report_input()["project"]["subject"]})
    assert refusal.value.code == "evaluator_not_independent"


def test_an_assessment_that_was_bent_is_refused() -> None:
    given = report_input()
    given["assessment"]["content"]["results"]["total"] = "99.99"
    assert refused(given).code == "assessment_hash_differs"
    del given["assessment"]["sha256"]
    fault = refused(given)
    assert fault.code == "assessment_not_reproduced"
    assert "99.99" in str(fault)


@pytest.mark.parametrize(
    ("place", "value", "field"),
    [
        ("project", None, "project"),
        ("project", {"id": 3}, "project.id"),
        ("assessment", None, "assessment"),
        ("assessment", {"content": {}}, "assessment.engine"),
        ("assessment", {"content": [1, 2]}, "assessment"),
        ("history", [{"label": "2023", "total": "101", "stars": 3}], "history.0.total"),
        (
            "weights_by_method",
            [{"parent": "T", "methods": {"a": {"A": "0.5"}, "b": {}}}],
            "weights_by_method.0.methods",
        ),
        ("weights_by_method", [{"parent": "T", "methods": {}}], "weights_by_method.0.methods"),
        ("improvement", [{}], "improvement.0.id"),
        ("nonsense", 1, "nonsense"),
        ("sensitivity", {"conclusion": "\ud800"}, "input"),
    ],
)
def test_bad_input_is_named_by_its_field(place: str, value: Any, field: str) -> None:
    assert refused({**report_input(), place: value}).facts["field"] == field


@pytest.mark.parametrize("given", [None, 1, "x", [], {}, {"project": {}}, {"assessment": {"content": None}}])
def test_whatever_json_comes_in_it_is_invalid_input(given: Any) -> None:
    refused(given)


def test_all_five_service_systems_or_a_flag() -> None:
    assert report_of().coverage.missing == ()
    assert len(report_of().coverage.covered) == 5
    scheme = scheme_named()
    of_one = [leaf.id for leaf in scheme.indicators if leaf.service_system == "科研"]
    made = assess(scheme, weight_set(scheme), ratings(*of_one, "D4.4"))
    assert of_one
    assert read_report(report_input(assessment=exported(made))).coverage.missing == ("科研",)
