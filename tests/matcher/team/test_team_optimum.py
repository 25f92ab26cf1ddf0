"""The exact core against trying everything out: 320 small problems, two ways of solving, every goal equal."""

from __future__ import annotations

import random
from itertools import combinations

import pytest

from matcher.team.integer_programme import solve
from matcher.team.optimum import Problem, Supply, goal_of, search, worthwhile
from tests.matcher.team.team_cases import random_problem

CASES = 320


def badness(problem: Problem, chosen: tuple[int, ...]) -> tuple[object, ...]:
    """The goals written down once more, from the words of the method page, with sets instead of masks."""
    some = [problem.supplies[place] for place in chosen]
    bits = range(problem.needs.bit_length())
    covered = {bit for bit in bits for one in some if one.mask >> bit & 1}
    asked = {bit for bit in bits if problem.asked >> bit & 1}
    likely = {bit for bit in bits if problem.likely >> bit & 1}
    people = [one for one in some if one.is_person]
    if any(one.leads == 2 for one in people):
        lead, needed = "a: own", 2
    elif any(one.leads == 1 for one in people):
        lead, needed = "b: pool", 2
    else:
        lead, needed = "c: none", 1
    times = sum(len([bit for bit in asked | likely if one.mask >> bit & 1]) for one in some)
    far = [[one.distance for one in some].count(distance) for distance in (3, 2, 1)]
    return (len(asked - covered), len(likely - covered), lead, len(people) < needed, *far, len(some), -times, chosen)


def by_trying(problem: Problem) -> tuple[int, ...]:
    """The best of all choices; nobody is chosen who covers nothing."""
    able = [place for place, one in enumerate(problem.supplies) if one.mask & problem.needs]
    every = (chosen for size in range(len(able) + 1) for chosen in combinations(able, size))
    return min(every, key=lambda chosen: badness(problem, chosen))


def problems() -> list[Problem]:
    """The same problems in every run."""
    chance = random.Random(20261122)
    return [random_problem(chance) for _ in range(CASES)]


def test_the_search_finds_what_trying_everything_finds() -> None:
    for problem in problems():
        assert search(problem) == by_trying(problem)


def test_the_solver_finds_what_trying_everything_finds() -> None:
    for problem in problems():
        assert solve(problem) == by_trying(problem)


def test_search_and_solver_agree_where_there_is_too_much_to_try() -> None:
    chance = random.Random(7)
    for _ in range(8):
        problem = random_problem(chance, most_supplies=40, most_needs=14)
        assert search(problem, most_states=10**9) == solve(problem)


def test_more_needs_than_can_be_searched_are_solved() -> None:
    supplies = (*(Supply(1 << need) for need in range(24)), Supply(0b111), Supply(0b111 << 21, distance=3))
    problem = Problem(supplies, asked=(1 << 24) - 1, likely=0)
    assert solve(problem) == (*range(3, 24), 24)


def test_a_search_that_grows_too_wide_says_so() -> None:
    chance = random.Random(9)
    wide = Problem(tuple(Supply(chance.getrandbits(12)) for _ in range(30)), asked=(1 << 12) - 1, likely=0)
    assert search(wide, most_states=20) is None
    assert search(wide) == solve(wide)


def test_whoever_can_never_be_chosen_is_left_out_before_the_search() -> None:
    strong, weak = Supply(0b111, is_person=True, leads=2), Supply(0b001, is_person=True)
    problem = Problem((strong, strong, weak, Supply(0, is_person=True, leads=2)), asked=0b111, likely=0)
    assert list(worthwhile(problem)) == [0, 1]


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        ((0, 1, 2), (0, 1)),  # a likely need more is worth an outsider
        ((0, 1), (1, 3)),  # of the centre before of the pool
        ((0, 1), (0,)),  # a lead and one more before a lead alone
    ],
)
def test_goals_stand_in_their_order(better: tuple[int, ...], worse: tuple[int, ...]) -> None:
    problem = Problem(
        (
            Supply(0b001, is_person=True, leads=2),
            Supply(0b010, is_person=True),
            Supply(0b100, distance=3, is_person=True),
            Supply(0b001, distance=2, is_person=True, leads=1),
        ),
        asked=0b011,
        likely=0b100,
    )
    assert goal_of(problem, better) < goal_of(problem, worse)
