"""What an outcome offers as a test, so that anybody can hold it against the annexes from outside (S2-19, S4-19)."""

from __future__ import annotations

from collections.abc import Iterator

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

    ``True`` where no test is asked for at all; ``None`` where a person must check a row first, or nothing was ruled.
    """
    asked = tuple(test_lists(outcome.found, wanted))
    if not asked:
        return True
    ways = {hit.ruling.way for hits in asked for hit in hits if hit.provider_id == centre_id and hit.ruling is not None}
    if "test" in ways:
        return True
    return None if not ways or "check" in ways else False


def test_lists(found: TaskMatches, wanted: Wanted) -> Iterator[tuple[Hit, ...]]:
    """The hits of what asks for a test: of each such task, or of the whole where the demand is one thing."""
    for part in found.parts:
        if part.task.service == NEEDS_SCOPE:
            yield part.found.hits
    if not found.parts and wanted.service_category == NEEDS_SCOPE:
        yield found.whole.hits


def _hits(outcome: Outcome) -> Iterator[Hit]:
    lists = (outcome.found.whole, *(part.found for part in outcome.found.parts))
    for one in lists:
        yield from one.hits
        for centre in one.centres:
            yield from centre.rows
    for proposal in outcome.proposals:
        yield from proposal.centre.rows
