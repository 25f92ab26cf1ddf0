"""The reverse direction at a door (S0-37): an offer finds open demands; subscribers are told of new ones."""

from __future__ import annotations

from datetime import datetime

from api.wiring import House
from foundation.actors import Actor
from foundation.clock import today
from foundation.errors import InvalidInput, NotFound
from foundation.language import Language
from foundation.text import clean
from foundation.values import Value
from intake.audience import may_see
from intake.reading.record import read_draft
from intake.wording import check_utterance, refuse_state_secrets
from kb.service import get_capabilities, get_expert
from matcher.matchlist import Contribution, shown_score
from matcher.policy import POINTS
from matcher.query import Wanted
from matcher.reverse.finding import SHOWN_FROM, DemandList, find_demands
from matcher.reverse.offered import wanted_by_capability, wanted_by_expert, wanted_by_result
from matcher.reverse.telling import Told, check_runner, news_of, run_subscriptions, waiting

NOBODY = Actor(id="nobody", name="", roles=frozenset())


class DemandHit(Value):
    """One open demand in an answer: what was released of it, and why it was found."""

    id: str
    title: str
    condensed: str
    service_category: str | None
    region: str | None
    published_at: datetime
    score: str
    reasons: tuple[str, ...]
    contributions: tuple[Contribution, ...]


class ReverseAnswer(Value):
    """What ``docking reverse --json`` and ``POST /reverse-match`` answer. ``searched``: among how many open demands."""

    index: str
    model: str
    policy: str
    searched: int
    demands: tuple[DemandHit, ...]


def find_for_offer(
    house: House,
    text: str | None = None,
    title: str = "",
    capability: str | None = None,
    expert: str | None = None,
    top: int = 10,
    at_least: int = SHOWN_FROM,
    actor: Actor = NOBODY,
) -> DemandList:
    """The open demands for exactly one of: a result's text, a capability row, an expert. Stores nothing.

    Only what was released for this actor is looked through (B17); without one, what is public.
    """
    given = [one for one in (text, capability, expert) if one is not None]
    if len(given) != 1:
        raise InvalidInput("offer_not_one", "请给出一项：成果文字、能力编号或专家编号", field="text")
    wanted = _wanted(house, text, title, capability, expert)
    index = house.demand_index
    shown = {one.id for one in index.demands.values() if may_see(actor, one.audience)}
    among = None if len(shown) == len(index.demands) else shown
    return find_demands(wanted, index, house.embedder, top, at_least, among)


def _wanted(house: House, text: str | None, title: str, capability: str | None, expert: str | None) -> Wanted:
    day = today(house.clock)
    if text is not None:
        words, heading = clean(check_utterance(text)), clean(title)
        refuse_state_secrets(title, "title")
        return wanted_by_result(read_draft(heading, words), words, heading, day)
    with house.reading() as session:
        if capability is not None:
            rows = get_capabilities(session, [capability])
            if not rows:
                raise NotFound("capability_unknown", "没有这行能力：{capability}", capability=capability)
            return wanted_by_capability(rows[0], day)
        return wanted_by_expert(get_expert(session, expert or ""), day)


def answer_of(found: DemandList, language: Language) -> ReverseAnswer:
    """The demands in words, for programs and pages."""
    return ReverseAnswer(
        index=found.index_identity,
        model=found.model_identity,
        policy=found.policy_version,
        searched=found.searched,
        demands=tuple(
            DemandHit(
                id=one.demand.id,
                title=one.demand.title,
                condensed=one.demand.text,
                service_category=one.demand.service_category,
                region=one.demand.region,
                published_at=one.demand.published_at,
                score=shown_score(one.score, 6),
                reasons=tuple(reason.text(language) for reason in one.reasons),
                contributions=one.contributions,
            )
            for one in found.demands
        ),
    )


def tell_subscribers(house: House, actor: Actor) -> Told:
    """One run of all subscriptions: read – think with no session open – write."""
    check_runner(actor)
    with house.reading() as session:
        now = waiting(session)
    if not now.subscriptions:
        return Told()
    news = news_of(now, house.demand_index, house.embedder, today(house.clock))
    with house.working(actor) as work:
        return run_subscriptions(work, news)


def points_of(score: float | None) -> int | None:
    """A score between 0 and 1 in points of a million."""
    return None if score is None else round(score * POINTS)
