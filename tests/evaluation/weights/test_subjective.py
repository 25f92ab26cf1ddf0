"""What holds for every judging method, whatever the judgements (S1-18)."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import chi2

from evaluation.weights.ahp import ahp
from evaluation.weights.ahp_group import ahp_group
from evaluation.weights.ahp_hierarchy import ahp_hierarchy
from evaluation.weights.binomial import binomial
from evaluation.weights.by_name import weigh
from evaluation.weights.chi_square import upper_tail
from evaluation.weights.dare import dare
from evaluation.weights.delphi import delphi
from evaluation.weights.fuzzy import fuzzy
from evaluation.weights.g1 import g1
from evaluation.weights.g1_group import g1_group
from evaluation.weights.least_squares import least_squares
from evaluation.weights.ranks import concordance, mean_ranks
from tests.evaluation.weights.worked import name_of, worked

WAYS = ("eigenvector", "geometric", "column")
SCALE = [Fraction(1, step) for step in range(9, 1, -1)] + [Fraction(step) for step in range(1, 10)]
FEW = settings(max_examples=25, deadline=None)


def named(count: int) -> list[str]:
    return [f"c{place}" for place in range(count)]


def reciprocal(upper: list[Fraction], size: int) -> list[list[Fraction]]:
    rows = [[Fraction(1)] * size for _ in range(size)]
    places = [(i, j) for i in range(size) for j in range(i + 1, size)]
    for (i, j), entry in zip(places, upper, strict=True):
        rows[i][j], rows[j][i] = entry, 1 / entry
    return rows


def matrices(size: int) -> st.SearchStrategy[list[list[Fraction]]]:
    pairs = size * (size - 1) // 2
    return st.lists(st.sampled_from(SCALE), min_size=pairs, max_size=pairs).map(lambda upper: reciprocal(upper, size))


any_matrix = st.integers(1, 6).flatmap(matrices)
weights_by_hand = st.lists(st.integers(1, 9), min_size=3, max_size=5)


def consistent(weights: list[int]) -> list[list[Fraction]]:
    return [[Fraction(above, below) for below in weights] for above in weights]


def near(found: Any, expected: dict[str, int]) -> bool:
    """The same official weights, but for a last unit that rounding may give to another."""
    units = found.units()
    return units.keys() == expected.keys() and all(abs(units[name] - expected[name]) <= 1 for name in expected)


# ---- names, sums, one indicator


@FEW
@given(any_matrix, st.randoms(use_true_random=False), st.sampled_from([*WAYS, "least squares"]))
def test_reordering_the_names_carries_the_weights_along(rows: Any, chance: Any, way: str) -> None:
    def weighed(ids: list[str], matrix: Any) -> Any:
        return least_squares(ids, matrix) if way == "least squares" else ahp(ids, matrix, way)  # type: ignore[arg-type]

    names = named(len(rows))
    order = chance.sample(range(len(rows)), len(rows))
    turned = weighed([names[k] for k in order], [[rows[i][j] for j in order] for i in order])
    assert turned.units() == weighed(names, rows).units()


@pytest.mark.parametrize(
    ("method", "content"),
    [
        ("ahp", {"ids": ["a"], "matrix": [["1"]]}),
        ("ahp_group", {"ids": ["a"], "matrices": [[["1"]], [["1"]]], "aggregation": "aip-geometric"}),
        ("ahp_hierarchy", {"groups": {"T": {"ids": ["a"], "matrix": [["1"]]}}}),
        ("delphi", {"ids": ["a"], "scores": [[0], [0]]}),
        ("fuzzy", {"ids": ["a"], "matrix": [["0.5"]]}),
        ("fuzzy", {"ids": ["a"], "matrix": [["0.5"]], "variant": "zhang"}),
        ("fuzzy", {"ids": ["a"], "matrix": [[[1, 1, 1]]], "variant": "buckley"}),
        ("fuzzy", {"ids": ["a"], "matrix": [[[1, 1, 1]]], "variant": "chang"}),
        ("binomial", {"orders": [["a"]]}),
        ("dare", {"order": ["a"], "ratios": []}),
        ("least_squares", {"ids": ["a"], "matrix": [["1"]]}),
        ("g1", {"order": ["a"], "ratios": []}),
        ("g1_group", {"experts": [{"order": ["a"], "ratios": []}]}),
    ],
)
def test_a_single_indicator_weighs_one(method: str, content: dict[str, Any]) -> None:
    assert weigh(method, content).units() == {"a": 1_000_000}


EXPERTS = {"ahp_group": "matrices", "delphi": "scores", "binomial": "orders", "g1_group": "experts"}
PANELS = [case for case in worked() if case[0] in EXPERTS and "expert_weights" not in case[1]["input"]]


@pytest.mark.parametrize("case", PANELS, ids=name_of)
def test_the_order_of_the_experts_does_not_matter(case: tuple[str, dict[str, Any]]) -> None:
    method, content = case[0], case[1]["input"]
    turned = {**content, EXPERTS[method]: content[EXPERTS[method]][::-1]}
    assert weigh(method, turned).units() == weigh(method, content).units()


# ---- comparisons in pairs


@FEW
@given(weights_by_hand)
def test_consistent_judgements_give_back_their_weights_whatever_the_method(weights: list[int]) -> None:
    names, rows = named(len(weights)), consistent(weights)
    crisp = [[[entry] * 3 for entry in row] for row in rows]
    expected = dare(names, [Fraction(one, other) for one, other in pairwise(weights)]).units()
    for way in WAYS:
        found = ahp(names, rows, way)  # type: ignore[arg-type]
        assert near(found, expected)
        assert found.diagnostics["cr"] == "0.000000"
    assert near(least_squares(names, rows), expected)
    assert near(fuzzy(names, crisp, "buckley"), expected)
    assert near(ahp_group(names, [rows, rows]), expected)


@FEW
@given(weights_by_hand, st.data())
def test_a_comparison_that_follows_from_others_may_be_left_out(weights: list[int], data: Any) -> None:
    names, rows = named(len(weights)), consistent(weights)
    gaps: list[list[Fraction | None]] = [list(row) for row in rows]
    for i in range(len(rows)):
        for j in range(i + 2, len(rows)):
            if data.draw(st.booleans()):
                gaps[i][j] = gaps[j][i] = None
    for way in ("eigenvector", "geometric"):
        assert near(ahp(names, gaps, way), ahp(names, rows).units())  # type: ignore[arg-type]


@FEW
@given(matrices(4))
def test_filling_a_gap_with_what_the_weights_imply_changes_nothing(rows: Any) -> None:
    gaps = [list(row) for row in rows]
    gaps[0][3] = gaps[3][0] = None
    for way in ("eigenvector", "geometric"):
        found = ahp(named(4), gaps, way)  # type: ignore[arg-type]
        rows[0][3] = Fraction(found.values[0]) / Fraction(found.values[3])
        rows[3][0] = 1 / rows[0][3]
        rows[0][3], rows[3][0] = (entry.limit_denominator(10**15) for entry in (rows[0][3], rows[3][0]))
        assert near(ahp(named(4), rows, way), found.units())  # type: ignore[arg-type]


def test_wild_judgements_still_find_their_eigenvector() -> None:
    huge, tiny = 10**17, Fraction(1, 10**17)
    circle = ahp(["a", "b", "c"], [[1, huge, tiny], [tiny, 1, huge], [huge, tiny, 1]])
    assert circle.units() == {"a": 333_334, "b": 333_333, "c": 333_333}
    assert len(circle.warnings) == 2


@FEW
@given(st.lists(matrices(3), min_size=1, max_size=4))
def test_with_row_geometric_means_joining_judgements_or_vectors_is_the_same(rows: Any) -> None:
    joined = ahp_group(named(3), rows, "aij", prioritisation="geometric")
    assert near(ahp_group(named(3), rows, "aip-geometric", prioritisation="geometric"), joined.units())


@pytest.mark.parametrize("how", ["aij", "aip", "aip-geometric"])
@FEW
@given(rows=any_matrix)
def test_one_expert_or_several_of_one_mind_give_the_individual_answer(how: Any, rows: Any) -> None:
    names = named(len(rows))
    alone = ahp(names, rows).units()
    assert near(ahp_group(names, [rows], how), alone)
    twice = ahp_group(names, [rows, rows], how, expert_weights=["1", "3"])
    assert near(twice, alone)
    assert twice.diagnostics["consensus"] == (None if len(rows) == 1 else "1.000000")


def test_an_expert_without_weight_does_not_count() -> None:
    one, other = consistent([4, 2, 1]), consistent([1, 2, 4])
    for how in ("aij", "aip", "aip-geometric"):
        both = ahp_group(named(3), [one, other], how, expert_weights=[1, 0])  # type: ignore[arg-type]
        assert near(both, ahp(named(3), one).units())


def test_the_hint_names_the_scale_value_that_lowers_cr_and_leaves_the_matrix_alone() -> None:
    rows = next(example["input"]["matrix"] for method, example in worked() if method == "ahp")
    found = ahp(named(6), rows)
    assert found.source["matrix"] == rows
    hint = found.diagnostics["offending"][0]
    assert (hint["judged"], hint["fitting"]) == ("3", "9")
    i, j = (named(6).index(hint[side]) for side in ("row", "column"))
    better = [list(row) for row in rows]
    better[i][j], better[j][i] = "9", "1/9"
    assert Decimal(ahp(named(6), better).diagnostics["cr"]) < Decimal(found.diagnostics["cr"])


def test_every_table_of_random_indices_gives_its_own_cr_and_its_name() -> None:
    rows = next(example["input"]["matrix"] for method, example in worked() if method == "ahp")
    said = {
        table: ahp(named(6), rows, random_index=table) for table in ("saaty", "pymcdm", "textbook", "alonso-lamata")
    }
    assert len({found.diagnostics["cr"] for found in said.values()}) == 4
    assert all(found.diagnostics["random_index"] == table for table, found in said.items())
    assert len({tuple(found.values) for found in said.values()}) == 1


@FEW
@given(matrices(3), matrices(2))
def test_global_weights_are_products_down_the_tree(upper: Any, lower: Any) -> None:
    tree = {"T": {"ids": ["a", "b", "c"], "matrix": upper}, "b": {"ids": ["x", "y"], "matrix": lower}}
    found = ahp_hierarchy(tree)
    above = dict(zip("abc", ahp(["a", "b", "c"], upper).values, strict=True))
    below = dict(zip("xy", ahp(["x", "y"], lower).values, strict=True))
    assert found.ids == ("a", "x", "y", "c")
    for name, value in zip(found.ids, found.values, strict=True):
        expected = above[name] if name in above else above["b"] * below[name]
        assert abs(value - expected) < Decimal("1E-25")


@FEW
@given(any_matrix, st.lists(st.integers(-5, 5), min_size=6, max_size=6))
def test_no_other_weights_have_a_smaller_squared_error(rows: Any, moves: list[int]) -> None:
    def error(weights: list[Fraction]) -> Fraction:
        return sum(((rows[i][j] * weights[j] - weights[i]) ** 2 for i in range(size) for j in range(size)), Fraction(0))

    size = len(rows)
    found = [Fraction(value) for value in least_squares(named(size), rows).values]
    assert min(found) > 0
    shifts = [Fraction(move, 1_000) for move in moves[:size]]
    shifts[0] -= sum(shifts)
    assert error(found) <= error([value + shift for value, shift in zip(found, shifts, strict=True)]) + Fraction(
        1, 10**30
    )


# ---- fuzzy judgements


@FEW
@given(st.lists(st.integers(1, 9), min_size=3, max_size=3))
def test_zhang_with_the_largest_usual_a_is_xu_and_sets_least_apart(upper: list[int]) -> None:
    rows = [[Fraction(1, 2)] * 3 for _ in range(3)]
    for (i, j), tenths in zip([(0, 1), (0, 2), (1, 2)], upper, strict=True):
        rows[i][j], rows[j][i] = Fraction(tenths, 10), 1 - Fraction(tenths, 10)
    plain = fuzzy(named(3), rows)
    assert fuzzy(named(3), rows, "zhang", 2).units() == plain.units()
    wide = fuzzy(named(3), rows, "zhang")
    assert max(wide.values) - min(wide.values) >= max(plain.values) - min(plain.values)


def test_chang_warns_of_the_zero_weights_it_gives() -> None:
    rows = next(example["input"] for _, example in worked() if example["name"].endswith("with its zero weights"))
    found = weigh("fuzzy", rows)
    assert found.diagnostics["zero_weights"] == ["b", "c", "d"]
    assert "已知的缺陷" in found.warnings[0].text()


# ---- orders and ratios


@FEW
@given(st.lists(st.fractions(Fraction(1), Fraction(9, 5), max_denominator=10), min_size=1, max_size=6))
def test_ratios_from_one_upwards_mean_the_same_to_dare_and_g1(ratios: list[Fraction]) -> None:
    names = named(len(ratios) + 1)
    assert dare(names, ratios).values == g1(names, ratios).values
    backwards = dare(names[::-1], [1 / ratio for ratio in reversed(ratios)])
    assert near(backwards, dare(names, ratios).units())
    assert near(g1_group([{"order": names, "ratios": ratios}]), g1(names, ratios).units())


@pytest.mark.parametrize("count", [1, 2, 3, 64, 100])
def test_binomial_weights_fall_with_importance_and_come_in_pairs_around_the_centre(count: int) -> None:
    values = binomial([named(count)]).values
    assert list(values) == sorted(values, reverse=True)
    rest = values[1:] if count % 2 else values
    assert all(one == other for one, other in zip(rest[::2], rest[1::2], strict=True))


def test_indicators_of_equal_importance_weigh_the_same() -> None:
    assert binomial([[["a", "b", "c"]]]).units() == {"a": 333_334, "b": 333_333, "c": 333_333}
    tied = binomial([["a", "b", "c"], ["b", "a", "c"]])
    assert tied.units() == {"a": 375_000, "b": 375_000, "c": 250_000}
    assert "a、b" in tied.warnings[0].text()


def test_experts_of_one_order_have_their_ratios_averaged_and_dissent_is_listed() -> None:
    agreed = g1_group([{"order": ["a", "b"], "ratios": ["1.2"]}, {"order": ["a", "b"], "ratios": ["1.6"]}])
    assert agreed.units() == g1(["a", "b"], ["1.4"]).units()
    split = g1_group([{"order": ["a", "b"], "ratios": ["1.2"]}, {"order": ["b", "a"], "ratios": ["1.6"]}])
    assert split.ids == ("b", "a")
    assert split.diagnostics["dissent"] == [{"expert": 1, "pairs": ["b:a"]}]
    assert "次序不同" in split.warnings[0].text()


# ---- scores of a panel


@FEW
@given(st.lists(st.lists(st.integers(0, 10), min_size=3, max_size=3), min_size=1, max_size=6), st.integers(1, 50))
def test_the_unit_of_the_scores_does_not_matter(scores: list[list[int]], factor: int) -> None:
    if any(map(sum, scores)):
        larger = [[score * factor for score in row] for row in scores]
        once, again = delphi(named(3), scores), delphi(named(3), larger)
        assert again.values == once.values
        assert again.diagnostics["kendall_w"] == once.diagnostics["kendall_w"]


def test_agreement_is_complete_when_all_rank_alike_and_unknown_when_nobody_can_tell() -> None:
    ranks = [mean_ranks([Fraction(score) for score in row]) for row in ([1, 2, 3], [4, 7, 9])]
    agreement = concordance(ranks)
    assert agreement is not None
    assert agreement.w == 1
    assert delphi(["a", "b"], [[1, 2]]).diagnostics["kendall_w"] is None
    assert delphi(["a", "b"], [[5, 5], [3, 3]]).diagnostics["kendall_w"] is None
    assert delphi(["a", "b"], [[1, 2]]).diagnostics["cv"] == {"a": None, "b": None}


def test_tied_scores_share_their_ranks_and_w_is_corrected_for_them() -> None:
    assert mean_ranks([Fraction(score) for score in (5, 1, 5, 5)]) == [3, 1, 3, 3]
    agreement = concordance([mean_ranks([Fraction(score) for score in row]) for row in ([1, 1, 2], [1, 1, 2])])
    assert agreement is not None
    assert agreement.w == 1


def test_a_missing_score_is_left_out_and_flagged_and_never_zero() -> None:
    found = delphi(["a", "b"], [[8, 8], [8, None]])
    assert found.units() == {"a": 500_000, "b": 500_000}
    assert "b" in found.warnings[0].text()


def test_trimming_takes_one_outlier_away_on_either_side() -> None:
    calm = [[8, 2], [8, 2], [8, 2], [8, 2], [8, 2]]
    wild = [[100, 2], [8, 2], [8, 2], [8, 2], [0, 2]]
    assert delphi(["a", "b"], wild, trim=1).units() == delphi(["a", "b"], calm).units()


def test_earlier_rounds_are_reported_and_not_mixed_in() -> None:
    first, second = [[9, 1], [1, 9], [5, 5]], [[8, 2], [8, 2], [7, 2]]
    found = delphi(["a", "b"], second, earlier=[first])
    assert found.values == delphi(["a", "b"], second).values
    assert (found.diagnostics["round"], len(found.diagnostics["earlier"])) == (2, 1)
    assert found.diagnostics["earlier"][0]["mean"] == {"a": "5.000000", "b": "5.000000"}


def test_the_panel_may_stop_when_scores_are_close_and_agreement_is_significant() -> None:
    settled = [[9, 6, 3, 1], [9, 6, 3, 1], [9, 7, 3, 1], [9, 6, 3, 1]]
    assert delphi(named(4), settled).diagnostics["stop"] is True
    assert delphi(named(4), settled, cv_limit="0.01").diagnostics["stop"] is False
    assert delphi(named(4), settled, significance="0.001").diagnostics["stop"] is False


def test_a_variation_of_exactly_the_limit_is_close_enough() -> None:
    scores = [[factor * place for place in (1, 2, 3, 4)] for factor in (3, 4, 5)]
    found = delphi(named(4), scores)
    assert set(found.diagnostics["cv"].values()) == {"0.250000"}
    assert found.diagnostics["stop"] is True


@pytest.mark.parametrize("freedom", [1, 2, 3, 9, 40, 99])
@pytest.mark.parametrize("statistic", ["0", "0.001", "0.5", "3.84", "28.58", "160", "900"])
def test_the_tail_of_chi_square_is_that_of_scipy(freedom: int, statistic: str) -> None:
    assert float(upper_tail(Fraction(statistic), freedom)) == pytest.approx(
        chi2.sf(float(statistic), freedom), abs=1e-13
    )
