"""At a door: the advice on a stored run, on the index of its day (B9)."""

from __future__ import annotations

from collections.abc import Sequence

from api.access import expect_readable
from api.wiring import House
from foundation.actors import Actor
from foundation.errors import NotAllowed, NotFound
from intake.service import get_demand
from kb.service import find_centre, names_of
from matcher import store
from matcher.advice.advising import Advice, advise, rematched, without_others
from matcher.advice.applying import Matching
from matcher.kept_run import KeptRun
from matcher.outcome import Outcome
from matcher.replay.run_again import expect_same_models


def advise_run(house: House, run_id: str, actor: Actor | None = None, centre: str | None = None) -> Advice:
    """Questions for the enterprise and advice for each centre that was proposed, or for ``centre`` (id or name) alone.

    For an ``actor`` at a web door: coordinators may ask about every centre; a centre about itself, in a run that listed
    it, for a demand it may read, and is told of no other. Raises as a replay does when the run cannot be done again.
    """
    with house.reading() as session:
        run = store.kept_run(session, run_id)
        outcome = run.outcome()
        is_desk = actor is None or actor.holds("coordinator")
        if actor is not None:
            expect_readable(actor, get_demand(session, run.demand_id))
        if centre is not None:
            about = [find_centre(session, centre).id]
        else:
            about = _proposed(outcome) if is_desk else [str(actor and actor.organisation)]
        if actor is not None and not is_desk:
            _expect_own(actor, run, outcome, about)
        names = names_of(session, sorted({*about, *(one.provider_id for one in outcome.found.whole.centres)}))
    found = _advise(house, run, about, names, asks=is_desk and centre is None)
    return found if is_desk else without_others(found)


def advice_for_case(house: House, actor: Actor, run_id: str | None) -> Advice | None:
    """The same for the desk's page: all that were proposed; ``None`` for a demand that was not matched yet."""
    return None if run_id is None else advise_run(house, run_id, actor)


def _expect_own(actor: Actor, run: KeptRun, outcome: Outcome, about: Sequence[str]) -> None:
    """NotAllowed for other roles and about another's centre; NotFound where the run did not list the centre."""
    if not actor.holds("centre") or actor.organisation is None or list(about) != [actor.organisation]:
        raise NotAllowed("advice_only_for_own", "只有协调员可以看全部建议，中心可以看给自己的建议")
    if actor.organisation not in {one.provider_id for one in outcome.found.whole.centres}:
        raise NotFound("match_run_unknown", "没有这次匹配：{run}", run=run.id)


def _proposed(outcome: Outcome) -> list[str]:
    return [one.centre.provider_id for one in outcome.proposals]


def _advise(house: House, run: KeptRun, about: Sequence[str], names: dict[str, str], asks: bool) -> Advice:
    asked = run.asked()
    expect_same_models(asked, house.embedder, house.reranker)
    snapshot = house.index_of_then(asked.index_identity)
    matching = Matching(house.embedder, asked.policy, asked.top, house.reranker, asked.calibration)
    before = rematched(asked.wanted, snapshot, matching)
    return advise(asked.wanted, before, snapshot, matching, about, names, asks)
