"""The steps that are open to somebody, sorted as they are meant: what is waited for, what else, what ends it."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy.orm import Session

from api.pages.project.fact_forms import Part, files_of
from api.pages.project.filling import form_parts
from api.projects.engaging import ActionShown
from engagement.facts.agreement import SIDES, confirmed_by
from engagement.record import Engagement
from engagement.stages import HAPPY, Event
from foundation.values import Value

GRAVE: frozenset[Event] = frozenset(
    {
        "stop",
        "try_next",
        "withdraw",
        "terminate",
        "fail_to_end",
        "reject",
        "dispute_criteria",
        "request_change",
        "reopen",
    }
)
"""Steps that end a service, or throw it back: they stand apart and are confirmed."""
APART: frozenset[Event] = GRAVE | {"suspend"}
GLADLY: tuple[Event, ...] = ("answer_survey",)
"""Nobody waits for these, but they are what somebody comes for when nothing else is to do."""
OUTCOMES: tuple[Event, ...] = ("pass_review", "fail_to_team", "fail_to_talks", "fail_to_end")
"""One decision with several outcomes: who is waited for to state it has each of them at hand, none before another."""
_SMALL = 3
"""So many fields are shown at once; a longer form is opened by who wants it."""


class Typed(Value):
    """A step that could not be taken: what was filled in, why not, and which field it is about."""

    event: str
    given: dict[str, Any]
    reason: str = ""
    code: str = ""
    fault: str
    field: str = ""


class Deed(Value):
    """One step with its form."""

    action: ActionShown
    parts: tuple[Part, ...]
    typed: Typed | None
    is_meant: bool
    is_grave: bool
    is_open: bool
    is_bare: bool
    """The one thing to do: its form stands there without a button to open it."""
    takes_files: bool


class Deeds(Value):
    """Everything that somebody may do now."""

    meant: tuple[Deed, ...] = ()
    others: tuple[Deed, ...] = ()
    apart: tuple[Deed, ...] = ()
    is_choice: bool = False
    """What is meant is one decision: exactly one of these steps is taken."""
    waiting: tuple[ActionShown, ...] = ()
    """Steps that lead on, but for what the service still lacks."""


def deeds_of(
    session: Session,
    one: Engagement,
    actions: Collection[ActionShown],
    expected: Collection[str],
    typed: Typed | None,
    seat: str | None = None,
) -> Deeds:
    """The steps in their groups; ``expected`` are the events that are waited for from this person, who may have a seat
    on the panel."""
    events = {action.event for action in actions if action.is_ready}
    if OUTCOMES[0] in expected:
        expected = tuple(
            dict.fromkeys(other for name in expected for other in (OUTCOMES if name in OUTCOMES else (name,)))
        )
    meant = [event for event in expected if event in events] or [event for event in GLADLY if event in events]
    found, waiting = [], []
    for action in actions:
        if _is_done(one, action) and (typed is None or typed.event != action.event):
            continue
        mine = typed if typed is not None and typed.event == action.event else None
        if not action.is_ready and mine is None:
            waiting += [action] if action.event in HAPPY else []
            continue
        parts = form_parts(session, one, action, mine.given if mine else None, seat)
        is_meant = action.event in meant
        is_open = mine is not None or (is_meant and len(meant) == 1 and _fields(parts) <= _SMALL)
        found.append(
            Deed(
                action=action,
                parts=parts,
                typed=mine,
                is_meant=is_meant,
                is_grave=action.event in GRAVE,
                is_open=is_open,
                is_bare=is_open and meant == [action.event],
                takes_files=any(files_of(part) for part in parts),
            )
        )
    return Deeds(
        meant=tuple(sorted((d for d in found if d.is_meant), key=lambda deed: meant.index(deed.action.event))),
        others=tuple(deed for deed in found if not deed.is_meant and deed.action.event not in APART),
        apart=tuple(deed for deed in found if not deed.is_meant and deed.action.event in APART),
        is_choice=len(meant) > 1 and set(meant) <= set(OUTCOMES),
        waiting=tuple(waiting),
    )


def _is_done(one: Engagement, action: ActionShown) -> bool:
    """A yes that was said to these very terms: nobody need say it twice."""
    if action.event != "confirm_offer" or one.offer is None:
        return False
    return {role for role in action.roles if role in SIDES} <= confirmed_by(one.confirmations, one.offer)


def _fields(parts: Collection[Part]) -> int:
    """How many fields are seen at first."""
    count = 0
    for part in parts:
        if part.kind == "group":
            count += _fields(part.parts)
        elif part.kind != "hidden" and not part.is_rare:
            count += 1
    return count
