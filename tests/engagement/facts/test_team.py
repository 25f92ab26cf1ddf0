"""The team against clauses 4.2.1 and 4.2.2 (N04…N06)."""

from __future__ import annotations

from datetime import date

import pytest
from pydantic import ValidationError

from engagement.facts.team import Team, attestation_fault, checks, lead_fault, member_from_pool, staff_fault
from kb.expert import Expert
from tests.engagement.cases import LEAD, STAFF, TEAM

DAY = date(2025, 3, 10)


def test_a_sound_team_passes_every_check() -> None:
    assert [(r.requirement, r.subject, r.outcome) for r in checks(TEAM, DAY)] == [
        ("S0-08", "exp_lead", "pass"),
        ("S0-10", "exp_lead", "pass"),
        ("S0-10", "exp_staff", "pass"),
    ]
    assert staff_fault(TEAM, DAY) is lead_fault(TEAM, DAY) is attestation_fault(TEAM, DAY) is None


@pytest.mark.parametrize(
    ("since", "passes"), [(date(2020, 3, 10), True), (date(2020, 3, 11), False)], ids=["to the day", "one day short"]
)
def test_five_years_are_counted_to_the_day(since: date, passes: bool) -> None:
    team = TEAM.model_copy(update={"lead": LEAD.model_copy(update={"inspection_since": since})})
    assert (lead_fault(team, DAY) is None) is passes


def test_what_is_not_known_does_not_pass() -> None:
    blank = STAFF.model_copy(update={"degree": None, "degree_relevant": None})
    assert staff_fault(TEAM.model_copy(update={"staff": (blank,)}), DAY) is not None
    unknown_lead = LEAD.model_copy(update={"led_project": None})
    assert lead_fault(TEAM.model_copy(update={"lead": unknown_lead}), DAY) is not None


def test_a_blank_reason_is_no_reason() -> None:
    team = TEAM.model_copy(update={"lead": LEAD.model_copy(update={"led_project": False}), "lead_reason": "  "})
    assert lead_fault(team, DAY) is not None


def test_nobody_is_in_a_team_twice() -> None:
    with pytest.raises(ValidationError):
        Team(lead=LEAD, staff=(LEAD,))


def test_a_person_of_the_pool_becomes_a_member_with_what_the_pool_knows() -> None:
    expert = Expert(
        id="exp_9",
        name="沈工",
        title_level="associate_senior",
        degree="below_bachelor",
        years_of_quality_work=5,
        has_project_experience=True,
    )
    member = member_from_pool(expert, is_degree_relevant=None, relevant_since=date(2019, 1, 1))
    team = Team(lead=member, staff=(STAFF,))
    assert {result.outcome for result in checks(team, DAY)} == {"pass"}
