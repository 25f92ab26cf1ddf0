"""Schemes whose grades have names (Shanghai, Guangdong) get the same robustness as stars (B15)."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evaluation.assess import assess
from evaluation.editions.shipped import scheme_named
from evaluation.sensitivity.sensitivity import Sensitivity, from_export, sensitivity
from evaluation.weighting import weight_set
from foundation.errors import InvalidInput
from tests.evaluation.examples import OCCASION, ratings
from tests.evaluation.sensitivity.made import SCORES, STARS, made, two_elements

NAMES = {1: "不合格", 2: "合格", 3: "良好", 4: "优秀", 5: "卓越"}
GRADES = [{"label": NAMES[limit["stars"]], "at_least": limit["at_least"]} for limit in STARS]


def by_name(content: dict[str, Any], grades: list[dict[str, str]] = GRADES) -> dict[str, Any]:
    """The same assessment under a scheme that names its grades."""
    return {**content, "grading": {**content["grading"], "stars": [], "grades": grades}}


def exported(name: str) -> dict[str, Any]:
    """The invented centre under a shipped scheme, as it is exported."""
    scheme = scheme_named(name)
    known = {leaf.id for leaf in scheme.indicators}
    own = [one for one in ratings("D4.4") if one.indicator in known]
    whole: dict[str, Any] = json.loads(assess(scheme, weight_set(scheme), own, occasion=OCCASION).canonical)
    return whole


def numbers(found: Sensitivity) -> Any:
    """All but the wording, with the numbers of stars turned into names."""

    def plain(given: Any) -> Any:
        if isinstance(given, list):
            return [plain(one) for one in given]
        if not isinstance(given, dict):
            return given
        kept = {key: plain(one) for key, one in given.items() if key not in ("says", "by_grade", "grade", "grades")}
        if isinstance(stars := given.get("stars", 0), dict):
            kept["stars"] = given.get("grades") or {name: NAMES[one] for name, one in stars.items()}
        elif "stars" in given:
            kept["stars"] = given.get("grade") or (NAMES[stars] if stars else None)
        if "by_stars" in given:
            kept["by_stars"] = given.get("by_grade") or {NAMES[int(one)]: n for one, n in given["by_stars"].items()}
        return kept

    return plain(found.model_dump(mode="json"))


@given(
    st.fixed_dictionaries({name: st.none() | st.sampled_from(["59", "79.99", "80", "85", "97"]) for name in SCORES}),
    st.sampled_from(["renormalise", "zero"]),
)
@settings(max_examples=25, deadline=None)
def test_named_grades_flip_exactly_where_stars_do(scores: dict[str, str | None], missing: str) -> None:
    both = [made("甲", scores, missing=missing), made("乙", {**scores, "B1": "66"}, missing=missing)]
    sets = [{"name": "另一组", "weights": {"T": {"A": "0.9", "B": "0.1"}}}]
    stars = sensitivity(both, weight_sets=sets, samples=50, seed=5)
    named = sensitivity([by_name(one) for one in both], weight_sets=sets, samples=50, seed=5)
    assert numbers(named) == numbers(stars)


def test_a_star_scheme_says_nothing_of_names() -> None:
    plain = json.dumps(sensitivity([two_elements("0.5", "90", "70")], samples=10).model_dump(mode="json"))
    assert '"grade"' not in plain
    assert '"grades"' not in plain
    assert "cycle_years" not in plain


def test_the_flip_of_a_named_grade_is_told_in_both_languages() -> None:
    found = sensitivity([by_name(two_elements("0.5", "90", "69"))], samples=100)
    assert (found.stands[0].stars, found.stands[0].grade) == (None, "良好")
    assert [says.text() for says in found.one_weight[0].says] == [
        "T 之下“A”的权重从 0.5 减到 0.04738 以下，就成为“合格”",
        "T 之下“A”的权重从 0.5 增到 0.523572 以上，就成为“优秀”",
    ]
    assert found.one_weight[0].says[1].text("en").endswith("to 0.523572 or more gives the grade “Excellent”")
    assert found.star_shifts[0].shifts[0].says.text().endswith("0.023572 的权重，就成为“优秀”")
    assert found.least[0].under[0].grade == "优秀"
    assert found.sampled is not None
    assert found.sampled.shares[0].grade == "良好"
    assert found.sampled.shares[0].by_stars == {}
    assert "仍是“良好”" in found.sampled.shares[0].says.text()


def test_another_weight_set_that_changes_the_named_grade_is_told() -> None:
    sets = [{"name": "反过来", "weights": {"T": {"A": "0.9", "B": "0.1"}}}]
    found = sensitivity([by_name(two_elements("0.5", "90", "69"))], weight_sets=sets, samples=0).methods[1]
    assert (found.stars, found.grades) == ({}, {"甲": "优秀"})
    assert [one.text() for one in found.says] == ["按“反过来”，“甲”由“良好”变为“优秀”"]


def test_below_every_named_limit_there_is_no_grade() -> None:
    found = sensitivity([by_name(two_elements("0.5", "50", "50"), GRADES[:3])], samples=0)
    assert found.stands[0].grade == "不入等"


@pytest.mark.parametrize(
    ("name", "grade", "years"),
    [("SHANGHAI@1.0.0", "正常管理", None), ("GUANGDONG-STATION@1.0.0", "良好", 3)],
)
def test_the_export_of_every_shipped_scheme_with_named_grades_is_weighed(
    name: str, grade: str, years: int | None
) -> None:
    content = exported(name)
    found = from_export(content)
    assert (found.stands[0].total, found.stands[0].grade) == (content["results"]["total"], grade)
    assert content["results"]["star_label"] == grade
    assert found.least[0].over_all is not None
    assert found.sampled is not None
    assert sum((found.sampled.shares[0].by_grade or {}).values()) == found.sampled.samples
    assert found.cycle_years == years


@pytest.mark.parametrize(
    "grades",
    [[{"label": "甲", "at_least": "0"}, {"label": "甲", "at_least": "60"}],
     [{"label": "甲", "at_least": "60"}, {"label": "乙", "at_least": "60.0"}]],
)  # fmt: skip
def test_named_grades_with_one_name_or_one_limit_twice_are_refused(grades: list[dict[str, str]]) -> None:
    with pytest.raises(InvalidInput) as refusal:
        sensitivity([by_name(made(), grades)])
    assert (refusal.value.code, refusal.value.facts["field"]) == ("sensitivity_grades", "assessments[0].grading.grades")


def test_a_named_grade_without_a_name_is_refused_where_it_stands() -> None:
    with pytest.raises(InvalidInput) as refusal:
        sensitivity([by_name(made(), [{"at_least": "0"}])])
    assert (refusal.value.code, refusal.value.facts["field"]) == ("sensitivity_key", "assessments[0].grading.grades[0]")
