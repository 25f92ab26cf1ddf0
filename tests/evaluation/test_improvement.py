"""The way to the next star is exact: raising what the plan names reaches it, a hundredth less does not (S0-41)."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from evaluation.assess import assess
from evaluation.assessment import Assessment
from evaluation.editions.scheme import Scheme
from evaluation.improvement.proposing import ImprovementItem, draft_items, improvement_plan
from evaluation.ratings import Rating
from evaluation.weighting import weight_set
from tests.evaluation.examples import example
from tests.evaluation.test_weighted_sum import four_elements


def assessed(scheme: Scheme, scores: list[str]) -> Assessment:
    data = [Rating(indicator=leaf.id, value=value) for leaf, value in zip(scheme.indicators, scores, strict=True)]
    return assess(scheme, weight_set(scheme), data)


def test_the_smallest_change_that_reaches_the_next_star_does_and_less_does_not() -> None:
    scheme = four_elements(["0.3", "0.7"])  # 60 is the limit of the second grade
    plan = improvement_plan(assessed(scheme, ["40", "59"]))
    assert plan is not None
    assert (plan.total, plan.stars, plan.next_stars, plan.distance) == ("53.30", 1, 2, "6.70")
    assert plan.needed == "6.695"  # an exact 59.995 is displayed as 60.00
    best, other = plan.options
    assert (best.indicator, best.at_most, best.target_score) == ("B1", "28.70", "68.57")
    assert (other.indicator, other.at_most, other.target_score) == ("A1", "18.00", "62.32")
    for option, place in ((best, 1), (other, 0)):
        scores = ["40", "59"]
        assert option.target_value is not None
        scores[place] = option.target_value
        assert assessed(scheme, scores).results.stars == 2
        scores[place] = str(Fraction(option.target_value) - Fraction("0.01"))
        fraction = Fraction(scores[place])
        scores[place] = f"{float(fraction):.2f}"
        assert assessed(scheme, scores).results.stars == 1


def test_options_are_ordered_by_what_they_add_at_most_and_limited_to_k() -> None:
    plan = improvement_plan(example(), k=3)
    assert plan is not None
    gains = [Fraction(option.at_most) for option in plan.options]
    assert len(gains) == 3
    assert gains == sorted(gains, reverse=True)
    assert plan.next_stars == 5
    assert all(option.target_score is None for option in plan.options)


def test_together_names_the_fewest_indicators_that_reach_the_star() -> None:
    assessment = example()
    plan = improvement_plan(assessment, k=60)
    assert plan is not None
    assert plan.needed is not None
    gains = {option.indicator: Fraction(option.at_most) for option in plan.options}
    assert sum(gains[name] for name in plan.together) >= Fraction(plan.needed)
    assert sum(gains[name] for name in plan.together[:-1]) < Fraction(plan.needed)


def test_full_marks_for_one_indicator_add_exactly_what_the_plan_says() -> None:
    scheme = four_elements(["0.25", "0.2", "0.25", "0.3"])
    before = assessed(scheme, ["86", "65", "90.5", "92.9"])
    plan = improvement_plan(before)
    assert plan is not None
    option = next(option for option in plan.options if option.indicator == "B1")
    after = assessed(scheme, ["86", "100", "90.5", "92.9"])
    assert Fraction(after.results.exact or 0) - Fraction(before.results.exact or 0) == Fraction(option.at_most)


def test_with_the_highest_star_there_is_nothing_to_reach() -> None:
    plan = improvement_plan(assessed(four_elements(["0.5", "0.5"]), ["90", "90"]))
    assert plan is not None
    assert (plan.next_stars, plan.distance, plan.needed, plan.together) == (None, None, None, ())


def test_without_a_total_there_is_no_plan() -> None:
    scheme = four_elements(["0.5", "0.5"])
    blocking = scheme.policies.model_copy(update={"missing": "block"})
    assert improvement_plan(assess(scheme, weight_set(scheme), [], blocking)) is None


def test_a_gap_is_an_option_only_where_it_counts_as_zero() -> None:
    scheme = four_elements(["0.5", "0.5"])
    data = [Rating(indicator="A1", value="50")]
    zero = improvement_plan(assess(scheme, weight_set(scheme), data))
    spread = scheme.policies.model_copy(update={"missing": "renormalise"})
    other = improvement_plan(assess(scheme, weight_set(scheme), data, spread))
    assert zero is not None
    assert other is not None
    assert [option.indicator for option in zero.options] == ["B1", "A1"]
    assert [option.indicator for option in other.options] == ["A1"]


def test_half_even_needs_more_than_the_tie_when_the_limit_is_odd() -> None:
    plain = four_elements(["0.5", "0.5"])
    limits = tuple(limit.model_copy(update={"at_least": 61 if limit.stars == 2 else 0}) for limit in plain.stars)
    scheme = plain.model_copy(update={"decimals": 0, "rounding": "half_even", "stars": limits})
    plan = improvement_plan(assessed(scheme, ["60", "60"]))
    assert plan is not None
    assert plan.options[0].target_score == "61.01"  # 60.50 would be displayed as 60
    assert assessed(scheme, ["61", "60"]).results.stars == 1
    assert assessed(scheme, ["61.01", "60"]).results.stars == 2


def test_items_start_with_their_finding_and_an_effect_needs_a_finished_item() -> None:
    assessment = example()
    plan = improvement_plan(assessment, k=2)
    assert plan is not None
    items = draft_items(assessment, plan)
    assert [item.indicator for item in items] == [option.indicator for option in plan.options]
    assert items[0].assessment_sha256 == assessment.sha256
    assert plan.options[0].at_most in str(items[0].finding)
    with pytest.raises(ValueError, match="效果确认之前"):
        ImprovementItem(**{**items[0].model_dump(), "effect": "effective"})
    done = ImprovementItem(
        **{**items[0].model_dump(), "cause": "人少", "action": "招聘", "owner": "王工", "due": date(2025, 9, 1)},
    )
    assert ImprovementItem(**{**done.model_dump(), "effect": "effective"}).effect == "effective"
