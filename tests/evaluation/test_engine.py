"""A report of another engine version is named as such: neither a false alarm nor passed over in silence."""

from __future__ import annotations

import json
from typing import Any

import pytest
from typer.testing import CliRunner

from api.cli.main import app
from evaluation.assess import assess
from evaluation.audit import audit
from evaluation.canonical import sha256
from evaluation.engine import ENGINE, PAST, Engine
from evaluation.ratings import Rating
from evaluation.shipped_schemes import scheme_named
from evaluation.weighting import weight_set
from tests.evaluation.examples import mixed_weights, ratings

SCHEME = scheme_named()


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


def test_an_old_report_whose_weights_would_come_out_otherwise_stands_and_the_place_is_named() -> None:
    report = old_report()
    group = next(one for one in report["weights"]["groups"] if one["parent"] == "D4")
    entropies = group["source"]["objective"]["diagnostics"]["entropy"]
    name = sorted(entropies)[0]
    entropies[name] = entropies[name][:-1] + str((int(entropies[name][-1]) + 1) % 10)
    report["weights_sha256"] = sha256(report["weights"])
    found = audit(report, sha256(report), SCHEME)
    assert found.agrees
    assert "按现在的程序重新定权" in str(found.says)
    assert "weights" in str(found.says)
    report["engine"]["version"] = ENGINE.version
    assert not audit(report, sha256(report), SCHEME).agrees


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
