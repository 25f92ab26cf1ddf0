"""The register names all 156 requirements, and each has its rule or says why it has none."""

from __future__ import annotations

import pytest

from evaluation.clauses.checking import SETS, check_dossier
from evaluation.clauses.register import REGISTER
from evaluation.clauses.rules import Rule
from foundation.language import translate
from tests.builders import ROOT

SIZES = {"S0": 42, "S1": 29, "S2": 29, "S3": 31, "S4": 25}
RULES = {name: rules for name, (_, rules) in SETS.items()}
EVERY = [(name, rule) for name, rules in RULES.items() for rule in rules]


def test_every_requirement_of_the_catalogue_stands_once_and_in_order() -> None:
    wanted = [f"{seed}-{number:02d}" for seed, size in SIZES.items() for number in range(1, size + 1)]
    assert list(REGISTER) == wanted
    assert len(wanted) == 156


def test_exactly_the_computable_ones_have_a_rule() -> None:
    ruled = {rule.requirement for _, rule in EVERY}
    assert ruled == {name for name, row in REGISTER.items() if row.kind == "rule"}
    assert all(str(row.why) for row in REGISTER.values())


def test_every_requirement_says_something_in_both_languages() -> None:
    for name, row in REGISTER.items():
        assert row.says.strip(), name
        assert translate(row.says, "en") != row.says, name


@pytest.mark.parametrize(("name", "rule"), EVERY, ids=[f"{name}-{rule.requirement}" for name, rule in EVERY])
def test_a_rule_agrees_with_the_register_and_reads_fields_that_exist(name: str, rule: Rule) -> None:
    row = REGISTER[rule.requirement]
    assert rule.strength == ("should" if row.strength == "info" else row.strength)
    assert row.clause.startswith(rule.clause)
    assert set(rule.inputs) <= set(SETS[name][0].model_fields)


@pytest.mark.parametrize("name", SETS)
def test_a_dossier_that_says_nothing_is_unknown_throughout(name: str) -> None:
    report = check_dossier(name, {"subject": "it", "on": "2030-06-01"})
    assert {result.outcome for result in report.results} == {"unknown"}
    assert {result.requirement for result in report.results} == {rule.requirement for rule in RULES[name]}


def test_the_rows_of_the_number_register_are_carried_by_rules() -> None:
    carried = {number for _, rule in EVERY for number in rule.number.split()}
    assert carried == {f"N{number:02d}" for number in range(1, 33)}


def test_the_page_tells_how_fields_are_written_and_which_words_they_must_hold() -> None:
    page = (ROOT / "docs" / "method" / "clauses.md").read_text("utf-8")
    for name, (_, rules) in SETS.items():
        for rule in rules:
            (line,) = [
                one for one in page.splitlines() if rule.words and f"`{name}` 的 `{rule.inputs[0]}`：" in one
            ] or [""]
            assert [word for word in rule.words if f"`{word}`" not in line] == []
    assert "`degree` none|college|bachelor|master|doctor" in page
    assert "`guangdong` 的 `head_changes`：[{`kind` 文字，`happened` 日期，`reported` 日期 或 false}, …]" in page
