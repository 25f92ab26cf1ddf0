"""The rules of review: whole weights, exact totals, and when a second person must look."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation.errors import ConfigurationError
from matcher.review.rules import ReviewPolicy, SecondLook, amount_of, read_policy, shipped_policy, weighted
from tests.matcher.review.reviewed import GOOD, SECRET_BY_TWO

SHIPPED = shipped_policy()
TERMS = SHIPPED.terms("internal", None, None)


def test_the_shipped_rules_add_up_and_ask_one_person_of_a_usual_demand() -> None:
    assert sum(one.weight for one in SHIPPED.criteria) == 100
    assert (TERMS.reviewers, TERMS.is_scoring_needed, TERMS.pass_mark) == (1, False, 60)


@pytest.mark.parametrize(
    ("level", "budget", "reviewers"),
    [
        ("internal", "5万元左右", 1),
        ("secret", None, 2),
        ("internal", "50万元", 2),
        ("internal", "30-60万", 2),
        ("public", "499,999元", 1),
        ("internal", "面议", 1),
    ],
)
def test_a_secret_or_costly_demand_is_looked_at_by_two(level: str, budget: str | None, reviewers: int) -> None:
    assert SHIPPED.terms(level, "检验检测", budget).reviewers == reviewers  # type: ignore[arg-type]


def test_all_that_a_second_look_names_must_be_true() -> None:
    both = SecondLook(levels=("secret",), services=("技术研发",))
    assert both.fits("secret", "技术研发", None)
    assert not both.fits("secret", "检验检测", None)
    assert not SecondLook(amount_from=1).fits("secret", None, None)
    assert SECRET_BY_TWO.terms("internal", None, "900万").reviewers == 1
    with pytest.raises(ValueError, match="second look"):
        SecondLook()


@pytest.mark.parametrize(
    ("words", "amount"),
    [
        ("50万元左右", 500_000),
        ("预算不超过120,000元", 120_000),
        ("一百二十万", 1_200_000),
        ("1.5亿", 150_000_000),
        ("20k RMB", 20_000),
        ("3到5万", 50_000),
        ("面议", None),
        ("USD 30,000", None),
        ("", None),
    ],
)
def test_the_amount_of_a_budget_is_read_in_yuan(words: str, amount: int | None) -> None:
    assert amount_of(words) == (None if amount is None else Decimal(amount))


def test_a_total_is_the_exact_sum_of_weight_and_points() -> None:
    assert weighted(GOOD, TERMS) == 90 * 35 + 80 * 25 + 70 * 20 + 60 * 10 + 50 * 10
    assert weighted({}, TERMS) is None


@given(st.lists(st.integers(0, 100), min_size=5, max_size=5))
def test_a_total_lies_between_the_lowest_and_the_highest_points(points: list[int]) -> None:
    total = weighted(dict(zip(GOOD, points, strict=True)), TERMS)
    assert total is not None
    assert 100 * min(points) <= total <= 100 * max(points)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("weight: 35", "weight: 36"), "sum to 100"),
        (("id: lawful", "id: fit"), "same id"),
        (("pass_mark: 60", "pass_mark: 101"), "pass_mark"),
        (("reviewers: 1", "reviewers: 3"), "reviewers"),
        (("version:", "surprise: 1\nversion:"), "surprise"),
        (("{levels: [secret]}", "{}"), "second look"),
        (("criteria:", "criteria: ["), "ParserError"),
    ],
)
def test_rules_that_cannot_hold_are_refused_with_the_reason(tmp_path: Path, change: tuple[str, str], said: str) -> None:
    from matcher.review.rules import SHIPPED as FILE

    own = tmp_path / "review.yaml"
    own.write_text(FILE.read_text("utf-8").replace(*change), "utf-8")
    with pytest.raises(ConfigurationError) as fault:
        read_policy(own)
    assert said in str(fault.value)


def test_rules_of_a_site_are_read_as_written() -> None:
    from matcher.review.rules import SHIPPED as FILE

    assert read_policy(FILE) == SHIPPED == ReviewPolicy.model_validate(SHIPPED.model_dump())
