"""Evaluation projects in the database: each step on the version that was seen, each with its trace."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import Engine

from evaluation.project import EvaluationPlan, Project
from evaluation.projects.service import deliver, due_reports, fill_in, get_project, open_project, replan, take_step
from evaluation.report.content import Report
from evaluation.report.reading import read_report
from foundation.audit import entries
from foundation.database import reading
from foundation.errors import Conflict, InvalidInput, NotFound
from tests.builders import actor
from tests.conftest import Working
from tests.evaluation.report.reports import project, report_input

EVALUATOR = actor("evaluator", organisation="org_evaluator")


def opened(working: Working) -> Project:
    with working(EVALUATOR) as work:
        return open_project(work, Project.model_validate({**project(), "version": 7, "state": "reporting"}))


def at_reporting(working: Working) -> Project:
    one = opened(working)
    datum = {
        "rating": {"indicator": "A1.2", "value": "30", "collected_by": "interview"},
        "on": "2025-02-01",
        "by": "吴量",
    }
    with working(EVALUATOR) as work:
        one = fill_in(work, one.id, one.version, data=[datum])
        for state in ("collecting", "analysing", "reporting"):
            one = take_step(work, one.id, one.version, state)  # type: ignore[arg-type]
        return fill_in(work, one.id, one.version, data=())


def report_of(one: Project) -> Report:
    given: dict[str, Any] = {**report_input(), "project": one.model_dump(mode="json")}
    return read_report(given)


def test_a_project_begins_at_the_beginning_and_is_kept(engine: Engine, working: Working) -> None:
    one = opened(working)
    assert (one.version, one.state, one.deviations) == (1, "plan", ())
    with reading(engine) as session:
        assert get_project(session, one.id) == one
        assert [entry.action for entry in entries(session, one.id)] == ["evaluation_project.opened"]


def test_the_whole_way_to_delivery_leaves_its_trace(engine: Engine, working: Working) -> None:
    one = at_reporting(working)
    made = report_of(one)
    with working(EVALUATOR) as work:
        one = deliver(work, one.id, one.version, made, "专人送达", "收件人签字")
    assert one.state == "delivered"
    assert one.delivery is not None
    assert (one.delivery.to, one.delivery.report_sha256) == ("省市场监督管理局科技处", made.sha256)
    assert report_of(one).sha256 == made.sha256
    assert not one.is_late
    with reading(engine) as session:
        assert get_project(session, one.id) == one
        last = entries(session, one.id)[-1]
        assert (last.action, last.facts["sha256"], last.facts["late"]) == (
            "evaluation_project.delivered", made.sha256, False
        )  # fmt: skip
    with pytest.raises(Conflict), working(EVALUATOR) as work:
        fill_in(work, one.id, one.version, conclusion="改一下")


def test_a_report_of_an_older_version_is_not_delivered(working: Working) -> None:
    one = at_reporting(working)
    made = report_of(one)
    with working(EVALUATOR) as work:
        newer = fill_in(work, one.id, one.version, conclusion="另一个结论")
    with pytest.raises(Conflict) as refusal, working(EVALUATOR) as work:
        deliver(work, one.id, newer.version, made, "专人送达")
    assert refusal.value.code == "report_of_other_project"


def test_an_old_version_changes_nothing(engine: Engine, working: Working) -> None:
    one = opened(working)
    with working(EVALUATOR) as work:
        newer = fill_in(work, one.id, 1, title="新题目")
    for attempt in (
        lambda work: fill_in(work, one.id, 1, title="旧"),
        lambda work: take_step(work, one.id, 1, "pilot"),
    ):
        with pytest.raises(Conflict) as refusal, working(EVALUATOR) as work:
            attempt(work)
        assert refusal.value.code == "changed_meanwhile"
    with reading(engine) as session:
        assert get_project(session, one.id) == newer


def test_a_changed_plan_is_logged_as_a_deviation_once_begun(working: Working) -> None:
    one = opened(working)
    later = EvaluationPlan.model_validate({**project()["plan"], "report_due": "2025-05-01"})
    with working(EVALUATOR) as work:
        one = take_step(work, one.id, one.version, "collecting")
    with pytest.raises(InvalidInput), working(EVALUATOR) as work:
        replan(work, one.id, one.version, later)
    with working(EVALUATOR) as work:
        one = replan(work, one.id, one.version, later, "问卷回收慢")
    assert [logged.what for logged in one.deviations] == ["report_due"]


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"evaluator": project()["subject"]}, "project_field_fixed"),
        ({"state": "delivered"}, "project_field_fixed"),
        ({"evaluated_until": "2020-01-01"}, "project_value_wrong"),
        ({"participants": [{"part": "guest"}]}, "project_value_wrong"),
    ],
)
def test_what_may_not_be_filled_in_is_refused_by_name(working: Working, fields: dict[str, Any], code: str) -> None:
    one = opened(working)
    with pytest.raises(InvalidInput) as refusal, working(EVALUATOR) as work:
        fill_in(work, one.id, 1, **fields)
    assert refusal.value.code == code
    assert next(iter(fields)) in str(refusal.value.facts["field"])


def test_somebody_of_the_evaluated_unit_cannot_touch_it(working: Working) -> None:
    one = opened(working)
    for organisation in ("ctr_example", "org_host"):
        with pytest.raises(Conflict) as refusal, working(actor("evaluator", organisation=organisation)) as work:
            take_step(work, one.id, 1, "collecting")
        assert refusal.value.code == "evaluator_not_independent"


def test_delivery_is_no_mere_step(working: Working) -> None:
    one = opened(working)
    with pytest.raises(InvalidInput), working(EVALUATOR) as work:
        take_step(work, one.id, 1, "delivered")


def test_reports_that_are_due_are_listed_until_they_are_delivered(engine: Engine, working: Working) -> None:
    one = at_reporting(working)
    with reading(engine) as session:
        assert due_reports(session, date(2025, 3, 30)) == []
        assert due_reports(session, date(2025, 3, 31)) == [one]
    with working(EVALUATOR) as work:
        deliver(work, one.id, one.version, report_of(one), "专人送达")
    with reading(engine) as session:
        assert due_reports(session, date(2025, 3, 31)) == []
        with pytest.raises(NotFound):
            get_project(session, "evp_none")
