"""Stories that a single step does not tell: what an earlier step left behind, and what comes back later."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from engagement.profiles import ProfileId
from tests.engagement.proofs.design import states_of
from tests.engagement.proofs.every_pair import AGREED, OFFERED, arrived
from tests.engagement.proofs.steps_model import SHRINKAGE, THICKNESS, Attempt

BAD = Attempt("record_measurement", "centre", passes=False)
GOOD = Attempt("record_measurement", "centre")
SIGN = Attempt("sign", "host")
ON = (Attempt("assign_team", "centre"), Attempt("submit_plan", "centre"), Attempt("pass_review", "reviewer"))
HAND_IN, DELIVER = Attempt("hand_in", "centre"), Attempt("deliver", "centre")
CHANGE, REWORK = Attempt("request_change", "centre"), Attempt("rework", "enterprise")
DISPUTE, ACCEPT = Attempt("dispute_criteria", "enterprise", item=SHRINKAGE), Attempt("accept", "enterprise")
REOPEN, SURVEY = Attempt("reopen", "host"), Attempt("answer_survey", "enterprise")
CHECK = Attempt("check_scope", "coordinator")
OUTCOME = Attempt("record_outcome", "enterprise")
AFTERWARDS = (SURVEY, SURVEY, Attempt("report_effect", "centre"), OUTCOME, REOPEN)


class Scene(NamedTuple):
    """From a state on: attempts, and numbers of days that go by."""

    state: str
    steps: tuple[Attempt | int, ...]
    is_scope_open: bool = False


def says(item: int, seat: int = 0, passes: bool = True) -> Attempt:
    """An opinion: of the chair (1) or the second reviewer (2)."""
    return Attempt("give_opinion", "reviewer", item=item, seat=seat, passes=passes)


def ends(event: str, flaw: str, seat: int = 0) -> Attempt:
    """A conclusion with these opinions."""
    return Attempt(event, "reviewer", flaw=flaw, seat=seat)


_FAILS = ("fail_to_talks", "fail_to_team", "fail_to_end")
SCENES: Mapping[str, Scene] = {
    "one side has not confirmed": Scene("negotiating", (OFFERED, AGREED[1], AGREED[3], SIGN)),
    "nobody checked the scope": Scene("negotiating", (*AGREED, SIGN, CHECK, SIGN), is_scope_open=True),
    "the check found it outside": Scene(
        "negotiating", (*AGREED, Attempt("check_scope", "centre", passes=False), SIGN), is_scope_open=True
    ),
    "other work was checked": Scene(
        "negotiating", (OFFERED, CHECK, *(Attempt(one.event, one.role, offer=3) for one in AGREED), SIGN), True
    ),
    "the gate had ruled": Scene("negotiating", (OFFERED, CHECK)),
    "the method is not verified": Scene("team_formed", (Attempt("submit_plan", "centre", passes=False), ON[2])),
    "the chair waits for the other one": Scene(
        "review",
        (
            says(2, 1),
            says(1, 3),
            says(1, 2),
            ends("pass_review", "one alone", 1),
            says(2, 2),
            ends("pass_review", "", 1),
            ends("pass_review", "one alone", 2),
            ends("pass_review", "one alone", 1),
        ),
    ),
    "minutes do not overwrite what a member wrote": Scene(
        "review",
        (says(2, 2, False), says(2), says(2, 0, False), ends("pass_review", "all for"), ends("fail_to_team", "")),
    ),
    "all have written and only the chair concludes": Scene(
        "review", (says(1, 1), says(2, 2), ends("pass_review", "no opinions", 2), ends("pass_review", "no opinions", 1))
    ),
    **{
        f"the chair concludes: {event}": Scene(
            "review",
            (says(1, 1), says(2, 2, False), ends(event, "no opinions", 2), ends(event, "no opinions", 1)),
        )
        for event in _FAILS
    },
    "nobody is against": Scene(
        "review",
        (
            *tuple(ends(event, "all for") for event in _FAILS),
            says(1, 1),
            says(2, 2),
            *tuple(ends(event, "no opinions", 1) for event in _FAILS),
        ),
    ),
    "a second round begins without opinions": Scene(
        "review",
        (
            says(1, 1),
            says(2, 2, False),
            ends("fail_to_team", "no opinions", 1),
            ON[1],
            ends("pass_review", "one alone", 1),
            says(2, 2),
            ends("pass_review", "one alone", 1),
        ),
    ),
    "a report without a mark": Scene("in_service", (Attempt("hand_in", "centre", passes=False), DELIVER)),
    "only another paper": Scene(
        "in_service", (Attempt("hand_in", "centre", item=SHRINKAGE), DELIVER, HAND_IN, DELIVER)
    ),
    "an amendment that fails": Scene(
        "in_service",
        (
            CHANGE,
            Attempt("stop", "centre"),
            Attempt("try_next", "coordinator"),
            Attempt("withdraw", "enterprise"),
            Attempt("terminate", "enterprise"),
            *AFTERWARDS,
        ),
    ),
    "an amendment, and all of it anew": Scene(
        "in_service",
        (
            HAND_IN,
            Attempt("report_milestone", "centre", item=SHRINKAGE),
            CHANGE,
            SIGN,
            *AGREED,
            SIGN,
            *ON,
            DELIVER,
            Attempt("report_milestone", "centre", item=SHRINKAGE),
            HAND_IN,
            DELIVER,
        ),
    ),
    "an amendment of checked work": Scene("in_service", (CHANGE, *AGREED, SIGN, CHECK, SIGN), is_scope_open=True),
    "a review that leads back to the talks": Scene(
        "review", (Attempt("fail_to_talks", "reviewer"), *AGREED, SIGN, CHECK, SIGN), is_scope_open=True
    ),
    "a dispute over checked work": Scene("acceptance", (BAD, DISPUTE, *AGREED, SIGN, CHECK, SIGN), is_scope_open=True),
    "a dispute after a milestone": Scene(
        "in_service", (Attempt("report_milestone", "centre", item=SHRINKAGE), HAND_IN, DELIVER, BAD, DISPUTE)
    ),
    "rework up to the limit, which is counted anew after an amendment": Scene(
        "acceptance",
        (
            *(
                BAD,
                REWORK,
                DELIVER,
                HAND_IN,
                DELIVER,
                BAD,
                REWORK,
                DISPUTE,
                *AGREED,
                SIGN,
                *ON,
                DELIVER,
                HAND_IN,
                DELIVER,
            ),
            *(BAD, REWORK, HAND_IN, DELIVER, BAD, REWORK),
        ),
    ),
    "rework of what was accepted in parts": Scene(
        "acceptance",
        (BAD, Attempt("accept_part", "enterprise", item=THICKNESS), REWORK, HAND_IN, DELIVER, ACCEPT, GOOD, ACCEPT),
    ),
    "reopened and closed again": Scene(
        "closed", (SURVEY, REOPEN, DELIVER, HAND_IN, DELIVER, ACCEPT, GOOD, ACCEPT, SURVEY)
    ),
    "reopened and amended": Scene("closed", (REOPEN, HAND_IN, CHANGE, *AGREED, SIGN, *ON, DELIVER)),
    "reopened too late": Scene("closed", (40, REOPEN)),
    "reopened after another end": Scene("acceptance", (BAD, Attempt("reject", "host"), *AFTERWARDS)),
    "closed without an agreement": Scene("negotiating", (Attempt("stop", "enterprise"), *AFTERWARDS)),
    "withdrawn at once": Scene("raised", (Attempt("withdraw", "enterprise"), *AFTERWARDS)),
}


def play_scene(scene: Scene, profile: ProfileId = "superset") -> None:
    """All of it, beside the model."""
    is_staged = profile == "sub-6.6.2" and scene.state == "in_service"
    pair = arrived(profile, "concluding" if is_staged else scene.state, is_scope_open=scene.is_scope_open).again()
    for step in scene.steps:
        if isinstance(step, int):
            pair.wait(step)
        else:
            pair.attempt(step)


def arrive_everywhere() -> None:
    """Come to every state that pairs and stories of the superset begin in, before anything is broken."""
    for state in states_of("superset"):
        arrived("superset", state)
    arrived("superset", "negotiating", is_scope_open=True)
    for scene in SCENES.values():
        arrived("superset", scene.state, is_scope_open=scene.is_scope_open)


def play_every_scene(profile: ProfileId = "superset") -> None:
    """Each story once."""
    for scene in SCENES.values():
        play_scene(scene, profile)
