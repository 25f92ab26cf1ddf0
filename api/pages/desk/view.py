"""A review case as its page shows it: the demand with its marked words, candidates side by side, the rest in a line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from pydantic import Field

from api.pages.desk.rows import RowView, quoted_by, row_view
from api.pages.desk.words import Piece, is_whole, letter, pieces, places_of, row_points, shown_confidence
from foundation.language import Sentence, sentence
from foundation.values import Value
from kb.capability import Capability
from kb.expert import Equipment
from kb.passages import passages_of
from matcher.advice.advising import Advice
from matcher.advice.questions import ASKS
from matcher.facts import UNNAMED, UNPLACED
from matcher.matchlist import shown_parts, shown_score
from matcher.outcome import Fact
from matcher.review.views import CandidateView, OpenEvent, ReviewCase
from matcher.team_proposal import TeamProposal

SIDE_BY_SIDE = 3
LACKING = 3
"""So many needs that nobody covers are named in a line; all of them behind it."""
ROWS = 3
"""So many rows of a candidate are seen at once; the others are behind a line."""


class TeamView(Value):
    """A team with names in place of ids."""

    lead: str | None
    others: int
    members: tuple[tuple[str, Sentence], ...]
    """Who or what, and what for."""
    missing: tuple[str, ...]
    """What was asked for and nobody of the team does; what else may be of use stands in the notes."""
    lacks: tuple[Sentence, ...] = ()
    """In a line: first what another candidate or centre could do, then the rest that was asked for, shortened."""
    notes: tuple[Sentence, ...]


class Card(Value):
    """A candidate with everything that its column shows."""

    letter: str
    view: CandidateView
    score: str
    parts: tuple[str, ...]
    confidence: str | None
    rows: tuple[RowView, ...]
    more: tuple[RowView, ...]
    experts: tuple[tuple[str, str], ...]
    """Name and field."""
    settled: tuple[Fact, ...]
    open: tuple[Fact, ...]
    team: TeamView | None
    events: tuple[OpenEvent, ...] = ()
    """Its buttons, yes before no, as everywhere; the order of the table is that of its rows."""


class Words(Value):
    """The demand's words: what is published of them, and what was said, both with the quoted stretches marked."""

    condensed: tuple[Piece, ...]
    said: tuple[Piece, ...]


class Annex(Value):
    """What the knowledge base says today of the rows that were found, and how people and centres are called."""

    rows: tuple[Capability, ...] = ()
    equipment: tuple[Equipment, ...] = ()
    names: dict[str, str] = Field(default_factory=dict)


def named_ids(found: ReviewCase) -> tuple[list[str], list[str]]:
    """The rows and the persons that a case speaks of, by id."""
    centres = [view.proposal.centre for view in found.candidates if view.proposal]
    teams = [view.proposal.team for view in found.candidates if view.proposal and view.proposal.team]
    people = [hit.passage_id for centre in centres for hit in centre.experts]
    people += [one.id for team in teams for one in team.members]
    people += [one for team in teams for one in team.partners.values()]
    people += [team.lead for team in teams if team.lead]
    return [hit.passage_id for centre in centres for hit in centre.rows], people


_MISSING_TOLD = (
    (UNNAMED, sentence("需求没有写明企业：各候选的利益冲突都还没有核对，请先问清是哪一家")),
    (UNPLACED, sentence("需求没有写地区：远近没有比较")),
)
_MISSING = tuple(fact for fact, _ in _MISSING_TOLD)


def missing_of(found: ReviewCase) -> tuple[Sentence, ...]:
    """What the demand itself leaves open, said once and not of every centre."""
    said = [fact.says for view in found.candidates if view.proposal for fact in view.proposal.facts]
    return tuple(told for fact, told in _MISSING_TOLD if fact in said)


def words_of(found: ReviewCase) -> Words:
    """The words of the demand; what any candidate quotes of them is marked."""
    rows = [hit for view in found.candidates if view.proposal for hit in view.proposal.centre.rows]
    said, condensed = found.demand.words or "", found.demand.condensed
    quotes = [one for hit in rows for one in hit.overlaps if is_whole(one.quote, said[one.end :])]
    chains = [quote for hit in rows if (quote := quoted_by(hit))]
    spans = [(one.start, one.end) for one in quotes if said[one.start : one.end] == one.quote]
    spans += places_of(chains, said)
    marked = places_of([*(one.quote for one in quotes), *chains], condensed)
    return Words(condensed=pieces(condensed, marked), said=pieces(said, spans) if said else ())


def cards_of(found: ReviewCase, annex: Annex) -> tuple[Card, ...]:
    """All candidates as cards, in the order of the case."""
    passages = {one.id: one for one in passages_of(annex.rows, (), annex.equipment)}
    rows = {one.id: one for one in annex.rows}

    def rows_of(view: CandidateView) -> tuple[tuple[str, ...], list[RowView]]:
        if view.proposal is None:
            return (), []
        hits = view.proposal.centre.rows
        parts = shown_parts(row_points(view.proposal.centre))
        return parts, [
            row_view(hit, part, passages.get(hit.passage_id), rows.get(hit.passage_id))
            for hit, part in zip(hits, parts, strict=True)
        ]

    seats = {view.candidate.centre_id: letter(place) for place, view in enumerate(found.candidates)}
    return tuple(_card(place, view, *rows_of(view), annex.names, seats) for place, view in enumerate(found.candidates))


def _card(
    place: int,
    view: CandidateView,
    parts: tuple[str, ...],
    rows: Sequence[RowView],
    names: Mapping[str, str],
    seats: Mapping[str, str],
) -> Card:
    proposal = view.proposal
    facts = proposal.facts if proposal else ()
    return Card(
        letter=letter(place),
        view=view,
        score=shown_score(proposal.centre.score) if proposal else "",
        parts=parts,
        confidence=shown_confidence(proposal.confidence if proposal else None),
        rows=tuple(rows[:ROWS]),
        more=tuple(rows[ROWS:]),
        experts=tuple(
            (names.get(hit.passage_id, ""), hit.title) for hit in (proposal.centre.experts if proposal else ())
        ),
        settled=tuple(one for one in facts if one.standing == "fits"),
        open=tuple(one for one in facts if one.standing != "fits" and one.says not in _MISSING),
        events=tuple(sorted(view.events, key=lambda one: one.event not in ("accept", "endorse"))),
        team=_team(proposal.team, names, seats) if proposal and proposal.team else None,
    )


def _team(proposal: TeamProposal, names: Mapping[str, str], seats: Mapping[str, str]) -> TeamView:
    """With names in place of ids, as far as there are any."""
    needs = {one.id: one.name for one in proposal.needs}
    members = [(names.get(one.id) or one.label or one.id, one.says) for one in proposal.members]
    return TeamView(
        lead=names.get(proposal.lead, proposal.lead) if proposal.lead else None,
        others=sum(one.id != proposal.lead for one in proposal.members),
        members=tuple(members),
        missing=tuple(needs.get(one, one) for one in proposal.missing),
        lacks=tuple(_lacks(proposal, needs, names, seats)),
        notes=proposal.notes,
    )


def _lacks(
    proposal: TeamProposal, needs: Mapping[str, str], names: Mapping[str, str], seats: Mapping[str, str]
) -> Iterator[Sentence]:
    with_partner: dict[str, list[str]] = {}
    for one in proposal.uncovered:
        if one in proposal.partners:
            with_partner.setdefault(proposal.partners[one], []).append(needs.get(one, one))
    alone = [needs.get(one, one) for one in proposal.missing if one not in proposal.partners]
    for centre, missing in with_partner.items():
        if centre in seats:
            yield sentence("缺 {needs} → 建议联合 候选 {letter}", needs="、".join(missing), letter=seats[centre])
        else:
            yield sentence(
                "缺 {needs} → 建议联合 {partner}", needs="、".join(missing), partner=names.get(centre, centre)
            )
    if len(alone) > LACKING:
        yield sentence("缺 {needs} 等 {count} 项", needs="、".join(alone[:LACKING]), count=len(alone))
    elif alone:
        yield sentence("缺 {needs}", needs="、".join(alone))


def side_by_side(cards: Sequence[Card], wished: str) -> tuple[tuple[Card, ...], tuple[Card, ...]]:
    """The candidates in columns and the others: those that were asked for (``A-C``), else the first that wait."""
    chosen = [card for name in wished.split("-") for card in cards if card.letter == name][:SIDE_BY_SIDE]
    if not chosen:
        still = [card for card in cards if any(one.event == "accept" for one in card.view.events)]
        rest = [card for card in cards if card not in still]
        chosen = sorted([*still, *rest][:SIDE_BY_SIDE], key=cards.index)
    kept = tuple(dict.fromkeys(card.letter for card in chosen))
    columns = tuple(card for name in kept for card in cards if card.letter == name)
    return columns, tuple(card for card in cards if card.letter not in kept)


def parting(advice: Advice | None, seats: Mapping[str, str]) -> dict[str, Sentence]:
    """What would tell the two leading centres apart, by the letter of each; ``seats`` are letters by centre."""
    asked = next(iter(advice.questions), None) if advice else None
    centres = [one.centre_id for one in asked.outlooks[0].effects] if asked and asked.outlooks else []
    letters = [seats[one] for one in centres if one in seats]
    if asked is None or len(letters) != 2:
        return {}
    first, second = sorted(letters)
    words = (
        "若补充“{field}”，{first} 与 {second} 可分出先后"
        if asked.tells_apart
        else "若补充“{field}”，{first} 与 {second} 能分得更清楚"
    )
    return dict.fromkeys((first, second), sentence(words, field=ASKS[asked.field], first=first, second=second))
