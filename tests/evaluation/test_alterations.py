"""Whoever alters one field of a report is found; where the hash is made anew as well, only what changes no result
stays hidden, and this page says what that is."""

from __future__ import annotations

import json
from decimal import Decimal
from random import Random
from typing import Any

import pytest

from evaluation.assess import assess
from evaluation.audit import audit
from evaluation.canonical import sha256
from evaluation.editions.reading import load_scheme
from evaluation.editions.shipped import scheme_named
from evaluation.weighting import weight_set
from evaluation.weights.by_name import METHODS
from evaluation.weights.declared import declared
from evaluation.weights.entropy import entropy
from tests.evaluation.altering import Path, altered, leaves, weights_of
from tests.evaluation.examples import example, ratings
from tests.evaluation.test_scheme_reading import SMALL

SCHEME = scheme_named()
REPORT: dict[str, Any] = json.loads(example().canonical)


def is_given(path: Path) -> bool:
    """What was given and cannot be computed: who, what for, evidence, thresholds that were not met, data that no score
    depends on. Altered together with the hash it makes another report that is right in itself."""
    return (
        path[0] == "occasion"
        or path[:2] in (("policies", "minimum_quantitative_share"), ("policies", "minimum_response_rate"))
        or (path[:2] == ("results", "indicators") and path[3] == "rating" and path[4:] not in ((), ("indicator",)))
        or path[-2:] in (("objective", "method"), ("subjective", "method"))
    )


def test_every_field_is_covered_by_the_hash() -> None:
    report = json.loads(example().canonical)
    digest = sha256(report)
    paths = list(leaves(report))
    assert len(paths) > 1_900
    for path in paths:
        with altered(report, path):
            assert sha256(report) != digest, path
    assert sha256(report) == digest


def test_the_hash_is_held_against_the_content() -> None:
    report = json.loads(example().canonical)
    for path in Random("hash").sample(list(leaves(report)), 40):
        with altered(report, path):
            assert str(audit(report, example().sha256, SCHEME).says).startswith("sha256：")


@pytest.mark.slow
def test_five_hundred_altered_fields_of_five_hundred_are_found_with_all_hashes_made_anew() -> None:
    report = json.loads(example().canonical)
    stated = [path for path in leaves(report) if not is_given(path)]
    assert len(stated) > 1_200
    sample = Random("alterations").sample(stated, 500)
    hidden = []
    for path in sample:
        with altered(report, path):
            hidden += [path] if audit(report, sha256(report), SCHEME).agrees else []
    assert hidden == []
    assert audit(report, example().sha256, SCHEME).agrees


@pytest.mark.parametrize(
    "path",
    [
        ("engine", "version"), ("grading", "stars", 1, "label"), ("policies", "missing"), ("policies", "small_sample"),
        ("results", "indicators", 4, "name"), ("results", "indicators", 4, "rule", "full"),
        ("results", "groups", 2, "name"), ("results", "indicators", 0, "rating", "numerator"),
        ("results", "warnings", 0, "says", "template"), ("results", "warnings", 1, "says", "facts", "count"),
        ("results", "warnings", 0, "about", 0), ("results", "missing", 0, "reason", "template"),
        ("results", "missing", 0, "name"), ("revision", "version"), ("revision", "corrects"), ("revision", "reason"),
        ("weights", "scheme"), ("weights", "groups", 0, "method"), ("weights", "groups", 0, "diagnostics", "cr"),
        ("weights", "groups", 0, "source", "matrix", 0, 1), ("weights", "groups", 0, "source", "prioritisation"),
        ("weights", "groups", 0, "diagnostics", "random_index"), ("weights", "groups", 0, "weights", "A"),
    ],
    ids=str,
)  # fmt: skip
def test_one_altered_field_of_each_kind_is_found(path: Path) -> None:
    report = json.loads(example().canonical)
    with altered(report, path):
        assert not audit(report, sha256(report), SCHEME).agrees


def test_a_combination_cannot_be_altered_in_its_parts() -> None:
    report = json.loads(example().canonical)
    place = next(n for n, group in enumerate(report["weights"]["groups"]) if group["parent"] == "D4")
    source = ("weights", "groups", place, "source", "objective")
    for path in [
        (*source, "values", 2),
        (*source, "source", "table", 1, 0),
        (*source, "diagnostics", "entropy", "D4.1"),
    ]:
        with altered(report, path):
            assert not audit(report, sha256(report), SCHEME).agrees, path
    report["weights"]["groups"][place]["warnings"][0]["template"] = "论证充分"
    report["weights_sha256"] = sha256(report["weights"])
    assert not audit(report, sha256(report), SCHEME).agrees


def test_free_text_altered_together_with_the_hash_stays_hidden() -> None:
    """The reason why a hash belongs where the author of the report cannot change it."""
    report = json.loads(example().canonical)
    report["occasion"]["goal"] = "另一个目的"
    report["results"]["indicators"][0]["rating"]["evidence"] = "另一份附件"
    assert audit(report, sha256(report), SCHEME).agrees
    assert not audit(report, example().sha256, SCHEME).agrees


@pytest.mark.parametrize("method", METHODS)
def test_a_report_with_weights_by_any_method_is_replayed_word_for_word(method: str) -> None:
    tried = 0
    for seed in range(40):
        if (found := weights_of(method, SCHEME, seed)) is None or tried == 6:
            continue
        tried += 1
        made = assess(SCHEME, weight_set(SCHEME, dict([found])), ratings("D4.4"))
        outcome = audit(json.loads(made.canonical), made.sha256, SCHEME)
        assert outcome.agrees, str(outcome.says)
    assert tried == 6


def test_declared_weights_and_the_digest_of_a_large_table_are_taken_as_stated() -> None:
    names = [child.id for child in SCHEME.parents["D4"]]
    table = [[Random(f"{row} {n}").randint(1, 99) for n in range(4)] for row in range(6_000)]
    given = {
        "T": declared({name: Decimal("0.25") for name in "ABCD"}, "会议纪要 2025-3"),
        "D4": entropy(names, table),
    }
    made = assess(SCHEME, weight_set(SCHEME, given), ratings())
    assert "table_sha256" in json.loads(made.canonical)["weights"]["groups"][-1]["source"]
    outcome = audit(json.loads(made.canonical), made.sha256, SCHEME)
    assert outcome.agrees, str(outcome.says)


def test_a_report_against_another_scheme_is_found() -> None:
    assert not audit(REPORT, example().sha256, load_scheme(SMALL)).agrees


@pytest.mark.parametrize("broken", [{}, {"results": 3}, {"weights": []}, {"grading": {"scheme": "1e999999999"}}])
def test_what_is_no_report_is_refused_in_words(broken: dict[str, Any]) -> None:
    assert not audit(broken, None, SCHEME).agrees
    assert audit({**REPORT, **broken}, None, SCHEME).agrees is (broken == {})
