"""Every scheme that ships says how far its next grade is and what holds the present one down (S0-41)."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from evaluation.assess import assess
from evaluation.assessment import Assessment
from evaluation.editions.checklist import Answer, check_off
from evaluation.editions.scheme import Scheme
from evaluation.editions.shipped import scheme_named, shipped_checklists, shipped_schemes
from evaluation.grades import rank_of
from evaluation.improvement.checklist import checklist_plan
from evaluation.improvement.proposing import draft_items, improvement_plan
from evaluation.indicators import Linear
from evaluation.ratings import Rating
from evaluation.ruling import VetoHit
from evaluation.weighting import weight_set
from foundation.errors import Conflict, InvalidInput
from tests.evaluation import examples
from tests.evaluation.schemes.command import docking

NAMED = ["GUANGDONG-STATION@1.0.0", "SHANGHAI@1.0.0"]
CHECKLISTS = shipped_checklists()


def complete(scheme: Scheme) -> Scheme:
    """The scheme, its open slots filled with what it says it may take."""
    if not scheme.open_slots:
        return scheme
    leaves = iter(scheme_named().indicators)
    elements = []
    for element in scheme.elements:
        groups = [
            group.model_copy(update={"indicators": (next(leaves), next(leaves), next(leaves))})
            for group in element.groups
        ]
        elements.append(element.model_copy(update={"groups": tuple(groups)}))
    return scheme.model_copy(update={"elements": tuple(elements), "open_slots": 0})


def assessed(scheme: Scheme, *without: str) -> Assessment:
    data = [one for one in examples.ratings(*without) if one.indicator in scheme.paths]
    return assess(scheme, weight_set(scheme), data)


def raised(scheme: Scheme, names: tuple[str, ...]) -> Assessment:
    """The example with the best that the rules can give for ``names``."""
    leaves = {leaf.id: leaf for leaf in scheme.indicators}
    data = [one for one in examples.ratings(*names) if one.indicator in scheme.paths]
    return assess(scheme, weight_set(scheme), data + [_full(leaves[name]) for name in names])


def _full(leaf: Any) -> Rating:
    rule = leaf.rule
    if isinstance(rule, Linear):
        return Rating(indicator=leaf.id, value=f"{rule.full:f}")
    if rule.kind == "CHK":
        return Rating(indicator=leaf.id, items=rule.items)
    return Rating(indicator=leaf.id, value={"RATE": "1", "YN": "有", "LIK": "5", "LVL": "优"}[rule.kind])


@pytest.mark.parametrize("name", shipped_schemes())
def test_every_scheme_with_points_has_a_plan_for_its_next_grade(name: str) -> None:
    shipped = scheme_named(name)
    if shipped.open_slots:
        with pytest.raises(Conflict, match="还有 38 个"):
            weight_set(shipped)
    scheme = complete(shipped)
    found = assessed(scheme)
    plan = improvement_plan(found, 60, scheme)
    assert plan is not None
    labels = [limit.label for limit in scheme.limits]
    assert plan.label == found.results.star_label
    assert labels.index(plan.next_label or "") == labels.index(plan.label) - 1
    limit = scheme.limits[labels.index(plan.next_label or "")]
    assert Fraction(plan.distance or 0) == Fraction(limit.at_least) - Fraction(plan.total)
    assert (plan.next_stars is None) == (not scheme.stars)
    assert plan.options
    assert len(draft_items(found, plan)) == len(plan.options)
    assert rank_of(limit, scheme.limits) > 1


@pytest.mark.parametrize("name", NAMED)
def test_what_the_plan_names_together_reaches_the_named_grade(name: str) -> None:
    scheme = scheme_named(name)
    plan = improvement_plan(assessed(scheme), 60, scheme)
    assert plan is not None
    assert raised(scheme, plan.together).results.star_label == plan.next_label
    assert raised(scheme, plan.together[:-1]).results.star_label == plan.label


def test_a_veto_is_named_first_and_no_points_lift_it() -> None:
    scheme = scheme_named("SHANGHAI@1.0.0")
    plan = improvement_plan(assessed(scheme), 3, scheme, [VetoHit(veto="major_issue", evidence="通报")])
    assert plan is not None
    assert [(one.veto, one.outcome, one.evidence) for one in plan.vetoes] == [("major_issue", "整改通道", "通报")]
    assert plan.vetoes[0].measures == ("限期整改", "通报批评", "调整退出")
    with pytest.raises(InvalidInput) as refusal:
        improvement_plan(assessed(scheme), 3, scheme, [VetoHit(veto="fraud")])
    assert (refusal.value.code, refusal.value.facts["id"]) == ("veto_unknown", "fraud")


def test_a_year_of_a_cycle_says_that_it_is_one_of_three() -> None:
    scheme = scheme_named("GUANGDONG-STATION@1.0.0")
    plan = improvement_plan(assessed(scheme), 3, scheme)
    assert plan is not None
    assert plan.cycle_years == 3


@pytest.mark.parametrize("name", CHECKLISTS)
def test_a_checklist_with_no_answers_lacks_every_line(name: str) -> None:
    scheme = CHECKLISTS[name]
    plan = checklist_plan(scheme, "甲", [])
    assert (plan.outcome, plan.next_outcome) == ("unknown", "pass")
    assert plan.held_by == tuple(item.id for item in scheme.items)


SHARE = Answer(item="J2.4", part=38, whole=100)


def answers(**other: Answer) -> list[Answer]:
    """JIANGSU-4 filled in so that every line holds, but for those given."""
    found = {}
    for item in CHECKLISTS["JIANGSU-4@1.0.0"].items:
        parts = dict.fromkeys(item.check.parts, True) if item.check.kind == "PARTS" else None
        found[item.id] = Answer(item=item.id, holds=True, part=50, whole=50, parts=parts)
    return list((found | {one.item: one for one in other.values()}).values())


def test_a_required_line_holds_the_outcome_down_before_an_advised_one() -> None:
    scheme = CHECKLISTS["JIANGSU-4@1.0.0"]
    invested = Answer(item="J3.3", part="9.5", whole="101")
    lead = Answer(item="J2.1", parts={"硕士或副高以上": True, "五年以上质检经历": False})
    given = answers(share=SHARE, invested=invested, lead=lead)
    plan = checklist_plan(scheme, "甲", given)
    assert plan.outcome == check_off(scheme, "甲", given).outcome == "fail"
    assert (plan.next_outcome, plan.held_by) == ("warn", ("J2.4",))
    assert [(gap.item, gap.outcome, gap.lacks.text()) for gap in plan.gaps] == [
        ("J2.4", "fail", "总数不变，还差 2"),
        ("J2.1", "warn", "还缺：五年以上质检经历、市厅级以上项目或企业技术开发实例"),
        ("J3.3", "warn", "总数不变，还差 0.60"),
    ]
    mended = answers(share=Answer(item="J2.4", part=40, whole=100), invested=invested, lead=lead)
    assert check_off(scheme, "甲", mended).outcome == plan.next_outcome


def test_a_checklist_that_holds_has_nothing_to_improve() -> None:
    plan = checklist_plan(CHECKLISTS["JIANGSU-4@1.0.0"], "甲", answers())
    assert (plan.outcome, plan.next_outcome, plan.held_by, plan.gaps) == ("pass", None, (), ())


def improved(folder: Path, content: Any, *more: str) -> str:
    file = folder / "input.json"
    file.write_text(json.dumps(content, ensure_ascii=False), "utf-8")
    said = docking("evaluate", "improve", "--input", str(file), *more)
    assert said.exit_code == 0, said.output
    return said.stdout


def test_the_command_names_the_grade_and_the_veto(tmp_path: Path) -> None:
    found = assessed(scheme_named("SHANGHAI@1.0.0"))
    content = {
        "assessment": {"content": found.json_content, "sha256": found.sha256},
        "hits": [{"veto": "major_issue"}],
    }
    said = improved(tmp_path, content, "--lang", "zh").splitlines()
    assert said[:2] == ["出现重大问题：整改通道，与得分无关", "措施：限期整改"]
    assert f"总分 {found.results.total}，正常管理" in said
    assert any(line.startswith("距“激励管理”还差") for line in said)
    assert "星" not in "".join(said)
    plan = json.loads(improved(tmp_path, content, "--json"))["plan"]
    assert (plan["label"], plan["next_label"], plan["stars"]) == ("正常管理", "激励管理", None)


def test_the_command_plans_a_checklist(tmp_path: Path) -> None:
    content = {"scheme": "JIANGXI-YEARLY", "subject": "甲", "answers": [{"item": "X1.1", "holds": False}]}
    said = improved(tmp_path, content, "--lang", "zh").splitlines()
    assert said[:2] == ["fail", "做到这些就到 unknown：X1.1"]
    assert said[2].endswith("人才团队  还没有做到")
    content["scheme"] = "SHANGHAI"
    file = tmp_path / "input.json"
    file.write_text(json.dumps(content), "utf-8")
    said_no = docking("evaluate", "improve", "--input", str(file))
    assert "不是清单" in str(said_no.exception) or "checklist" in str(said_no.exception)
