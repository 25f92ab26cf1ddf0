"""Readings of the flow: which rows of the superset each profile keeps, and what the parties see of it.

All profiles share one happy path, the eight boxes of figure 1 in order (S0-39). ``station-art10`` shows the four steps
of seed 003 article 10 (S3-19); ``sub-6.6.2`` puts the five stages of clause 6.6.2 (S0-36) in the place of 开展技术服务,
joined by the rows ``S1``–``S4``.

A pause (``T18``) leads from each state into its own suspended twin and back, so that every row has exactly one next
state and nothing is hidden from the table.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from types import MappingProxyType
from typing import Literal

from engagement.rows import ROWS
from engagement.rows import row as new_row
from engagement.stages import ANYBODY, CLOSED, HAPPY, PAUSABLE, RETURNED, STATES, Box
from foundation.errors import InvalidInput
from foundation.language import sentence
from foundation.process import Process, State, Transition
from foundation.values import Value

ProfileId = Literal["superset", "fig1-A", "fig1-B", "fig1-C", "station-art10", "sub-6.6.2"]

SUSPENDED = "suspended_"
"""How the id of a suspended twin begins."""


class Step(Value):
    """What the parties see: one visible step and the states that make it up."""

    label: str
    states: tuple[str, ...]


class Profile(Value):
    """One reading of the flow: its table, its visible steps, and the box of the workflow each state stands for."""

    id: ProfileId
    about: str
    """For whom it is and what it leaves out, in one Chinese sentence."""
    process: Process
    steps: tuple[Step, ...]
    boxes: Mapping[str, Box]

    def box(self, state: str) -> Box | None:
        """``P1``–``P9`` of a state, suspended or not; ``None`` where the case went back to matching."""
        return self.boxes.get(state.removeprefix(SUSPENDED))

    def is_open(self, state: str) -> bool:
        """Whether somebody still has something to do."""
        return not self.process.state(state).is_end

    def step(self, state: str) -> str:
        """The visible step in which a state lies."""
        return next(step.label for step in self.steps if state in step.states)


CLAUSE_6_6_2: tuple[tuple[str, str], ...] = (
    ("refining", "技术优势提炼"),
    ("drafting", "申请书撰写"),
    ("applying", "项目申报"),
    ("developing", "研究开发"),
    ("concluding", "结题验收"),
)
"""The five stages of whole-process help (S0-36), which fill the box 开展技术服务."""

_TRUNK = frozenset({"T1", "T2", "T3", "H1", "H5", "H6", "H7", "T6", "H2", "T7", "H12", "H3", "H4"})
_ENDS = frozenset({"T5", "T20"})
"""The ends with a reason that no arrow of the figure draws. Every reading keeps them: without them what nobody may
sign, or nobody goes on with, would stay open for ever (P8 knows "or an end reason")."""


def with_pauses(states: tuple[State, ...], rows: tuple[Transition, ...], pausable: tuple[str, ...]) -> Process:
    """The superset's process: each pausable state gets its suspended twin, and two rows of T18."""
    twins: list[State] = []
    pauses: list[Transition] = []
    for state in states:
        if state.id not in pausable:
            continue
        twin = SUSPENDED + state.id
        twins.append(State(id=twin, label=f"{state.label}（暂停）", owner="coordinator"))
        pauses += [
            new_row(
                f"T18/{state.id}", state.id, "suspend", twin, "暂停", ANYBODY, ("pause_agreed",), needs_reason=True
            ),
            new_row(f"T18/{twin}", twin, "resume", state.id, "恢复", ANYBODY),
        ]
    return Process(id="", label="", states=(*states, *twins), transitions=(*rows, *pauses))


_GONE = State(id=RETURNED, label="退回匹配", owner="coordinator", is_end=True)


def _superset() -> tuple[Process, dict[str, Box]]:
    states = (*(state for _, state in STATES), _GONE)
    return with_pauses(states, ROWS, PAUSABLE), {state.id: box for box, state in STATES}


def _staged() -> tuple[Process, dict[str, Box]]:
    """The superset with the five stages of clause 6.6.2 in place of 开展技术服务."""
    names = tuple(id for id, _ in CLAUSE_6_6_2)
    stages = tuple(State(id=id, label=label, owner="centre") for id, label in CLAUSE_6_6_2)
    states: list[State] = []
    boxes: dict[str, Box] = {}
    for box, state in STATES:
        replaced = stages if state.id == "in_service" else (state,)
        states += replaced
        boxes |= {one.id: box for one in replaced}
    entry = {"T8": "refining", "T14": "developing", "T21": "concluding"}
    rows: list[Transition] = []
    for row in ROWS:
        if row.next == "in_service" and row.state != "in_service":
            rows.append(row.model_copy(update={"next": entry[row.id]}))
        elif row.state != "in_service":
            rows.append(row)
        elif row.id == "T12":
            rows.append(row.model_copy(update={"state": "concluding"}))
        else:
            for name in names:
                to = name if row.next == "in_service" else row.next
                base = row.id.partition("/")[0]
                rows.append(row.model_copy(update={"id": f"{base}/{name}", "state": name, "next": to}))
    for number, (here, there) in enumerate(pairwise(names), start=1):
        rows.append(new_row(f"S{number}", here, "next_stage", there, "进入下一阶段", ("centre",), clause="6.6.2"))
    pausable = tuple(name for name in (*PAUSABLE, *names) if name != "in_service")
    return with_pauses((*states, _GONE), tuple(rows), pausable), boxes


def _figure(keep: frozenset[str]) -> tuple[Process, dict[str, Box]]:
    """A bare reading of the figure: the trunk, the branches it draws and the ends with a reason; it ends at 项目终结.

    The figure knows no contract review, so signing does not ask for one here. An agreement is terminated in the talks
    only where a reading leads back to them.
    """
    eight = [(box, state) for box, state in STATES if box != "P9"]
    states = tuple(state.model_copy(update={"is_end": state.id == CLOSED}) for _, state in eight)
    rows = [row for row in ROWS if row.id.partition("/")[0] in _TRUNK | _ENDS | keep and row.state != CLOSED]
    if not any(row.next == "negotiating" for row in rows if row.state not in ("raised", "negotiating")):
        rows = [row for row in rows if row.id != "T20/negotiating"]
    rows = [
        row.model_copy(update={"guards": tuple(guard for guard in row.guards if guard != "contract_reviewed")})
        for row in rows
    ]
    return Process(id="", label="", states=states, transitions=tuple(rows)), {state.id: box for box, state in eight}


ABOUT: Mapping[ProfileId, str] = MappingProxyType(
    {
        "superset": sentence("步骤最全：合同评审、暂停、变更、返工、争议、撤回、归档都有；拿不准就用它").template,
        "fig1-A": sentence(
            "只走图 1 的八个框，评审没有通过就回到沟通或项目组；没有暂停、变更、返工、撤回和归档"
        ).template,
        "fig1-B": sentence(
            "只走图 1 的八个框，验收没有通过就返工；评审只能记通过，没有暂停、变更、撤回和归档"
        ).template,
        "fig1-C": sentence("只走图 1 的八个框，评审没有通过就终结；没有暂停、变更、返工、撤回和归档").template,
        "station-art10": sentence("能办的与全部步骤一样，各方看到的是科技服务站的四步（003 第十条）").template,
        "sub-6.6.2": sentence("企业申报和做科技项目时用：开展服务分成五个阶段（6.6.2），其余与全部步骤一样").template,
    }
)
"""What each profile is for; a coordinator chooses by these words."""


_ART_10: tuple[tuple[str, tuple[Box, ...]], ...] = (
    ("服务需求收集与分析", ("P1", "P2")),
    ("签订服务协议", ("P3",)),
    ("服务实施", ("P4", "P5", "P6", "P7")),
    ("服务评价与归档", ("P8", "P9")),
)


def _profile(
    id: ProfileId,
    label: str,
    table: tuple[Process, dict[str, Box]],
    visible: tuple[tuple[str, tuple[Box, ...]], ...] | None = None,
) -> Profile:
    process, boxes = table
    labels: dict[Box, str] = {box: state.label for box, state in STATES}
    groups = visible or tuple((labels[box], (box,)) for box in dict.fromkeys(boxes.values()))
    steps = [
        Step(
            label=name,
            states=tuple(s.id for s in process.states if boxes.get(s.id.removeprefix(SUSPENDED)) in members),
        )
        for name, members in groups
    ]
    if any(state.id == RETURNED for state in process.states):
        steps.append(Step(label=_GONE.label, states=(RETURNED,)))
    named = process.model_copy(update={"id": f"engagement/{id}", "label": label})
    return Profile(id=id, about=ABOUT[id], process=named, steps=tuple(steps), boxes=boxes)


PROFILES: Mapping[str, Profile] = MappingProxyType(
    {
        profile.id: profile
        for profile in (
            _profile("superset", "服务流程（全部步骤）", _superset()),
            _profile(
                "fig1-A", "图1 读法甲：通过与未通过属于评审", _figure(frozenset({"T8", "T9", "T10", "T12", "T13"}))
            ),
            _profile("fig1-B", "图1 读法乙：通过与未通过属于验收", _figure(frozenset({"T8", "T12", "T13", "T14"}))),
            _profile("fig1-C", "图1 读法丙：评审未通过即终结", _figure(frozenset({"T8", "T11", "T12", "T13"}))),
            _profile("station-art10", "科技服务站流程（四步）", _superset(), _ART_10),
            _profile("sub-6.6.2", "科技项目全过程服务（五阶段）", _staged()),
        )
    }
)
"""Every profile by its id; ``superset`` is the default."""


def profile(id: str) -> Profile:
    """The profile with this id; ``InvalidInput`` when there is none."""
    found = PROFILES.get(id)
    if found is None:
        known = "、".join(PROFILES)
        raise InvalidInput(
            "profile_unknown", "没有“{profile}”这种流程；可用：{known}", field="profile", profile=id, known=known
        )
    return found


def states_of(box: Box) -> tuple[str, ...]:
    """The states of a box in any profile; pauses are left out."""
    found = (state for one in PROFILES.values() for state, of in one.boxes.items() if of == box)
    return tuple(dict.fromkeys(found))


def paused_states() -> tuple[str, ...]:
    """Every suspended state of any profile."""
    found = (state.id for one in PROFILES.values() for state in one.process.states if state.id.startswith(SUSPENDED))
    return tuple(dict.fromkeys(found))


def happy_path(of: Profile) -> tuple[str, ...]:
    """The states from the start to closure when nothing goes wrong."""
    states = [of.process.start]
    while states[-1] != CLOSED:
        (row,) = (row for row in of.process.open_events(states[-1]) if row.event in HAPPY)
        states.append(row.next)
    return tuple(states)


def happy_boxes(of: Profile) -> tuple[str, ...]:
    """The happy path in the names of figure 1, each box once."""
    names = {box: state.label for box, state in STATES}
    return tuple(dict.fromkeys(names[of.boxes[state]] for state in happy_path(of)))
