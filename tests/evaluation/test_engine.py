"""A report of another engine version is named as such: neither a false alarm nor passed over in silence."""

from __future__ import annotations

import json
from random import Random
from typing import Any

import pytest
from typer.testing import CliRunner

from api.cli.main import app
from evaluation.assess import assess
from evaluation.audit import audit
from evaluation.canonical import sha256
from evaluation.editions.shipped import scheme_named
from evaluation.engine import ENGINE, PAST, Engine
from evaluation.past import _on_edge, units_before
from evaluation.ratings import Rating
from evaluation.weighting import WeightSet, weight_set
from evaluation.weights.ahp import ahp
from evaluation.weights.entropy import entropy
from tests.evaluation.altering import altered, leaves, other
from tests.evaluation.examples import mixed_weights, ratings

SCHEME = scheme_named()
GIVEN = {"method", "values"}
"""Of a vector in a combination: what it calls itself, and the last of 36 digits, which the logarithm moved."""


def old_report(*more: Rating, version: str = "1.0.0") -> dict[str, Any]:
    given = {one.indicator: one for one in [*ratings("D4.4"), *more]}
    engine = Engine(name=ENGINE.name, version=version)
    made = assess(SCHEME, mixed_weights(SCHEME), list(given.values()), engine=engine)
    content: dict[str, Any] = json.loads(made.canonical)
    return content


def test_the_present_engine_is_not_one_of_the_past() -> None:
    assert ENGINE.version not in PAST
    assert assess(SCHEME, weight_set(SCHEME), []).content.engine == ENGINE


def test_an_old_report_that_comes_out_the_same_agrees_and_names_both_versions() -> None:
    report = old_report()
    found = audit(report, sha256(report), SCHEME)
    assert found.agrees
    said = str(found.says)
    assert "另一版计算程序 1.0.0 作出" in said
    assert f"现为 {ENGINE.version}，重做一遍结果相同" in said
    assert "made by another engine version, 1.0.0" in found.says.text("en")


def tied(before: bool) -> dict[str, Any]:
    """A 1.0.0 report with weights of 7/15, 7/15 and 1/15 under D3, cut as 1.0.0 cut them or as the present one does."""
    ids = [child.id for child in SCHEME.parents["D3"]]
    found = ahp(ids, [["1", "1", "7"], ["1", "1", "7"], ["1/7", "1/7", "1"]], "geometric")
    whole = weight_set(SCHEME, {"D3": found})
    old = units_before(found, {})
    assert old != whole.under("D3")
    groups = (
        one.model_copy(update={"units": {name: old[name] for name in one.units}})
        if before and one.parent == "D3"
        else one
        for one in whole.groups
    )
    engine = Engine(name=ENGINE.name, version="1.0.0")
    made = assess(SCHEME, WeightSet(scheme=whole.scheme, groups=tuple(groups)), ratings("D4.4"), engine=engine)
    content: dict[str, Any] = json.loads(made.canonical)
    return content


def test_an_old_report_whose_weights_would_come_out_otherwise_stands_and_the_place_is_named() -> None:
    report = tied(before=True)
    found = audit(report, sha256(report), SCHEME)
    assert found.agrees
    assert "按现在的程序重新定权，results.exact 会不同" in str(found.says)
    report["engine"]["version"] = ENGINE.version
    assert not audit(report, sha256(report), SCHEME).agrees


def test_an_old_report_with_weights_that_only_the_present_engine_gives_is_refused() -> None:
    report = tied(before=False)
    found = audit(report, sha256(report), SCHEME)
    assert not found.agrees
    assert str(found.says).startswith("weights.groups[")


def entropies(report: dict[str, Any]) -> dict[str, str]:
    group = next(one for one in report["weights"]["groups"] if one["parent"] == "D4")
    found: dict[str, str] = group["source"]["objective"]["diagnostics"]["entropy"]
    return found


def test_under_the_old_label_no_diagnostic_may_be_altered_though_all_hashes_are_redone() -> None:
    report = old_report()
    paths = [path for path in leaves(report["weights"]) if not GIVEN & set(path[-2:])]
    for path in Random("old").sample(paths, 40):
        with altered(report, ("weights", *path)):
            assert not audit(report, sha256(report), SCHEME).agrees, path
    group = next(one for one in report["weights"]["groups"] if one["parent"] == "D4")
    vector = ("weights", "groups", report["weights"]["groups"].index(group), "source", "objective", "values")
    with altered(report, (*vector, 1)):
        assert audit(report, sha256(report), SCHEME).agrees
    values = group["source"]["objective"]["values"]
    honest, values[1] = values[1], str(float(values[1]) + 0.00001)
    report["weights_sha256"] = sha256(report["weights"])
    assert not audit(report, sha256(report), SCHEME).agrees
    values[1] = honest
    name = sorted(entropies(report))[0]
    entropies(report)[name] = other(entropies(report)[name])
    report["weights_sha256"] = sha256(report["weights"])
    found = audit(report, sha256(report), SCHEME)
    assert str(found.says).startswith("weights.groups[")
    assert f"diagnostics.entropy.{name}：" in str(found.says)


@pytest.mark.parametrize(
    ("left", "stated", "could"),
    [
        (0.25, "0.750000", True), (0.25, "0.750001", False), (0.2500005, "0.749999", True),
        (0.2500005, "0.750000", True), (0.2500005, "0.750001", False), (0.25000049, "0.749999", False),
        (0.0, "1.000000", True), (0.25, "x", False), (0.25, None, False),
    ],
)  # fmt: skip
def test_an_entropy_may_differ_only_on_the_edge_of_rounding(left: float, stated: Any, could: bool) -> None:
    assert _on_edge(stated, left) is could


def test_a_weight_by_entropy_may_differ_only_where_two_remainders_are_equal() -> None:
    found = entropy(["a", "b", "c"], [["1", "1", "3"], ["2", "2", "1"], ["3", "3", "2"], ["1", "1", "1"]])
    for stated, could in (
        ({"a": 333_333, "b": 333_334, "c": 333_333}, True),
        ({"a": 333_333, "b": 333_333, "c": 333_334}, True),
        ({"a": 333_335, "b": 333_333, "c": 333_332}, False),
        ({"a": 333_333, "b": 333_333, "d": 333_334}, False),
    ):
        assert (units_before(found, stated) == stated) is could
    unlike = entropy(["a", "b"], [["1", "1"], ["2", "7"], ["3", "4"]])
    own = unlike.units()
    assert units_before(unlike, {"a": own["a"] + 1, "b": own["b"] - 1}) == own


@pytest.mark.parametrize("place", ["warning", "hash", "score"])
def test_an_old_version_excuses_nothing_else(place: str) -> None:
    report = old_report()
    digest = sha256(report)
    if place == "warning":
        report["results"]["warnings"][0]["says"]["template"] = "一切正常"
    if place == "score":
        report["results"]["indicators"][0]["score"] = "99.99"
    if place == "hash":
        report["occasion"]["goal"] = "另一个目的"
    assert not audit(report, digest if place == "hash" else sha256(report), SCHEME).agrees


def test_an_old_report_with_two_data_for_one_indicator_is_still_reckoned_as_it_was() -> None:
    report = old_report(Rating(indicator="C2.2", value="2", votes={"5": 3}))
    assert audit(report, sha256(report), SCHEME).agrees


@pytest.mark.parametrize("version", ["0.9.0", "2.0.0", "1.1.0 "])
def test_a_version_that_is_not_known_is_said_and_does_not_agree(version: str) -> None:
    report = old_report(version=version)
    found = audit(report, sha256(report), SCHEME)
    assert not found.agrees
    assert "另一版计算程序" in str(found.says)
    assert "不能重做" in str(found.says)


def test_the_command_says_so_and_ends_well(tmp_path: Any) -> None:
    report = old_report()
    file = tmp_path / "old.json"
    file.write_text(json.dumps({"content": report, "sha256": sha256(report)}, ensure_ascii=False), encoding="utf-8")
    said = CliRunner().invoke(app, ["evaluate", "verify", str(file), "--lang", "zh"])
    assert said.exit_code == 0
    assert "另一版计算程序 1.0.0" in said.output
