"""The seven items that a report must hold, none empty (S1-28, N25), and everything that is missing, at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from evaluation.assessment import Content
from evaluation.participants import Organisation, Part, Participant
from evaluation.project import Project
from foundation.language import Sentence, sentence
from foundation.values import Value


class Gap(Value):
    """What is missing: the item's number (1–7), the field, and its name."""

    item: int
    field: str
    says: Sentence


def lacking(project: Project, assessment: Content) -> list[Gap]:
    """Every gap in the order of the seven items; empty when the report may be made. Blank text is a gap."""
    return [
        Gap(item=number, field=field, says=says)
        for number, item in enumerate(_ITEMS, 1)
        for field, says in item(project, assessment)
    ]


Found = Iterator[tuple[str, Sentence]]


def _sides(project: Project, _assessment: Content) -> Found:
    """(1) Who evaluates, who is evaluated, and the people of all three parts."""
    yield from _organisation("project.evaluator", project.evaluator, sentence("评价机构基本情况"))
    yield from _organisation("project.subject", project.subject, sentence("项目方基本情况"))
    for part, name in _PARTS.items():
        if not any(one.part == part for one in project.participants):
            yield "project.participants", name
    for place, one in enumerate(project.participants):
        yield from _person(f"project.participants.{place}", one)


_PARTS: dict[Part, Sentence] = {
    "evaluator": sentence("评价人员"),
    "expert": sentence("专家"),
    "project_side": sentence("项目方人员"),
}


def _organisation(field: str, one: Organisation, says: Sentence) -> Found:
    if not (one.name.strip() and one.basics.strip()):
        yield f"{field}.basics", says


def _person(field: str, one: Participant) -> Found:
    if not one.name.strip():
        yield f"{field}.name", sentence("参加人员的姓名")
    if not one.unit.strip():
        yield f"{field}.unit", sentence("{name}的单位", name=one.name)
    if not one.qualification.strip():
        yield f"{field}.qualification", sentence("{name}的资质", name=one.name)
    if not one.identity.strip():
        yield f"{field}.identity", sentence("{name}的身份", name=one.name)


def _goal(project: Project, _assessment: Content) -> Found:
    if not project.plan.goal.strip():
        yield "project.plan.goal", sentence("评价目标")


def _content_and_methods(project: Project, _assessment: Content) -> Found:
    if not project.plan.content.strip():
        yield "project.plan.content", sentence("评价内容")
    if not any(method.strip() for method in project.plan.methods):
        yield "project.plan.methods", sentence("评价方法")


def _scores(project: Project, assessment: Content) -> Found:
    """(4) Every element has a score; an indicator has one, or a reason why not. The data are those of the project."""
    results = assessment.results
    elements = [group for group in results.groups if group.parent == "T"]
    if not elements or not results.indicators:
        yield "assessment.results", sentence("各要素和指标的得分")
    for element in elements:
        if element.score is None:
            yield "assessment.results.groups", sentence("要素“{name}”的得分", name=element.name)
    for line in results.indicators:
        if line.score is None and line.reason is None:
            yield "assessment.results.indicators", sentence("指标“{id}”的得分或未评原因", id=line.id)
    if results.total is None or results.star_label is None:
        yield (
            "assessment.results.total",
            (sentence("总分和星级") if assessment.grading.stars else sentence("总分和等级")),
        )
    if assessment.occasion.subject not in ("", project.subject.id):
        yield "assessment.occasion.subject", sentence("评价的单位与项目方不是同一单位")
    yield from _same_data(project, assessment)


def _same_data(project: Project, assessment: Content) -> Found:
    """Where the project lists its data, the assessment has used these very data."""
    collected = {rating.indicator: rating for rating in project.ratings}
    for line in assessment.results.indicators if collected else ():
        if line.rating != collected.get(line.id):
            yield "project.data", sentence("指标“{id}”的数据与采集记录不一致", id=line.id)


def _opinions(project: Project, _assessment: Content) -> Found:
    said = {opinion.by for opinion in project.opinions if opinion.text.strip() and opinion.name.strip()}
    if "expert" not in said:
        yield "project.opinions", sentence("专家指导意见")
    if "institution" not in said:
        yield "project.opinions", sentence("评价机构指导意见")


def _time(project: Project, _assessment: Content) -> Found:
    if not (project.evaluated_from and project.evaluated_until):
        yield "project.evaluated_from", sentence("评价时间")
    if not project.report_on:
        yield "project.report_on", sentence("报告日期")


def _conclusion(project: Project, _assessment: Content) -> Found:
    if not project.conclusion.strip():
        yield "project.conclusion", sentence("评价结论")
    if not any(one.strip() for one in project.suggestions):
        yield "project.suggestions", sentence("建议")


_ITEMS: tuple[Callable[[Project, Content], Found], ...] = (
    _sides, _goal, _content_and_methods, _scores, _opinions, _time, _conclusion,
)  # fmt: skip
