"""One engagement as its log tells it (:mod:`engagement.folding`): who serves which demand, and how far."""

from __future__ import annotations

from datetime import date, datetime

from engagement.facts.acceptance import Measurement, Verdict, verdict
from engagement.facts.agreement import Agreement, Confirmation, ContractReview, Offer
from engagement.facts.benefits import ReportedEffects
from engagement.facts.deliverables import Deliverable, DeliverableVersion, versions
from engagement.facts.handover import Acceptance, Dispute, Remainder, remainder
from engagement.facts.milestones import MilestoneReport, MilestoneState, next_due, standing
from engagement.facts.outcomes import ServiceOutcome, Training
from engagement.facts.scope import ScopeCheck, ScopeRuling
from engagement.facts.signed_copy import HeldCopy
from engagement.facts.survey import Survey
from engagement.facts.team import Team
from engagement.facts.technical_review import Opinion, Plan, Review
from engagement.log import Contacts, Entry
from engagement.profiles import ProfileId
from foundation.actors import Role
from foundation.secrecy import Level
from foundation.values import Value
from foundation.working_calendar import Deadline
from intake.fields import ServiceCategory


class Pause(Value):
    """What stands still while an engagement is suspended."""

    since: datetime
    due: Deadline | None = None
    finish_by: Deadline | None = None
    """``None`` while nothing is signed; stored content leaves it out."""


class Engagement(Value):
    """One engagement: a demand, the centre that serves it, and how far they have come."""

    id: str
    demand_id: str
    match_id: str
    enterprise: str
    centre_id: str
    host_id: str
    profile: ProfileId
    service_category: ServiceCategory | None = None
    level: Level
    host_level: Level | None = None
    scope: ScopeRuling | None = None
    opened_by: str
    opened_at: datetime
    state: str
    version: int
    owner_role: Role | None = None
    owner: str | None = None
    """The party or person who has to act now; ``None`` where nothing is open any more."""
    due: Deadline | None = None
    finish_by: Deadline | None = None
    contacts: Contacts | None = None
    offers: tuple[Offer, ...] = ()
    confirmations: tuple[Confirmation, ...] = ()
    contract_review: ContractReview | None = None
    contract_review_digest: str | None = None
    scope_check: ScopeCheck | None = None
    scope_checked: str | None = None
    """The scope of the offer that was on the table when somebody checked it."""
    agreements: tuple[Agreement, ...] = ()
    signed_copies: tuple[HeldCopy, ...] = ()
    team: Team | None = None
    plan: Plan | None = None
    opinions: tuple[Opinion, ...] = ()
    """What members of the panel have written before the outcome of this round is stated."""
    reviews: tuple[Review, ...] = ()
    deliverables: tuple[Deliverable, ...] = ()
    measurements: tuple[Measurement, ...] = ()
    acceptances: tuple[Acceptance, ...] = ()
    """What the enterprise took over in parts, under the agreement in force."""
    disputes: tuple[Dispute, ...] = ()
    milestones: tuple[MilestoneReport, ...] = ()
    """What was reported of the plan that is in force."""
    outcomes: tuple[ServiceOutcome, ...] = ()
    trainings: tuple[Training, ...] = ()
    rework_count: int = 0
    """Over the whole engagement."""
    reworks_before: int = 0
    """How many of them lie before the agreement in force: a limit counts those under it."""
    has_new_deliverables: bool = False
    """Something was handed in since the service began, or began anew: after rework, an amendment, a reopening."""
    is_solved: bool | None = None
    pause: Pause | None = None
    end_reason: str | None = None
    closed_at: datetime | None = None
    assessment_id: str | None = None
    archive_digest: str | None = None
    surveys: tuple[Survey, ...] = ()
    effect_reports: tuple[ReportedEffects, ...] = ()
    history: tuple[Entry, ...] = ()

    @property
    def offer(self) -> Offer | None:
        """The offer on the table: the latest round."""
        return self.offers[-1] if self.offers else None

    @property
    def agreement(self) -> Agreement | None:
        """The agreement in force: the latest version."""
        return self.agreements[-1] if self.agreements else None

    @property
    def needs_contract_review(self) -> bool:
        """Gate G0: on for all work but routine testing (clause 6.1); an unknown kind of work needs it."""
        return self.service_category != "检验检测"

    def is_overdue(self, today: date) -> bool:
        """Whether its owner has let the day pass."""
        return self.due is not None and self.due.date < today

    def verdict(self) -> Verdict:
        """The criteria of the agreement held against the measured values; unmeasured while nothing is agreed.

        What was accepted in parts is marked, and changes no outcome.
        """
        criteria = self.agreement.offer.criteria if self.agreement else ()
        found, accepted = verdict(criteria, self.measurements), set(self.remainder().accepted_criteria)
        marked = tuple(one.model_copy(update={"is_accepted": one.criterion_id in accepted}) for one in found.judgements)
        return found.model_copy(update={"judgements": marked})

    def remainder(self) -> Remainder:
        """What of the agreement was accepted in parts, and what is still due."""
        return remainder(self.agreement.offer if self.agreement else None, self.acceptances)

    @property
    def milestone_states(self) -> tuple[MilestoneState, ...]:
        """The milestones of the plan and where each stands."""
        return standing((self.plan and self.plan.milestones) or (), self.milestones)

    @property
    def next_milestone(self) -> MilestoneState | None:
        """What is due next; ``None`` when nothing was planned or all is done."""
        return next_due(self.milestone_states)

    @property
    def deliverable_versions(self) -> tuple[DeliverableVersion, ...]:
        """Everything handed in, in its order, each with its version and what it changed."""
        return versions(self.deliverables)
