"""Whatever is handed to a judging method, it answers with weights or says which field is wrong (S1-18)."""

from __future__ import annotations

import json
from fractions import Fraction
from inspect import signature
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from evaluation.weights.by_name import METHODS, weigh
from evaluation.weights.weights import Weights
from foundation.errors import InvalidInput, NotFound
from tests.evaluation.disturbed import disturbed, places
from tests.evaluation.weights.worked import worked

JUDGING = (
    "ahp", "ahp_group", "ahp_hierarchy", "delphi", "fuzzy", "binomial", "dare", "least_squares", "g1", "g1_group",
)  # fmt: skip
INPUTS = {
    method: [example["input"] for name, example in worked() if name == method and len(str(example["input"])) < 600]
    for method in JUDGING
}

numbers = st.one_of(st.integers(), st.integers(10**17, 10**19), st.floats(), st.decimals(), st.fractions())
texts = st.one_of(
    st.text(max_size=8), st.sampled_from(["a", "b", "1/3", "1/0", "-1", "1e9", "NaN", "\ud800", "0." + "3" * 40, "//"])
)
leaves = st.one_of(st.none(), st.booleans(), numbers, texts)
anything = st.recursive(
    leaves,
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(texts, inner, max_size=4)),
    max_leaves=12,
)


def answers(method: str, content: Any) -> None:
    """Weights that sum to one, or a refusal of ours with a sentence and a field: nothing else."""
    refusal = None
    try:
        found = weigh(method, content)
    except (InvalidInput, NotFound) as said:
        refusal = said
    if refusal is not None:
        assert refusal.text("zh")
        assert refusal.text("en")
        assert "field" in refusal.facts
        return
    assert isinstance(found, Weights)
    assert sum(found.units().values()) == 1_000_000
    assert abs(sum(map(Fraction, found.values)) - 1) < Fraction(1, 10**30)
    json.dumps(found.model_dump(mode="json"), allow_nan=False)


@pytest.mark.parametrize("method", JUDGING)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_any_json_in_any_place_is_weighed_or_refused(method: str, data: Any) -> None:
    content = data.draw(st.sampled_from(INPUTS[method]))
    path = data.draw(st.sampled_from(places(content)))
    answers(method, disturbed(content, path, data.draw(anything)))


@pytest.mark.parametrize("method", JUDGING)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_any_json_in_any_field_is_weighed_or_refused(method: str, data: Any) -> None:
    content = data.draw(st.sampled_from(INPUTS[method]))
    field = data.draw(st.sampled_from(list(signature(METHODS[method]).parameters)))
    answers(method, {**content, field: data.draw(anything)})


TRIPLES = [[[1, 1, 1], [1, 2, 3]], [["1/3", "1/2", 1], [1, 1, 1]]]
AB: dict[str, Any] = {"ids": ["a", "b"]}
FLAT = [["1", "1"], ["1", "1"]]
GAP = [[1, 1, None], [1, 1, 1], [None, 1, 1]]
ONE = {"ids": ["c"], "matrix": [[1]]}


@pytest.mark.parametrize(
    ("method", "content", "code"),
    [
        ("ahp", {**AB, "matrix": FLAT, "random_index": "oak"}, "weights_choice"),
        ("ahp", {**AB, "matrix": FLAT, "prioritisation": None}, "weights_choice"),
        ("ahp", {**AB, "matrix": [["1", None], [None, "1"]]}, "ahp_unconnected"),
        ("ahp", {**AB, "matrix": [["1", None], ["1", "1"]]}, "ahp_one_sided"),
        ("ahp", {**AB, "matrix": [[None, "1"], ["1", "1"]]}, "ahp_diagonal"),
        ("ahp", {"ids": [f"c{n}" for n in range(51)], "matrix": []}, "judged_too_many"),
        ("ahp_group", {**AB, "matrices": []}, "panel_size"),
        ("ahp_group", {**AB, "matrices": [FLAT], "expert_weights": ["0"]}, "expert_weights"),
        ("ahp_group", {**AB, "matrices": [FLAT], "expert_weights": ["1", "1"]}, "expert_weights"),
        ("ahp_group", {**AB, "matrices": [FLAT, FLAT], "expert_weights": ["2", "-1"]}, "expert_weights"),
        ("ahp_group", {"ids": [f"c{n}" for n in range(50)], "matrices": [[]] * 21}, "ahp_group_too_large"),
        ("ahp_hierarchy", {"groups": {}}, "hierarchy_groups"),
        ("ahp_hierarchy", {"groups": {"T": FLAT}}, "hierarchy_group"),
        ("ahp_hierarchy", {"groups": {"T": {**AB, "matrix": FLAT}, "U": ONE}}, "hierarchy_tree"),
        ("ahp_hierarchy", {"groups": {"a": {**AB, "matrix": FLAT}}}, "hierarchy_tree"),
        ("ahp_hierarchy", {"groups": {"T": {**AB, "matrix": FLAT}, "a": {**AB, "matrix": FLAT}}}, "weight_ids_doubled"),
        ("delphi", {**AB, "scores": [[1]]}, "delphi_shape"),
        ("delphi", {**AB, "scores": [[1, None]]}, "delphi_unscored"),
        ("delphi", {**AB, "scores": [[1, -1]]}, "delphi_negative"),
        ("delphi", {**AB, "scores": [[0, 0]]}, "delphi_all_zero"),
        ("delphi", {**AB, "scores": [[1, 1]] * 4, "trim": 1}, "delphi_trim_few"),
        ("delphi", {**AB, "scores": [[1, 1]], "trim": 2}, "delphi_trim"),
        ("delphi", {**AB, "scores": [[1, 1]], "cv_limit": "-1"}, "delphi_limit"),
        ("delphi", {**AB, "scores": [[1, 1]], "earlier": [[[1, 1]]] * 21}, "delphi_rounds"),
        ("fuzzy", {**AB, "matrix": [["0.5", "1.1"], ["-0.1", "0.5"]]}, "fuzzy_range"),
        ("fuzzy", {**AB, "matrix": [["0.4", "0.6"], ["0.4", "0.5"]]}, "fuzzy_diagonal"),
        ("fuzzy", {**AB, "matrix": [["0.5", "0.6"], ["0.5", "0.5"]]}, "fuzzy_complementary"),
        ("fuzzy", {**AB, "matrix": [["0.5", "0.6"], ["0.4", "0.5"]], "variant": "zhang", "a": "0.4"}, "fuzzy_a"),
        ("fuzzy", {**AB, "matrix": [["0.5", "0.6"], ["0.4", "0.5"]], "a": "1"}, "fuzzy_a_unused"),
        ("fuzzy", {**AB, "matrix": [[[1, 1, 1], [3, 2, 1]], TRIPLES[1]], "variant": "chang"}, "fuzzy_triple"),
        ("fuzzy", {**AB, "matrix": [[[1, 1, 2], [1, 2, 3]], TRIPLES[1]], "variant": "chang"}, "fuzzy_triple_diagonal"),
        ("fuzzy", {**AB, "matrix": [TRIPLES[0], [[1, 1, 1], [1, 1, 1]]], "variant": "buckley"}, "ahp_reciprocal"),
        ("binomial", {"orders": [["a", []]]}, "order_empty_group"),
        ("binomial", {"orders": [["a", "b"], ["a", "c"]]}, "orders_differ"),
        ("binomial", {"orders": [["a", ["a"]]]}, "weight_ids_doubled"),
        ("dare", {"order": ["a", "b"], "ratios": ["0"]}, "dare_ratio"),
        ("dare", {"order": ["a", "b"], "ratios": []}, "dare_ratio_count"),
        ("least_squares", {"ids": ["a", "b", "c"], "matrix": GAP}, "least_squares_incomplete"),
        ("dare", {"order": ["a", "b"], "ratios": [10**5_000]}, "judgement_not_a_number"),
        ("g1_group", {"experts": [{"order": ["a"]}]}, "g1_expert"),
        ("g1_group", {"experts": [{"order": ["a"], "ratios": []}, {"order": ["b"], "ratios": []}]}, "orders_differ"),
        ("g1", {"order": ["a", "b"], "ratios": "1"}, "weights_not_a_list"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_refused_by_name(method: str, content: dict[str, Any], code: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        weigh(method, content)
    assert refusal.value.code == code


def test_numbers_too_long_to_compute_with_are_refused_at_once() -> None:
    size = 30
    primes = [10**17 + 2 * n + 1 for n in range(size * size)]
    matrix: list[list[Any]] = [[1] * size for _ in range(size)]
    for i in range(size):
        for j in range(i):
            matrix[i][j], matrix[j][i] = f"{primes[i * size + j]}/{10**17}", f"{10**17}/{primes[i * size + j]}"
    with pytest.raises(InvalidInput) as refusal:
        weigh("least_squares", {"ids": [f"c{n}" for n in range(size)], "matrix": matrix})
    assert refusal.value.code == "least_squares_digits"


@pytest.mark.parametrize(
    ("method", "content", "code", "field", "words"),
    [
        ("ahp", {"ids": [], "matrix": []}, "weight_ids_empty", "ids", "一个编号也没有"),
        ("ahp", {"ids": ["a", "b", "a"], "matrix": []}, "weight_ids_doubled", "ids", "编号有重复：a"),
        ("g1", {"order": ["a", "a"], "ratios": ["1.1"]}, "weight_ids_doubled", "order", "编号有重复：a"),
        ("dare", {"order": ["a", "a"], "ratios": ["1.1"]}, "weight_ids_doubled", "order", "编号有重复：a"),
        ("binomial", {"orders": [["a", "b"], ["a", "a"]]}, "weight_ids_doubled", "orders[1]", "编号有重复：a"),
        ("g1", {"order": ["a", "b", "c"], "ratios": ["1.1", "0.9"]}, "g1_ratio_below_one", "ratios[1]",
         "“b”排在“c”之前"),
        ("ahp", {**AB, "matrix": [["1", "2"], [None, "1"]]}, "ahp_one_sided", "matrix[a,b]", "只写了一边"),
        ("fuzzy", {**AB, "matrix": [["0.5", "0.6"], ["0.4", "0.5"]], "variant": "buckley"}, "fuzzy_triple",
         "matrix[a,a]", "要写三个数"),
    ],
)  # fmt: skip
def test_a_slip_of_the_pen_is_named_where_it_stands(
    method: str, content: dict[str, Any], code: str, field: str, words: str
) -> None:
    with pytest.raises(InvalidInput) as refusal:
        weigh(method, content)
    assert (refusal.value.code, refusal.value.facts["field"]) == (code, field)
    assert words in refusal.value.text()
    assert not any("\u4e00" <= sign <= "\u9fff" for sign in refusal.value.text("en"))


def test_a_weight_of_nothing_is_remarked() -> None:
    rows = [["0.5", "1", "1"], ["0", "0.5", "1"], ["0", "0", "0.5"]]
    found = weigh("fuzzy", {"ids": ["a", "b", "c"], "matrix": rows, "variant": "zhang"})
    assert found.units()["c"] == 0
    assert "“c”的权重为 0" in str(found.warnings[0])
    assert weigh("fuzzy", {"ids": ["a", "b", "c"], "matrix": rows, "variant": "zhang", "a": "2"}).units()["c"] > 0
