"""From a text to an answer at a door: read it, match it, name what was found. Stores nothing."""

from __future__ import annotations

from datetime import date

from api.wiring import House
from foundation.actors import Actor
from foundation.clock import today
from foundation.errors import InvalidInput
from foundation.language import Language
from foundation.text import MAX_CHARACTERS, clean
from foundation.values import Value
from intake.reading.record import read_draft
from intake.service import get_demand, mark_demand
from matcher.matchlist import Contribution, Hit, MatchList, ScopeState, shown_score
from matcher.searching import SnapshotSearch, find
from matcher.service import MatchRun, save_matches, wanted_of


class HitAnswer(Value):
    """One capability row or expert in an answer."""

    id: str
    name: str | None
    score: str
    title: str
    detail: str
    scope: ScopeState
    restriction: str | None
    source: str
    reasons: tuple[str, ...]
    contributions: tuple[Contribution, ...]


class CentreAnswer(Value):
    """One centre in an answer, with the rows and experts that speak for it."""

    id: str
    name: str
    rank: int
    score: str
    rows: tuple[HitAnswer, ...]
    experts: tuple[HitAnswer, ...]
    missing: tuple[str, ...]


class MatchAnswer(Value):
    """What ``docking match --json`` and ``POST /match`` answer."""

    planned_on: date
    index: str
    model: str
    policy: str
    centres: tuple[CentreAnswer, ...]
    experts: tuple[HitAnswer, ...]
    hits: tuple[HitAnswer, ...]


def checked_text(text: str, field: str = "text") -> str:
    """The text if it can be worked with; InvalidInput naming the field otherwise."""
    if not clean(text):
        raise InvalidInput("text_empty", "请写几个字说明难题", field=field)
    if len(text) > MAX_CHARACTERS:
        raise InvalidInput("text_too_long", "文字太长：最多 {most} 个字", field=field, most=MAX_CHARACTERS)
    return text


def find_for_text(house: House, text: str, top: int = 10, planned_on: date | None = None) -> MatchList:
    """Match a text as it stands, for the planned day (today when none is given)."""
    text = clean(checked_text(text))
    wanted = wanted_of(read_draft("", text), text, "", planned_on or today(house.clock))
    return find(wanted, SnapshotSearch(house.snapshot), house.embedder, max(top, 50), reranker=house.reranker)


def texts_of(house: House, found: MatchList) -> dict[str, str]:
    """Names of the centres and experts in a match list, by id."""
    from kb.service import names_of

    centres = [centre.provider_id for centre in found.centres]
    experts = [hit.passage_id for hit in found.hits if hit.kind == "expert"]
    with house.reading() as session:
        return names_of(session, [*centres, *experts])


def answer_of(found: MatchList, names: dict[str, str], language: Language, top: int = 10) -> MatchAnswer:
    """The match list in words, for programs and pages."""

    def hit(value: Hit) -> HitAnswer:
        return HitAnswer(
            id=value.passage_id,
            name=names.get(value.passage_id) or names.get(value.provider_id or ""),
            score=shown_score(value.score, 6),
            title=value.title,
            detail=value.detail,
            scope=value.scope,
            restriction=value.restriction,
            source=value.source,
            reasons=tuple(reason.text(language) for reason in value.reasons),
            contributions=value.contributions,
        )

    return MatchAnswer(
        planned_on=found.planned_on,
        index=found.index_identity,
        model=found.model_identity,
        policy=found.policy_version,
        centres=tuple(
            CentreAnswer(
                id=centre.provider_id,
                name=names.get(centre.provider_id, centre.provider_id),
                rank=centre.rank,
                score=shown_score(centre.score, 6),
                rows=tuple(hit(row) for row in centre.rows),
                experts=tuple(hit(expert) for expert in centre.experts),
                missing=tuple(gap.text(language) for gap in centre.missing),
            )
            for centre in found.centres[:top]
        ),
        experts=tuple(hit(expert) for expert in found.experts[:top]),
        hits=tuple(hit(value) for value in found.hits[:top]),
    )


def match_demand(house: House, actor: Actor, demand_id: str) -> tuple[MatchRun, MatchList]:
    """Match a confirmed demand and keep the run: read – think with no session open – write."""
    with house.reading() as session:
        demand = get_demand(session, demand_id)
    wanted = wanted_of(demand.draft, demand.text, demand.title, today(house.clock))
    found = find(wanted, SnapshotSearch(house.snapshot), house.embedder, 50, reranker=house.reranker)
    with house.working(actor) as work:
        run = save_matches(work, demand, found)
        mark_demand(work, demand.id, "matched" if run.candidates else "no_capability")
    return run, found
