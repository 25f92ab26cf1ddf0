"""What must hold before a step: one function per guard of the table, a file per phase."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from engagement.guards.acceptance import (
    all_criteria_passed,
    criteria_not_passed,
    dispute_recorded,
    measurements_fit_criteria,
    part_acceptable,
    rework_left,
)
from engagement.guards.afterwards import (
    effect_given,
    effect_grade_earned,
    effect_period_over,
    survey_given,
    survey_unanswered,
    was_agreed,
)
from engagement.guards.ending import (
    delivered_stated,
    ended_by_own_side,
    evaluated_or_excused,
    pause_agreed,
    reopening_open,
)
from engagement.guards.review import (
    method_evidenced,
    no_opinion_against,
    opinion_against,
    opinions_given,
    own_opinion_given,
    panel_concludes,
    plan_complete,
    reviewers_independent,
)
from engagement.guards.scope import checks_in_own_capacity, scope_check_given, scope_left_open
from engagement.guards.serving import (
    deliverable_given,
    deliverables_in,
    documents_issuable,
    milestone_reported,
    outcome_given,
    training_given,
)
from engagement.guards.signing import (
    contract_review_given,
    contract_reviewed,
    criteria_measurable,
    host_is_party,
    inside_scope,
    same_terms_confirmed,
    secrecy_held,
    signatories_named,
    time_left,
)
from engagement.guards.situation import Refusal, Situation
from engagement.guards.talks import (
    agreement_in_force,
    confirms_latest_offer,
    confirms_own_side,
    contacts_named,
    copy_fits_agreement,
    message_given,
    no_agreement_in_force,
    offer_given,
    speaks_for_own_side,
)
from engagement.guards.team import lead_and_staff_named, lead_attested, lead_qualified_or_justified, staff_qualified

__all__ = ["GUARDS", "Refusal", "Situation"]

GUARDS: Mapping[str, Callable[[Situation], Refusal]] = MappingProxyType(
    {
        guard.__name__: guard
        for guard in (
            contacts_named,
            offer_given,
            confirms_latest_offer,
            confirms_own_side,
            same_terms_confirmed,
            host_is_party,
            secrecy_held,
            inside_scope,
            scope_left_open,
            scope_check_given,
            checks_in_own_capacity,
            criteria_measurable,
            contract_review_given,
            contract_reviewed,
            time_left,
            signatories_named,
            message_given,
            speaks_for_own_side,
            copy_fits_agreement,
            no_agreement_in_force,
            agreement_in_force,
            lead_and_staff_named,
            staff_qualified,
            lead_qualified_or_justified,
            lead_attested,
            plan_complete,
            reviewers_independent,
            own_opinion_given,
            panel_concludes,
            opinions_given,
            no_opinion_against,
            opinion_against,
            method_evidenced,
            deliverable_given,
            milestone_reported,
            outcome_given,
            training_given,
            deliverables_in,
            documents_issuable,
            measurements_fit_criteria,
            all_criteria_passed,
            part_acceptable,
            criteria_not_passed,
            dispute_recorded,
            rework_left,
            pause_agreed,
            delivered_stated,
            ended_by_own_side,
            reopening_open,
            evaluated_or_excused,
            was_agreed,
            survey_unanswered,
            survey_given,
            effect_given,
            effect_period_over,
            effect_grade_earned,
        )
    }
)
"""The guards by the names in the table."""
