"""What has happened: one engagement, its log of entries, and the fold of the log that gives the engagement back.

Nothing here asks whether a step was allowed (:mod:`engagement.guards` does) or counts working days
(:mod:`engagement.deadlines` does): an entry carries the outcome of both, so an old log folds to the same engagement
after the table, the calendar or the rules have changed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime
from functools import reduce
from typing import Any, TypeVar

from pydantic import Field

from engagement.acceptance import Measurement, Verdict, verdict
from engagement.agreement import Agreement, Confirmation, ContractReview, Offer, Side, Signatories
from engagement.deliverables import Deliverable
from engagement.profiles import ProfileId
from engagement.scope import ScopeCheck, ScopeRuling
from engagement.stages import CLOSED
from engagement.team import Team
from engagement.technical_review import EVENTS, Opinion, Plan, Review
from evaluation.canonical import sha256
from foundation.actors import Role
from foundation.secrecy import Level
from foundation.values import Value
from foundation.working_calendar import Deadline
from intake.fields import ServiceCategory

OPEN = "open"
"""The first entry of every log."""


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
    team: Team | None = None
    plan: Plan | None = None
    opinions: tuple[Opinion, ...] = Field(default=(), max_length=50)
    deliverable: Deliverable | None = None
    measurements: tuple[Measurement, ...] = Field(default=(), max_length=500)
    is_solved: bool | None = None
    """At acceptance: whether the enterprise says that its problem is solved."""
    until: date | None = None
    is_agreed_by_both: bool | None = None
    delivered: str | None = Field(default=None, max_length=20_000)
    assessment_id: str | None = None


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
    at: datetime
    code: str
    facts: Facts
    owner_role: Role | None = None
    owner: str | None = None
    due: Deadline | None = None
    finish_by: Deadline | None = None
    """The agreed day of completion, later by every pause."""


class Pause(Value):
    """What stands still while an engagement is suspended."""

    since: datetime
    due: Deadline | None
    finish_by: Deadline | None


class Engagement(Value):
    """One engagement: a demand, the centre that serves it, and how far they have come."""

    id: str
    demand_id: str
    match_id: str
    enterprise: str
    centre_id: str
    host_id: str
    profile: ProfileId
    service_category: ServiceCategory | None
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
    team: Team | None = None
    plan: Plan | None = None
    reviews: tuple[Review, ...] = ()
    deliverables: tuple[Deliverable, ...] = ()
    measurements: tuple[Measurement, ...] = ()
    rework_count: int = 0
    has_new_deliverables: bool = False
    """Something was handed in since the service began or the last rework was asked for."""
    is_solved: bool | None = None
    pause: Pause | None = None
    end_reason: str | None = None
    closed_at: datetime | None = None
    assessment_id: str | None = None
    archive_digest: str | None = None
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
        """The criteria of the agreement held against the measured values; unmeasured while nothing is agreed."""
        criteria = self.agreement.offer.criteria if self.agreement else ()
        return verdict(criteria, self.measurements)


def fold(entries: Iterable[Entry]) -> Engagement:
    """The engagement that a log tells of. ``ValueError`` when the log does not begin with its opening."""
    engagement = reduce(_apply, entries, None)
    if engagement is None:
        raise ValueError("an empty log tells of no engagement")
    return engagement


def apply(engagement: Engagement, entry: Entry) -> Engagement:
    """The engagement after one more entry. Pure; checks nothing but the number."""
    if entry.number != engagement.version + 1:
        raise ValueError(f"entry {entry.number} does not follow version {engagement.version}")
    changes: dict[str, Any] = {
        "state": entry.next,
        "version": entry.number,
        "owner_role": entry.owner_role,
        "owner": entry.owner,
        "due": entry.due,
        "finish_by": entry.finish_by,
        "history": (*engagement.history, entry),
    }
    effect = _EFFECTS.get(entry.event)
    if effect is not None:
        changes |= effect(engagement, entry)
    if entry.next != entry.state and _has_ended(entry):
        changes |= {"end_reason": entry.code, "closed_at": entry.at}
    return engagement.model_copy(update=changes)


def log_digest(entries: Iterable[Entry]) -> str:
    """SHA-256 over a log, for the archive."""
    return sha256([entry.model_dump(mode="json", exclude_none=True) for entry in entries])


def _apply(engagement: Engagement | None, entry: Entry) -> Engagement:
    return _opened(entry) if engagement is None else apply(engagement, entry)


def _opened(entry: Entry) -> Engagement:
    opening = entry.facts.opening
    if opening is None or entry.number != 1:
        raise ValueError("a log begins with its opening")
    names = opening.model_dump(exclude={"engagement_id"})
    return Engagement(
        **names,
        id=opening.engagement_id,
        opened_by=entry.actor_id,
        opened_at=entry.at,
        state=entry.next,
        version=1,
        owner_role=entry.owner_role,
        owner=entry.owner,
        due=entry.due,
        history=(entry,),
    )


def _has_ended(entry: Entry) -> bool:
    return entry.next == CLOSED or entry.event == "try_next"


Effect = Callable[[Engagement, Entry], dict[str, Any]]
T = TypeVar("T")


def _given(fact: T | None) -> T:
    """A fact that the guards have asked for: an entry without it was not made by them."""
    if fact is None:
        raise ValueError("an entry lacks a fact of its event")
    return fact


def _offered(engagement: Engagement, entry: Entry) -> dict[str, Any]:
    return {"offers": (*engagement.offers, entry.facts.offer), "confirmations": ()}


def _confirmed(engagement: Engagement, entry: Entry) -> dict[str, Any]:
    side, digest = _given(entry.facts.side), _given(entry.facts.digest)
    new = Confirmation(side=side, digest=digest, actor_id=entry.actor_id, at=entry.at)
    others = tuple(one for one in engagement.confirmations if one.side != new.side)
    return {"confirmations": (*others, new)}


def _contract_reviewed(engagement: Engagement, entry: Entry) -> dict[str, Any]:
    digest = engagement.offer.digest if engagement.offer else None
    return {"contract_review": entry.facts.contract_review, "contract_review_digest": digest}


def _scope_checked(engagement: Engagement, entry: Entry) -> dict[str, Any]:
    return {"scope_check": entry.facts.scope_check, "scope_checked": engagement.offers[-1].scope}


def _signed(engagement: Engagement, entry: Entry) -> dict[str, Any]:
    offer = engagement.offers[-1]
    agreement = Agreement(
        version=len(engagement.agreements) + 1,
        offer=offer,
        digest=offer.digest,
        signatories=_given(entry.facts.signatories),
        signed_at=entry.at,
    )
    return {
        "agreements": (*engagement.agreements, agreement),
        "confirmations": (),
        "host_level": entry.facts.host_level or engagement.host_level,
    }


def _staffed(engagement: Engagement, entry: Entry) -> dict[str, Any]:
    return {"team": entry.facts.team, "plan": None}


def _reviewed(engagement: Engagement, entry: Entry) -> dict[str, Any]:
    outcome = next(outcome for outcome, event in EVENTS.items() if event == entry.event)
    review = Review(round=len(engagement.reviews) + 1, outcome=outcome, opinions=entry.facts.opinions, cause=entry.code)
    changes: dict[str, Any] = {"reviews": (*engagement.reviews, review)}
    return changes | (_back_to_talks(engagement, entry) if entry.event == "fail_to_talks" else {})


def _handed_in(engagement: Engagement, entry: Entry) -> dict[str, Any]:
    return {"deliverables": (*engagement.deliverables, entry.facts.deliverable), "has_new_deliverables": True}


def _measured(engagement: Engagement, entry: Entry) -> dict[str, Any]:
    return {"measurements": (*engagement.measurements, *entry.facts.measurements)}


def _back_to_talks(engagement: Engagement, entry: Entry) -> dict[str, Any]:
    """An amendment is opened: both sides confirm anew, the reviews and a check of the scope are repeated."""
    return {
        "confirmations": (),
        "contract_review": None,
        "contract_review_digest": None,
        "scope_check": None,
        "scope_checked": None,
        "plan": None,
        "measurements": (),
    }


def _reworked(engagement: Engagement, entry: Entry) -> dict[str, Any]:
    return {"rework_count": engagement.rework_count + 1, "measurements": (), "has_new_deliverables": False}


def _suspended(engagement: Engagement, entry: Entry) -> dict[str, Any]:
    return {"pause": Pause(since=entry.at, due=engagement.due, finish_by=engagement.finish_by)}


def _archived(engagement: Engagement, entry: Entry) -> dict[str, Any]:
    digest = log_digest((*engagement.history, entry))
    return {"assessment_id": entry.facts.assessment_id, "archive_digest": digest}


_EFFECTS: dict[str, Effect] = {
    "start": lambda _, entry: {"contacts": entry.facts.contacts},
    "make_offer": _offered,
    "confirm_offer": _confirmed,
    "review_contract": _contract_reviewed,
    "check_scope": _scope_checked,
    "sign": _signed,
    "assign_team": _staffed,
    "change_team": _staffed,
    "submit_plan": lambda _, entry: {"plan": entry.facts.plan},
    "pass_review": _reviewed,
    "fail_to_talks": _reviewed,
    "fail_to_team": _reviewed,
    "fail_to_end": _reviewed,
    "hand_in": _handed_in,
    "request_change": _back_to_talks,
    "record_measurement": _measured,
    "accept": lambda _, entry: {"is_solved": entry.facts.is_solved},
    "rework": _reworked,
    "dispute_criteria": _back_to_talks,
    "suspend": _suspended,
    "resume": lambda *_: {"pause": None},
    "reopen": lambda *_: {"end_reason": None, "closed_at": None, "is_solved": None, "measurements": ()},
    "archive": _archived,
}
"""What an event adds to the engagement besides the next state."""
