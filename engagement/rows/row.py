"""How a row of the table is written, and who acts for whom in it."""

from __future__ import annotations

from collections.abc import Iterable

from engagement.stages import Event
from foundation.actors import Role
from foundation.process import Transition

EITHER_SIDE: tuple[Role, ...] = ("enterprise", "centre", "host")


ENDERS: tuple[Role, ...] = ("coordinator", "enterprise", "host")


def row(
    id: str,
    state: str,
    event: Event,
    next: str,
    label: str,
    roles: Iterable[Role],
    guards: tuple[str, ...] = (),
    codes: tuple[str, ...] = (),
    needs_reason: bool = False,
    clause: str = "",
) -> Transition:
    return Transition(
        id=id,
        state=state,
        event=event,
        next=next,
        label=label,
        roles=frozenset(roles),
        guards=guards,
        codes=codes or (event,),
        needs_reason=needs_reason,
        clause=clause,
    )
