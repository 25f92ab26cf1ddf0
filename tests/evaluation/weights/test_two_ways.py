"""Every weighting method against its second way, and the fuzzy evaluation against its own; hostile input to both."""

from __future__ import annotations

import re
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import evaluation.recompute as second
from benchmarks.agreement.__main__ import CLOSE
from benchmarks.agreement.hostile import SUBJECTS, tally
from benchmarks.agreement.inputs import MAKERS, fuzzy_evaluation
from benchmarks.agreement.two_ways import fuzzy_apart, weights_apart
from evaluation.recompute.by_name import REPEATED, recomputed
from evaluation.recompute.eigen import spaces
from evaluation.recompute.linear import perron, solution
from evaluation.weights.by_name import METHODS, weigh
from tests.evaluation.weights.worked import name_of, worked

seeds = st.integers(0, 2**32).map(Random)
many = settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def test_every_method_has_a_second_way_and_random_input() -> None:
    assert set(REPEATED) == set(METHODS) == set(MAKERS)


@pytest.mark.parametrize("method", METHODS)
@many
@given(source=seeds)
def test_both_ways_agree(method: str, source: Random) -> None:
    apart = weights_apart(method, MAKERS[method](source))
    assert apart == "not unique" or (apart != "refused" and apart <= CLOSE)


@many
@given(source=seeds)
def test_both_ways_of_the_fuzzy_evaluation_agree(source: Random) -> None:
    assert fuzzy_apart(fuzzy_evaluation(source)) <= CLOSE


@pytest.mark.parametrize("case", worked(), ids=name_of)
def test_the_worked_examples_come_out_the_second_way(case: tuple[str, dict[str, object]]) -> None:
    method, example = case
    apart = weights_apart(method, example["input"])  # type: ignore[arg-type]
    assert apart == "not unique" or (apart != "refused" and apart <= CLOSE)


@pytest.mark.parametrize("subject", SUBJECTS)
def test_hostile_input_ends_in_a_result_or_a_refusal(subject: str) -> None:
    outcomes, apart = tally(subject, 150, "in the tests ")
    assert set(outcomes) <= {"result", "refused"}
    assert apart <= CLOSE


def test_judgements_far_from_the_ordinary_agree_too() -> None:
    far = "999999999999999999"
    matrix = [["1", far, f"1/{far}"], [f"1/{far}", "1", far], [far, f"1/{far}", "1"]]
    matrix[0][1], matrix[1][0] = "1000000000000000", "1/1000000000000000"
    assert weights_apart("ahp", {"ids": ["a", "b", "c"], "matrix": matrix}) <= CLOSE  # type: ignore[operator]


def test_columns_that_hardly_vary_agree_too() -> None:
    table = [["1000000.1", "5.0001"], ["1000000.2", "5.0002"], ["1000000.4", "5.0001"]]
    found = weigh("entropy", {"ids": ["a", "b"], "table": table})
    again = recomputed("entropy", ["a", "b"], found.source)
    assert again is not None
    assert abs(float(found.values[0]) - again["a"]) < 1e-8


def test_a_source_that_nobody_wrote_is_an_error_and_not_an_answer() -> None:
    with pytest.raises(ValueError, match="sideways"):
        recomputed("ahp", ["a"], {"ids": ["a"], "matrix": [["1"]], "prioritisation": "sideways"})
    with pytest.raises(ValueError, match="1e999999999"):
        recomputed("dare", ["a", "b"], {"order": ["a", "b"], "ratios": ["1e999999999"]})


def test_the_digest_of_a_large_table_is_nothing_to_compute_from() -> None:
    assert recomputed("entropy", ["a"], {"ids": ["a"], "table_sha256": "0" * 64}) is None


def test_the_package_imports_no_other_page_of_the_evaluation() -> None:
    for file in Path(second.__path__[0]).glob("*.py"):
        imported = re.findall(r"^(?:from|import) (evaluation\S*|numpy\S*|foundation\S*)", file.read_text("utf-8"), re.M)
        assert all(name.startswith("evaluation.recompute") for name in imported), file.name


def test_the_tools_of_the_second_way_know_their_limits() -> None:
    assert solution([[1.0, 2.0], [3.0, 4.0]], [5.0, 6.0]) == pytest.approx([-4.0, 4.5])
    assert perron([[1.0, 2.0], [0.5, 1.0]]) == pytest.approx([2 / 3, 1 / 3])
    (value, vectors), (last, _) = spaces([[2.0, 0.0, 0.0], [0.0, 2.0, 0.0], [0.0, 0.0, 1.0]])
    assert (value, last, len(vectors)) == (pytest.approx(2.0), pytest.approx(1.0), 2)
    assert [sum(value * value for value in column) for column in zip(*vectors, strict=True)] == [1.0, 1.0, 0.0]
