"""The worked example on the method page is the one that the program computes."""

from __future__ import annotations

from tests.builders import ROOT
from tests.evaluation.examples import example

PAGE = (ROOT / "docs" / "method" / "evaluation.md").read_text(encoding="utf-8")


def test_every_number_of_the_worked_example_is_computed() -> None:
    assessment = example()
    results = assessment.results
    weights = {group["parent"]: group for group in assessment.content.weights["groups"]}
    line, group = assessment.line("A2.6"), assessment.group("A2")
    numbers = [results.exact, results.total, line.score, line.contribution, group.exact, group.score]
    numbers += [assessment.group(name).score for name in "ABCD"]
    numbers += [*weights["T"]["weights"].values(), weights["D4"]["weights"]["D4.4"]]
    numbers += [weights["T"]["diagnostics"]["lambda_max"], weights["T"]["diagnostics"]["cr"]]
    numbers += [assessment.line(f"D4.{n}").effective for n in (1, 2, 3)]
    assert [number for number in numbers if number is None or number not in PAGE] == []
    assert results.stars == 4


def test_every_rule_and_policy_is_explained() -> None:
    for word in (
        "LIN(a,b)",
        "RATE",
        "YN",
        "CHK(n)",
        "LVL",
        "LIK",
        "renormalise",
        "zero",
        "block",
        "half_up",
        "half_even",
    ):
        assert f"`{word}`" in PAGE, word
