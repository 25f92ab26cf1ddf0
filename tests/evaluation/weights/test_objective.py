"""What every weighting method on data has in common: order, single indicators, still columns, hostile input (S1-19)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as some

from evaluation.weights.by_name import weigh
from evaluation.weights.jacobi import eigen, tied_groups
from evaluation.weights.weights import Weights
from foundation.errors import InvalidInput, NotFound

METHODS = ("entropy", "pca", "multi_objective", "scatter_degree", "mean_square", "variation", "max_deviation")
VARIANTS: list[tuple[str, dict[str, Any]]] = [
    *((method, {}) for method in METHODS),
    ("entropy", {"scaling": "min_max"}),
    ("pca", {"keep": "eigenvalue"}),
    ("pca", {"coefficient": "absolute"}),
    ("multi_objective", {"programme": "max_sum"}),
    ("multi_objective", {"scaling": "none"}),
    ("scatter_degree", {"scaling": "min_max"}),
    ("mean_square", {"scaling": "none"}),
    ("max_deviation", {"scaling": "none"}),
    ("variation", {"scaling": "min_max"}),
]
SOURCE = np.random.default_rng(20_261_122)
TABLE = SOURCE.beta(2, 3, (4_500, 7)) * 0.9 + 0.05
IDS = [f"c{n}" for n in range(7)]
variants = pytest.mark.parametrize(("method", "options"), VARIANTS, ids=lambda value: str(value) if value else "-")


@variants
def test_the_order_of_the_subjects_does_not_matter(method: str, options: dict[str, Any]) -> None:
    plain = weigh(method, {"ids": IDS, "table": TABLE, **options})
    mixed = weigh(method, {"ids": IDS, "table": TABLE[SOURCE.permutation(len(TABLE))], **options})
    assert [float(value) for value in mixed.values] == pytest.approx(
        [float(value) for value in plain.values], abs=1e-12
    )
    assert mixed.units() == plain.units()


@variants
def test_the_order_of_the_indicators_carries_the_weights_along(method: str, options: dict[str, Any]) -> None:
    plain = weigh(method, {"ids": IDS, "table": TABLE, **options})
    order = [3, 0, 6, 2, 5, 1, 4]
    turned = weigh(method, {"ids": [IDS[k] for k in order], "table": TABLE[:, order], **options})
    assert turned.units() == plain.units()


@variants
def test_a_single_indicator_has_all_the_weight_even_if_it_is_constant(method: str, options: dict[str, Any]) -> None:
    for table in ([["0.2"], ["0.5"], ["0.9"]], [["0.5"]] * 3):
        found = weigh(method, {"ids": ["only"], "table": table, **options})
        assert found.units() == {"only": 1_000_000}


@variants
def test_a_constant_indicator_has_no_weight_and_is_remarked(method: str, options: dict[str, Any]) -> None:
    if method == "multi_objective" and options.get("scaling") == "none":
        pytest.skip("fixed anchors: a constant column counts by its value")
    table = [["0.3", "0.7", "0.1"], ["0.5", "0.7", "0.4"], ["0.8", "0.7", "0.2"], ["0.4", "0.7", "0.9"]]
    found = weigh(method, {"ids": ["a", "still", "b"], "table": table, **options})
    assert found.units()["still"] == 0
    assert "“still”" in str(found.warnings[0])


@variants
def test_a_table_in_which_nothing_varies_is_refused(method: str, options: dict[str, Any]) -> None:
    if method == "multi_objective" and options.get("scaling") == "none":
        pytest.skip("fixed anchors: constant columns count by their values")
    with pytest.raises(InvalidInput) as refusal:
        weigh(method, {"ids": ["a", "b"], "table": [["0.5", "0.7"]] * 4, **options})
    assert refusal.value.code == "table_constant"


@variants
@pytest.mark.parametrize("size", ["1e100", "1e-100"])
def test_very_large_and_very_small_numbers_are_weighed(method: str, options: dict[str, Any], size: str) -> None:
    if method == "multi_objective" and options.get("scaling") == "none" and size == "1e100":
        pytest.skip("those are not between 0 and 1")
    part = Decimal(size)
    share = [["0.1", "0.9"], ["0.2", "0.4"], ["0.4", "0.6"]]
    table = [[part * Decimal(one) * (1 if "-" not in size else 10), Decimal(other)] for one, other in share]
    found = weigh(method, {"ids": ["a", "b"], "table": table, **options})
    assert sum(found.units().values()) == 1_000_000


@pytest.mark.parametrize("method", ["entropy", "scatter_degree", "mean_square", "max_deviation", "multi_objective"])
def test_turning_a_column_and_its_direction_round_changes_nothing(method: str) -> None:
    options = {"scaling": "min_max"} if method == "entropy" else {}
    plain = weigh(method, {"ids": IDS, "table": TABLE, **options})
    turned = TABLE * np.array([1.0, -1, 1, 1, 1, 1, -1])
    again = weigh(method, {"ids": IDS, "table": turned, "directions": list("+-++++-"), **options})
    assert again.units() == plain.units()


@pytest.mark.parametrize("method", ["pca", "scatter_degree", "mean_square", "max_deviation", "variation", "entropy"])
def test_the_unit_of_a_column_does_not_matter(method: str) -> None:
    plain = weigh(method, {"ids": IDS, "table": TABLE})
    again = weigh(method, {"ids": IDS, "table": TABLE * np.array([1.0, 1024, 1, 0.125, 1, 1, 1])})
    assert again.units() == plain.units()


def test_what_is_not_normalised_says_so() -> None:
    assert "没有归一" in str(weigh("mean_square", {"ids": IDS, "table": TABLE, "scaling": "none"}).warnings[0])


def test_a_mean_near_zero_is_refused_by_name() -> None:
    with pytest.raises(InvalidInput, match="“b”") as refusal:
        weigh("variation", {"ids": ["a", "b"], "table": [[1, -1], [2, 1], [3, 0]]})
    assert refusal.value.code == "variation_mean_zero"


def test_columns_on_which_all_reach_the_ideal_take_all_the_weight() -> None:
    table = [["1", "0.5", "1"], ["1", "0.7", "1"]]
    found = weigh("multi_objective", {"ids": ["a", "b", "c"], "table": table, "scaling": "none"})
    assert found.units() == {"a": 500_000, "b": 0, "c": 500_000}
    assert "“a、c”" in str(found.warnings[1])


def test_numbers_beyond_one_are_refused_where_nothing_is_normalised() -> None:
    with pytest.raises(InvalidInput) as refusal:
        weigh("multi_objective", {"ids": ["a", "b"], "table": [[1, 2], [0, 0]], "scaling": "none"})
    assert refusal.value.code == "table_not_normalised"


def test_fewer_subjects_than_indicators_is_remarked_and_two_are_too_few_for_components() -> None:
    assert "（3）少于指标（7）" in str(weigh("pca", {"ids": IDS, "table": TABLE[:3]}).warnings[0])
    with pytest.raises(InvalidInput) as refusal:
        weigh("pca", {"ids": IDS, "table": TABLE[:2]})
    assert refusal.value.code == "table_subjects"


def test_uncorrelated_indicators_weigh_the_same_and_the_tie_is_told() -> None:
    table = [[1, 1], [1, 2], [2, 1], [2, 2]]
    assert weigh("pca", {"ids": ["a", "b"], "table": table}).units() == {"a": 500_000, "b": 500_000}
    spread = weigh("scatter_degree", {"ids": ["a", "b"], "table": table})
    assert spread.units() == {"a": 500_000, "b": 500_000}
    assert "并列" in str(spread.warnings[0])


@pytest.mark.parametrize("size", [1, 2, 5, 40])
def test_the_rotations_find_what_a_linear_algebra_library_finds(size: int) -> None:
    half = np.random.default_rng(size).standard_normal((size, size))
    matrix = half + half.T
    values, vectors = eigen(matrix)
    assert values.tolist() == pytest.approx(np.linalg.eigvalsh(matrix)[::-1].tolist(), abs=1e-12 * size)
    assert np.abs(matrix @ vectors - vectors * values).max() < 1e-12 * size
    assert [len(group) for group in tied_groups(values)] == [1] * size


def test_the_libraries_find_the_same() -> None:
    pymcdm = pytest.importorskip("pymcdm.weights")
    for method, theirs in (("entropy", pymcdm.entropy_weights), ("mean_square", pymcdm.standard_deviation_weights)):
        found = weigh(method, {"ids": IDS, "table": TABLE, "scaling": "none"})
        assert [float(value) for value in found.values] == pytest.approx(theirs(TABLE).tolist(), abs=1e-9)


def test_the_other_library_finds_the_same() -> None:
    theirs = pytest.importorskip("skcriteria.preprocessing.weighters")
    for method, function in (("entropy", theirs.entropy_weights), ("mean_square", theirs.std_weights)):
        found = weigh(method, {"ids": IDS, "table": TABLE, "scaling": "none"})
        assert [float(value) for value in found.values] == pytest.approx(function(TABLE).tolist(), abs=1e-9)


# ---- hostile input

numbers = some.one_of(
    some.integers(-(10**30), 10**30),
    some.decimals(),
    some.floats(),
    some.sampled_from(["1/3", "1e100", "-1e-100", "0", "0.5", "NaN", "", "一", 1e100, 1e-100, 1e308, True, None]),
)
json_like = some.recursive(
    some.one_of(some.none(), some.booleans(), numbers, some.text(max_size=5)),
    lambda parts: some.one_of(
        some.lists(parts, max_size=4), some.dictionaries(some.text(max_size=3), parts, max_size=4)
    ),
    max_leaves=12,
)
few = some.integers(1, 3)
tables = few.flatmap(
    lambda width: some.fixed_dictionaries(
        {
            "ids": some.just(["a", "b", "c"][:width]),
            "table": some.lists(some.lists(numbers, min_size=width, max_size=width), min_size=2, max_size=5),
        }
    )
)
good_numbers = some.one_of(some.floats(-1e100, 1e100), some.sampled_from([0, 1, 1e-100, 1e100, -1e100, 0.1, 0.5]))
good_tables = some.lists(some.lists(good_numbers, min_size=3, max_size=3), min_size=3, max_size=6)
vectors = some.dictionaries(some.sampled_from("ab"), some.one_of(some.integers(0, 9), numbers), max_size=2)
FIELDS = ("ids", "table", "scaling", "directions", "programme", "keep", "coefficient")
calm = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def answered(method: str, content: dict[str, Any]) -> None:
    """Weights that sum to one, or a refusal by name."""
    try:
        found = weigh(method, content)
    except (InvalidInput, NotFound):
        return
    assert isinstance(found, Weights)
    assert sum(found.units().values()) == 1_000_000


@calm
@given(method=some.sampled_from(METHODS), field=some.sampled_from(FIELDS), value=json_like)
@example(method="entropy", field="directions", value=5)
@example(method="entropy", field="directions", value=[[], {}])
def test_any_value_in_any_field_is_weighed_or_refused(method: str, field: str, value: Any) -> None:
    answered(method, {"ids": ["a", "b"], "table": [[1, 2], [3, 5], [2, 9]], field: value})


@calm
@given(method=some.sampled_from(METHODS), content=tables)
def test_any_numbers_are_weighed_or_refused(method: str, content: dict[str, Any]) -> None:
    answered(method, content)


@calm
@given(variant=some.sampled_from(VARIANTS), table=good_tables)
def test_finite_numbers_of_any_size_are_weighed_or_refused(variant: tuple[str, dict[str, Any]], table: Any) -> None:
    answered(variant[0], {"ids": ["a", "b", "c"], "table": table, **variant[1]})


@calm
@given(field=some.sampled_from(("ids", "values", "domains", "heavier")), value=json_like)
def test_any_value_for_the_dependent_function_is_weighed_or_refused(field: str, value: Any) -> None:
    answered("dependent", {"ids": ["a"], "values": ["1"], "domains": [[["0", "2"], ["2", "4"]]], field: value})


@calm
@given(
    fields=some.dictionaries(
        some.sampled_from(("subjective", "objective", "rule", "share", "vectors")), some.one_of(vectors, json_like)
    ),
    rule=some.sampled_from(("additive", "multiplicative", "geometric", "least_squares", "game")),
)
def test_any_vectors_are_combined_or_refused(fields: dict[str, Any], rule: str) -> None:
    answered(
        "combined", {"subjective": {"a": "0.4", "b": "0.6"}, "objective": {"a": 1, "b": 3}, "rule": rule, **fields}
    )
