"""What a pack shows of the demand and of the match: enough to see what was asked and why this centre, no talk."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from engagement.record import Engagement
from foundation.errors import NotFound
from foundation.values import Value
from intake import service as intake
from intake.demand import AcceptanceCriterion
from kb.service import find_centre
from matcher import store as matches


class DemandSnapshot(Value):
    """The demand without the words of the talk, which stay with the enterprise."""

    id: str
    title: str
    condensed: str
    demand_class: str
    level: str
    version: int
    values: tuple[tuple[str, str], ...]
    """Field and value, in reading order."""
    criteria: tuple[AcceptanceCriterion, ...]
    created_at: datetime
    released_hash: str | None


class MatchEvidence(Value):
    """Who was accepted by whom and why, and the digests under which the run can be replayed (B8)."""

    id: str
    centre_id: str
    rank: int
    score: int
    state: str
    origin: str
    reason_code: str | None
    decided_by: str | None
    decided_at: datetime | None
    run_id: str | None
    index_identity: str | None = None
    policy_digest: str | None = None
    input_digest: str | None = None
    payload_digest: str | None = None


class PartyNames(Value):
    """The names behind the ids of an engagement, as they were registered when the pack was made."""

    centre: str
    host: str | None = None
    credit_code: str | None = None


class Evidence(Value):
    """All of it; ``None`` where the store no longer has it."""

    parties: PartyNames | None = None
    demand: DemandSnapshot | None = None
    match: MatchEvidence | None = None


def evidence_of(session: Session, engagement: Engagement) -> Evidence:
    """What the stores know of an engagement's beginning."""
    return Evidence(
        parties=_parties(session, engagement),
        demand=_demand(session, engagement.demand_id),
        match=_match(session, engagement.match_id),
    )


def _parties(session: Session, engagement: Engagement) -> PartyNames | None:
    try:
        found = find_centre(session, engagement.centre_id)
    except NotFound:
        return None
    host = found.host if found.host.id == engagement.host_id else None
    return PartyNames(centre=found.name, host=host and host.name, credit_code=host and host.credit_code)


def _demand(session: Session, demand_id: str) -> DemandSnapshot | None:
    try:
        found = intake.get_demand(session, demand_id)
    except NotFound:
        return None
    known = [reading for reading in found.draft.readings if reading.origin != "unknown"]
    return DemandSnapshot(
        id=found.id,
        title=found.title,
        condensed=found.condensed,
        demand_class=found.demand_class,
        level=found.level,
        version=found.version,
        values=tuple((reading.field, reading.value) for reading in known),
        criteria=tuple(one.model_copy(update={"evidence": None}) for one in found.draft.criteria),
        created_at=found.created_at,
        released_hash=found.released_hash,
    )


def _match(session: Session, match_id: str) -> MatchEvidence | None:
    try:
        found = matches.get_candidate(session, match_id)
    except NotFound:
        return None
    names = ("id", "centre_id", "rank", "score", "state", "origin", "reason_code", "decided_by", "decided_at", "run_id")
    facts = {name: getattr(found, name) for name in names}
    if found.run_id is not None:
        run = matches.kept_run(session, found.run_id)
        digests = ("index_identity", "policy_digest", "input_digest", "payload_digest")
        facts |= {name: getattr(run, name) for name in digests}
    return MatchEvidence.model_validate(facts)
