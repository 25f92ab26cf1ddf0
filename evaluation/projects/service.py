"""Use cases of evaluation projects: open, fill in, take a step, change the plan, deliver the report.

Every use case names the version it was decided on; on an older one it is a ``Conflict``. Each leaves one audit entry.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from pydantic import ValidationError
from sqlalchemy.orm import Session

from evaluation.independence import require_independence
from evaluation.project import Delivery, EvaluationPlan, Project, State
from evaluation.projects import store
from evaluation.projects.steps import advance, change_plan
from evaluation.report.content import Report
from foundation.errors import Conflict, InvalidInput, NotFound
from foundation.races import changed_meanwhile, check_seen
from foundation.unit_of_work import Work

FILLED_IN = frozenset(
    {"title", "commissioned_by", "authorisation", "used_by", "participants", "questionnaires", "pilot_findings", "data",
     "evaluated_from", "evaluated_until", "opinions", "conclusion", "suggestions", "report_on"}
)  # fmt: skip
"""What people fill in as the work goes on. Who evaluates whom is fixed; steps, plan and delivery have their ways."""


def open_project(work: Work, project: Project) -> Project:
    """Keep a new project under a fresh id, in its first state. ``Conflict`` when the evaluator is not independent."""
    _independent(work, project)
    fresh = {"id": work.new_id("evp"), "version": 1, "state": "plan", "steps": (), "deviations": (), "delivery": None}
    opened = Project.model_validate({**dict(project), **fresh})
    store.add(work.session, opened, work.now, work.actor.id)
    work.record("evaluation_project.opened", opened.id, {"kind": opened.kind})
    return opened


def get_project(session: Session, project_id: str) -> Project:
    """The project as it is now; ``NotFound`` when there is none."""
    found = store.find(session, project_id)
    if found is None:
        raise NotFound("evaluation_project_not_found", "没有评价项目 {id}", id=project_id)
    return found


def due_reports(session: Session, day: date) -> list[Project]:
    """Projects whose report is due by ``day`` and not delivered (S1-27), the most urgent first."""
    return store.due_by(session, day)


def fill_in(work: Work, project_id: str, version: int, **fields: Any) -> Project:
    """The project with these fields (of :data:`FILLED_IN`). ``InvalidInput`` for any other, or a wrong value."""
    project = _seen(work, project_id, version)
    for name in fields:
        if name not in FILLED_IN:
            raise InvalidInput("project_field_fixed", "评价项目的“{field}”不能这样改", field=name)
    if project.state == "delivered":
        raise Conflict("project_delivered", "已交付的评价项目不再改动")
    try:
        changed = project.changed(**fields)
    except ValidationError as fault:
        place, says = fault.errors()[0]["loc"], fault.errors()[0]["msg"]
        field = ".".join(map(str, place)) or ", ".join(fields)
        raise InvalidInput("project_value_wrong", "“{field}”不对：{says}", field=field, says=says) from fault
    return _keep(work, changed, "evaluation_project.changed", {"fields": sorted(fields)})


def take_step(work: Work, project_id: str, version: int, to: State, reason: str = "") -> Project:
    """One step of the table; delivery has its own use case, since it needs the report."""
    if to == "delivered":
        raise InvalidInput("project_delivery_needs_report", "交付要连同报告一起记录", field="to")
    project = _seen(work, project_id, version)
    moved = advance(project, to, work.today, work.actor.id, reason)
    return _keep(work, moved, "evaluation_project.moved", {"from": project.state, "to": to})


def replan(work: Work, project_id: str, version: int, plan: EvaluationPlan, why: str = "") -> Project:
    """Another plan; once the project has begun, a logged deviation with its reason (S1-25)."""
    changed = change_plan(_seen(work, project_id, version), plan, work.today, work.actor.id, why)
    return _keep(work, changed, "evaluation_project.replanned", {"deviations": len(changed.deviations)})


def deliver(work: Work, project_id: str, version: int, report: Report, how: str, receipt: str = "") -> Project:
    """Record that ``report`` was handed to who commissioned it, today (S1-27). The report must be of this project."""
    project = _seen(work, project_id, version)
    if report.sources.project.id != project.id or report.sources.project.version != project.version:
        raise Conflict("report_of_other_project", "这份报告不是按这个评价项目的最新版本编写的")
    if not how.strip():
        raise InvalidInput("delivery_way_missing", "交付要写明方式", field="how")
    handed = Delivery(
        on=work.today, to=project.commissioned_by, how=how.strip(), report_sha256=report.sha256, receipt=receipt
    )
    delivered = advance(project.model_copy(update={"delivery": handed}), "delivered", work.today, work.actor.id)
    return _keep(work, delivered, "evaluation_project.delivered", {"sha256": report.sha256, "late": delivered.is_late})


def _seen(work: Work, project_id: str, version: int) -> Project:
    project = get_project(work.session, project_id)
    check_seen(version, project.version)
    _independent(work, project)
    return project


def _keep(work: Work, project: Project, action: str, facts: dict[str, object]) -> Project:
    if not store.save(work.session, project, work.now, work.actor.id):
        raise changed_meanwhile()
    work.record(action, project.id, {**facts, "version": project.version})
    return project


def _independent(work: Work, project: Project) -> None:
    host = project.host.id if project.host else ""
    evaluating = (project.evaluator.id, work.actor.organisation)
    require_independence(project.kind, project.subject.id, host, *evaluating)
