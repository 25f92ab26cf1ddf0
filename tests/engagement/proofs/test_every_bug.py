"""Every row with a role, a state or no condition too many, every effect half forgotten: each is found by the model.

The bugs of :mod:`tests.engagement.proofs.test_seeded_bugs` are chosen; these are all there are of their kind.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from engagement.effects import EFFECTS
from engagement.guards import GUARDS
from engagement.profiles import PROFILES
from engagement.stages import Event
from foundation.actors import Role
from foundation.process import Transition
from tests.engagement.proofs.bugs import Bug, altered, doubled, effect, more, without
from tests.engagement.proofs.design import states_of
from tests.engagement.proofs.every_pair import every_state_once
from tests.engagement.proofs.scenes import arrive_everywhere, play_every_scene
from tests.engagement.proofs.walking import EVENTS, Disagreement

ROWS = PROFILES["superset"].process.transitions
PLAIN: tuple[Role, ...] = ("coordinator", "enterprise", "centre", "host", "reviewer", "association")
UNHARMED = frozenset(
    {
        # both parts of a pair decide the same; whoever loses one is stopped by the other
        ("fail_to_talks", "measurements"),
        ("fail_to_talks", "acceptances"),
        ("fail_to_talks", "milestones"),
        ("fail_to_talks", "has_new_deliverables"),
        ("fail_to_talks", "confirmations"),
        ("request_change", "measurements"),
        ("request_change", "acceptances"),
        ("request_change", "confirmations"),
        ("dispute_criteria", "confirmations"),
        # the conclusion, the only way back from a review to a new plan, has emptied them
        ("submit_plan", "opinions"),
    }
)
"""What an amendment or a plan empties although it is empty by then."""


def rows_of(event: str) -> tuple[Transition, ...]:
    return tuple(row for row in ROWS if row.event == event)


@contextmanager
def planted(bug: Bug) -> Iterator[None]:
    arrive_everywhere()
    with pytest.MonkeyPatch.context() as patch:
        bug(patch)
        yield


def is_found(bug: Bug, *events: str) -> bool:
    """Whether the model disagrees: with these steps in every state, or with one of the stories."""
    with planted(bug):
        try:
            for event in events:
                every_state_once("superset", event)
            play_every_scene()
        except Disagreement:
            return True
    return False


@pytest.mark.parametrize("event", [one for one in EVENTS if rows_of(one)])
def test_a_role_or_a_state_too_many_is_found(event: str) -> None:
    rows = rows_of(event)
    for row in rows:
        other = next(role for role in PLAIN if role not in row.roles) if len(row.roles) < len(PLAIN) else None
        if other is not None:
            assert is_found(altered(row.id, roles=row.roles | {other}), event), (row.id, other)
        assert is_found(altered(row.id, roles=frozenset(sorted(row.roles)[1:])), event), (row.id, "a role too few")
        assert not row.needs_reason or is_found(altered(row.id, needs_reason=False), event), (row.id, "no reason")
    open_in = {row.state for row in rows}
    shut = next(state for state in states_of("superset") if state not in open_in)
    assert is_found(more(rows[0].id, shut, rows[0].next if rows[0].next != rows[0].state else shut), event), shut


@pytest.mark.parametrize("guard", sorted(GUARDS))
def test_a_condition_too_few_is_found(guard: str) -> None:
    events = tuple(dict.fromkeys(row.event for row in ROWS if guard in row.guards))
    assert is_found(without(guard), *events)


@pytest.mark.parametrize("event", [one for one in EVENTS if one in EFFECTS])
def test_an_effect_half_forgotten_or_doubled_is_found(event: Event) -> None:
    for field in FIELDS[event]:
        found = is_found(effect(event, field), event)
        assert found == ((event, field) not in UNHARMED), (event, field)
    assert event not in ADDING or is_found(doubled(event), event), event


ADDING = frozenset(
    (
        *("make_offer", "sign", "attach_signed_copy", "pass_review", "fail_to_talks", "fail_to_team", "fail_to_end"),
        *("hand_in", "report_milestone", "record_outcome", "record_training", "accept_part", "dispute_criteria"),
        *("answer_survey", "report_effect"),
    )
)
"""The steps that add to a list."""
_AMENDED = (
    *("confirmations", "contract_review", "contract_review_digest", "scope_check", "scope_checked", "plan"),
    *("milestones", "has_new_deliverables", "measurements", "acceptances"),
)
FIELDS: dict[str, tuple[str, ...]] = {
    "start": ("contacts",),
    "make_offer": ("offers", "confirmations"),
    "confirm_offer": ("confirmations",),
    "review_contract": ("contract_review", "contract_review_digest"),
    "check_scope": ("scope_check", "scope_checked"),
    "sign": ("agreements", "confirmations", "reworks_before"),
    "attach_signed_copy": ("signed_copies",),
    "assign_team": ("team",),
    "change_team": ("team",),
    "submit_plan": ("plan", "opinions"),
    "give_opinion": ("opinions",),
    "pass_review": ("reviews", "opinions"),
    "fail_to_talks": ("reviews", "opinions", *_AMENDED),
    "fail_to_team": ("reviews", "opinions"),
    "fail_to_end": ("reviews", "opinions"),
    "hand_in": ("deliverables", "has_new_deliverables"),
    "report_milestone": ("milestones",),
    "record_outcome": ("outcomes",),
    "record_training": ("trainings",),
    "request_change": _AMENDED,
    "record_measurement": ("measurements",),
    "accept_part": ("acceptances",),
    "accept": ("is_solved",),
    "rework": ("rework_count", "measurements", "has_new_deliverables"),
    "dispute_criteria": ("disputes", *_AMENDED),
    "suspend": ("pause",),
    "resume": ("pause",),
    "reopen": ("end_reason", "closed_at", "is_solved", "has_new_deliverables", "measurements", "acceptances"),
    "archive": ("assessment_id", "archive_digest"),
    "answer_survey": ("surveys",),
    "report_effect": ("effect_reports",),
}
"""What each effect writes; ``sign`` beside these the level of the host."""
