"""Match runs and candidates: rows in, values out."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Literal

from sqlalchemy import JSON, Integer, cast, func, or_, select
from sqlalchemy.orm import Session, aliased

from foundation.database import is_postgresql
from foundation.errors import NotFound
from foundation.races import save_over
from foundation.values import Value, value_of
from matcher.kept_run import KeptRun, RunHead
from matcher.matchlist import CentreCandidate
from matcher.outcome import Outcome
from matcher.run import RunInput
from matcher.tables import MatchCandidateRow, MatchRunRow


class Candidate(Value):
    """A centre proposed for a demand, with the state of its review."""

    id: str
    run_id: str | None
    """``None``: added by hand."""
    demand_id: str
    centre_id: str
    rank: int
    score: int
    state: str
    version: int
    reason_code: str | None = None
    note: str | None = None
    decided_by: str | None = None
    decided_at: datetime | None = None
    origin: Literal["run", "hand"] = "run"


class Run(Value):
    """A stored run of the matcher."""

    id: str
    created_at: datetime
    outcome: Outcome


class Prospect(Value):
    """What the newest run of a demand promises: the highest confidence of its proposals, in thousandths."""

    confidence: int | None
    is_abstained: bool


def add_run(session: Session, run_id: str, demand_id: str, asked: RunInput, outcome: Outcome, at: datetime) -> str:
    """Store a run with what it was asked; the SHA-256 of its payload."""
    payload = outcome.model_dump_json()
    digest = hashlib.sha256(payload.encode()).hexdigest()
    session.add(
        MatchRunRow(
            id=run_id,
            demand_id=demand_id,
            index_identity=asked.index_identity,
            policy_digest=asked.policy.digest,
            input=asked.model_dump_json(),
            input_digest=asked.digest,
            payload=payload,
            payload_digest=digest,
            created_at=at,
        )
    )
    session.flush()
    return digest


def add_candidate(
    session: Session, candidate_id: str, run_id: str, demand_id: str, centre: CentreCandidate, state: str
) -> Candidate:
    """Store one candidate in the review's first state."""
    candidate = Candidate(
        id=candidate_id,
        run_id=run_id,
        demand_id=demand_id,
        centre_id=centre.provider_id,
        rank=centre.rank,
        score=centre.score,
        state=state,
        version=1,
    )
    return put_candidate(session, candidate)


def put_candidate(session: Session, candidate: Candidate) -> Candidate:
    """Store a new candidate as it is."""
    session.add(MatchCandidateRow(**candidate.model_dump()))
    session.flush()
    return candidate


def get_run(session: Session, run_id: str) -> Outcome:
    """What a run found and said, as it was; NotFound when there is none."""
    return kept_run(session, run_id).outcome()


def kept_run(session: Session, run_id: str) -> KeptRun:
    """A run as it was stored, byte for byte; NotFound when there is none."""
    row = session.get(MatchRunRow, run_id)
    if row is None:
        raise NotFound("match_run_unknown", "没有这次匹配：{run}", run=run_id)
    return _kept(row)


def _kept(row: MatchRunRow) -> KeptRun:
    return value_of(KeptRun, row)


def run_heads(session: Session, demand_id: str | None = None) -> tuple[RunHead, ...]:
    """The runs of a demand, or all; those of one index together, oldest first."""
    columns = [getattr(MatchRunRow, name) for name in RunHead.model_fields if name != "has_input"]
    query = select(*columns, MatchRunRow.input.is_not(None).label("has_input"))
    if demand_id is not None:
        query = query.where(MatchRunRow.demand_id == demand_id).order_by(MatchRunRow.created_at, MatchRunRow.id)
    query = query.order_by(MatchRunRow.index_identity, MatchRunRow.created_at, MatchRunRow.id)
    return tuple(RunHead.model_validate(dict(row)) for row in session.execute(query).mappings())


def matched_of(session: Session, demand_ids: Sequence[str]) -> frozenset[str]:
    """Which of these demands were matched at least once; one query."""
    query = select(MatchRunRow.demand_id).where(MatchRunRow.demand_id.in_(demand_ids)).distinct()
    return frozenset(session.execute(query).scalars())


def after_newest(session: Session, demand_id: str, now: datetime) -> datetime:
    """``now``, or a moment after the demand's newest run where the clock was set back: the last run counts."""
    newest = select(func.max(MatchRunRow.created_at)).where(MatchRunRow.demand_id == demand_id)
    last = session.execute(newest).scalar_one()
    return now if last is None or last < now else last + timedelta(microseconds=1)


def newest_run(session: Session, demand_id: str) -> Run | None:
    """The newest run of a demand; ``None`` when it was never matched."""
    newest = select(MatchRunRow).where(MatchRunRow.demand_id == demand_id)
    newest = newest.order_by(MatchRunRow.created_at.desc(), MatchRunRow.id.desc()).limit(1)
    row = session.scalars(newest).one_or_none()
    return None if row is None else Run(id=row.id, created_at=row.created_at, outcome=_kept(row).outcome())


def prospects_of(session: Session, demand_ids: Sequence[str]) -> dict[str, Prospect]:
    """What the newest runs of these demands promise, read within the stored outcomes: none is loaded for it."""
    row = MatchRunRow
    other = aliased(MatchRunRow)
    newest = select(other.id).where(other.demand_id == row.demand_id).correlate(row)
    newest = newest.order_by(other.created_at.desc(), other.id.desc()).limit(1)
    if not is_postgresql(session):
        is_abstained = func.json_extract(row.payload, "$.is_abstained")
        each = func.json_each(row.payload, "$.proposals").table_valued("value")
        sure = cast(func.json_extract(each.c.value, "$.confidence"), Integer)
    else:
        outcome = cast(row.payload, JSON)
        is_abstained = outcome["is_abstained"].as_boolean()
        proposal = func.json_array_elements(outcome["proposals"]).table_valued("value", joins_implicitly=True)
        each, sure = proposal, cast(proposal.c.value.op("->>")("confidence"), Integer)
    best = select(func.max(sure)).select_from(each).correlate(row).scalar_subquery()
    query = select(row.demand_id, is_abstained, best).where(
        row.demand_id.in_(demand_ids), row.id == newest.scalar_subquery()
    )
    return {
        demand_id: Prospect(confidence=confidence, is_abstained=bool(abstained))
        for demand_id, abstained, confidence in session.execute(query)
    }


def get_candidate(session: Session, candidate_id: str) -> Candidate:
    """One candidate as it is now; NotFound when there is none."""
    row = session.get(MatchCandidateRow, candidate_id, populate_existing=True)
    if row is None:
        raise NotFound("match_unknown", "没有这条匹配：{match}", match=candidate_id)
    return _candidate(row)


def candidates_of(session: Session, demand_id: str) -> tuple[Candidate, ...]:
    """The candidates of a demand that count now, by rank: of the newest run, accepted before, and by hand last."""
    return candidates_of_all(session, (demand_id,)).get(demand_id, ())


def candidates_of_all(session: Session, demand_ids: Sequence[str]) -> dict[str, tuple[Candidate, ...]]:
    """The same for several demands; those without candidates are left out; one query."""
    row = MatchCandidateRow
    newest = select(MatchRunRow.id).where(MatchRunRow.demand_id == row.demand_id).correlate(row)
    newest = newest.order_by(MatchRunRow.created_at.desc(), MatchRunRow.id.desc()).limit(1)
    counts = or_(row.run_id == newest.scalar_subquery(), row.run_id.is_(None), row.state == "accepted")
    query = select(row).where(row.demand_id.in_(demand_ids), counts, row.state != "superseded")
    found: dict[str, list[Candidate]] = {}
    for one in session.scalars(query.execution_options(populate_existing=True)):
        found.setdefault(one.demand_id, []).append(_candidate(one))
    return {
        demand_id: tuple(sorted(held, key=lambda one: (one.origin == "hand", one.rank, one.id)))
        for demand_id, held in found.items()
    }


def all_candidates(session: Session, demand_id: str) -> tuple[Candidate, ...]:
    """Every candidate a demand ever had, the oldest first."""
    query = select(MatchCandidateRow).where(MatchCandidateRow.demand_id == demand_id).order_by(MatchCandidateRow.id)
    return tuple(_candidate(row) for row in session.scalars(query.execution_options(populate_existing=True)))


def candidates_decided(session: Session, first: datetime, before: datetime) -> tuple[Candidate, ...]:
    """Every candidate whose last decision was made in ``[first, before)``, the oldest first; one query."""
    row = MatchCandidateRow
    query = select(row).where(row.decided_at >= first, row.decided_at < before).order_by(row.id)
    return tuple(_candidate(one) for one in session.scalars(query))


def candidates_ever(session: Session, demand_ids: Sequence[str]) -> dict[str, tuple[Candidate, ...]]:
    """Every candidate these demands ever had; those without any are left out."""
    found: dict[str, tuple[Candidate, ...]] = {}
    for start in range(0, len(demand_ids), 500):
        some = demand_ids[start : start + 500]
        query = select(MatchCandidateRow).where(MatchCandidateRow.demand_id.in_(some)).order_by(MatchCandidateRow.id)
        for one in session.scalars(query):
            found[one.demand_id] = (*found.get(one.demand_id, ()), _candidate(one))
    return found


def save_decision(
    session: Session, before: Candidate, state: str, reason_code: str | None, note: str | None, by: str, at: datetime
) -> Candidate:
    """Move a candidate on if nobody did meanwhile; Conflict otherwise."""
    changes = {"state": state, "reason_code": reason_code, "note": note, "decided_by": by, "decided_at": at}
    return _save(session, before, changes)


def move(session: Session, before: Candidate, state: str) -> Candidate:
    """The same without a decision: what was decided before stays with it."""
    return _save(session, before, {"state": state})


def _save(session: Session, before: Candidate, changes: dict[str, Any]) -> Candidate:
    return save_over(session, MatchCandidateRow, before, before.model_copy(update=changes), **changes)


def _candidate(row: MatchCandidateRow) -> Candidate:
    return value_of(Candidate, row)
