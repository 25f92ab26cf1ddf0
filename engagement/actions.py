"""What an actor may do now: the rows that are open, what each asks for, and why some have to wait.

One read model for the buttons of a page, the command line and REST, made of the same table and guards that decide.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType

from engagement.deadlines import DEFAULT_RULES, Rules
from engagement.engagement import acts_for
from engagement.guards import GUARDS, Situation
from engagement.log import Facts
from engagement.profiles import profile
from engagement.record import Engagement
from engagement.stages import Event
from foundation.actors import Actor, Role
from foundation.language import Sentence, sentence
from foundation.process import Transition
from foundation.values import Value
from foundation.working_calendar import WorkingCalendar

ASKS: Mapping[Event, tuple[str, ...]] = MappingProxyType(
    {
        "start": ("contacts",),
        "make_offer": ("offer",),
        "confirm_offer": ("side", "digest"),
        "review_contract": ("contract_review",),
        "check_scope": ("scope_check",),
        "sign": ("signatories",),
        "say": ("message",),
        "attach_signed_copy": ("signed_copy",),
        "assign_team": ("team",),
        "change_team": ("team",),
        "submit_plan": ("plan",),
        "give_opinion": ("opinions",),
        "pass_review": ("opinions",),
        "fail_to_talks": ("opinions",),
        "fail_to_team": ("opinions",),
        "fail_to_end": ("opinions", "infeasible"),
        "hand_in": ("deliverable",),
        "report_milestone": ("milestone",),
        "record_outcome": ("outcome",),
        "record_training": ("training",),
        "record_measurement": ("measurements",),
        "accept_part": ("part",),
        "dispute_criteria": ("dispute",),
        "accept": ("is_solved",),
        "suspend": ("until", "is_agreed_by_both"),
        "terminate": ("delivered", "is_agreed_by_both"),
        "archive": ("assessment_id",),
        "answer_survey": ("survey",),
        "report_effect": ("effect_report",),
    }
)
"""The facts (fields of :class:`engagement.log.Facts`) that a step brings along, beside reason and code."""

STANDING: frozenset[str] = frozenset(
    {
        "same_terms_confirmed",
        "host_is_party",
        "secrecy_held",
        "inside_scope",
        "scope_left_open",
        "criteria_measurable",
        "contract_reviewed",
        "time_left",
        "no_agreement_in_force",
        "agreement_in_force",
        "panel_concludes",
        "deliverables_in",
        "documents_issuable",
        "all_criteria_passed",
        "criteria_not_passed",
        "rework_left",
        "reopening_open",
        "was_agreed",
        "survey_unanswered",
    }
)
"""Guards that look at the engagement alone: whether they hold is known before anybody fills in a form."""


ABOUT_THE_OFFER: frozenset[Event] = frozenset({"confirm_offer", "review_contract", "check_scope"})
"""Steps that say something of the terms on the table: without terms there is nothing to say."""


class OpenRow(Value):
    """What an open row is, in whatever words it is told."""

    row: str
    event: str
    label: str
    next: str
    next_label: str
    roles: tuple[Role, ...]
    """In which of their roles the actor may take it."""
    asks: tuple[str, ...]
    needs_reason: bool


class Action(OpenRow):
    """One row that is open for the actor."""

    codes: tuple[str, ...]
    """Reason codes to choose from; one alone needs no choice."""
    waits_for: tuple[Sentence, ...] = ()
    """What the engagement itself still lacks; empty: the step can be taken now."""

    @property
    def is_ready(self) -> bool:
        """Whether nothing but the facts of the step is missing."""
        return not self.waits_for


def open_actions(
    engagement: Engagement, actor: Actor, moment: datetime, calendar: WorkingCalendar, rules: Rules = DEFAULT_RULES
) -> tuple[Action, ...]:
    """The rows open in this state for this actor as a party, in the order of the table."""
    process = profile(engagement.profile).process
    now = Situation(engagement, actor, Facts(), moment, calendar, rules)
    found = []
    for row in process.open_events(engagement.state, actor):
        roles = tuple(sorted(role for role in row.roles & actor.roles if acts_for(engagement, role, actor)))
        if roles:
            label = process.state(row.next).label
            found.append(_action(row, label, roles, now))
    return tuple(found)


def _action(row: Transition, next_label: str, roles: tuple[Role, ...], now: Situation) -> Action:
    refusals = [GUARDS[name](now) for name in row.guards if name in STANDING]
    if row.event in ABOUT_THE_OFFER and now.engagement.offer is None:
        refusals.append(sentence("还没有方案与报价"))
    return Action(
        row=row.id,
        event=row.event,
        label=row.label,
        next=row.next,
        next_label=next_label,
        roles=roles,
        asks=ASKS.get(row.event, ()),  # type: ignore[call-overload]
        codes=row.codes,
        needs_reason=row.needs_reason,
        waits_for=tuple(refusal for refusal in refusals if refusal is not None),
    )
