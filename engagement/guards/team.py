"""Guards of the team (clauses 4.2.1 and 4.2.2)."""

from __future__ import annotations

from engagement.facts.team import attestation_fault, lead_fault, staff_fault
from engagement.guards.situation import Refusal, Situation
from foundation.language import sentence


def lead_and_staff_named(now: Situation) -> Refusal:
    """A lead and at least one more person (S0-06)."""
    team = now.facts.team
    return None if team and team.staff else sentence("项目组要有负责人和至少一名成员")


def staff_qualified(now: Situation) -> Refusal:
    """Every member meets 4.2.2 1) (S0-10, shall)."""
    return staff_fault(now.facts.team, now.today) if now.facts.team else None


def lead_qualified_or_justified(now: Situation) -> Refusal:
    """The lead meets 4.2.1 1), or the team carries a written reason (S0-08, should)."""
    return lead_fault(now.facts.team, now.today) if now.facts.team else None


def lead_attested(now: Situation) -> Refusal:
    """What cannot be computed about the lead is attested (S0-09)."""
    return attestation_fault(now.facts.team, now.today) if now.facts.team else None
