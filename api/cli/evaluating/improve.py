"""``docking evaluate improve --input REPORT.json``: how far the next grade is and what to improve first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from api.cli.evaluating.json_input import Input
from api.cli.options import AsJson, Language

if TYPE_CHECKING:
    from evaluation.assessment import Assessment
    from evaluation.improvement.checklist import ChecklistPlan
    from evaluation.improvement.proposing import ImprovementPlan

Most = Annotated[int, typer.Option("--most", min=1, max=60, help="列出几项 / how many")]


def improve(source: Input, most: Most = 5, as_json: AsJson = False, lang: Language = None) -> None:
    """Plan the improvement from report.json, a report's input, an exported assessment, or an answered checklist.

    ``hits`` beside an assessment are the vetoes found; a checklist is ``{"scheme", "subject", "answers"}``.
    """
    from api.cli.evaluating.json_input import read_json
    from api.cli.evaluating.json_output import plain
    from api.cli.printing import emit, language
    from evaluation.applying import checklist_plan_of, hits_of
    from evaluation.improvement.proposing import draft_items, improvement_plan
    from evaluation.report.coverage import scheme_of
    from evaluation.report.reading import assessment_in, read_assessment, sources_in

    given = read_json(source)
    if isinstance(given, dict) and "answers" in given:
        checklist = checklist_plan_of(given)
        if as_json:
            emit({"plan": plain(checklist, language()), "items": []})
        else:
            _show_checklist(checklist)
        return
    assessment = read_assessment(assessment_in(given), language())
    plan = improvement_plan(assessment, most, scheme_of(assessment.content), hits_of(sources_in(given)))
    items = draft_items(assessment, plan) if plan else ()
    if as_json:
        emit({"plan": plan and plain(plan, language()), "items": [plain(item, language()) for item in items]})
    elif plan is None:
        _show_gaps(assessment)
    else:
        _show(plan)


def _show_gaps(assessment: Assessment) -> None:
    from api.cli.printing import say

    say("没有总分，不能定改进计划")
    if missing := assessment.results.missing:
        say("先补齐未评的：{ids}", ids=" ".join(gap.id for gap in missing))


def _show(plan: ImprovementPlan) -> None:
    from api.cli.printing import say

    for veto in plan.vetoes:
        say("{name}：{outcome}，与得分无关", name=veto.name, outcome=veto.outcome)
        for measure in veto.measures:
            say("措施：{measure}", measure=measure)
    has_stars = plan.stars is not None
    if has_stars:
        say("总分 {total}，{stars} 星", total=plan.total, stars=plan.stars)
    else:
        say("总分 {total}，{grade}", total=plan.total, grade=plan.label)
    if plan.next_stars is not None:
        say("距 {stars} 星还差 {distance} 分", stars=plan.next_stars, distance=plan.distance)
    elif plan.next_label is not None:
        say("距“{grade}”还差 {distance} 分", grade=plan.next_label, distance=plan.distance)
    if plan.cycle_years:
        say("方案按 {years} 年的平均定等，这里只看这一年", years=plan.cycle_years)
    for option in plan.options:
        say("{id} {name}：{score} 分，最多可使总分增加 {gain}",
            id=option.indicator, name=option.name, score=option.score, gain=_short(option.at_most))  # fmt: skip
        if option.target_score is not None:
            facts: dict[str, Any] = {"score": option.target_score, "value": option.target_value}
            if has_stars:
                say("  提到 {score} 分即可升星（数据 {value}）", **facts)
            else:
                say("  提到 {score} 分即可升等（数据 {value}）", **facts)
    if plan.together and has_stars:
        say("最少要一起提到满分才能升星的：{ids}", ids=" ".join(plan.together))
    elif plan.together:
        say("最少要一起提到满分才能升等的：{ids}", ids=" ".join(plan.together))


def _show_checklist(plan: ChecklistPlan) -> None:
    from api.cli.printing import language, say

    typer.echo(plan.outcome)
    if plan.next_outcome is not None:
        say("做到这些就到 {outcome}：{ids}", outcome=plan.next_outcome, ids=" ".join(plan.held_by))
    for gap in plan.gaps:
        typer.echo(f"{gap.outcome:<8}{gap.clause}  {gap.strength}  {gap.name}  {gap.lacks.text(language())}")


def _short(points: str) -> str:
    from evaluation.report.wording import places

    return places(points, 2)
