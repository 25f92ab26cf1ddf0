"""``docking evaluate improve --input REPORT.json``: how far the next star is and what to improve first."""

from __future__ import annotations

from typing import Annotated

import typer

from api.cli.evaluating.json_input import Input
from api.cli.options import AsJson, Language

Most = Annotated[int, typer.Option("--most", min=1, max=60, help="列出几项 / how many")]


def improve(source: Input, most: Most = 5, as_json: AsJson = False, lang: Language = None) -> None:
    """Plan the improvement from report.json, a report's input, or an exported assessment."""
    from api.cli.evaluating.json_input import read_json
    from api.cli.evaluating.json_output import plain
    from api.cli.printing import emit, language, say
    from evaluation.improvement import draft_items, improvement_plan
    from evaluation.report.reading import assessment_in, read_assessment

    assessment = read_assessment(assessment_in(read_json(source)), language())
    plan = improvement_plan(assessment, most)
    items = draft_items(assessment, plan) if plan else ()
    if as_json:
        emit({"plan": plan and plain(plan, language()), "items": [plain(item, language()) for item in items]})
        return
    if plan is None:
        say("没有总分，不能定改进计划")
        return
    say("总分 {total}，{stars} 星", total=plan.total, stars=plan.stars)
    if plan.next_stars is not None:
        say("距 {stars} 星还差 {distance} 分", stars=plan.next_stars, distance=plan.distance)
    for option in plan.options:
        say("{id} {name}：{score} 分，最多可使总分增加 {gain}",
            id=option.indicator, name=option.name, score=option.score, gain=_short(option.at_most))  # fmt: skip
        if option.target_score is not None:
            say("  提到 {score} 分即可升星（数据 {value}）", score=option.target_score, value=option.target_value)
    if plan.together:
        say("最少要一起提到满分才能升星的：{ids}", ids=" ".join(plan.together))


def _short(points: str) -> str:
    from evaluation.report.wording import places

    return places(points, 2)
