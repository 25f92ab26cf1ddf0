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


_LEAST = 16
"""Bits below the count of the chosen: needs are covered by 400 supplies, 60 each, fewer than 2**16 times."""
_COUNT = 10
"""Bits of a count: fewer than 2**10 supplies are chosen among."""
MOST_SUPPLIES = 400
"""People, or things, among which a choice is searched."""


def search(problem: Problem, most_states: int = MOST_STATES) -> tuple[int, ...] | None:
    """The places of the best choice; ``None`` when that takes more than ``most_states`` at one time.

    Nothing limits how many are chosen, so a best choice covers all that can be covered: a state from which that is out
    of reach is dropped, and supplies of the rarest need are decided first. Of all choices with the same cover, lead
    and number of people (two are as good as more) only the best by goals 5 to 8 is carried on: each of these grows by
    what is added, so that whoever is behind stays behind. The four goals are one whole number, wide enough that none
    runs into the next; its lowest bits are the places taken away, the first place highest, for among equally many
    places the first ones make the larger number.
    """
    needs, left = problem.needs, list(worthwhile(problem))
    count = len(left)
    order, ahead = _rarest_first([problem.supplies[place].mask & needs for place in left], needs)
    reach = ahead[0]
    best: dict[int, int] = {0: 0}
    for number, open_after in zip(order, ahead[1:], strict=True):
        one = problem.supplies[left[number]]
        mask = (one.mask & needs) << 4
        worth = (_cost(one, needs) << count) - (1 << (count - 1 - number))
        leads, person = one.leads, int(one.is_person)
        for state, value in list(best.items()):
            lead, people = state >> 2 & 3, (state & 3) + person
            after = (state & ~15) | mask | (lead if lead > leads else leads) << 2 | (people if people < 2 else 2)
            held = best.get(after)
            if held is None or value + worth < held:
                best[after] = value + worth
        if open_after != reach:
            best = {state: value for state, value in best.items() if (state >> 4) | open_after == reach}
        if len(best) > most_states:
            return None
    value = min((-(s >> 2 & 3), -_has_second(s >> 2 & 3, s & 3), value) for s, value in best.items())[2]
    taken = -value & ((1 << count) - 1)
    return tuple(place for number, place in enumerate(left) if taken >> (count - 1 - number) & 1)


def _rarest_first(masks: Sequence[int], needs: int) -> tuple[list[int], list[int]]:
    """The supplies in the order in which they are decided, and what those from each on can still cover."""
    bits = [bit for bit in range(needs.bit_length()) if needs >> bit & 1]
    covering = sorted(([number for number, mask in enumerate(masks) if mask >> bit & 1] for bit in bits), key=len)
    order = list(dict.fromkeys(number for each in covering for number in each))
    ahead = [0]
    for number in reversed(order):
        ahead.append(ahead[-1] | masks[number])
    return order, ahead[::-1]


def _cost(one: Supply, needs: int) -> int:
    """Goals 5 to 7 of one supply."""
    farther = 1 << (one.distance - 1) * _COUNT + _LEAST + _COUNT if one.distance else 0
    return farther + (1 << _LEAST) - (one.mask & needs).bit_count()


def worthwhile(problem: Problem) -> Iterator[int]:
    """The places of the supplies that a best choice can hold, in order.

    A supply that another one covers, leads and is as near as, and that this other one beats in cover, nearness or
    place, is never chosen in its stead. Things are needed once; of people two may be needed whatever they cover, a
    lead and one more, so that a person falls away only behind two such others.
    """
    needs = problem.needs
    alike: dict[tuple[int, int, bool, int], list[int]] = {}
    for place, one in enumerate(problem.supplies):
        if mask := one.mask & needs:
            same = alike.setdefault((mask, one.distance, one.is_person, one.leads), [])
            if len(same) <= one.is_person:
                same.append(place)
    kinds = list(alike)
    kept: list[int] = []
    for mask, distance, is_person, leads in kinds:
        own = alike[mask, distance, is_person, leads]
        before = 0
        for cover, nearness, is_other_person, other_leads in kinds:
            if (
                mask & ~cover == 0
                and nearness <= distance
                and other_leads >= leads
                and is_other_person == is_person
                and (cover != mask or nearness < distance)
            ):
                before += len(alike[cover, nearness, is_other_person, other_leads])
                if before > is_person:
                    break
        # Who differs in nothing but in leading too stands before only by place.
        for at, place in enumerate(own):
            better = before + at
            for other_leads in range(leads + 1, 3):
                better += sum(other < place for other in alike.get((mask, distance, is_person, other_leads), ()))
            if better <= is_person:
                kept.append(place)
    yield from sorted(kept)
