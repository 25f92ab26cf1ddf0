"""The team an engagement starts from: what the match proposed for its centre, with the people as they are today."""

from __future__ import annotations

from sqlalchemy.orm import Session

from engagement.facts.team import Member, suggested
from kb.service import list_experts
from matcher.store import get_candidate, get_run


def suggested_members(session: Session, match_id: str) -> tuple[Member, ...]:
    """The people proposed for a match, the lead first; empty where no team was proposed.

    A list to confirm or change (S0-06): :func:`engagement.service.form_team` checks whatever comes of it. NotFound for
    an unknown match.
    """
    candidate = get_candidate(session, match_id)
    if candidate.run_id is None:  # added by hand: no run proposed anything
        return ()
    proposals = get_run(session, candidate.run_id).proposals
    team = next((one.team for one in proposals if one.centre.provider_id == candidate.centre_id), None)
    if team is None:
        return ()
    ids = [one.id for one in team.members]
    return suggested(team, {expert.id: expert for expert in list_experts(session, ids=ids)})
