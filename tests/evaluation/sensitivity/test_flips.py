"""Exact flip points against brute force: every interval, shift and smallest change (B15)."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from evaluation.sensitivity.flips import least_move, one_weight, pair, scaled, shifted
from evaluation.sensitivity.grades import Grades
from evaluation.sensitivity.reading import read_assessments
from evaluation.sensitivity.sensitivity import sensitivity
from evaluation.sensitivity.tree import Group
from tests.evaluation.sensitivity.made import SCORES, WEIGHTS, made, two_elements

STEPS = 40
TINY = Fraction(1, 10**12)
GRADES = Grades(
    2, "half_up", tuple((Fraction(least), stars) for least, stars in ((0, 1), (60, 2), (70, 3), (80, 4), (90, 5)))
)


@st.composite
def assessed(draw: Any) -> dict[str, Any]:
    """Assessments of the small tree with any weights, any scores near a limit, gaps and policies."""
    weights = {}
    for parent, under in WEIGHTS.items():
        parts = draw(st.lists(st.integers(0, 20), min_size=len(under), max_size=len(under)).filter(any))
        units = [part * 1_000_000 // sum(parts) for part in parts]
        units[0] += 1_000_000 - sum(units)
        weights[parent] = {name: f"{unit / 1_000_000:.6f}" for name, unit in zip(under, units, strict=True)}
    score = st.none() | st.integers(60, 99).map(str)
    return made(
        scores={name: draw(score) for name in SCORES},
        weights=weights,
        missing=draw(st.sampled_from(["renormalise", "zero"])),
        rounding=draw(st.sampled_from(["half_up", "half_even"])),
        decimals=draw(st.integers(0, 2)),
    )


def only(content: dict[str, Any]) -> tuple[Fraction, dict[str, Group], Grades]:
    read = read_assessments([content])
    reckoning = read.subjects[0].reckoning
    assume(reckoning is not None)
    assert reckoning is not None
    return reckoning.total, reckoning.groups, read.grades


def stars(group: Group, grades: Grades, weights: dict[str, Fraction]) -> int | None:
    total = group.total(weights)
    return None if total is None else grades.stars(total)


@settings(max_examples=60, deadline=None)
@given(assessed())
def test_the_interval_of_every_weight_is_what_stepping_through_all_weights_finds(content: dict[str, Any]) -> None:
    total, groups, grades = only(content)
    own = grades.stars(total)
    for line in sensitivity([content], samples=0).one_weight:
        group, keeps = groups[line.parent], line.keeps
        low, high = Fraction(keeps.low), Fraction(keeps.high)
        for step in range(STEPS + 1):
            weight = Fraction(step, STEPS)
            weights = scaled(group.weights, line.child, weight)
            found = stars(group, grades, weights)
            assert group.scaled_total(line.child, weight, group.sums()) == group.total(weights)
            inside = low < weight < high or (weight == low and keeps.low_included)
            inside = inside or (weight == high and keeps.high_included)
            if found is not None:
                assert (found == own) == inside, (line.parent, line.child, weight)


@settings(max_examples=150, deadline=None)
@given(assessed())
def test_just_before_a_flip_the_star_stays_and_just_beyond_it_has_changed(content: dict[str, Any]) -> None:
    total, groups, grades = only(content)
    own = grades.stars(total)
    for cut in filter(None, grades.cuts(total)):
        for group in groups.values():
            c = group.above(cut.at)
            for child in group.weights:
                for flip in filter(None, one_weight(group.weights, group.factors, c, child, cut.inclusive)):
                    assert group.total(scaled(group.weights, child, flip.at)) == cut.at
                    if flip.there:
                        assert stars(group, grades, scaled(group.weights, child, flip.at)) != own
            for giver in group.weights:
                for taker in set(group.weights) - {giver}:
                    shift = pair(group.weights, group.factors, c, giver, taker, cut.inclusive)
                    if shift is None:
                        last = shifted(group.weights, giver, taker, group.weights[giver])
                        then = group.total(last)
                        assert then is None or (then >= cut.at) == (total >= cut.at) or then == cut.at
                        continue
                    assert group.total(shifted(group.weights, giver, taker, shift.at)) == cut.at
                    beyond = shift.at + (0 if shift.there else TINY)
                    before = shift.at - (TINY if shift.there else 0)
                    assert stars(group, grades, shifted(group.weights, giver, taker, beyond)) != own
                    assert stars(group, grades, shifted(group.weights, giver, taker, before)) == own


@settings(max_examples=150, deadline=None)
@given(assessed(), st.lists(st.lists(st.integers(0, 10), min_size=3, max_size=3), max_size=40))
def test_no_weights_change_the_star_with_less_than_the_smallest_change(
    content: dict[str, Any], others: list[list[int]]
) -> None:
    total, groups, grades = only(content)
    own = grades.stars(total)
    for group in groups.values():
        moves = [
            move
            for cut in filter(None, grades.cuts(total))
            if (move := least_move(group.weights, group.factors, group.above(cut.at), cut.inclusive))
        ]
        least = min((move.l1 for move in moves), default=None)
        for move in moves:
            given_ = sum(move.taken.values(), Fraction(0))
            there = {name: weight - move.taken.get(name, 0) for name, weight in group.weights.items()}
            there[move.to] += given_
            assert min(there.values()) >= 0
            assert sum(there.values()) == 1
            assert group.total(there) in {cut.at for cut in grades.cuts(total) if cut}
        tried = [parts[: len(group.weights)] for parts in others if any(parts[: len(group.weights)])]
        for parts in tried:
            weights = dict(zip(group.weights, (Fraction(part, sum(parts)) for part in parts), strict=False))
            found = stars(group, grades, weights)
            if found is not None and found != own:
                distance = sum(abs(weights[name] - weight) for name, weight in group.weights.items())
                assert least is not None
                assert distance >= least


@pytest.mark.parametrize(
    ("weight", "a", "b", "low", "high"),
    [("0.5", "89", "75", Fraction("4.995") / 14, 1), ("0.4", "70", "89", 0, Fraction("9.005") / 19)],
)
def test_a_constructed_flip_is_found_to_the_last_digit(
    weight: str, a: str, b: str, low: Fraction, high: Fraction
) -> None:
    found = sensitivity([two_elements(weight, a, b)], samples=0)
    keeps = next(line.keeps for line in found.one_weight if line.child == "A")
    assert (Fraction(keeps.low), Fraction(keeps.high)) == (low, high)
    assert found.least[0].under[0].l1 == str(2 * abs(Fraction(weight) - (low or high)))
    assert found.least[0].over_all is not None
    assert found.least[0].over_all.l1 == found.least[0].under[0].l1


def test_on_the_limit_itself_the_smallest_change_is_nothing_at_all() -> None:
    found = sensitivity([two_elements("0.5", "89.99", "70")], samples=0)
    assert found.stands[0].total == "80.00"
    assert (found.least[0].under[0].l1, found.least[0].under[0].there) == ("0", False)
    keeps = next(line.keeps for line in found.one_weight if line.child == "A")
    assert (keeps.low, keeps.low_included) == ("1/2", True)


def test_half_even_keeps_a_tie_below_an_odd_limit_out() -> None:
    odd = Grades(0, "half_even", ((Fraction(0), 1), (Fraction(81), 2)))
    _, upper = odd.cuts(Fraction(80))
    assert upper is not None
    assert (upper.at, upper.inclusive) == (Fraction("80.5"), False)
    assert (odd.stars(Fraction("80.5")), odd.stars(Fraction("80.5001"))) == (1, 2)


@given(st.fractions(0, 100))
def test_a_cut_is_where_the_stars_change(total: Fraction) -> None:
    lower, upper = GRADES.cuts(total)
    below, above = GRADES.neighbours(total)
    if lower:
        assert total >= lower.at
        assert GRADES.stars(lower.at - TINY) == below
    if upper:
        assert total < upper.at
        assert GRADES.stars(upper.at) == above
