"""What must hold of every list to the last digit and letter: checked on given data by tests and benchmarks.

Contributions add up to the score of each hit, the shares of its rows to the score of each centre, as stored and as
shown; every quote stands where it says, in the words of the demand and in the field of the passage.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from foundation.text import fold
from kb.passages import Passage
from matcher.chains import way_told
from matcher.matchlist import CentreCandidate, Hit, MatchList, shown_parts, shown_score
from matcher.query import Wanted
from matcher.task_matches import TaskMatches

PLACES = (2, 6)


def inexact(found: TaskMatches, wanted: Wanted, passages: Mapping[str, Passage]) -> Iterator[str]:
    """Every fault of what was found for ``wanted``, the id of the hit or centre first; ``passages`` by id."""
    for listed in (found.whole, *(part.found for part in found.parts)):
        yield from _of_list(listed, wanted, passages)


def _of_list(listed: MatchList, wanted: Wanted, passages: Mapping[str, Passage]) -> Iterator[str]:
    hits = {hit.passage_id: hit for hit in listed.hits}
    for hit in listed.hits:
        for fault in (*_sums(hit), *_quotes(hit, wanted, passages[hit.passage_id]), *_chain(hit, wanted)):
            yield f"{hit.passage_id}: {fault}"
    for centre in listed.centres:
        for fault in _shares(centre):
            yield f"{centre.provider_id}: {fault}"
        if any(hits.get(row.passage_id) != row for row in (*centre.rows, *centre.experts)):
            yield f"{centre.provider_id}: a row that is not as in the list"


def _sums(hit: Hit) -> Iterator[str]:
    if sum(one.points for one in hit.contributions) != hit.score:
        yield "contributions do not add up"
    yield from _as_shown([one.points for one in hit.contributions], hit.score)


def _shares(centre: CentreCandidate) -> Iterator[str]:
    if [share.passage_id for share in centre.shares] != [row.passage_id for row in centre.rows]:
        yield "shares are not those of the rows"
    if sum(share.points for share in centre.shares) != centre.score:
        yield "shares do not add up"
    yield from _as_shown([share.points for share in centre.shares], centre.score)


def _as_shown(parts: list[int], score: int) -> Iterator[str]:
    for places in PLACES:
        if sum(map(Decimal, shown_parts(parts, places)), Decimal()) != Decimal(shown_score(score, places)):
            yield f"does not add up as shown with {places} places"


def _quotes(hit: Hit, wanted: Wanted, passage: Passage) -> Iterator[str]:
    for one in hit.overlaps:
        if not one.quote or wanted.text[one.start : one.end] != one.quote:
            yield f"not in the demand at {one.start}: {one.quote!r}"
        if passage.fields.get(one.field, "")[one.field_start : one.field_end] != one.field_quote:
            yield f"not in the field {one.field} at {one.field_start}: {one.field_quote!r}"
        if fold(one.quote) != fold(one.field_quote):
            yield f"not the same words: {one.quote!r}, {one.field_quote!r}"
    said = [str(reason.facts["quotes"]) for reason in hit.reasons if "quotes" in reason.facts]
    by_field: dict[str, list[str]] = {}
    for one in hit.overlaps:
        by_field.setdefault(one.field, []).append(one.quote)
    if said != ["”“".join(quotes) for quotes in by_field.values()]:
        yield "a sentence quotes what is not in the data"


def _chain(hit: Hit, wanted: Wanted) -> Iterator[str]:
    way = hit.chain
    said = [reason for reason in hit.reasons if "test" in reason.facts]
    if said != ([] if way is None else [way_told(way)]):
        yield "the chain is not as its sentence"
    if way is not None:
        source = {"text": wanted.text, "title": wanted.title, "product": wanted.product or ""}[way.where]
        if not way.quote or source[way.start : way.end] != way.quote:
            yield f"not in the {way.where} at {way.start}: {way.quote!r}"
