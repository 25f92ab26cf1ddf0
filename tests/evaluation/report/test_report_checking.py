"""``evaluate verify`` of a whole report: any altered field is found, and what follows from the sources even with every
hash made anew."""

from __future__ import annotations

import copy
import json
from random import Random
from typing import Any

import pytest

from evaluation.canonical import sha256
from evaluation.editions.shipped import scheme_named
from evaluation.report.checking import audit_report
from evaluation.report.reading import read_report
from tests.evaluation.altering import leaves, other
from tests.evaluation.report.reports import report_input

SCHEME = scheme_named()


@pytest.fixture
def report() -> dict[str, Any]:
    made: dict[str, Any] = json.loads(read_report(report_input()).canonical)
    return made


def altered(report: dict[str, Any], path: tuple[str | int, ...]) -> dict[str, Any]:
    copied = copy.deepcopy(report)
    node: Any = copied
    for key in path[:-1]:
        node = node[key]
    node[path[-1]] = other(node[path[-1]])
    return copied


def test_a_report_as_it_was_written_agrees(report: dict[str, Any]) -> None:
    found = audit_report(report, sha256(report), SCHEME)
    assert found.agrees
    assert found.numbers > 800


def test_any_field_altered_differs_from_the_hash_of_the_report(report: dict[str, Any]) -> None:
    stated = sha256(report)
    for path in Random("report").sample(list(leaves(report)), 500):
        assert str(audit_report(altered(report, path), stated, SCHEME).says).startswith("sha256："), path


@pytest.mark.parametrize(
    "path",
    [
        ("format",), ("assessment_sha256",), ("coverage", "covered", 0),
        ("sources", "assessment", "results", "total"),
        ("sources", "assessment", "results", "indicators", 3, "score"),
        ("sources", "assessment", "weights_sha256"),
        ("sources", "project", "evaluator", "id"),
    ],
)  # fmt: skip
def test_what_follows_from_the_sources_is_found_although_the_hash_was_made_anew(
    report: dict[str, Any], path: tuple[str | int, ...]
) -> None:
    if path[-1] == "id":  # the evaluated centre as its own evaluator: no report can be made of that
        forged = copy.deepcopy(report)
        forged["sources"]["project"]["evaluator"]["id"] = forged["sources"]["project"]["subject"]["id"]
    else:
        forged = altered(report, path)
    assert not audit_report(forged, sha256(forged), SCHEME).agrees


@pytest.mark.parametrize("broken", [{}, {"sources": []}, {"sources": {"assessment": 1}}, {"format": 1.5}])
def test_what_is_no_report_is_told_and_breaks_nothing(broken: dict[str, Any]) -> None:
    assert not audit_report(broken, "0" * 64, SCHEME).agrees
    assert broken == {"format": 1.5} or not audit_report(broken, sha256(broken), SCHEME).agrees
