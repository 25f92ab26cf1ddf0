"""The second reckoning agrees with a true report and finds every altered number."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from evaluation.assess import assess
from evaluation.canonical import sha256
from evaluation.editions.reading import load_scheme
from evaluation.editions.shipped import scheme_named
from evaluation.ratings import Rating
from evaluation.verify import verify
from evaluation.weighting import weight_set
from tests.evaluation.examples import example, mixed_weights, ratings
from tests.evaluation.test_scheme_reading import SMALL

SCHEME = scheme_named()
REPORT: dict[str, Any] = json.loads(example().canonical)
NUMBER = re.compile(r"-?\d+(\.\d+)?")
Path = tuple[str | int, ...]


def numbers(node: Any, path: Path = ()) -> Iterator[Path]:
    """Every leaf that is a number, as integer or as text."""
    if isinstance(node, dict):
        for key, value in node.items():
            yield from numbers(value, (*path, key))
    elif isinstance(node, list):
        for place, value in enumerate(node):
            yield from numbers(value, (*path, place))
    elif (isinstance(node, int) and not isinstance(node, bool)) or (isinstance(node, str) and NUMBER.fullmatch(node)):
        yield path


@contextmanager
def altered(report: dict[str, Any], path: Path) -> Iterator[None]:
    """This one number, another in its last digit, for as long as the block lasts."""
    node: Any = report
    for key in path[:-1]:
        node = node[key]
    value = node[path[-1]]
    changed = value + 1 if isinstance(value, int) else value[:-1] + str((int(value[-1]) + 1) % 10)
    node[path[-1]] = changed
    yield
    node[path[-1]] = value


def test_a_true_report_agrees_in_all_its_numbers() -> None:
    outcome = verify(REPORT, example().sha256, json.loads(json.dumps(SCHEME.content)))
    assert outcome.agrees
    assert outcome.numbers > 500
    assert str(outcome.says) == f"全部 {outcome.numbers} 个数一致"


@pytest.mark.parametrize("missing", ["renormalise", "zero", "block"])
@pytest.mark.parametrize("without", [(), ("A1.1",), ("C5.1", "C5.2"), ("D4.4", "B3.4", "A2.1", "A2.2")])
def test_gaps_are_reckoned_alike(missing: str, without: tuple[str, ...]) -> None:
    policies = SCHEME.policies.model_copy(update={"missing": missing})
    assessment = assess(SCHEME, mixed_weights(SCHEME), ratings(*without), policies)
    outcome = verify(json.loads(assessment.canonical), assessment.sha256)
    assert outcome.agrees, str(outcome.says)


def test_faulty_data_are_reckoned_alike() -> None:
    bad: list[dict[str, Any]] = [
        {"indicator": "A1.1", "numerator": "1", "denominator": "0"}, {"indicator": "A2.5", "value": "45"},
        {"indicator": "A2.1", "value": "1e3"}, {"indicator": "A4.4", "value": "也许"},
        {"indicator": "B2.1", "value": "9"}, {"indicator": "A2.2", "votes": {"优": 1}},
        {"indicator": "B3.1", "items": ("有规划", "有规划")}, {"indicator": "D4.1", "votes": {"5": -1, "4": 3}},
        {"indicator": "D4.2", "value": "4.25"}, {"indicator": "D3.1", "value": "良"},
        {"indicator": "A1.3", "votes": {}},
        {"indicator": "B3.4", "value": "12"}, {"indicator": "D2.1", "value": "-5"},
    ]  # fmt: skip
    data = [*ratings(*(datum["indicator"] for datum in bad)), *(Rating(**datum) for datum in bad)]
    assessment = assess(SCHEME, weight_set(SCHEME), data)
    assert len(assessment.results.missing) == 9
    outcome = verify(json.loads(assessment.canonical), assessment.sha256)
    assert outcome.agrees, str(outcome.says)


@pytest.mark.parametrize("rounding", ["half_up", "half_even"])
@pytest.mark.parametrize("decimals", [0, 1, 2])
def test_two_level_schemes_and_other_roundings_are_reckoned_alike(rounding: str, decimals: int) -> None:
    scheme = load_scheme(SMALL).model_copy(update={"rounding": rounding, "decimals": decimals})
    data = [
        Rating(indicator="A1", value="2.55"),
        Rating(indicator="A2", value="优"),
        Rating(indicator="B1", value="0.625"),
    ]
    assessment = assess(scheme, weight_set(scheme), data)
    outcome = verify(json.loads(assessment.canonical), assessment.sha256, json.loads(json.dumps(scheme.content)))
    assert outcome.agrees, str(outcome.says)


def test_every_altered_number_is_found_by_the_hash() -> None:
    report, digest = copy.deepcopy(REPORT), example().sha256
    paths = list(numbers(report))
    assert len(paths) > 750
    for path in paths:
        with altered(report, path):
            assert sha256(report) != digest, path
    assert sha256(report) == digest
    with altered(report, paths[0]):
        assert str(verify(report, digest).says).startswith("sha256：")


DERIVED: tuple[Callable[[Path], bool], ...] = (
    lambda path: path[:2] == ("results", "indicators") and path[-1] in ("score", "weight", "effective", "contribution"),
    lambda path: path[:2] == ("results", "groups") and path[-1] != "id",
    lambda path: path[0] == "results" and path[-1] in ("exact", "total", "stars", "quantitative_share"),
    lambda path: path[0] == "weights" and "weights" in path[1:],
)


@pytest.mark.slow
def test_every_altered_result_is_found_even_when_the_hashes_were_made_anew() -> None:
    """Somebody who changes a score also computes new hashes; the reckoning still finds it and names the place."""
    report = copy.deepcopy(REPORT)
    derived = [path for path in numbers(report) if any(is_derived(path) for is_derived in DERIVED)]
    assert len(derived) > 350
    true_weights = report["weights_sha256"]
    for path in derived:
        with altered(report, path):
            report["weights_sha256"] = sha256(report["weights"]) if path[0] == "weights" else true_weights
            assert not verify(report).agrees, path
    report["weights_sha256"] = true_weights
    assert verify(report).agrees


def test_an_altered_datum_is_named_where_its_score_no_longer_follows() -> None:
    report = copy.deepcopy(REPORT)
    line = next(line for line in report["results"]["indicators"] if line["id"] == "A2.6")
    line["rating"]["numerator"] = "45"
    outcome = verify(report, sha256(report))
    assert str(outcome.says) == "A2.6.score：报告为 77.69，复算为 93.08"


def test_altered_judgements_no_longer_give_the_weights() -> None:
    report = copy.deepcopy(REPORT)
    matrix = report["weights"]["groups"][0]["source"]["matrix"]
    matrix[0][1], matrix[1][0] = "3", "1/3"
    report["weights_sha256"] = sha256(report["weights"])
    outcome = verify(report, sha256(report))
    assert "weights.T." in str(outcome.says)


def test_an_altered_rule_or_limit_is_found_against_the_scheme() -> None:
    scheme = json.loads(json.dumps(SCHEME.content))
    for change in ("rule", "limit", "hash"):
        report = copy.deepcopy(REPORT)
        if change == "rule":
            report["results"]["indicators"][3]["rule"]["full"] = "50"
        elif change == "limit":
            report["grading"]["stars"][1]["at_least"] = "75"
        else:
            report["grading"]["scheme_sha256"] = "0" * 64
        assert not verify(report, sha256(report), scheme).agrees, change


@pytest.mark.parametrize("broken", [{}, {"results": None}, {"weights": [], "results": {}, "grading": {}}])
def test_what_is_no_report_cannot_be_reckoned_and_says_so(broken: dict[str, Any]) -> None:
    outcome = verify(broken)
    assert not outcome.agrees
    assert "无法复算" in str(outcome.says)


def test_a_report_without_one_line_is_found() -> None:
    report = copy.deepcopy(REPORT)
    del report["results"]["indicators"][7]
    assert not verify(report, sha256(report)).agrees


def test_the_page_shares_no_code_with_the_one_that_computes() -> None:
    import evaluation.verify as page

    assert page.__file__ is not None
    with open(page.__file__, encoding="utf-8") as source:
        imported = re.findall(r"^(?:from|import) (evaluation\S*)", source.read(), re.MULTILINE)
    assert all(name.startswith("evaluation.recompute.") for name in imported)
