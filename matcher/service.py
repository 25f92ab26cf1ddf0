"""Use cases of matching: prepare the query, keep a run. What people decide about it is :mod:`matcher.review.deciding`.

Matching itself happens between two sessions: :func:`wanted_of` (read) → :func:`matcher.parts.match_parts` and
:func:`matcher.run.complete` (think, no session open) → :func:`save_matches` (write).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from foundation.actors import SYSTEM
from foundation.process import advance
from foundation.unit_of_work import Work
from foundation.values import Value
from intake.demand import Demand, Draft
from intake.service import hold_demand
from matcher import store
from matcher.doubt.gap_store import replace_gaps
from matcher.kept_run import PROPOSING
from matcher.outcome import Outcome
from matcher.query import Guessed, Wanted
from matcher.review.process import REVIEW
from matcher.run import RunInput
from matcher.store import Candidate
from matcher.tasks import Task


class MatchRun(Value):
    """A stored run: its id, the digest of its bytes, the candidates that count now; the tasks, if there are several."""

    id: str
    digest: str
    candidates: tuple[Candidate, ...]
    tasks: tuple[Task, ...] = ()


def wanted_of(draft: Draft, text: str, title: str, planned_on: date, is_confirmed: bool = False) -> Wanted:
    """What the matcher looks for: the demand's own values, nothing guessed.

    ``is_confirmed``: an enterprise confirmed the draft as its demand. Then the product is its own; parameters are where
    they were answered or typed, for many are read from a text and confirmed unread.
    """
    return Wanted(
        text=text,
        title=title,
        product=draft.value("product"),
        problem=" ".join(draft.values("problem")) or draft.value("problem_type"),
        parameters=draft.values("parameters"),
        standards=draft.values("standards"),
        service_category=draft.value("service_category"),
        region=draft.value("region"),
        marks=draft.values("report_mark"),
        guessed=tuple(_guessed(draft, is_confirmed)),
        planned_on=planned_on,
    )


def _guessed(draft: Draft, is_confirmed: bool) -> Iterator[Guessed]:
    said = {reading.field for reading in draft.readings if reading.origin == "confirmed"}
    if not is_confirmed and draft.value("product") and "product" not in said:
        yield "product"
    if draft.values("parameters") and "parameters" not in said:
        yield "parameters"
    if any(reading.field == "title" and reading.rule == "condensed" for reading in draft.readings):
        yield "title"


def save_matches(work: Work, demand: Demand, asked: RunInput, outcome: Outcome) -> MatchRun:
    """Keep the run with its input for replay (B8) and put the centres it proposes up for review.

    What nobody had decided of the run before is replaced; centres that were accepted, or that somebody added by hand,
    stay as they are and are not put up a second time.
    """
    hold_demand(work.session, demand.id)
    replaced = _replace(work, demand.id)
    standing = store.candidates_of(work.session, demand.id)
    kept = {one.centre_id for one in standing if one.state == "accepted" or _is_open_by_hand(one)}
    run_id = work.new_id("run")
    at = store.after_newest(work.session, demand.id, work.now)
    digest = store.add_run(work.session, run_id, demand.id, asked, outcome, at)
    replace_gaps(work.session, demand.id, run_id, outcome.gaps, asked.wanted.region, asked.wanted.planned_on)
    for proposal in outcome.proposals:
        if proposal.centre.provider_id not in kept:
            store.add_candidate(work.session, work.new_id("mat"), run_id, demand.id, proposal.centre, REVIEW.start)
    candidates = tuple(
        one for one in store.candidates_of(work.session, demand.id) if one.run_id == run_id or one.centre_id in kept
    )
    facts = {"run": run_id, "candidates": len(candidates), "index": asked.index_identity}
    facts |= {"digest": digest, "input": asked.digest}
    work.record(PROPOSING, demand.id, facts | ({"replaced": replaced} if replaced else {}))
    tasks = tuple(part.task for part in outcome.found.parts)
    return MatchRun(id=run_id, digest=digest, candidates=candidates, tasks=tasks)


def _replace(work: Work, demand_id: str) -> int:
    """Open candidates of the runs before are no longer up for review; how many there were."""
    before = [
        one
        for one in store.candidates_of(work.session, demand_id)
        if one.origin == "run" and not REVIEW.state(one.state).is_end
    ]
    for one in before:
        row = advance(REVIEW, one.state, "supersede", SYSTEM)
        store.move(work.session, one, row.next)
    return len(before)


def _is_open_by_hand(one: Candidate) -> bool:
    return one.origin == "hand" and not REVIEW.state(one.state).is_end
