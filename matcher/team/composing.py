"""The team of a demand at one centre, on one page: needs, who covers which, the exact optimum, and it is told.

1. What the demand needs is read once for all centres (:mod:`matcher.team.needs`), and so is who and what covers which
   need (:mod:`matcher.team.covering`).
2. Seen from one centre, everybody who may serve (4.2.2 1), S0-10) and covers something has a distance: the centre's
   own, part-time, the pool, another centre (S0-28, S2-18). Instruments are the centre's own or shared by others
   (S2-15); a row of its annex stands in where no instrument is registered (S0-13).
3. The best choice is exact (:mod:`matcher.team.optimum`; large problems: :mod:`matcher.team.integer_programme`).
   People and things cover different needs, and goals add up, so each part is solved by itself.
4. Who may lead by 4.2.1 1) (S0-08) leads; where nobody may, the team has no lead and says what is missing.

Same input, same bytes: whole numbers only, every order has a full tie-break.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from foundation.language import Sentence
from matcher.matchlist import Hit
from matcher.query import Wanted
from matcher.surroundings import Instrument, Person, Surroundings
from matcher.task_matches import TaskMatches
from matcher.team import wording
from matcher.team.covering import ListedTests, mask_of, matter_of, person_covers
from matcher.team.integer_programme import solve
from matcher.team.needs import needs_of
from matcher.team.optimum import MOST_NEEDS, MOST_SUPPLIES, Distance, Leading, Problem, Supply, search, worthwhile
from matcher.team_proposal import Contribution, Need, TeamProposal, TeamRole

MOST_BARRED = 3
"""So many who may not serve are named for what stays uncovered."""

Anything = TypeVar("Anything", Person, Instrument, Hit)


@dataclass(frozen=True, slots=True)
class _Placed:
    """Somebody or something seen from one centre."""

    supply: Supply
    what: Person | Instrument | Hit


class Composer:
    """Teams for the centres of one run; what does not depend on the centre is worked out once."""

    def __init__(self, found: TaskMatches, wanted: Wanted, surroundings: Surroundings) -> None:
        self.needs = needs_of(found, wanted)
        self._asked = mask_of([need.is_asked for need in self.needs])
        self._asked_people = self._asked & mask_of([need.kind != "test" for need in self.needs])
        matter = matter_of(found, self.needs)
        self._ranks = _ranks(found)
        people = sorted(surroundings.people, key=lambda one: (self._rank(one.centre_id), one.id))
        instruments = sorted(surroundings.instruments, key=lambda one: (self._rank(one.centre_id), one.id))
        work = [(1 << at, need) for at, need in enumerate(self.needs) if need.kind != "test"]
        tests = ListedTests(self.needs)
        self._people = _covering(people, lambda one: sum(bit for bit, need in work if person_covers(one, need, matter)))
        self._instruments = _covering(instruments, tests.by_instrument)
        self._rows = _covering(_rows(found), tests.by_row)

    def team(self, centre_id: str) -> TeamProposal | None:
        """The best team for the demand at this centre; ``None`` where nothing is needed."""
        if not self.needs:
            return None
        people, things = self._seen_people(centre_id), self._seen_things(centre_id)
        chosen_people, chosen_things = self._best(people), self._best(things)
        if chosen_people is None or chosen_things is None:
            return self._refused()
        chosen = [*chosen_people, *chosen_things]
        lead = _lead(chosen_people)
        if lead is not None:
            chosen = [lead, *(one for one in chosen if one is not lead)]
        return self._told(centre_id, chosen, lead)

    def _seen_people(self, centre_id: str) -> list[_Placed]:
        near: tuple[list[_Placed], ...] = ([], [], [], [])
        for person, mask in self._people:
            if person.may_serve is True:
                far = _distance(person, centre_id)
                leads = self._leading(person, mask, far)
                near[far].append(_Placed(Supply(mask, far, is_person=True, leads=leads), person))
        return [one for each in near for one in each]

    def _leading(self, person: Person, mask: int, far: Distance) -> Leading:
        """Who leads must do something of what is asked; nobody leads the project of another host (S0-02)."""
        if person.may_lead is not True or far == 3 or not (mask & self._asked or not self._asked_people):
            return 0
        return 1 if far == 2 else 2

    def _seen_things(self, centre_id: str) -> list[_Placed]:
        own = [_Placed(Supply(mask, 0), one) for one, mask in self._instruments if one.centre_id == centre_id]
        rows = [_Placed(Supply(mask, 1), one) for one, mask in self._rows if one.provider_id == centre_id]
        lent = [
            _Placed(Supply(mask, 3), one)
            for one, mask in self._instruments
            if one.is_shared and one.centre_id != centre_id
        ]
        return [*own, *rows, *lent]

    def _rank(self, centre_id: str | None) -> int:
        return self._ranks.get(centre_id or "", len(self._ranks))

    def _best(self, placed: Sequence[_Placed]) -> list[_Placed] | None:
        """The best choice; ``None`` when even the solver meets its limit."""
        if not placed:
            return []
        if len(placed) > MOST_SUPPLIES:
            return None
        reach = 0
        for one in placed:
            reach |= one.supply.mask
        asked = self._asked & reach
        problem = Problem(tuple(one.supply for one in placed), asked, reach & ~asked)
        places = search(problem) if reach.bit_count() <= MOST_NEEDS else None
        if places is None:
            left = list(worthwhile(problem))
            solved = solve(Problem(tuple(problem.supplies[place] for place in left), asked, reach & ~asked))
            places = None if solved is None else tuple(left[place] for place in solved)
        return None if places is None else [placed[place] for place in places]

    def _told(self, centre_id: str, chosen: Sequence[_Placed], lead: _Placed | None) -> TeamProposal:
        covered = 0
        twice = 0
        for one in chosen:
            twice |= covered & one.supply.mask
            covered |= one.supply.mask
        members = tuple(
            self._contribution(centre_id, one, one.supply.mask & ~twice, is_lead=one is lead) for one in chosen
        )
        uncovered = [need for at, need in enumerate(self.needs) if not covered >> at & 1]
        partners = self._partners(centre_id, uncovered)
        return TeamProposal(
            lead=None if lead is None else _id(lead.what),
            members=members,
            covered=self._named(covered),
            uncovered=tuple(need.id for need in uncovered),
            notes=tuple(self._notes(centre_id, chosen, lead, uncovered, partners)),
            needs=self.needs,
            partners=partners,
        )

    def _contribution(self, centre_id: str, one: _Placed, alone: int, is_lead: bool) -> Contribution:
        role = "lead" if is_lead else _role(one)
        what = one.what
        covers = [need for at, need in enumerate(self.needs) if one.supply.mask >> at & 1]
        home = what.provider_id if isinstance(what, Hit) else what.centre_id
        return Contribution(
            id=_id(what),
            role=role,
            covers=tuple(need.id for need in covers),
            only=self._named(alone),
            centre_id=home,
            label=wording.label(what),
            says=wording.contribution(what, role, covers, is_own=home == centre_id),
        )

    def _partners(self, centre_id: str, uncovered: Sequence[Need]) -> dict[str, str]:
        """For each need that stays uncovered the best placed other centre that could do it itself (S2-18)."""
        offered: dict[str, int] = {}
        for row, mask in self._rows:
            if row.provider_id is not None:
                offered[row.provider_id] = offered.get(row.provider_id, 0) | mask
        for instrument, mask in self._instruments:
            offered[instrument.centre_id] = offered.get(instrument.centre_id, 0) | mask
        for person, mask in self._people:
            if person.centre_id is not None and person.may_serve is True:
                offered[person.centre_id] = offered.get(person.centre_id, 0) | mask
        offered.pop(centre_id, None)
        ranked = sorted(offered, key=lambda one: (self._rank(one), one))
        bits = {need.id: 1 << at for at, need in enumerate(self.needs)}
        able = {need.id: next((one for one in ranked if offered[one] & bits[need.id]), None) for need in uncovered}
        return {need: centre for need, centre in able.items() if centre is not None}

    def _notes(
        self,
        centre_id: str,
        chosen: Sequence[_Placed],
        lead: _Placed | None,
        uncovered: Sequence[Need],
        partners: dict[str, str],
    ) -> Iterable[Sentence]:
        """What a coordinator must know beside the members: the clauses first, then what stays uncovered."""
        own = [person for person, _ in self._people if person.centre_id == centre_id]
        people = sum(one.supply.is_person for one in chosen)
        yield wording.about_lead(None if lead is None else lead.what, own)
        if people == (1 if lead else 0):
            yield wording.no_second()
        bits = {need.id: 1 << at for at, need in enumerate(self.needs)}
        named: dict[str, Sentence] = {}
        for need in uncovered:
            for person, mask in self._people:
                if mask & bits[need.id] and person.may_serve is not True and person.centre_id in (centre_id, None):
                    named.setdefault(person.id, wording.barred(person, need))
        yield from list(named.values())[:MOST_BARRED]
        yield from wording.uncovered(uncovered, partners)

    def _refused(self) -> TeamProposal:
        everything = tuple(need.id for need in self.needs)
        note = wording.too_large(len(everything))
        return TeamProposal(lead=None, members=(), covered=(), uncovered=everything, notes=(note,), needs=self.needs)

    def _named(self, mask: int) -> tuple[str, ...]:
        return tuple(need.id for at, need in enumerate(self.needs) if mask >> at & 1)


def _covering(every: Iterable[Anything], covers: Callable[[Anything], int]) -> list[tuple[Anything, int]]:
    """Who covers anything at all, with the mask of what."""
    return [(one, mask) for one in every if (mask := covers(one))]


def _distance(person: Person, centre_id: str) -> Distance:
    if person.centre_id is None:
        return 2
    if person.centre_id != centre_id:
        return 3
    return 0 if person.mode == "full_time" else 1


def _lead(chosen: Sequence[_Placed]) -> _Placed | None:
    """Of the chosen who may lead the centre's own, then who covers most, then the first."""
    able = [one for one in chosen if one.supply.leads]
    return min(able, key=lambda one: (-one.supply.leads, -one.supply.mask.bit_count()), default=None)


def _role(one: _Placed) -> TeamRole:
    if isinstance(one.what, Person):
        return "pool" if one.supply.distance == 2 else "partner" if one.supply.distance == 3 else "staff"
    return "row" if isinstance(one.what, Hit) else "instrument"


def _id(what: Person | Instrument | Hit) -> str:
    return what.passage_id if isinstance(what, Hit) else what.id


def _ranks(found: TaskMatches) -> dict[str, int]:
    """The centres that were found in their order: of the whole, then of each task."""
    lists = (found.whole, *(part.found for part in found.parts))
    return {
        centre: rank
        for rank, centre in enumerate(dict.fromkeys(one.provider_id for each in lists for one in each.centres))
    }


def _rows(found: TaskMatches) -> list[Hit]:
    """The rows of centres that were found, each once."""
    lists = (found.whole, *(part.found for part in found.parts))
    every = {hit.passage_id: hit for each in lists for hit in each.hits if hit.kind == "capability"}
    return [every[one] for one in sorted(every)]
