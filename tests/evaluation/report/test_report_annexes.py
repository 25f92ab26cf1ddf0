"""Annexes D and E: how much the grade rests on the weights, and the improvement plan above its records."""

from __future__ import annotations

import json
from typing import Any

import pytest

from api.cli.evaluating.json_output import plain
from evaluation.assess import assess
from evaluation.editions.shipped import scheme_named
from evaluation.improvement.proposing import draft_items, improvement_plan
from evaluation.improvement.records import first_record, revised
from evaluation.report.blocks import Block, Heading, Paragraph, Table
from evaluation.report.chapters import document
from evaluation.report.improving import _plan
from evaluation.report.reading import read_report
from evaluation.report.wording import Words
from evaluation.sensitivity.sensitivity import from_export
from evaluation.weighting import weight_set
from foundation.errors import InvalidInput
from foundation.language import Language
from tests.evaluation.examples import OCCASION, example, ratings
from tests.evaluation.report.reports import exported, report_input


def shanghai(**more: Any) -> dict[str, Any]:
    scheme = scheme_named("SHANGHAI@1.0.0")
    known = {leaf.id for leaf in scheme.indicators}
    given = [one for one in ratings("D4.4") if one.indicator in known]
    return report_input(assessment=exported(assess(scheme, weight_set(scheme), given, occasion=OCCASION)), **more)


def annex(letter: str, given: dict[str, Any], language: Language = "zh") -> list[Block]:
    """The blocks of one annex, its heading first."""
    blocks = document(read_report(given), language).blocks
    begin = f"附录 {letter}" if language == "zh" else f"Annex {letter}"
    heads = [place for place, one in enumerate(blocks) if isinstance(one, Heading) and one.level == 1]
    start = next(place for place in heads if blocks[place].text.startswith(begin))  # type: ignore[union-attr]
    return list(blocks[start : min((place for place in heads if place > start), default=len(blocks))])


def said(blocks: list[Block]) -> list[str]:
    return [one.text for one in blocks if isinstance(one, Heading | Paragraph)]


def test_the_plan_stands_above_the_records_and_names_what_has_none_yet() -> None:
    assessment = example()
    plan = improvement_plan(assessment, 10)
    assert plan is not None
    item = draft_items(assessment, plan)[0]
    record = revised(first_record("imp_1", assessment, item), cause="设备老化", action="更新", owner="李工")
    blocks = annex("E", report_input(improvement=[record.model_dump(mode="json")]))
    assert said(blocks) == [
        "附录 E 改进事项",
        "改进计划",
        "总分 80.21，四星；距“五星”还差 9.79 分。",
        "最少要一起提到满分才能升等的：" + "、".join(plan.together),
        "改进记录",
    ]
    first, second = (one for one in blocks if isinstance(one, Table))
    assert [row[0].split()[0] for row in first.rows] == [option.indicator for option in plan.options]
    assert [row[-1] for row in first.rows] == ["见下"] + ["尚无"] * 9
    assert first.rows[0][1:3] == (plan.options[0].score, "1.17")
    assert second.rows[0][2:5] == ("设备老化", "更新", "李工")


def test_what_no_indicator_reaches_alone_takes_no_column() -> None:
    near = example()
    results = near.results.model_copy(update={"exact": "89.5", "total": "89.50"})
    plan = improvement_plan(near.model_copy(update={"content": near.content.model_copy(update={"results": results})}))
    assert plan is not None
    words = Words(near.content, "zh")
    (wide,) = (one for one in _plan(plan, (), words) if isinstance(one, Table))
    assert wide.head[3:5] == ("单独提到多少分即可升等", "相应的数据")
    assert wide.rows[0][3:5] == (plan.options[0].target_score, plan.options[0].target_value)
    (narrow,) = (one for one in annex("E", report_input()) if isinstance(one, Table))
    assert narrow.head == ("指标", "得分", "最多可使总分增加", "改进记录")


def test_earlier_results_under_named_grades_need_no_stars() -> None:
    history = [{"label": "2022", "total": "76.05"}, {"label": "2023", "total": "79.40"}]
    assert read_report(shanghai(history=history)).sources.history[0].stars is None


def test_without_records_the_report_still_has_its_plan() -> None:
    blocks = annex("E", report_input())
    assert said(blocks)[1] == "改进计划"
    assert said(blocks)[-1] == "没有随附改进事项。"
    assert sum(isinstance(one, Table) for one in blocks) == 1


def test_a_veto_that_was_found_stands_before_the_points_and_is_under_the_hash() -> None:
    hit = [{"veto": "major_issue", "evidence": "通报 2024-3"}]
    blocks = annex("E", shanghai(hits=hit))
    assert (
        said(blocks)[2]
        == "出现重大问题：整改通道，与得分无关 · 通报 2024-3\n措施：限期整改\n措施：通报批评\n措施：调整退出"
    )
    assert said(blocks)[3] == "总分 81.15，正常管理；距“激励管理”还差 3.85 分。"
    assert read_report(shanghai(hits=hit)).sha256 != read_report(shanghai()).sha256
    assert "hits" not in read_report(shanghai()).json_content["sources"]
    assert read_report(shanghai(hits=hit)).json_content["sources"]["hits"] == hit


def test_a_veto_that_the_scheme_does_not_have_makes_no_report() -> None:
    with pytest.raises(InvalidInput) as refusal:
        read_report(report_input(hits=[{"veto": "major_issue"}]))
    assert refusal.value.code == "veto_unknown"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_robustness_of_a_named_grade_stands_in_its_report(language: Language) -> None:
    given = shanghai()
    found = json.loads(json.dumps(plain(from_export(given["assessment"]), language)))
    texts = said(annex("D", {**given, "sensitivity": found}, language))[1:]
    grade = "激励管理" if language == "zh" else "Incentive management"
    assert "0.17558" in texts[0]
    assert grade in texts[0]
    assert "2000" in texts[1]
    assert len(texts) == 3


def test_the_robustness_of_another_total_is_named_not_shown() -> None:
    found = plain(from_export(exported()), "zh")
    texts = said(annex("D", shanghai(sensitivity=found)))
    assert texts[1:] == ["随附的敏感性分析算的不是这份评价的总分，没有列出。"]


@pytest.mark.parametrize(
    "given",
    [
        None,
        7,
        [],
        {"stands": 3},
        {"stands": [1, {"subject": "别家"}]},
        {"least": {"under": 1}},
        {
            "stands": [{"subject": "ctr_example", "total": "80.21"}],
            "least": 3,
            "sampled": {"shares": 1},
            "reversal": {"says": 4},
        },
    ],
)
def test_a_sensitivity_that_says_nothing_is_said_to_say_nothing(given: Any) -> None:
    assert said(annex("D", report_input(sensitivity=given))) == ["附录 D 敏感性", "没有随附敏感性分析的结论。"]
