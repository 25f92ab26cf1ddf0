"""No dead ends: what cannot be signed, or is not gone on with, ends with a reason in every profile."""

from __future__ import annotations

import pytest

from engagement.facts.scope import ScopeCheck, ScopeRuling
from engagement.profiles import PROFILES, ProfileId
from foundation.errors import Conflict
from tests.engagement.cases import COORDINATOR, SCRIPTS, SIGNATORIES, Script, opened, play, step


def script(profile: ProfileId, state: str) -> Script:
    """The way to a state, without the gate where the profile has none."""
    return [one for one in SCRIPTS[state] if one[0] != "review_contract" or not profile.startswith("fig1")]


@pytest.mark.parametrize("profile", list(PROFILES))
def test_what_nobody_may_sign_ends_with_a_reason_in_every_profile(profile: ProfileId) -> None:
    for hopeless in ({"scope": ScopeRuling(is_inside=False)}, {"host_level": None}, {"host_level": "public"}):
        talks = play(opened(profile, **hopeless), script(profile, "agreed")[:-1])
        with pytest.raises(Conflict):
            step(talks, "sign", signatories=SIGNATORIES)
        ended = step(talks, "stop", COORDINATOR, reason="依托单位没有相应保密资格")
        assert (ended.state, ended.end_reason) == ("closed", "not_agreed")


@pytest.mark.parametrize("profile", list(PROFILES))
def test_a_scope_that_was_left_open_is_checked_by_somebody_and_signed_in_every_profile(profile: ProfileId) -> None:
    talks = play(opened(profile, scope=ScopeRuling()), script(profile, "agreed")[:-1])
    with pytest.raises(Conflict):
        step(talks, "sign", signatories=SIGNATORIES)
    check = ScopeCheck(by="李工", capacity="coordinator", is_inside=True)
    checked = step(talks, "check_scope", COORDINATOR, scope_check=check, reason="已核对附表")
    assert step(checked, "sign", signatories=SIGNATORIES).state == "agreed"


@pytest.mark.parametrize("profile", ["fig1-A", "fig1-B", "fig1-C"])
@pytest.mark.parametrize("state", ["agreed", "team_formed", "review", "in_service", "acceptance"])
def test_an_agreement_is_terminated_with_a_reason_in_every_reading_of_the_figure(
    profile: ProfileId, state: str
) -> None:
    there = play(opened(profile), script(profile, state))
    facts = {"code": "terminated_by_agreement", "delivered": "无", "is_agreed_by_both": True}
    ended = step(there, "terminate", COORDINATOR, reason="样品不再生产", **facts)
    assert (ended.state, ended.end_reason) == ("closed", "terminated_by_agreement")
