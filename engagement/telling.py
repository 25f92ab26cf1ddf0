"""Who hears of a step (issue 7, B3): a notice for each side in the outbox, in the transaction of the step.

A notice carries ids, the row of the table, the next state, who acts next and until when; nothing of what was brought
to the step, whatever its level. Its key is engagement, version and side, so a step is told once to each.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from engagement.log import Entry
from engagement.profiles import SUSPENDED, profile
from engagement.record import Engagement
from engagement.turn import roles_on_turn
from foundation.actors import Actor, Role
from foundation.outbox import enqueue
from foundation.unit_of_work import Work

NOTICE = "engagement.notice"
"""The kind of the outbox job that tells a party of its engagement: ids and roles only."""

PARTIES: tuple[Role, ...] = ("enterprise", "centre", "host")
"""Who hears of every step that leads on."""

INSIDE: Mapping[str, tuple[Role, ...]] = MappingProxyType(
    {
        "make_offer": PARTIES,
        "confirm_offer": PARTIES,
        "review_contract": ("centre", "host"),
        "check_scope": ("centre", "coordinator"),
        "give_opinion": ("coordinator",),
    }
)
"""Who hears of work inside a state; of other such work enterprise and centre do."""


def hearers(after: Engagement, entry: Entry, actor: Actor) -> tuple[Role, ...]:
    """The sides that must hear of this step: who acts next and the parties, less the one that took it.

    The coordinator hears of every end and every pause.
    """
    if entry.next == entry.state:
        told = INSIDE.get(entry.event, ("enterprise", "centre"))
    else:
        is_standing = after.closed_at is not None or SUSPENDED in entry.next + entry.state
        told = (*PARTIES, "coordinator") if is_standing else PARTIES
    if entry.next != entry.state or entry.event in INSIDE:
        told = tuple(dict.fromkeys((*told, *roles_on_turn(after))))
    row = next(row for row in profile(after.profile).process.transitions if row.id == entry.row)
    acting = row.roles & actor.roles
    return tuple(side for side in told if acting != {side})


def tell_step(work: Work, after: Engagement) -> None:
    """Enqueue the notices of the step that was just taken."""
    entry = after.history[-1]
    for side in hearers(after, entry, work.actor):
        told = {
            "notice": "step",
            "subject": after.id,
            "profile": after.profile,
            "version": entry.number,
            "row": entry.row,
            "state": entry.next,
            "to": side,
            "by": list(roles_on_turn(after)),
            "due": entry.due.date.isoformat() if entry.due else None,
        }
        enqueue(work, NOTICE, told, key=f"{after.id} {entry.number} {side}")
