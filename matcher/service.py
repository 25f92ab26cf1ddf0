"""Use cases of matching: prepare the query, keep a run, decide about a candidate.

Matching itself happens between two sessions: :func:`wanted_of` (read) → :func:`matcher.parts.match_parts` and
:func:`matcher.run.complete` (think, no session open) → :func:`save_matches` (write).
"""

from __future__ import annotations

from datetime import date

from foundation.errors import Conflict, InvalidInput
from foundation.process import advance
from foundation.unit_of_work import Work
from foundation.values import Value
from intake.demand import Demand, Draft
from matcher import store
from matcher.gap_store import replace_gaps
from matcher.kept_run import PROPOSING
from matcher.outcome import Outcome
from matcher.query import Wanted
from matcher.review import REASONS, REVIEW, Decision
from matcher.run import RunInput
from matcher.store import Candidate
from matcher.tasks import Task


class MatchRun(Value):
    """A stored run: its id, the digest of its bytes, the candidates up for review; the tasks, if there are several."""

    id: str
    digest: str
    candidates: tuple[Candidate, ...]
    tasks: tuple[Task, ...] = ()


def wanted_of(draft: Draft, text: str, title: str, planned_on: date) -> Wanted:
    """What the matcher looks for: the demand's own values, nothing guessed."""
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
        planned_on=planned_on,
    )


def save_matches(work: Work, demand: Demand, asked: RunInput, outcome: Outcome) -> MatchRun:
    """Keep the run with its input for replay (B8) and put the centres it proposes up for review."""
    run_id = work.new_id("run")
    digest = store.add_run(work.session, run_id, demand.id, asked, outcome, work.now)
    wanted = asked.wanted
    replace_gaps(work.session, demand.id, run_id, outcome.gaps, wanted.region, wanted.planned_on)
    candidates = tuple(
        store.add_candidate(work.session, work.new_id("mat"), run_id, demand.id, proposal.centre, REVIEW.start)
        for proposal in outcome.proposals
    )
    facts = {"run": run_id, "candidates": len(candidates), "index": asked.index_identity}
    work.record(PROPOSING, demand.id, {**facts, "digest": digest, "input": asked.digest})
    tasks = tuple(part.task for part in outcome.found.parts)
    return MatchRun(id=run_id, digest=digest, candidates=candidates, tasks=tasks)


def decide(
    work: Work,
    candidate_id: str,
    decision: Decision,
    reason_code: str | None = None,
    note: str | None = None,
    expected_version: int | None = None,
) -> Candidate:
    """A coordinator's decision. Declining and holding need a reason code; the code "other" needs a note too.

    Raises Conflict when the candidate moved on (``expected_version``), NotAllowed for other roles.
    """
    before = store.get_candidate(work.session, candidate_id)
    if reason_code is not None and reason_code not in REASONS:
        raise InvalidInput("reason_code_unknown", "没有这个原因代码：{code}", field="reason_code", code=reason_code)
    if reason_code == "other" and not (note or "").strip():
        raise InvalidInput("reason_note_missing", "选“其他”时请写明原因", field="note")
    if expected_version is not None and expected_version != before.version:
        raise Conflict("changed_meanwhile", "这条记录刚刚被别人改过，请刷新后再试")
    step = advance(REVIEW, before.state, decision, work.actor, reason=reason_code)
    after = store.save_decision(work.session, before, step.next, reason_code, note, work.actor.id, work.now)
    work.record(f"match.{step.next}", candidate_id, {"reason": reason_code, "version": after.version})
    return after
