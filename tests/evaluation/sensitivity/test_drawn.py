"""Stars of drawn weights: estimated in floats, yet the counts are those of exact arithmetic, at a limit too (B15)."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evaluation.sensitivity import drawn
from evaluation.sensitivity.reading import Compared, read_assessments
from evaluation.sensitivity.sampling import read_ranges
from tests.evaluation.sensitivity.made import SCORES, made, two_elements


def trees(compared: Compared) -> list[list[drawn.WholeGroup]]:
    return [drawn.in_whole_numbers(one) for one in compared.subjects if one.reckoning]


def exactly(compared: Compared, ranges: drawn.Ranges, samples: int, seed: int) -> list[dict[int, int]]:
    """The same counts, every draw in fractions."""
    counts: list[dict[int, int]] = []
    for groups in trees(compared):
        seen: dict[int, int] = {}
        for raw in drawn.raw_draws(ranges, samples, seed):
            for row in raw:
                total = drawn.exact_total(groups, drawn.drawn_weights(ranges, row))
                stars = 0 if total is None else compared.grades.stars(total)
                seen[stars] = seen.get(stars, 0) + 1
        counts.append(seen)
    return counts


def counted(compared: Compared, ranges: drawn.Ranges, samples: int, seed: int) -> list[dict[int, int]]:
    return drawn.count_stars(trees(compared), compared.grades, ranges, samples, seed)


NEAR = ["79.5", "79.49", "79.51", "80", "69.95", "69.5", "89.5", "0", "100"]


@st.composite
def groups(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Subjects whose scores lie at the limits more often than not, with gaps."""
    decimals, missing = draw(st.integers(0, 2)), draw(st.sampled_from(["renormalise", "zero"]))
    rounding, alike = draw(st.sampled_from(["half_up", "half_even"])), draw(st.booleans())
    found = []
    for name in ("甲", "乙"):
        same = draw(st.sampled_from(NEAR))
        scores = {
            leaf: draw(st.one_of(st.just(same) if alike else st.sampled_from(NEAR), st.none())) for leaf in SCORES
        }
        found.append(made(name, scores, missing=missing, rounding=rounding, decimals=decimals))
    return found


@given(groups(), st.sampled_from(["0", "0.1", "0.999999999999999999", "1"]), st.integers(0, 2**63))
@settings(max_examples=60, deadline=None)
def test_the_counts_are_those_of_fractions_on_and_off_the_limits(
    documents: list[dict[str, Any]], spread: str, seed: int
) -> None:
    compared = read_assessments(documents)
    _, ranges = read_ranges(spread, {}, compared.weighting)
    assert counted(compared, ranges, 20, seed) == exactly(compared, ranges, 20, seed)


@given(groups(), st.integers(0, 2**63))
@settings(max_examples=40, deadline=None)
def test_an_estimate_is_never_off_by_more_than_its_bound(documents: list[dict[str, Any]], seed: int) -> None:
    compared = read_assessments(documents)
    _, ranges = read_ranges("1", {}, compared.weighting)
    for tree in trees(compared):
        for raw in drawn.raw_draws(ranges, 20, seed):
            totals, trusted = drawn.estimated(tree, drawn.as_floats(ranges, raw))
            for row, total, can in zip(raw, totals.tolist(), trusted.tolist(), strict=True):
                exact = drawn.exact_total(tree, drawn.drawn_weights(ranges, row))
                assert not can or (exact is not None and abs(Fraction(total) - exact) < Fraction(drawn.reach(tree)) / 2)


def test_a_total_that_stands_on_a_limit_whatever_the_weights_gets_its_star_every_time() -> None:
    compared = read_assessments([two_elements("0.3", "79.5", "79.5", decimals=0)])
    _, ranges = read_ranges("0.5", {}, compared.weighting)
    assert counted(compared, ranges, 500, 3) == [{4: 500}]


def test_the_size_of_a_block_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    compared = read_assessments([two_elements("0.5", "90", "70")])
    _, ranges = read_ranges("0.5", {}, compared.weighting)
    at_once = counted(compared, ranges, 301, 9)
    monkeypatch.setattr(drawn, "_CELLS", 7)
    assert counted(compared, ranges, 301, 9) == at_once
    assert len(at_once[0]) > 1


def test_only_what_is_near_a_limit_is_reckoned_in_fractions(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Fraction | None] = []
    honest = drawn.exact_total

    def counting(*given: Any) -> Fraction | None:
        asked.append(honest(*given))
        return asked[-1]

    compared = read_assessments([two_elements("0.5", "90", "70")])
    _, ranges = read_ranges("0.5", {}, compared.weighting)
    monkeypatch.setattr(drawn, "exact_total", counting)
    assert sum(counted(compared, ranges, 2_000, 1)[0].values()) == 2_000
    assert asked == []
