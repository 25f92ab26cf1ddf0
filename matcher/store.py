"""Match runs and candidates: rows in, values out."""

from __future__ import annotations

import hashlib
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.engine import CursorResult
from sqlalchemy.orm import Session

from foundation.errors import Conflict, NotFound
from foundation.values import Value
from matcher.kept_run import KeptRun, RunHead
from matcher.matchlist import CentreCandidate
from matcher.outcome import Outcome
from matcher.run import RunInput
from matcher.tables import MatchCandidateRow, MatchRunRow


class Candidate(Value):
    """A centre proposed for a demand, with the state of its review."""

    id: str
    run_id: str
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
    row = MatchCandidateRow(
        id=candidate_id,
        run_id=run_id,
        demand_id=demand_id,
        centre_id=centre.provider_id,
        rank=centre.rank,
        score=centre.score,
        state=state,
        version=1,
    )
    session.add(row)
    session.flush()
    return _candidate(row)


def get_run(session: Session, run_id: str) -> Outcome:
    """What a run found and said, as it was; NotFound when there is none."""
    return kept_run(session, run_id).outcome()


def kept_run(session: Session, run_id: str) -> KeptRun:
    """A run as it was stored, byte for byte; NotFound when there is none."""
    row = session.get(MatchRunRow, run_id)
    if row is None:
        raise NotFound("match_run_unknown", "没有这次匹配：{run}", run=run_id)
    return KeptRun.model_validate({name: getattr(row, name) for name in KeptRun.model_fields})


def run_heads(session: Session, demand_id: str | None = None) -> tuple[RunHead, ...]:
    """The runs of a demand, or all; those of one index together, oldest first."""
    columns = [getattr(MatchRunRow, name) for name in RunHead.model_fields if name != "has_input"]
    query = select(*columns, MatchRunRow.input.is_not(None).label("has_input"))
    if demand_id is not None:
        query = query.where(MatchRunRow.demand_id == demand_id).order_by(MatchRunRow.created_at, MatchRunRow.id)
    query = query.order_by(MatchRunRow.index_identity, MatchRunRow.created_at, MatchRunRow.id)
    return tuple(RunHead.model_validate(dict(row)) for row in session.execute(query).mappings())


def get_candidate(session: Session, candidate_id: str) -> Candidate:
    """One candidate; NotFound when there is none."""
    row = session.get(MatchCandidateRow, candidate_id)
    if row is None:
        raise NotFound("match_unknown", "没有这条匹配：{match}", match=candidate_id)
    return _candidate(row)


def candidates_of(session: Session, demand_id: str) -> tuple[Candidate, ...]:
    """The candidates of a demand's newest run, by rank."""
    newest = select(MatchRunRow.id).where(MatchRunRow.demand_id == demand_id)
    newest = newest.order_by(MatchRunRow.created_at.desc(), MatchRunRow.id.desc()).limit(1)
    rows = session.scalars(
        select(MatchCandidateRow)
        .where(MatchCandidateRow.run_id.in_(newest.scalar_subquery()))
        .order_by(MatchCandidateRow.rank)
    )
    return tuple(_candidate(row) for row in rows)


def save_decision(
    session: Session, before: Candidate, state: str, reason_code: str | None, note: str | None, by: str, at: datetime
) -> Candidate:
    """Move a candidate on if nobody did meanwhile; Conflict otherwise."""
    statement = (
        update(MatchCandidateRow)
        .where(MatchCandidateRow.id == before.id, MatchCandidateRow.version == before.version)
        .values(
            state=state,
            version=before.version + 1,
            reason_code=reason_code,
            note=note,
            decided_by=by,
            decided_at=at,
        )
    )
    result = session.execute(statement)
    assert isinstance(result, CursorResult)
    if result.rowcount != 1:
        raise Conflict("changed_meanwhile", "这条记录刚刚被别人改过，请刷新后再试")
    return before.model_copy(
        update={
            "state": state,
            "version": before.version + 1,
            "reason_code": reason_code,
            "note": note,
            "decided_by": by,
            "decided_at": at,
        }
    )


def _candidate(row: MatchCandidateRow) -> Candidate:
    return Candidate(
        id=row.id,
        run_id=row.run_id,
        demand_id=row.demand_id,
        centre_id=row.centre_id,
        rank=row.rank,
        score=row.score,
        state=row.state,
        version=row.version,
        reason_code=row.reason_code,
        note=row.note,
        decided_by=row.decided_by,
        decided_at=row.decided_at,
    )
