"""Raw datum to score, exactly; what cannot be scored is not assessed and never zero."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import TypeAdapter

from evaluation.indicators import Indicator
from evaluation.normalise import score
from evaluation.ratings import Rating

ADAPTER: TypeAdapter[Indicator] = TypeAdapter(Indicator)
LVL = {"kind": "LVL", "scores": {"优": 95, "良": 85, "中": 75, "合格": 65, "差": 50}}


def indicator(rule: dict[str, Any]) -> Indicator:
    return ADAPTER.validate_python(
        {
            "id": "X1", "name": "试", "english": "trial", "kind": "Q", "direction": "+", "unit": "项",
            "sources": ("kb",), "measure": "试", "rule": rule, "mark": "derived", "clause": "1",
        }
    )  # fmt: skip


def points(rule: dict[str, Any], **datum: Any) -> int | None:
    return score(indicator(rule), Rating(indicator="X1", **datum), "half_up").score


def reason(rule: dict[str, Any], **datum: Any) -> str:
    scored = score(indicator(rule), Rating(indicator="X1", **datum), "half_up")
    assert scored.score is None
    return str(scored.reason)


@pytest.mark.parametrize(
    ("zero", "full", "value", "expected"),
    [
        ("0", "5", "0", 0), ("0", "5", "5", 10_000), ("0", "5", "7", 10_000), ("0", "5", "2.5", 5_000),
        ("0", "3", "1", 3_333), ("0", "3", "2", 6_667),
        ("0.40", "0.90", "0.40", 0), ("0.40", "0.90", "0.9", 10_000), ("0.40", "0.90", "0.65", 5_000),
        ("72", "4", "72", 0), ("72", "4", "4", 10_000), ("72", "4", "38", 5_000),
        ("72", "4", "100", 0), ("72", "4", "0", 10_000),
        ("0.30", "0.05", "0.30", 0), ("0.30", "0.05", "0.05", 10_000), ("0.30", "0.05", "0.1", 8_000),
        ("1", "5", "0.5", 0), ("1", "5", "3.4", 6_000),
    ],
)  # fmt: skip
def test_a_linear_rule_runs_straight_between_its_anchors(zero: str, full: str, value: str, expected: int) -> None:
    assert points({"kind": "LIN", "zero": zero, "full": full}, value=value) == expected


def test_a_score_is_rounded_half_up_or_half_even_as_declared() -> None:
    leaf = indicator({"kind": "LIN", "zero": "0", "full": "100"})
    datum = Rating(indicator="X1", value="12.345")
    assert score(leaf, datum, "half_up").score == 1_235
    assert score(leaf, datum, "half_even").score == 1_234


def test_a_ratio_may_be_given_and_has_its_base() -> None:
    per_ten = {"kind": "LIN", "zero": 0, "full": 5, "per": 10}
    assert points(per_ten, numerator="19", denominator="46") == 8_261  # 4.130… per ten, of 5
    assert points(per_ten, value="2.5") == 5_000


def test_a_rate_is_exact_where_floats_are_not() -> None:
    assert points({"kind": "RATE"}, numerator="1", denominator="3") == 3_333
    assert points({"kind": "RATE"}, numerator="2", denominator="3") == 6_667
    assert points({"kind": "RATE"}, value="0.87655") == 8_766
    assert points({"kind": "RATE"}, numerator="0", denominator="7") == 0
    assert points({"kind": "RATE"}, numerator="7", denominator="7") == 10_000


def test_the_sample_of_a_ratio_is_its_denominator_and_of_votes_their_number() -> None:
    ratio = score(indicator({"kind": "RATE"}), Rating(indicator="X1", numerator="2", denominator="3"), "half_up")
    votes = score(indicator(LVL), Rating(indicator="X1", votes={"优": 1, "差": 1}), "half_up")
    assert (ratio.sample, votes.sample) == (3, 2)


def test_votes_are_weighted_by_their_shares() -> None:
    assert points(LVL, votes={"优": 2, "良": 3, "中": 2}) == 8_500
    assert points(LVL, votes={"优": 1, "良": 2}) == 8_833
    assert points(LVL, value="合格") == 6_500
    assert points(LVL, votes={"差": 4}) == 5_000


def test_likert_is_25_times_the_mean_less_one() -> None:
    likert = {"kind": "LIK"}
    assert points(likert, value="1") == 0
    assert points(likert, value="5") == 10_000
    assert points(likert, value="4.2") == 8_000
    assert points(likert, votes={"5": 1, "4": 1, "3": 1}) == 7_500


def test_yes_no_and_checklists() -> None:
    assert points({"kind": "YN"}, value="有") == 10_000
    assert points({"kind": "YN"}, value="no") == 0
    four = {"kind": "CHK", "items": ["甲", "乙", "丙", "丁"]}
    assert points(four, items=("甲", "丁")) == 5_000
    assert points(four, items=()) == 0
    assert points(four, value="3") == 7_500


@pytest.mark.parametrize(
    ("rule", "datum", "words"),
    [
        ({"kind": "LIN", "zero": 0, "full": 5}, {}, "没有数据"),
        ({"kind": "LIN", "zero": 0, "full": 5}, {"value": "很多"}, "不是十进制数"),
        ({"kind": "LIN", "zero": 0, "full": 5}, {"value": "1e3"}, "不是十进制数"),
        ({"kind": "LIN", "zero": 0, "full": 5}, {"value": "NaN"}, "不是十进制数"),
        ({"kind": "LIN", "zero": 0, "full": 5}, {"value": "五"}, "不是十进制数"),
        ({"kind": "LIN", "zero": 0, "full": 5}, {"value": ""}, "不是十进制数"),
        ({"kind": "LIN", "zero": 0, "full": 5, "minimum": 0}, {"value": "-1"}, "小于可能的最小值 0"),
        ({"kind": "LIN", "zero": "0", "full": "0.9", "maximum": 1}, {"value": "45"}, "比例用小数写"),
        ({"kind": "LIN", "zero": 0, "full": 5}, {"votes": {"优": 1}}, "要填数值"),
        ({"kind": "LIN", "zero": 0, "full": 5}, {"value": "1", "numerator": "1", "denominator": "1"}, "只能填一种"),
        ({"kind": "RATE"}, {"numerator": "3", "denominator": "0"}, "分母为零"),
        ({"kind": "RATE"}, {"numerator": "0", "denominator": "0"}, "分母为零"),
        ({"kind": "RATE"}, {"numerator": "-1", "denominator": "-2"}, "分母小于零"),
        ({"kind": "RATE"}, {"numerator": "3"}, "分子、分母不全"),
        ({"kind": "RATE"}, {"numerator": "5", "denominator": "4"}, "不在 0 与 1 之间"),
        ({"kind": "RATE"}, {"value": "-0.1"}, "不在 0 与 1 之间"),
        (LVL, {"votes": {}}, "没有人评"),
        (LVL, {"votes": {"优": 0}}, "没有人评"),
        (LVL, {"votes": {"优": -1, "良": 2}}, "票数小于零"),
        (LVL, {"value": "特优"}, "不认识的等级"),
        ({"kind": "LIK"}, {"value": "5.1"}, "均值要在 1 与 5 之间"),
        ({"kind": "LIK"}, {"votes": {"6": 1}}, "答案要在 1 与 5 之间"),
        ({"kind": "YN"}, {"value": "也许"}, "填“有”或“无”"),
        ({"kind": "CHK", "items": ["甲", "乙"]}, {"items": ("甲", "甲")}, "重复或不认识"),
        ({"kind": "CHK", "items": ["甲", "乙"]}, {"items": ("丙",)}, "重复或不认识"),
        ({"kind": "CHK", "items": ["甲", "乙"]}, {"value": "3"}, "0 与 2 之间"),
        ({"kind": "CHK", "items": ["甲", "乙"]}, {"value": "1.5"}, "0 与 2 之间"),
    ],
)  # fmt: skip
def test_what_cannot_be_scored_is_not_assessed_with_the_reason(
    rule: dict[str, Any], datum: dict[str, Any], words: str
) -> None:
    assert words in reason(rule, **datum)


def test_no_rating_at_all_is_not_assessed() -> None:
    assert score(indicator({"kind": "YN"}), None, "half_up").score is None
