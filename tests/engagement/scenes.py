"""Stories that a single step does not tell: what an earlier step left behind, and what comes back later."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from engagement.profiles import ProfileId
from tests.engagement.design import states_of
from tests.engagement.every_pair import AGREED, OFFERED, arrived
from tests.engagement.steps_model import SHRINKAGE, THICKNESS, Attempt

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
