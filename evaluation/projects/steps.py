"""The steps of an evaluation project as a table, and the rule for changing a plan that has been left (S1-21…S1-25).

A row says from where to where, and what must be there first. The same rows are the documentation and the tests.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from evaluation.independence import require_independence
from evaluation.project import Deviation, EvaluationPlan, Project, State, StepTaken
from foundation.errors import Conflict, InvalidInput
from foundation.language import Sentence, sentence
from foundation.values import Value


class Step(Value):
    """One row: ``needs`` are names in ``NEEDS``."""

    state: State
    next: State
    needs: tuple[str, ...] = ()


STEPS: tuple[Step, ...] = (
    Step(state="plan", next="pilot", needs=("order", "plan", "people")),
    Step(state="plan", next="collecting", needs=("order", "plan", "people")),
    Step(state="pilot", next="collecting", needs=("pilot",)),
    Step(state="collecting", next="analysing", needs=("data",)),
    Step(state="analysing", next="collecting", needs=("reason",)),
    Step(state="analysing", next="reporting", needs=("dates",)),
    Step(state="reporting", next="analysing", needs=("reason",)),
    Step(state="reporting", next="delivered", needs=("delivery",)),
)


def advance(project: Project, to: State, on: date, by: str, reason: str = "") -> Project:
    """The project after this step. ``Conflict`` when the table has no such step, or names everything that is lacking.

    The evaluator must be independent at every step, not only at the first.
    """
    host = project.host.id if project.host else ""
    require_independence(project.kind, project.subject.id, host, project.evaluator.id)
    step = next((row for row in STEPS if (row.state, row.next) == (project.state, to)), None)
    if step is None:
        raise Conflict("project_step_unknown", "评价项目不能从“{state}”到“{next}”", state=project.state, next=to)
    lacking = [str(one) for name in step.needs for one in NEEDS[name](project, reason)]
    if lacking:
        raise Conflict("project_not_ready", "这一步还缺：{lacking}", lacking="；".join(lacking))
    taken = StepTaken(state=project.state, next=to, on=on, by=by, reason=reason.strip())
    return project.changed(state=to, steps=(*project.steps, taken))


def change_plan(project: Project, plan: EvaluationPlan, on: date, by: str, why: str = "") -> Project:
    """The project with another plan. Outside the state ``plan`` it is a deviation: ``why`` is needed and logged."""
    if project.state == "plan":
        return project.changed(plan=plan)
    if project.state == "delivered":
        raise Conflict("project_delivered", "已交付的评价项目不再改动")
    if not why.strip():
        raise InvalidInput("deviation_reason_missing", "偏离计划要写明原因", field="why")
    fields = [name for name in EvaluationPlan.model_fields if getattr(plan, name) != getattr(project.plan, name)]
    logged = Deviation(on=on, what=", ".join(fields) or "plan", why=why.strip(), decided_by=by)
    return project.changed(plan=plan, deviations=(*project.deviations, logged))


Need = Callable[[Project, str], list[Sentence]]


def _order(project: Project, _reason: str) -> list[Sentence]:
    return _absent(
        (project.commissioned_by, sentence("委托方")),
        (project.authorisation, sentence("授权依据")),
        (any(user.strip() for user in project.used_by), sentence("评价结果的使用者")),
    )


def _plan(project: Project, _reason: str) -> list[Sentence]:
    plan = project.plan
    return _absent(
        (plan.goal, sentence("评价目标")),
        (plan.content, sentence("评价内容")),
        (any(method.strip() for method in plan.methods), sentence("评价方法")),
        (plan.rules, sentence("实施细则")),
        (plan.report_due, sentence("报告交付期限")),
    )


def _people(project: Project, _reason: str) -> list[Sentence]:
    lacking = _absent((any(one.part == "evaluator" for one in project.participants), sentence("评价人员")))
    return lacking + [
        sentence("{name} 声明有利益关系，不能作为评价人员或专家", name=one.name)
        for one in project.participants
        if one.conflict.strip() and one.part != "project_side"
    ]


def _pilot(project: Project, _reason: str) -> list[Sentence]:
    return _absent((project.pilot_findings, sentence("试调查的结论")))


def _data(project: Project, _reason: str) -> list[Sentence]:
    return _absent((project.ratings, sentence("正式数据")))


def _dates(project: Project, _reason: str) -> list[Sentence]:
    return _absent((project.evaluated_from and project.evaluated_until, sentence("评价时间")))


def _delivery(project: Project, _reason: str) -> list[Sentence]:
    return _absent((project.report_on, sentence("报告日期")), (project.delivery, sentence("交付记录")))


def _given_reason(_project: Project, reason: str) -> list[Sentence]:
    return _absent((reason, sentence("退回的原因")))


def _absent(*wanted: tuple[object, Sentence]) -> list[Sentence]:
    """The names of what is not there; blank text is not there."""
    return [name for value, name in wanted if not (value.strip() if isinstance(value, str) else value)]


NEEDS: dict[str, Need] = {
    "order": _order,
    "plan": _plan,
    "people": _people,
    "pilot": _pilot,
    "data": _data,
    "dates": _dates,
    "delivery": _delivery,
    "reason": _given_reason,
}
