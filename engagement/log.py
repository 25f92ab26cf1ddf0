"""The log of an engagement: what an actor brings to a step, and the entry that the step leaves.

An entry carries the outcome of the guards and of the calendar, so an old log folds to the same engagement after the
table, the calendar or the rules have changed.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from itertools import pairwise
from typing import Annotated

from pydantic import Field

from engagement.facts.acceptance import Measurement
from engagement.facts.agreement import ContractReview, Offer, Side, Signatories
from engagement.facts.benefits import EffectReport
from engagement.facts.deliverables import Cover, Deliverable
from engagement.facts.handover import AcceptedPart, Statements
from engagement.facts.message import Message
from engagement.facts.milestones import MilestoneReport
from engagement.facts.outcomes import ServiceOutcome, Training
from engagement.facts.scope import ScopeCheck, ScopeRuling
from engagement.facts.signed_copy import SignedCopy
from engagement.facts.survey import SurveyAnswer
from engagement.facts.team import Team
from engagement.facts.technical_review import Opinion, Plan
from engagement.profiles import ProfileId
from evaluation.canonical import sha256
from foundation.actors import Role
from foundation.secrecy import Level
from foundation.values import Value
from foundation.working_calendar import Deadline
from intake.fields import ServiceCategory

OPEN = "open"
"""The first entry of every log."""


MOST_OF_A_KIND = 1_000
"""So many entries of one kind may a log have: nobody can flood it, and no flood stops work of another kind. What ends
an engagement may stand there once more, for no reopening follows it."""


class Contacts(Value):
    """The named contact on both sides."""

    enterprise: str = Field(min_length=1, max_length=200)
    centre: str = Field(min_length=1, max_length=200)


class Opening(Value):
    """What an engagement starts with: an accepted match of a demand with a centre, and the host behind it."""

    engagement_id: str
    demand_id: str
    match_id: str
    enterprise: str
    """The enterprise as a party: its id or name."""
    centre_id: str
    host_id: str
    profile: ProfileId = "superset"
    service_category: ServiceCategory | None = None
    level: Level = "internal"
    """The level of the demand."""
    host_level: Level | None = None
    """Up to which level the host may hold secrets (S0-27); ``None``: nobody has registered it."""
    scope: ScopeRuling | None = None
    """What the legal gate said when the match was accepted; ``None``: it was not asked."""


class Facts(Value):
    """What an actor brings to a step; each event asks for its own part of it."""

    opening: Opening | None = None
    reason: str | None = Field(default=None, max_length=4_000)
    code: str | None = None
    contacts: Contacts | None = None
    offer: Offer | None = None
    side: Side | None = None
    digest: str | None = None
    contract_review: ContractReview | None = None
    scope_check: ScopeCheck | None = None
    is_inside_scope: bool | None = None
    """Of logs from before the ruling stood with the engagement; nothing asks for it any more."""
    host_level: Level | None = None
    signatories: Signatories | None = None
    message: Message | None = None
    signed_copy: SignedCopy | None = None
    team: Team | None = None
    plan: Plan | None = None
    opinions: tuple[Opinion, ...] = Field(default=(), max_length=50)
    deliverable: Deliverable | None = None
    covers: tuple[Cover, ...] | None = None
    """At delivery: the certificates behind the approved scope, as they were registered then."""
    measurements: tuple[Measurement, ...] = Field(default=(), max_length=500)
    milestone: MilestoneReport | None = None
    outcome: ServiceOutcome | None = None
    training: Training | None = None
    part: AcceptedPart | None = None
    dispute: Statements | None = None
    is_solved: bool | None = None
    """At acceptance: whether the enterprise says that its problem is solved."""
    until: date | None = None
    is_agreed_by_both: bool | None = None
    delivered: str | None = Field(default=None, max_length=20_000)
    infeasible: tuple[Annotated[str, Field(min_length=1, max_length=200)], ...] | None = Field(
        default=None, max_length=50
    )
    """Of a review that found the service not feasible: which of what was asked for; ``None``: all of it."""
    assessment_id: str | None = None
    survey: SurveyAnswer | None = None
    effect_report: EffectReport | None = None


class Entry(Value):
    """One line of the log: who did what when, from where to where, and until when the next step has time."""

    number: int
    """Counts from 1 and is the version of the engagement afterwards."""
    row: str
    """The row of the table, ``T2``."""
    event: str
    state: str
    next: str
    actor_id: str
    actor_name: str | None = None
    """Who acted, as they were called: an operator enters steps for people of a party. Old logs have none."""
    actor_roles: tuple[Role, ...] | None = None
    """In which of their roles."""
    at: datetime
    code: str
    facts: Facts
    owner_role: Role | None = None
    owner: str | None = None
    due: Deadline | None = None
    finish_by: Deadline | None = None
    """The agreed day of completion, later by every pause."""
    previous: str | None = None
    """The digest of the entry before: nobody changes, drops or slips in an entry unseen. Old logs have none."""


def chain_fault(entries: Iterable[Entry]) -> int | None:
    """The number of the first entry that does not follow the one before it; ``None`` when the chain holds."""
    is_chained = False
    for before, entry in pairwise(entries):
        is_chained = is_chained or entry.previous is not None
        if is_chained and entry.previous != log_digest([before]):
            return entry.number
    return None


def log_digest(entries: Iterable[Entry]) -> str:
    """SHA-256 over a log, for the archive."""
    return sha256([entry.model_dump(mode="json", exclude_none=True) for entry in entries])
