"""Who needs to know what of a project (reliability.md §3: limit who can reach it). One table; pure.

A field that stands in no row is seen by nobody but a coordinator, who sees everything. The engagement is one centre's
with one enterprise: other candidates are other engagements and stand in none of its fields.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from engagement.access.link import PartyRole

PARTIES: frozenset[PartyRole] = frozenset({"enterprise", "centre", "host"})
"""Who agrees and answers for the agreement: terms, messages, results, answers."""
EVERYBODY: frozenset[PartyRole] = PARTIES | {"reviewer"}
PROVIDERS: frozenset[PartyRole] = frozenset({"centre", "host"})

RECORD: Mapping[str, frozenset[PartyRole]] = MappingProxyType(
    {
        # what it is, where it stands, until when
        **dict.fromkeys(
            ("id", "demand_id", "match_id", "enterprise", "centre_id", "host_id", "profile", "service_category"),
            EVERYBODY,
        ),
        **dict.fromkeys(("level", "opened_by", "opened_at", "state", "version", "owner_role", "owner"), EVERYBODY),
        **dict.fromkeys(("due", "finish_by", "pause", "closed_at", "end_reason"), EVERYBODY),
        # the talks and the price: whoever judges the plan judges neither
        **dict.fromkeys(("contacts", "offers", "confirmations", "agreements", "signed_copies"), PARTIES),
        **dict.fromkeys(("contract_review", "contract_review_digest", "host_level"), PARTIES),
        **dict.fromkeys(("scope", "scope_check", "scope_checked"), PARTIES),
        # the plan and the people, without whom no review is possible
        **dict.fromkeys(("team", "plan", "opinions", "reviews"), EVERYBODY),
        # the service, its results, its end
        **dict.fromkeys(("deliverables", "measurements", "acceptances", "disputes", "milestones"), PARTIES),
        **dict.fromkeys(("outcomes", "trainings", "has_new_deliverables", "is_solved"), PARTIES),
        **dict.fromkeys(("rework_count", "reworks_before"), PARTIES),
        **dict.fromkeys(("assessment_id", "archive_digest", "surveys", "effect_reports"), PARTIES),
        "history": EVERYBODY,
    }
)
"""Each field of :class:`engagement.record.Engagement`."""

FACTS: Mapping[str, frozenset[PartyRole]] = MappingProxyType(
    {
        **dict.fromkeys(("code", "until", "is_agreed_by_both", "reason", "infeasible"), EVERYBODY),
        **dict.fromkeys(("team", "plan", "opinions"), EVERYBODY),
        **dict.fromkeys(("opening", "contacts", "offer", "side", "digest", "message", "signatories"), PARTIES),
        **dict.fromkeys(("contract_review", "scope_check", "is_inside_scope", "host_level", "signed_copy"), PARTIES),
        **dict.fromkeys(("deliverable", "covers", "measurements", "milestone", "outcome"), PARTIES),
        **dict.fromkeys(("training", "part"), PARTIES),
        **dict.fromkeys(("dispute", "is_solved", "delivered", "assessment_id", "survey", "effect_report"), PARTIES),
    }
)
"""Each field of :class:`engagement.log.Facts`, in every entry of the log that a role sees."""

OF_THE_REVIEW: frozenset[str] = frozenset(
    {
        *("open", "assign_team", "change_team", "submit_plan", "give_opinion"),
        *("pass_review", "fail_to_talks", "fail_to_team", "fail_to_end", "suspend", "resume"),
    }
)
"""The steps that a reviewer sees in the log; the parties see all."""

INTERNAL_REASONS: frozenset[str] = frozenset({"try_next"})
"""Steps whose reason is the coordinator's own: why a centre was passed over is told to none of the parties."""

PEOPLE_IN_FULL: frozenset[PartyRole] = PROVIDERS | {"reviewer"}
"""Who sees degree, title and years of the team's members (4.2); an enterprise sees their names."""

PANEL_BY_NAME: frozenset[PartyRole] = PROVIDERS | {"reviewer"}
"""Who sees who sits on the panel; an enterprise sees what was found, not by whom."""
