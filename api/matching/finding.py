"""From a text or a demand to what was found for it, at a door: read, match, name."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from api.matching.around import with_facts
from api.matching.teaming import ids_in
from api.matching.wishing import wish_of
from api.wiring import House
from foundation.actors import Actor
from foundation.clock import today
from foundation.text import clean
from foundation.unit_of_work import Work
from intake.demand import Demand
from intake.living import matched
from intake.questions.asking import questions_of
from intake.reading.record import read_draft
from intake.service import get_demand, hold_demand
from intake.wording import check_utterance
from matcher.doubt.abstaining import answer_confidence, is_abstained
from matcher.doubt.confidence import shipped
from matcher.doubt.unmet import unmet
from matcher.learning.lessons import policy_in_use
from matcher.outcome import Outcome
from matcher.parts import match_parts
from matcher.policy import MatchPolicy
from matcher.query import Wanted
from matcher.run import RunInput, complete
from matcher.searching import SnapshotSearch
from matcher.service import MatchRun, save_matches, wanted_of
from matcher.store import matched_of
from matcher.surroundings import Surroundings
from matcher.task_matches import TaskMatches
from matcher.team_proposal import TeamProposal

KEPT = 50
"""So many hits of a demand are kept whatever is asked for."""


def find_for_text(house: House, text: str, top: int = 10, planned_on: date | None = None) -> TaskMatches:
    """Match a text as it stands, for the planned day (today when none is given)."""
    wanted = _wanted(house, text, "", planned_on)
    return _find(house, wanted, _policy(house), max(top, KEPT))


def propose_for_text(
    house: House, text: str, top: int = 10, planned_on: date | None = None, title: str = ""
) -> Outcome:
    """Match a text and complete what was found for a decision, with teams; nothing is stored."""
    wanted = _wanted(house, text, title, planned_on)
    policy = _policy(house)
    found = _find(house, wanted, policy, max(top, KEPT))
    return complete(found, _asked(house, wanted, policy, found, max(top, KEPT)))


def judged_for_text(house: House, text: str, top: int = 10, planned_on: date | None = None, title: str = "") -> Outcome:
    """Match a text, and say whether anybody is to be recommended at all and what is missing (B18); for the enterprise:

    no facts about centres, no teams, nothing of people.
    """
    wanted = _wanted(house, text, title, planned_on)
    found = _find(house, wanted, _policy(house), max(top, KEPT))
    sure = answer_confidence(found, shipped())
    is_doubtful = is_abstained(found, shipped())
    gaps = unmet(found, wanted) if is_doubtful else ()
    return Outcome(found=found, gaps=gaps, confidence=sure, is_abstained=is_doubtful)


def _wanted(house: House, text: str, title: str, planned_on: date | None) -> Wanted:
    """What a text asks for; its title, where somebody gave it one, is read as such. Raises as ``check_utterance``."""
    text = clean(check_utterance(text))
    title = clean(check_utterance(title, "title")) if clean(title) else ""
    return wanted_of(read_draft(title, text), text, title, planned_on or today(house.clock))


def _asked(
    house: House,
    wanted: Wanted,
    policy: MatchPolicy,
    found: TaskMatches,
    top: int = KEPT,
    demand: Demand | None = None,
) -> RunInput:
    """The input of a run: what was wanted, and what stands around it at this moment."""
    return RunInput(
        wanted=wanted,
        top=top,
        policy=policy,
        surroundings=_surroundings(house, wanted, found, demand),
        index_identity=found.whole.index_identity,
        model_identity=found.whole.model_identity,
        calibration=shipped(),
    )


def _surroundings(house: House, wanted: Wanted, found: TaskMatches, demand: Demand | None) -> Surroundings:
    from engagement.candidates import Knowledge, around

    trade, embedder = house.snapshot.trade, house.embedder
    knowledge = Knowledge(f"{trade.digest} {embedder.identity}", trade, embedder.encode_queries)
    with house.reading() as session:
        near = around(session, found, wanted, knowledge)
        return with_facts(session, demand, found, near.people, near.instruments)


def _policy(house: House) -> MatchPolicy:
    with house.reading() as session:
        return policy_in_use(session)


def _find(house: House, wanted: Wanted, policy: MatchPolicy, top: int = KEPT) -> TaskMatches:
    return match_parts(wanted, SnapshotSearch(house.snapshot), house.embedder, top, policy, house.reranker)


def texts_of(house: House, found: TaskMatches, teams: Iterable[TeamProposal] = ()) -> dict[str, str]:
    """Names of the centres and experts that were found, and of those in ``teams``, by id."""
    from kb.service import names_of

    lists = [found.whole, *(part.found for part in found.parts)]
    named = {centre.provider_id for one in lists for centre in one.centres}
    named |= {hit.passage_id for one in lists for hit in one.experts}
    named = named.union(*map(ids_in, teams))
    with house.reading() as session:
        return names_of(session, sorted(named))


def teams_of(outcome: Outcome) -> dict[str, TeamProposal]:
    """The proposed teams by their centres; none where nobody is recommended: who is only near needs no team."""
    if outcome.is_abstained:
        return {}
    return {one.centre.provider_id: one.team for one in outcome.proposals if one.team is not None}


def match_demand(house: House, actor: Actor, demand_id: str) -> tuple[MatchRun, Outcome]:
    """Match a confirmed demand and keep the run: read – think with no session open – write.

    With what the enterprise answered since, for the last day it leaves (:mod:`api.matching.wishing`).
    """
    demand, asked, outcome = _thought(house, demand_id)
    with house.working(actor) as work:
        return _kept(house, work, demand, asked, outcome), outcome


def match_first(house: House, actor: Actor, demand_id: str) -> None:
    """The same for a demand that was never matched: who asks twice at once gets one run."""
    with house.reading() as session:
        if matched_of(session, [demand_id]):
            return
    demand, asked, outcome = _thought(house, demand_id)
    with house.working(actor) as work:
        hold_demand(work.session, demand_id)
        if not matched_of(work.session, [demand_id]):
            _kept(house, work, demand, asked, outcome)


def _thought(house: House, demand_id: str) -> tuple[Demand, RunInput, Outcome]:
    with house.reading() as session:
        demand, policy = get_demand(session, demand_id), policy_in_use(session)
        questions = questions_of(session, demand_id)
    wanted = wish_of(demand, questions, today(house.clock), house.calendar).wanted
    found = _find(house, wanted, policy)
    asked = _asked(house, wanted, policy, found, demand=demand)
    return demand, asked, complete(found, asked)


def _kept(house: House, work: Work, demand: Demand, asked: RunInput, outcome: Outcome) -> MatchRun:
    run = save_matches(work, demand, asked, outcome)
    matched(work, demand.id, bool(run.candidates), house.care_rules, outcome.lacking())
    return run
