"""Many at once are the same as one by one, gaps, limits and ties included."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from evaluation.aggregate.batch import NOT_ASSESSED, assess_many, element_scores
from evaluation.aggregate.weighted_sum import roll_up
from evaluation.editions.reading import load_scheme
from evaluation.editions.scheme import Scheme
from evaluation.editions.shipped import scheme_named
from evaluation.grades import displayed, star_for
from evaluation.weighting import WeightSet, weight_set
from foundation.errors import InvalidInput
from tests.evaluation.examples import mixed_weights
from tests.evaluation.test_scheme_reading import SMALL
from tests.evaluation.test_weighted_sum import four_elements

SCHEME = scheme_named()
WEIGHTS = mixed_weights(SCHEME)


def one_by_one(scheme: Scheme, weights: WeightSet, row: list[int], policy: Any) -> tuple[int, int, list[int]]:
    scores = {leaf.id: None if s == NOT_ASSESSED else s for leaf, s in zip(scheme.indicators, row, strict=True)}
    rolled = roll_up(scheme, weights, scores, policy)
    elements = [NOT_ASSESSED if (u := rolled[e.id].units) is None else u for e in scheme.elements]
    whole = rolled["T"]
    if whole.units is None:
        return NOT_ASSESSED, NOT_ASSESSED, elements
    shown = displayed(whole.units, whole.places, scheme.decimals, scheme.rounding)
    return shown, star_for(shown, scheme.decimals, scheme.stars).stars, elements


@pytest.mark.parametrize("policy", ["renormalise", "zero", "block"])
@pytest.mark.parametrize("rounding", ["half_up", "half_even"])
def test_a_matrix_gives_exactly_what_single_assessments_give(policy: Any, rounding: str) -> None:
    scheme = SCHEME.model_copy(update={"rounding": rounding})
    source = np.random.default_rng(20_250_310)
    scores = source.integers(0, 10_001, (120, 60), dtype=np.int64)
    scores[:60][source.random((60, 60)) < 0.03] = NOT_ASSESSED
    scores[0] = 10_000
    scores[1] = 0
    scores[2] = NOT_ASSESSED
    scores[3, 44:] = NOT_ASSESSED
    result = assess_many(scheme, WEIGHTS, scores, policy)
    reached = element_scores(scheme, WEIGHTS, scores, policy).units
    for row in range(len(scores)):
        total, stars, elements = one_by_one(scheme, WEIGHTS, scores[row].tolist(), policy)
        assert int(result.totals[row]) == total
        assert int(result.stars[row]) == stars
        assert reached[row].tolist() == elements


@pytest.mark.parametrize("decimals", [0, 1, 2])
@pytest.mark.parametrize("rounding", ["half_up", "half_even"])
def test_ties_round_as_declared_with_any_number_of_decimals(decimals: int, rounding: str) -> None:
    plain = four_elements(["0.5", "0.5"])
    scheme = plain.model_copy(update={"decimals": decimals, "rounding": rounding})
    weights = weight_set(plain)
    half = 10 ** (2 - decimals)
    rows = [[n * half, (n + 1) * half] for n in range(40)] + [[n, 10_000 - 3 * n] for n in range(40)]
    scores = np.array(rows, np.int64)
    result = assess_many(scheme, weights, scores, "block")
    expected = [one_by_one(scheme, weights, row, "block")[:2] for row in rows]
    assert list(zip(result.totals.tolist(), result.stars.tolist(), strict=True)) == expected


def test_an_empty_matrix_is_no_trouble() -> None:
    result = assess_many(SCHEME, WEIGHTS, np.zeros((0, 60), np.int64))
    assert result.totals.shape == result.stars.shape == (0,)
    assert element_scores(SCHEME, WEIGHTS, np.zeros((0, 60), np.int64)).units.shape == (0, 4)


@pytest.mark.parametrize("policy", ["renormalise", "zero", "block"])
def test_scores_in_sixteen_bits_give_what_scores_in_sixty_four_give(policy: Any) -> None:
    source = np.random.default_rng(16)
    scores = source.integers(0, 10_001, (5_000, 60), dtype=np.int64)
    scores[:2_500][source.random((2_500, 60)) < 0.002] = NOT_ASSESSED
    narrow, wide = (assess_many(SCHEME, WEIGHTS, scores.astype(kind), policy) for kind in (np.int16, np.int64))
    assert (narrow.totals == wide.totals).all()
    assert (narrow.stars == wide.stars).all()
    kinds = (scores.astype(kind) for kind in (np.int16, np.int64))
    small, large = (element_scores(SCHEME, WEIGHTS, one, policy).units for one in kinds)
    assert (small == large).all()
    assert int((small == NOT_ASSESSED).sum()) > 0 or policy != "block"


@pytest.mark.parametrize("kind", [np.int16, np.int64])
def test_columns_that_do_not_lie_side_by_side_are_scored_all_the_same(kind: Any) -> None:
    scores = np.random.default_rng(4).integers(0, 10_001, (3_000, 120)).astype(kind)
    apart, together = scores[::2, ::2], np.ascontiguousarray(scores[::2, ::2])
    assert (assess_many(SCHEME, WEIGHTS, apart).totals == assess_many(SCHEME, WEIGHTS, together).totals).all()
    reached, beside = (element_scores(SCHEME, WEIGHTS, one).units for one in (apart, together))
    assert (reached == beside).all()


@pytest.mark.parametrize(
    ("scores", "code"),
    [
        (np.zeros((2, 59), np.int64), "batch_shape"),
        (np.zeros((2, 60)), "batch_shape"),
        (np.full((2, 60), 10_001, np.int64), "batch_range"),
        (np.full((2, 60), -2, np.int64), "batch_range"),
        (np.full((2, 60), 10_001, np.int16), "batch_range"),
        (np.full((2, 60), -32_768, np.int16), "batch_range"),
        (np.full((2, 60), -(2**63), np.int64), "batch_range"),
        (np.full((2, 60), 2**16, np.int64), "batch_range"),
        (np.zeros((2, 60), np.int32), "batch_shape"),
    ],
)
def test_other_matrices_are_refused(scores: Any, code: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        assess_many(SCHEME, WEIGHTS, scores)
    assert refusal.value.code == code


def split_score(units: int) -> list[int]:
    """Scores of three indicators with weights .990000, .009999 and .000001 whose sum is ``units`` × 10^-8 points."""
    first, rest = divmod(units, 990_000)
    return [first, *divmod(rest, 9_999)]


def two_groups_of_three() -> Scheme:
    """One element, two groups with weights .500001 and .499999, in each three indicators weighing as in the above."""
    groups = "".join(
        f"""      - id: {name}
        name: 组{name}
        english: {name}
        clause: "1"
        weight: {weight}
        indicators:
"""
        + "".join(
            f"          - {{id: {name}{number}, name: 项{name}{number}, english: x, kind: Q, direction: '+', unit: 项,"
            f" sources: [kb], measure: 数, rule: {{kind: RATE}}, mark: derived, clause: '1', weight: {share}}}\n"
            for number, share in enumerate(["0.990000", "0.009999", "0.000001"])
        )
        for name, weight in (("P", "0.500001"), ("Q", "0.499999"))
    )
    counts = ("elements: 2, groups: 0, indicators: 3", "elements: 1, groups: 2, indicators: 6")
    head = SMALL.partition("elements:\n")[0].replace(*counts)
    element = "elements:\n  - id: E\n    name: 要素\n    english: E\n    clause: '1'\n    weight: 1\n    groups:\n"
    return load_scheme(head.replace("half_up", "half_even") + element + groups)


@pytest.mark.parametrize(("beyond", "shown"), [(0, 8_000), (7, 8_001)])
def test_half_even_sees_the_last_of_twenty_places(beyond: int, shown: int) -> None:
    """A total of 80.005 is a tie and goes to 80.00; 0.00000000000007 more is none and goes to 80.01."""
    scheme = two_groups_of_three()
    target = 8_000 * 10**12 + 5 * 10**11 + beyond  # the element, in units of 10^-14 points
    first = target * pow(500_001, -1, 499_999) % 499_999 + 499_999 * 16_000
    second, rest = divmod(target - 500_001 * first, 499_999)
    assert rest == 0
    row = split_score(first) + split_score(second)
    scores = np.array([row], np.int64)
    assert int(element_scores(scheme, weight_set(scheme), scores).units[0, 0]) == target
    assert int(assess_many(scheme, weight_set(scheme), scores).totals[0]) == shown
    assert one_by_one(scheme, weight_set(scheme), row, "block")[0] == shown


def row_with(target: int) -> list[int]:
    """Scores of the six indicators of :func:`two_groups_of_three` for an element of ``target`` × 10^-14 points."""
    near = target // 1_000_000 // 499_999
    first = target * pow(500_001, -1, 499_999) % 499_999 + 499_999 * near
    second, rest = divmod(target - 500_001 * first, 499_999)
    assert rest == 0
    return split_score(first) + split_score(second)


def test_totals_a_hair_beside_a_tie_are_rounded_as_they_are_and_not_as_floats_see_them() -> None:
    """One part in 10^12 of the last digit shown above, on and below the tie: floats cannot tell these apart."""
    scheme = two_groups_of_three()
    ties = np.random.default_rng(12).integers(200, 9_800, 2_000).tolist()
    targets = [(tie, beside) for tie in ties for beside in (-2, -1, 0, 1, 2)]
    rows = [row_with(tie * 10**12 + 5 * 10**11 + beside) for tie, beside in targets]
    shown = assess_many(scheme, weight_set(scheme), np.array(rows, np.int16)).totals.tolist()
    assert shown == [tie + (tie % 2 if beside == 0 else beside > 0) for tie, beside in targets]


def test_ties_are_seen_although_their_floats_lie_beside_them() -> None:
    """Ten elements, so that the rounding errors of ten products add up and some ties look like a little more."""
    plain = four_elements(["0.1"] * 10)
    scheme = plain.model_copy(update={"rounding": "half_even"})
    rows = np.random.default_rng(3).integers(0, 10_001, (50_000, 10)).astype(np.int16)
    whole, rest = np.divmod(rows.sum(axis=1, dtype=np.int64), 10)
    assert int((rest == 5).sum()) > 4_000
    expected = whole + ((rest > 5) | ((rest == 5) & (whole % 2 == 1)))
    assert (assess_many(scheme, weight_set(plain), rows).totals == expected).all()


@pytest.mark.parametrize("kind", [np.int16, np.int64])
def test_element_scores_beyond_what_binary_floats_count_are_exact(kind: Any) -> None:
    """Whole numbers near 10^16, of which floats hold every second only, and the lowest and the middle of the scale."""
    scheme = two_groups_of_three()
    weights = weight_set(scheme)
    ends = [0, 1, 4_999, 5_000, 5_001, 9_007, 9_008, 9_998, 9_999, 10_000]
    rows = [[first, second, third, 10_000 - third, first, 9_999] for first in ends for second in ends for third in ends]
    rows += [[10_000] * place + [9_999] + [10_000] * (5 - place) for place in range(6)]
    units = element_scores(scheme, weights, np.array(rows, kind)).units[:, 0].tolist()
    assert sum(unit > 2**53 and unit % 2 for unit in units) > 3
    assert max(units) > 9_999 * 10**12
    assert units == [one_by_one(scheme, weights, row, "block")[2][0] for row in rows]
    totals = assess_many(scheme, weights, np.array(rows, kind)).totals.tolist()
    assert totals == [one_by_one(scheme, weights, row, "block")[0] for row in rows]


def test_a_hundred_thousand_subjects_near_a_star_limit_never_contradict_their_displayed_total() -> None:
    """Totals within a few units of the last decimals around every limit; what is shown is what is graded."""
    scheme = four_elements(["0.300000", "0.700000"]).model_copy(update={"stars": SCHEME.stars})
    source = np.random.default_rng(89_995)
    limits = source.choice(np.array([9_000, 8_000, 7_000, 6_000]), 100_000)
    first = source.integers(0, 10_001, 100_000)
    second = np.clip((100 * limits - 50 - 30 * first) // 70 + source.integers(-1, 3, 100_000), 0, 10_000)
    result = assess_many(scheme, weight_set(scheme), np.stack([first, second], axis=1).astype(np.int64))
    exact = 3 * first + 7 * second  # thousandths of a point
    shown = (exact + 5) // 10  # half up to hundredths
    stars = 1 + sum((shown >= limit).astype(np.int64) for limit in (9_000, 8_000, 7_000, 6_000))
    assert int((np.abs(exact - 10 * limits) <= 20).sum()) > 50_000
    assert int((result.totals != shown).sum()) == 0
    assert int((result.stars != stars).sum()) == 0
    floats = np.round(first / 100 * 0.3 + second / 100 * 0.7, 2)
    assert int((np.floor(floats * 100 + 1e-9) != shown).sum()) > 0, "binary floats do contradict it"
