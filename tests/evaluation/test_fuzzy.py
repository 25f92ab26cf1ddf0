"""Fuzzy comprehensive evaluation: published tables, levels, gaps, ties, functions, hostile input (S1-03)."""

from __future__ import annotations

import json
from contextlib import suppress
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from api.cli.main import app
from evaluation.aggregate.fuzzy import OPERATORS
from evaluation.aggregate.fuzzy_tree import fce
from evaluation.aggregate.membership import trapezoid
from evaluation.calling import called
from foundation.errors import DockingError, InvalidInput
from tests.builders import ROOT
from tests.evaluation.weights.worked import printed

EXAMPLES: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parents[1] / "golden" / "evaluation" / "fuzzy.yaml").read_text(encoding="utf-8")
)
FIVE = ["优", "良", "中", "合格", "差"]


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: str(example["name"]))
def test_a_worked_example_is_reproduced(example: dict[str, Any]) -> None:
    whole = fce(**example["input"]).whole
    for field in ("memberships", "shares"):
        if field in example:
            assert [printed(a, like) for a, like in zip(getattr(whole, field), example[field], strict=True)] == (
                example[field]
            )
    assert whole.grade == example["grade"]
    if "score" in example:
        assert printed(whole.score, example["score"]) == example["score"]


def test_nobody_voted_is_missing_and_not_zero() -> None:
    children = [{"id": "a", "weight": "0.5", "votes": [5, 0, 0, 0, 0]}, {"id": "b", "weight": "0.5", "votes": [0] * 5}]
    whole = fce(FIVE, children).whole
    assert (whole.score, whole.missing) == (95, ("b",))
    assert whole.warnings[0].text() == "没有人评的项目未计入：b"
    assert fce(FIVE, children, missing="zero").whole.memberships[0] == Decimal("0.5")
    blocked = fce(FIVE, children, missing="block").whole
    assert (blocked.score, blocked.grade, blocked.shares) == (None, None, None)


def test_a_tie_is_told_and_not_broken() -> None:
    whole = fce(FIVE, weights=[1], votes=[[2, 2, 1, 0, 0]]).whole
    assert (whole.grade, whole.tied) == (None, ("优", "良"))
    assert "不能按最大隶属度定级" in whole.warnings[0].text()


def test_a_flat_answer_says_that_its_grade_means_little() -> None:
    whole = fce(FIVE, weights=[1], votes=[[21, 20, 20, 20, 19]]).whole
    assert whole.grade == "优"
    assert whole.validity is not None
    assert Fraction(whole.validity) < Fraction(1, 2)
    assert "有效度" in whole.warnings[0].text()


def test_one_grade_with_everything_is_wholly_valid() -> None:
    whole = fce(FIVE, weights=[1], votes=[[0, 9, 0, 0, 0]]).whole
    assert (whole.grade, whole.validity, whole.warnings) == ("良", None, ())


@pytest.mark.parametrize(
    ("value", "height"),
    [("0", "0"), ("10", "0"), ("15", "1/2"), ("20", "1"), ("30", "1"), ("35", "1/2"), ("40", "0"), ("99", "0")],
)
def test_a_trapezoid_rises_stays_and_falls(value: str, height: str) -> None:
    assert trapezoid(Fraction(value), [10, 20, 30, 40], "f") == Fraction(height)


def test_half_open_ends_take_everything_beyond() -> None:
    assert trapezoid(Fraction(-1000), [None, None, 30, 40], "f") == 1
    assert trapezoid(Fraction(1000), [10, 20, None, None], "f") == 1


def test_a_step_without_width_belongs_to_the_upper_side() -> None:
    assert [trapezoid(Fraction(x), [20, 20, 30, 30], "f") for x in (19, 20, 30, 31)] == [0, 1, 1, 0]


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"weights": ["0.5", "0.6"]}, "fuzzy_weights_sum", "children.weight"),
        ({"weights": ["1.5", "-0.5"]}, "fuzzy_weights_sum", "children.weight"),
        ({"weights": ["1"]}, "fuzzy_rows", "weights"),
        ({"votes": [[1, 2, 3, 4], [1, 2, 3, 4, 5]]}, "membership_length", "children[0].votes"),
        ({"votes": [[1, 2, 3, 4, -1], [1, 2, 3, 4, 5]]}, "votes_not_counts", "children[0].votes"),
        ({"votes": [[1, 2, 3, 4, "0.5"], [1, 2, 3, 4, 5]]}, "votes_not_counts", "children[0].votes"),
        ({"grades": ["优"]}, "fuzzy_grades", "grades"),
        ({"grades": ["优", "优"]}, "weight_ids_doubled", "grades"),
        ({"values": [1, 2]}, "fuzzy_values", "values"),
        ({"operator": "mean"}, "weights_choice", "operator"),
        ({"missing": "guess"}, "weights_choice", "missing"),
        ({"normalise": "yes"}, "fuzzy_normalise", "normalise"),
        ({"votes": None}, "fuzzy_input", "children"),
    ],
)
def test_bad_input_is_refused_by_name(changes: dict[str, Any], code: str, field: str) -> None:
    good = {"grades": FIVE, "weights": ["0.5", "0.5"], "votes": [[1, 2, 3, 4, 5], [1, 2, 3, 4, 5]]}
    with pytest.raises(InvalidInput) as refusal:
        fce(**{**good, **changes})  # type: ignore[arg-type]
    assert (refusal.value.code, refusal.value.facts["field"]) == (code, field)


shares = st.lists(st.integers(0, 50), min_size=3, max_size=3).filter(any)
weights = st.lists(st.integers(1, 50), min_size=2, max_size=5).map(lambda w: [f"{x}/{sum(w)}" for x in w])


@given(weights, st.lists(shares, min_size=5, max_size=5))
def test_the_weighted_mean_of_shares_is_a_share_and_two_levels_give_the_same_as_one(
    parts: list[str], votes: list[list[int]]
) -> None:
    rows = votes[: len(parts)]
    one = fce(["a", "b", "c"], weights=parts, votes=rows, values=[3, 2, 1]).whole
    assert one.shares is not None
    assert abs(sum(map(Fraction, one.shares)) - 1) < Fraction(1, 10**28)
    assert one.score is not None
    assert 1 <= one.score <= 3
    leaves = [{"id": str(n), "weight": w, "votes": v} for n, (w, v) in enumerate(zip(parts, rows, strict=True))]
    two = fce(["a", "b", "c"], [{"id": "g", "weight": 1, "children": leaves}], values=[3, 2, 1]).whole
    assert two.shares == one.shares


@given(st.sampled_from(sorted(OPERATORS)), weights, st.lists(shares, min_size=5, max_size=5))
def test_no_operator_leaves_the_range_from_zero_to_one(name: str, parts: list[str], votes: list[list[int]]) -> None:
    whole = fce(["a", "b", "c"], weights=parts, votes=votes[: len(parts)], operator=name).whole
    assert all(0 <= one <= 1 for one in whole.memberships)


json_like = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | st.decimals(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(["id", "weight", "votes"]), inner),
    max_leaves=8,
)


@given(st.sampled_from(["grades", "children", "weights", "votes", "membership", "values", "operator"]), json_like)
def test_whatever_json_comes_in_the_answer_is_a_result_or_a_named_refusal(field: str, value: Any) -> None:
    good = {"grades": FIVE, "weights": ["0.5", "0.5"], "votes": [[1, 2, 3, 4, 5], [1, 2, 3, 4, 5]]}
    with suppress(DockingError):
        called("fce", fce, {**good, field: value})


def test_the_page_shows_what_the_command_prints(tmp_path: Path) -> None:
    page = (ROOT / "docs" / "method" / "fuzzy.md").read_text(encoding="utf-8")
    given = page.split("```json\n")[1].split("```")[0]
    json.loads(given)
    file = tmp_path / "input.json"
    file.write_text(given, encoding="utf-8")
    said = CliRunner().invoke(app, ["evaluate", "fce", "--input", str(file), "--lang", "zh"])
    assert said.output == page.split("```text\n")[1].split("```")[0]


def test_half_a_hundredth_of_the_score_is_shown_rounded_up(tmp_path: Path) -> None:
    """One rounding, declared: 86.625 is 86.63; formatting a decimal would make it 86.62."""
    file = tmp_path / "input.json"
    file.write_text('{"grades": ["a", "b"], "values": ["86.625", "0"], "weights": ["1"], "votes": [[1, 0]]}', "utf-8")
    said = CliRunner().invoke(app, ["evaluate", "fce", "--input", str(file), "--lang", "zh"])
    assert said.output.startswith("T：得分 86.63，")
