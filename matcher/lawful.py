"""What an outcome offers as a test, so that anybody can hold it against the annexes from outside (S2-19, S4-19)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from foundation.values import Value
from matcher.matchlist import Hit
from matcher.outcome import Outcome
from matcher.query import Wanted
from matcher.scope import NEEDS_SCOPE
from matcher.task_matches import TaskMatches


class Offer(Value):
    """A row that is offered as a test; rows that nobody's centre stands behind have no ``centre_id``."""

    centre_id: str | None
    passage_id: str
    hit: Hit


def offered_tests(outcome: Outcome) -> tuple[Offer, ...]:
    """Every row of an outcome that is offered as a test, each once, in the order in which they were found.

    A row that a person must check first is not among them, nor is one without a ruling (runs of before 2026.12).
    """
    offers: dict[tuple[str | None, str], Offer] = {}
    for hit in _hits(outcome):
        if hit.ruling is not None and hit.ruling.way == "test":
            offer = Offer(centre_id=hit.provider_id, passage_id=hit.passage_id, hit=hit)
            offers.setdefault((hit.provider_id, hit.passage_id), offer)
    return tuple(offers.values())


def is_inside_scope(outcome: Outcome, wanted: Wanted, centre_id: str) -> bool | None:
    """Whether a centre may do the tests that were asked for: the answer that the gate P3 of an agreement wants.

    Every test task and every demanded parameter counts: one that is barred makes it ``False``, one that a person must
    check, or of which nothing was ruled, ``None``. ``True`` where no test is asked for at all. A test that the demand
    may leave out bars nothing, but is no plain yes either.
    """
    asked = tuple(_asked_tests(outcome.found, wanted))
    needed = [_may_do(hits, wanted, centre_id) for hits, is_optional in asked if not is_optional]
    offered = [_may_do(hits, wanted, centre_id) or None for hits, is_optional in asked if is_optional]
    answers = needed or offered
    if False in answers:
        return False
    return None if None in answers else True


def rows_relied_on(outcome: Outcome, wanted: Wanted, centre_id: str) -> tuple[tuple[str, ...], ...]:
    """The rows by which a centre may do what was asked for: for each test and parameter the ids of those that allow it.

    One of each group is enough. Empty where no test was asked for, or a person has to check.
    """
    groups: dict[tuple[str, ...], None] = {}
    for hits, _ in _asked_tests(outcome.found, wanted):
        own = [(hit.passage_id, hit.ruling) for hit in hits if hit.provider_id == centre_id and hit.ruling is not None]
        for parameter in wanted.parameters or (None,):
            allowing = [id for id, one in own if one.way == "test" and parameter in (None, one.parameter)]
            if allowing:
                groups[tuple(dict.fromkeys(allowing))] = None
    return tuple(groups)


def _may_do(hits: Sequence[Hit], wanted: Wanted, centre_id: str) -> bool | None:
    """One test task of one centre, parameter by parameter."""
    rulings = [hit.ruling for hit in hits if hit.provider_id == centre_id and hit.ruling is not None]
    answers: set[bool | None] = set()
    for parameter in wanted.parameters or (None,):
        ways = {one.way for one in rulings if parameter is None or one.parameter == parameter}
        answers.add(True if "test" in ways else None if not ways or "check" in ways else False)
    if False in answers:
        return False
    return None if None in answers else True


def _asked_tests(found: TaskMatches, wanted: Wanted) -> Iterator[tuple[tuple[Hit, ...], bool]]:
    """What :func:`test_lists` gives, each with whether the demand may leave it out."""
    for part in found.parts:
        if part.task.service == NEEDS_SCOPE:
            yield part.found.hits, part.task.is_optional
    if not found.parts and wanted.service_category == NEEDS_SCOPE:
        yield found.whole.hits, False


def test_lists(found: TaskMatches, wanted: Wanted) -> Iterator[tuple[Hit, ...]]:
    """The hits of what asks for a test: of each such task, or of the whole where the demand is one thing."""
    for hits, _ in _asked_tests(found, wanted):
        yield hits


def _hits(outcome: Outcome) -> Iterator[Hit]:
    lists = (outcome.found.whole, *(part.found for part in outcome.found.parts))
    for one in lists:
        yield from one.hits
        for centre in one.centres:
            yield from centre.rows
    for proposal in outcome.proposals:
        yield from proposal.centre.rows
