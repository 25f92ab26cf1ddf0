"""What a gap does under each policy: three levels, whole groups, everything; always listed (S1-17)."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evaluation.aggregate.weighted_sum import roll_up
from evaluation.assess import assess
from evaluation.assessment import Assessment
from evaluation.editions.scheme import MissingPolicy
from evaluation.editions.shipped import scheme_named
from evaluation.quantise import ONE
from evaluation.verify import verify
from tests.evaluation.examples import mixed_weights, ratings

SCHEME = scheme_named()
WEIGHTS = mixed_weights(SCHEME)
IDS = [leaf.id for leaf in SCHEME.indicators]
POLICIES: tuple[MissingPolicy, ...] = ("renormalise", "zero", "block")
GROUP = [name for name in IDS if name.startswith("D4.")]
ELEMENT = [name for name in IDS if name.startswith("D")]


def assessed(policy: MissingPolicy, *without: str) -> Assessment:
    policies = SCHEME.policies.model_copy(update={"missing": policy})
    return assess(SCHEME, WEIGHTS, ratings(*without), policies)


@pytest.mark.parametrize("policy", POLICIES)
@pytest.mark.parametrize("without", [["A1.1"], GROUP, ELEMENT, IDS], ids=["one", "group", "element", "all"])
def test_every_gap_is_listed_with_its_reason_and_remarked_with_the_policy(
    policy: MissingPolicy, without: list[str]
) -> None:
    found = assessed(policy, *without)
    assert [gap.id for gap in found.results.missing] == [name for name in IDS if name in without]
    assert {gap.reason.text() for gap in found.results.missing} == {"没有数据"}
    word = {"renormalise": "权重归其余各项", "zero": "计零分", "block": "不出总分"}[policy]
    assert f"有 {len(without)} 项指标未评，处理方式：{word}" in [str(one.says) for one in found.results.warnings]
    assert verify(found.json_content, found.sha256).difference is None


@pytest.mark.parametrize("without", [["A1.1"], GROUP, ELEMENT, IDS], ids=["one", "group", "element", "all"])
def test_block_gives_no_total_and_no_star_whatever_is_missing(without: list[str]) -> None:
    results = assessed("block", *without).results
    assert (results.total, results.stars, results.exact) == (None, None, None)


@pytest.mark.parametrize("policy", POLICIES)
def test_without_gaps_all_policies_give_the_same(policy: MissingPolicy) -> None:
    assert assessed(policy).results.exact == assessed("renormalise").results.exact


def test_a_missing_group_passes_its_weight_to_its_siblings_and_a_missing_element_to_the_elements() -> None:
    group = assessed("renormalise", *GROUP)
    assert (group.group("D4").score, group.group("D4").effective) == (None, "0.000000")
    assert sum(Fraction(group.group(f"D{n}").effective) for n in range(1, 5)) == 1
    element = assessed("renormalise", *ELEMENT)
    assert (element.group("D").score, element.group("D").effective) == (None, "0.000000")
    assert sum(Fraction(element.group(name).effective) for name in "ABCD") == 1
    assert element.results.stars is not None


def test_under_zero_a_missing_group_and_element_are_worth_nothing_and_lower_the_total_by_what_they_gave() -> None:
    whole = assessed("zero")
    for name, without in (("D4", GROUP), ("D", ELEMENT)):
        less = assessed("zero", *without)
        assert less.group(name).score == "0.00"
        assert Fraction(less.results.exact or 0) == (
            Fraction(whole.results.exact or 0) - Fraction(whole.group(name).contribution)
        )


def test_with_everything_missing_only_zero_gives_a_total_and_it_is_zero() -> None:
    totals = {policy: assessed(policy, *IDS).results.total for policy in POLICIES}
    assert totals == {"renormalise": None, "zero": "0.00", "block": None}


@settings(max_examples=60, deadline=None)
@given(st.lists(st.none() | st.integers(0, 10_000), min_size=60, max_size=60), st.sampled_from(POLICIES))
def test_over_three_levels_contributions_sum_to_the_total_and_gaps_give_none(
    scores: list[int | None], policy: MissingPolicy
) -> None:
    given_scores = dict(zip(IDS, scores, strict=True))
    rolled = roll_up(SCHEME, WEIGHTS, given_scores, policy)
    whole = rolled["T"]
    parts = sum((score or 0) * rolled[name].reach for name, score in given_scores.items())
    if whole.units is not None:
        assert whole.units == parts
    if policy == "renormalise":
        known = [name for name, score in given_scores.items() if score is not None]
        assert (whole.units is None) == (not known)
        assert sum(rolled[name].reach for name in known) in (0, ONE**3)
        least, most = (
            min((given_scores[name] or 0 for name in known), default=0),
            max((given_scores[name] or 0 for name in known), default=0),
        )
        assert whole.units is None or least * ONE**3 <= whole.units <= most * ONE**3
    if policy == "block":
        assert (whole.units is None) == (None in scores)
