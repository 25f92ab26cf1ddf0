"""T = Σ T_i · S_i, exactly (S1-17, D12), and what a gap does."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evaluation.aggregate.weighted_sum import flat_weights, roll_up
from evaluation.editions.reading import load_scheme
from evaluation.editions.scheme import Scheme
from evaluation.editions.shipped import scheme_named
from evaluation.grades import displayed
from evaluation.quantise import ONE
from evaluation.weighting import weight_set
from evaluation.weights.declared import declared
from tests.evaluation.examples import mixed_weights
from tests.evaluation.test_scheme_reading import SMALL

SCHEME = scheme_named()
WEIGHTS = mixed_weights(SCHEME)
IDS = [leaf.id for leaf in SCHEME.indicators]


def four_elements(shares: list[str]) -> Scheme:
    """A two-level scheme with one indicator per element: T1…T4 can be given directly."""
    head, _, _ = SMALL.partition("elements:\n")
    blocks = [
        f"""  - id: {name}
    name: 要素{name}
    english: {name}
    clause: "1"
    weight: {share}
    indicators:
      - {{id: {name}1, name: 指标{name}, english: x, kind: Q, direction: "+", unit: 项, sources: [kb], measure: 数,
         rule: {{kind: LIN, zero: 0, full: 100}}, mark: derived, clause: "1"}}
"""
        for name, share in zip("ABCDEFGHIJ", shares, strict=False)
    ]
    count = f"counts: {{elements: {len(shares)}, groups: 0, indicators: {len(shares)}}}"
    text = head.replace("counts: {elements: 2, groups: 0, indicators: 3}", count)
    return load_scheme(text + "elements:\n" + "".join(blocks))


@pytest.mark.parametrize(
    ("shares", "scores", "exact", "shown"),
    [
        (["0.25", "0.2", "0.25", "0.3"], [8600, 6500, 9050, 9290], Fraction("84.995"), 8500),
        (["0.5", "0.5"], [5100, 6899], Fraction("59.995"), 6000),
        (["0.3", "0.7"], [6100, 7385], Fraction("69.995"), 7000),
        (["0.5", "0.5"], [5100, 6898], Fraction("59.99"), 5999),
    ],
)
def test_printed_examples_where_floats_lose_a_star(
    shares: list[str], scores: list[int], exact: Fraction, shown: int
) -> None:
    scheme = four_elements(shares)
    given = {leaf.id: score for leaf, score in zip(scheme.indicators, scores, strict=True)}
    whole = roll_up(scheme, weight_set(scheme), given, "block")["T"]
    assert whole.units is not None
    assert Fraction(whole.units, 10**whole.places) == exact
    assert displayed(whole.units, whole.places, 2, "half_up") == shown


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 10_000), min_size=60, max_size=60))
def test_three_levels_are_the_printed_two_level_formula(scores: list[int]) -> None:
    given = dict(zip(IDS, scores, strict=True))
    rolled = roll_up(SCHEME, WEIGHTS, given, "renormalise")
    total = Fraction(0)
    for element in SCHEME.elements:
        flat = flat_weights(SCHEME, WEIGHTS)[element.id]
        assert sum(flat.values()) == ONE**2
        t_i = sum(Fraction(given[name], 100) * Fraction(weight, ONE**2) for name, weight in flat.items())
        node = rolled[element.id]
        assert node.units is not None
        assert Fraction(node.units, 10**node.places) == t_i
        total += t_i * Fraction(WEIGHTS.under("T")[element.id], ONE)
    whole = rolled["T"]
    assert whole.units is not None
    assert Fraction(whole.units, 10**whole.places) == total


def test_everything_full_is_exactly_one_hundred() -> None:
    whole = roll_up(SCHEME, WEIGHTS, dict.fromkeys(IDS, 10_000), "block")["T"]
    assert (whole.units, whole.places) == (100 * 10**20, 20)


def test_renormalising_gives_the_weight_of_a_gap_to_its_siblings() -> None:
    scores: dict[str, int | None] = dict.fromkeys(IDS, 8_000)
    scores["D4.4"] = None
    rolled = roll_up(SCHEME, WEIGHTS, scores, "renormalise")
    siblings = ["D4.1", "D4.2", "D4.3", "D4.4"]
    assert rolled["D4.4"].effective == 0
    assert sum(rolled[name].effective for name in siblings) == ONE
    assert rolled["D4.1"].effective > rolled["D4.1"].weight
    assert rolled["T"].units == 80 * 10**20


def test_a_group_without_any_data_passes_its_weight_on_one_level_up() -> None:
    scores: dict[str, int | None] = dict.fromkeys(IDS, 8_000)
    scores.update({"C5.1": None, "C5.2": None})
    rolled = roll_up(SCHEME, WEIGHTS, scores, "renormalise")
    assert rolled["C5"].units is None
    assert rolled["C5"].effective == 0
    assert sum(rolled[f"C{n}"].effective for n in range(1, 6)) == ONE
    assert rolled["T"].units == 80 * 10**20


def test_zero_counts_a_gap_as_nothing_and_block_gives_no_total() -> None:
    scores: dict[str, int | None] = dict.fromkeys(IDS, 10_000)
    scores["A1.1"] = None
    zero = roll_up(SCHEME, WEIGHTS, scores, "zero")
    lost = WEIGHTS.under("T")["A"] * WEIGHTS.under("A")["A1"] * WEIGHTS.under("A1")["A1.1"]
    assert zero["T"].units == 100 * 10**20 - 10_000 * lost
    block = roll_up(SCHEME, WEIGHTS, scores, "block")
    assert [block[name].units is None for name in ("A1", "A", "T", "B")] == [True, True, True, False]


@pytest.mark.parametrize("policy", ["renormalise", "block"])
def test_nothing_assessed_gives_no_total(policy: str) -> None:
    rolled = roll_up(SCHEME, WEIGHTS, {}, policy)  # type: ignore[arg-type]
    assert rolled["T"].units is None


def test_when_only_weightless_indicators_are_left_there_is_no_score() -> None:
    scheme = load_scheme(SMALL)
    from decimal import Decimal

    weights = weight_set(scheme, {"A": declared({"A1": Decimal(1), "A2": Decimal(0)}, "test")})
    rolled = roll_up(scheme, weights, {"A1": None, "A2": 10_000, "B1": 6_000}, "renormalise")
    assert rolled["A"].units is None
    assert rolled["T"].units == 60 * 10**14
