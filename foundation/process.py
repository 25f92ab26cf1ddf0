"""Processes as data: a transition table that a standards expert can compare with the figure in the document.

One row says: in this *state*, on this *event*, go to that *state*; who may do it, which guards must hold, whether a
reason is asked for. The same rows drive :func:`advance`, the buttons of a page, the documentation and the tests.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from foundation.actors import Actor, Role
from foundation.documented import table
from foundation.errors import Conflict, InvalidInput, NotAllowed
from foundation.language import Sentence
from foundation.text import clean
from foundation.values import Value

Guard = Callable[[Any], str | Sentence | None]
"""A guard looks at the subject and returns ``None`` when it holds, else the reason: Chinese words, or a whole sentence
with facts of its own, which then is the message."""


class State(Value):
    """A state: its stable id, its name in the source document, who owns it, whether the process ends there."""

    id: str
    label: str
    owner: Role
    is_end: bool = False


class Transition(Value):
    """One row of the table. ``id`` is the row's number in the design document (``T2``)."""

    id: str
    state: str
    event: str
    next: str
    label: str
    roles: frozenset[Role]
    guards: tuple[str, ...] = ()
    needs_reason: bool = False
    codes: tuple[str, ...] = ()
    """Reason codes for statistics; a caller names one of them where there are several."""
    clause: str = ""

    @classmethod
    def row(
        cls, id: str, state: str, event: str, next: str, label: str, roles: Iterable[Role], **more: Any
    ) -> Transition:
        """One row as it stands in the figure, read from left to right; ``more``: the other fields, by name."""
        return cls(id=id, state=state, event=event, next=next, label=label, roles=frozenset(roles), **more)


class Process(Value):
    """A named table: states in the order of the document, the first one is where it starts."""

    id: str
    label: str
    states: tuple[State, ...]
    transitions: tuple[Transition, ...]

    @property
    def start(self) -> str:
        """The id of the first state."""
        return self.states[0].id

    def state(self, state_id: str) -> State:
        """The state with this id; ``KeyError`` when the table has none."""
        for state in self.states:
            if state.id == state_id:
                return state
        raise KeyError(state_id)

    def open_events(self, state_id: str, actor: Actor | None = None) -> tuple[Transition, ...]:
        """The rows that leave this state, for this actor if one is given: the buttons of a page."""
        return tuple(
            row for row in self.transitions if row.state == state_id and (actor is None or row.roles & actor.roles)
        )


def advance(
    process: Process,
    state_id: str,
    event: str,
    actor: Actor,
    subject: object = None,
    guards: Mapping[str, Guard] | None = None,
    reason: str | None = None,
) -> Transition:
    """The row that applies, after role, guards and reason were checked. Pure: nothing is stored here.

    Raises ``Conflict`` when the step is not open in this state or a guard refuses, ``NotAllowed`` when the actor has
    none of the row's roles, ``InvalidInput`` when a reason is missing.
    """
    rows = [row for row in process.transitions if row.state == state_id and row.event == event]
    if not rows:
        open_now = "、".join(row.label for row in process.open_events(state_id)) or "无"
        raise Conflict(
            "step_not_open",
            "现在是“{state}”，不能做“{event}”；可以做：{open}",
            state=process.state(state_id).label,
            event=_label(process, event),
            open=open_now,
        )
    (row,) = rows
    if not row.roles & actor.roles:
        raise NotAllowed("role_not_allowed", "“{event}”须由{roles}办理", event=row.label, roles=_roles(row))
    if row.needs_reason and not clean(reason or ""):
        raise InvalidInput("reason_missing", "“{event}”要写明原因", field="reason", event=row.label)
    for name in row.guards:
        refusal = (guards or {})[name](subject)
        if isinstance(refusal, str):
            raise Conflict("guard_refused", "还不能“{event}”：{reason}", event=row.label, guard=name, reason=refusal)
        if refusal is not None:
            raise Conflict("guard_refused", refusal.template, **{**refusal.facts, "event": row.label, "guard": name})
    return row


def expect_coordinator(actor: Actor, event: str, *others: Role) -> None:
    """NotAllowed unless a coordinator does this, or one of the ``others``; ``event`` names it where no table does."""
    if not actor.roles & {"coordinator", *others}:
        raise NotAllowed("role_not_allowed", "“{event}”须由{roles}办理", event=event, roles=ROLE_LABELS["coordinator"])


def faults(process: Process) -> list[str]:
    """What is wrong with the table itself: unknown states, two rows for one event, states nobody reaches or leaves."""
    known = {state.id for state in process.states}
    rows = process.transitions
    found = [f"{row.id}: {end} 不是状态" for row in rows for end in (row.state, row.next) if end not in known]
    pairs = [(row.state, row.event) for row in rows]
    found += [f"{state}/{event} 有两行" for state, event in sorted(set(pairs)) if pairs.count((state, event)) > 1]
    forwards: dict[str, set[str]] = {}
    backwards: dict[str, set[str]] = {}
    for row in rows:
        forwards.setdefault(row.state, set()).add(row.next)
        backwards.setdefault(row.next, set()).add(row.state)
    ends = {state.id for state in process.states if state.is_end}
    found += [f"{state} 到不了" for state in sorted(known - _closure({process.start}, forwards))]
    found += [f"{state} 走不到终点" for state in sorted(known - _closure(ends, backwards))]
    found += [f"{row.id}: 没有角色" for row in rows if not row.roles]
    return found


def to_markdown(process: Process) -> str:
    """The table as documentation, generated so that it cannot rot."""
    names = {state.id: state.label for state in process.states}
    rows = []
    for row in process.transitions:
        conditions = "、".join([*row.guards, *(["写明原因"] if row.needs_reason else [])])
        cells = [row.id, names[row.state], f"{row.label} `{row.event}`", names[row.next], _roles(row), conditions]
        rows.append([*cells, row.clause])
    head = ("行", "状态", "步骤", "到", "谁", "条件", "依据")
    return f"### {process.label} (`{process.id}`)\n\n{table(head, rows)}"


def _closure(start: set[str], edges: Mapping[str, set[str]]) -> set[str]:
    reached, frontier = set(start), list(start)
    while frontier:
        for state in edges.get(frontier.pop(), set()) - reached:
            reached.add(state)
            frontier.append(state)
    return reached


def _label(process: Process, event: str) -> str:
    return next((row.label for row in process.transitions if row.event == event), event)


def _roles(row: Transition) -> str:
    return "、".join(ROLE_LABELS[role] for role in sorted(row.roles))


ROLE_LABELS: dict[str, str] = {
    "enterprise": "企业",
    "coordinator": "协调员",
    "centre": "中心",
    "host": "依托单位",
    "reviewer": "评审人员",
    "evaluator": "评价人员",
    "association": "协会",
    "system": "系统",
}
