"""The exact core: the best choice out of supplies that cover needs, by search over bit masks.

A goal is a tuple of whole numbers, compared from left to right (less is better):

1. asked needs left uncovered; 2. likely needs left uncovered;
3. a lead: of the centre itself, else of the pool, else none; 4. nobody beside the lead;
5. supplies of other centres, then of the pool, then part-time ones; 6. how many are chosen;
7. how often needs are covered, for a deputy is worth having (more is better); 8. the places of the chosen ones.

Places differ, so exactly one choice is best: the same problem gives the same team, whatever finds it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

Distance = Literal[0, 1, 2, 3]
"""The centre's own; its own part-time people, and rows without an instrument; the pool; other centres."""
Leading = Literal[0, 1, 2]
"""May not lead; may, and is of the pool; may, and is of the centre."""

MOST_NEEDS = 16
"""Up to here masks are searched; beyond it an integer programme is solved (:mod:`matcher.team.integer_programme`)."""
MOST_STATES = 4_096
"""A search that meets more different states is left to the integer programme too."""

Goal = tuple[int | tuple[int, ...], ...]


@dataclass(frozen=True, slots=True)
class Supply:
    """Somebody or something that may be chosen: the needs covered as a mask, how far away, and whether fit to lead."""

    mask: int
    distance: Distance = 0
    is_person: bool = False
    leads: Leading = 0


@dataclass(frozen=True, slots=True)
class Problem:
    """Supplies in the order of preference among equals, and the needs: masks of those asked and of those likely."""

    supplies: tuple[Supply, ...]
    asked: int
    likely: int

    @property
    def needs(self) -> int:
        """The mask of all needs."""
        return self.asked | self.likely


def goal_of(problem: Problem, chosen: Sequence[int]) -> Goal:
    """How good a choice of places is; less is better."""
    supplies = [problem.supplies[place] for place in sorted(chosen)]
    covered, often = 0, 0
    for one in supplies:
        covered |= one.mask
        often += (one.mask & problem.needs).bit_count()
    lead = max((one.leads for one in supplies), default=0)
    people = sum(one.is_person for one in supplies)
    return (
        (problem.asked & ~covered).bit_count(),
        (problem.likely & ~covered).bit_count(),
        -lead,
        -_has_second(lead, people),
        *(sum(one.distance == far for one in supplies) for far in (3, 2, 1)),
        len(supplies),
        -often,
        tuple(sorted(chosen)),
    )


def _has_second(lead: int, people: int) -> int:
    return int(people > (1 if lead else 0))


def search(problem: Problem, most_states: int = MOST_STATES) -> tuple[int, ...] | None:
    """The places of the best choice; ``None`` when that takes more than ``most_states`` at one time.

    Of all choices with the same cover, lead and number of people (two are as good as more) only the best by goals 5 to
    8 is carried on: each of these grows by what is added, so that whoever is behind stays behind.
    """
    needs = problem.needs
    state = tuple[int, int, int]
    cost = tuple[int, int, int, int, int, tuple[int, ...]]
    best: dict[state, cost] = {(0, 0, 0): (0, 0, 0, 0, 0, ())}
    for place in worthwhile(problem):
        one = problem.supplies[place]
        mask, far, leads, person = one.mask & needs, one.distance, one.leads, int(one.is_person)
        often = mask.bit_count()
        for (covered, lead, people), (other, pool, part, size, minus, places) in list(best.items()):
            after = (covered | mask, lead if lead > leads else leads, min(people + person, 2))
            worth = (
                other + (far == 3),
                pool + (far == 2),
                part + (far == 1),
                size + 1,
                minus - often,
                (*places, place),
            )
            held = best.get(after)
            if held is None or worth < held:
                best[after] = worth
        if len(best) > most_states:
            return None
    return min(
        (
            (problem.asked & ~covered).bit_count(),
            (problem.likely & ~covered).bit_count(),
            -lead,
            -_has_second(lead, people),
            *worth,
        )
        for (covered, lead, people), worth in best.items()
    )[-1]


def worthwhile(problem: Problem) -> Iterator[int]:
    """The places of the supplies that a best choice can hold, in order.

    A supply that another one covers, leads and is as near as, and that this other one beats in cover, nearness or
    place, is never chosen in its stead. Things are needed once; of people two may be needed whatever they cover, a
    lead and one more, so that a person falls away only behind two such others.
    """
    needs = problem.needs
    kept: list[tuple[int, Supply, int]] = []
    ranked = [(place, one, one.mask & needs) for place, one in enumerate(problem.supplies) if one.mask & needs]
    for place, one, mask in ranked:
        better = 0
        for other_place, other, cover in ranked:
            if (
                other_place != place
                and mask & ~cover == 0
                and other.leads >= one.leads
                and other.distance <= one.distance
                and other.is_person == one.is_person
                and (other_place < place or cover != mask or other.distance < one.distance)
            ):
                better += 1
                if better > one.is_person:
                    break
        if better <= one.is_person:
            kept.append((place, one, mask))
    yield from (place for place, _, _ in kept)
