"""One demand under review with everything a decision needs: proposals joined with candidates, opinions, history."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from foundation.actors import Actor
from foundation.audit import entries
from foundation.language import Sentence, sentence
from foundation.process import Transition
from foundation.working_calendar import WorkingCalendar, load_calendar
from intake.cares.care import Care
from intake.cares.caring import care_of
from intake.demand import Demand
from intake.questions.asking import questions_of
from intake.service import get_demand
from kb.service import names_of
from matcher import store
from matcher.outcome import Outcome
from matcher.review import opinion_store
from matcher.review.guards import ALIVE, GUARDS, HOW_MANY, TYPED, Look, hindrances_of
from matcher.review.looks import belongings, expect_desk, look_at, proposal_for, terms_of
from matcher.review.opinion import Opinion
from matcher.review.process import ADDING, REVIEW
from matcher.review.rules import ReviewPolicy, Terms
from matcher.review.views import CandidateView, DemandView, HistoryEntry, OpenEvent, ReviewCase, case_state
from matcher.store import Candidate
from matcher.task_matches import tasks_of


def case(
    session: Session,
    actor: Actor,
    demand_id: str,
    policy: ReviewPolicy,
    today: date,
    calendar: WorkingCalendar | None = None,
) -> ReviewCase:
    """One demand with all that a decision needs; for a coordinator. NotFound when there is none."""
    expect_desk(actor)
    demand, care = get_demand(session, demand_id), care_of(session, demand_id)
    terms, run = terms_of(demand, policy), store.newest_run(session, demand_id)
    outcome = None if run is None else run.outcome
    every = store.all_candidates(session, demand_id)
    candidates = store.candidates_of(session, demand_id)
    is_abstained = outcome is not None and outcome.is_abstained
    left = None if care.due is None else (calendar or load_calendar()).working_days_between(today, care.due).days
    return ReviewCase(
        demand=_shown(demand),
        state=case_state(candidates),
        owner_role=care.owner_role,
        owner=care.owner,
        due=care.due,
        due_is_approximate=care.due_is_approximate,
        days_left=left,
        care_version=care.version,
        terms=terms,
        run_id=run.id if run else None,
        run_at=run.created_at if run else None,
        planned_on=outcome.found.whole.planned_on if outcome else None,
        tasks=tuple(part.task for part in outcome.found.parts) if outcome else (),
        gaps=outcome.gaps if outcome else (),
        is_abstained=is_abstained,
        candidates=_views(session, actor, demand, terms, outcome, candidates, every),
        questions=questions_of(session, demand_id),
        history=_history(session, (demand_id, *(one.id for one in every))),
        events=_demand_events(demand, care, is_abstained and _may_confirm(demand, candidates)),
    )


def events_of(candidate: Candidate, look: Look) -> tuple[OpenEvent, ...]:
    """The buttons of one candidate for one person, from the table; a refused one says why."""
    rows = REVIEW.open_events(candidate.state, look.actor)
    shown = (row for row in rows if row.event != "ask" and not _refusal(row, look, HOW_MANY))
    standing = frozenset(GUARDS) - TYPED - HOW_MANY
    return tuple(
        OpenEvent(
            event=row.event,
            label=row.label,
            needs_reason=row.needs_reason
            or (bool(look.hindrances) and "hindrance_answered" in row.guards)
            or (look.is_untested and "test_answered" in row.guards),
            codes=row.codes,
            needs_scores="is_scored" in row.guards and look.terms.is_scoring_needed,
            refusal=_refusal(row, look, standing),
        )
        for row in shown
    )


def _refusal(row: Transition, look: Look, among: frozenset[str]) -> Sentence | None:
    for name in row.guards:
        said = GUARDS[name](look) if name in among else None
        if said is not None:
            return sentence(said) if isinstance(said, str) else said
    return None


def _views(
    session: Session,
    actor: Actor,
    demand: Demand,
    terms: Terms,
    outcome: Outcome | None,
    candidates: Sequence[Candidate],
    every: Sequence[Candidate],
) -> tuple[CandidateView, ...]:
    centre_ids = sorted({one.centre_id for one in candidates})
    names, belonging = names_of(session, centre_ids), belongings(session, centre_ids)
    opinions = opinion_store.opinions_of(session, [one.id for one in candidates])
    finders = outcome.found.finders() if outcome else {}
    views = []
    for one in candidates:
        proposal = proposal_for(outcome, one.centre_id)
        whose = belonging.get(one.centre_id, (one.centre_id,))
        look = look_at(actor, demand, terms, one, whose, proposal, candidates)
        views.append(
            CandidateView(
                candidate=one,
                centre_name=names.get(one.centre_id, one.centre_id),
                proposal=proposal,
                tasks=tuple(tasks_of(proposal.centre, finders)) if proposal else (),
                hindrances=hindrances_of(proposal),
                is_untested=look.is_untested,
                opinions=_said(opinions.get(one.id, [])),
                earlier=_earlier(one, candidates, every),
                events=events_of(one, look),
            )
        )
    return tuple(views)


def _said(opinions: Sequence[Opinion]) -> tuple[Opinion, ...]:
    return tuple(one for one in opinions if one.verdict is not None)


def _earlier(one: Candidate, current: Sequence[Candidate], every: Sequence[Candidate]) -> tuple[Candidate, ...]:
    """Decisions on the same centre that this candidate is not; the newest first. Undecided ones say nothing."""
    counting = {candidate.id for candidate in current}
    return tuple(
        other
        for other in reversed(every)
        if other.centre_id == one.centre_id
        and other.id != one.id
        and other.decided_by is not None
        and (other.id not in counting or other.state == "declined")
    )


def _shown(demand: Demand) -> DemandView:
    """A secret demand is reviewed by its condensed version; who asks and the words themselves stay with intake."""
    is_secret = demand.level == "secret"
    return DemandView(
        id=demand.id,
        version=demand.version,
        status=demand.status,
        level=demand.level,
        title=demand.title,
        condensed=demand.condensed,
        words=None if is_secret else demand.text,
        enterprise=None if is_secret else demand.enterprise,
        service=demand.draft.value("service_category"),
        region=demand.draft.value("region"),
        deadline=demand.draft.value("deadline"),
        budget=demand.draft.value("budget"),
    )


def _history(session: Session, subjects: Sequence[str]) -> tuple[HistoryEntry, ...]:
    """What the audit chain holds about these, in the order in which it happened."""
    found = sorted((entry for subject in subjects for entry in entries(session, subject)), key=lambda e: e.sequence)
    wanted = set(HistoryEntry.model_fields)
    return tuple(HistoryEntry(**entry.model_dump(include=wanted)) for entry in found)


def _may_confirm(demand: Demand, candidates: Sequence[Candidate]) -> bool:
    """Whether it is still to be said that nobody fits (:func:`matcher.review.handling.confirm_nobody`)."""
    is_over = demand.status not in ("confirmed", "published", "matched")
    return not is_over and all(one.state != "accepted" for one in candidates)


def _demand_events(demand: Demand, care: Care, may_confirm: bool) -> tuple[OpenEvent, ...]:
    """What can be done with the demand as a whole; only a person who may review gets here at all."""
    over = sentence("这条需求已经办结")
    is_asked = demand.status in ("confirmed", "published", "matched")
    may_add = demand.status in (*ALIVE, "no_capability")
    plain: dict[str, Any] = {"needs_reason": False, "codes": ()}
    confirming = (OpenEvent(event="nobody", label="确认没有合适的中心", **plain),) if may_confirm else ()
    return (
        *confirming,
        OpenEvent(event="add", label="添加中心", needs_reason=True, codes=ADDING, refusal=None if may_add else over),
        OpenEvent(event="ask", label="问企业", refusal=None if is_asked else over, **plain),
        OpenEvent(event="reassign", label="转交", refusal=None if care.is_open else over, **plain),
    )
