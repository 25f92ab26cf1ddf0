"""From an accepted match to a closed service, as a table (S0-39, seed 000 figure 1; S3-19, seed 003 article 10).

The arrows of figure 1 are lost; its eight boxes and three labels survive. So the flow is data: one superset of rows
``T1``–``T22`` and named profiles that keep some of them. All profiles share one happy path, the eight boxes in order.

Rows whose ids begin with ``H`` (办理) are work inside a step and stay in their state; ``G0`` is the contract review
before signing; ``S1``–``S4`` join the five stages of clause 6.6.2. A pause (``T18``) leads from each state into its
own suspended twin and back, so that every row has exactly one next state and nothing is hidden from the table.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Literal

from foundation.actors import Role
from foundation.errors import InvalidInput
from foundation.process import Process, State, Transition
from foundation.values import Value

Box = Literal["P1", "P2", "P3", "P4", "P5", "P6", "P7", "P8", "P9"]
ProfileId = Literal["superset", "fig1-A", "fig1-B", "fig1-C", "station-art10", "sub-6.6.2"]
Event = Literal[
    "start",
    "make_offer",
    "confirm_offer",
    "review_contract",
    "sign",
    "try_next",
    "stop",
    "assign_team",
    "change_team",
    "submit_plan",
    "pass_review",
    "fail_to_talks",
    "fail_to_team",
    "fail_to_end",
    "hand_in",
    "next_stage",
    "deliver",
    "request_change",
    "record_measurement",
    "accept",
    "rework",
    "dispute_criteria",
    "reject",
    "suspend",
    "resume",
    "withdraw",
    "terminate",
    "reopen",
    "archive",
]

FIGURE_1: tuple[str, ...] = (
    "需求提出",
    "技术、商务沟通",
    "签订技术服务协议",
    "成立项目组",
    "技术服务评审",
    "开展技术服务",
    "服务成果验收",
    "项目终结",
)
"""The eight boxes, in the order of the text."""

HAPPY: tuple[Event, ...] = (
    "start",
    "sign",
    "assign_team",
    "submit_plan",
    "pass_review",
    "next_stage",
    "deliver",
    "accept",
)
"""The events of a service in which nothing goes wrong."""


class Step(Value):
    """What the parties see: one visible step and the states that make it up."""

    label: str
    states: tuple[str, ...]


class Profile(Value):
    """One reading of the flow: its table, its visible steps, and the box of the workflow each state stands for."""

    id: ProfileId
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


SUSPENDED = "suspended_"
CLOSED = "closed"
RETURNED = "returned"

_STATES: tuple[tuple[Box, State], ...] = (
    ("P1", State(id="raised", label="需求提出", owner="coordinator")),
    ("P2", State(id="negotiating", label="技术、商务沟通", owner="centre")),
    ("P3", State(id="agreed", label="签订技术服务协议", owner="host")),
    ("P4", State(id="team_formed", label="成立项目组", owner="centre")),
    ("P5", State(id="review", label="技术服务评审", owner="reviewer")),
    ("P6", State(id="in_service", label="开展技术服务", owner="centre")),
    ("P7", State(id="acceptance", label="服务成果验收", owner="enterprise")),
    ("P8", State(id=CLOSED, label="项目终结", owner="coordinator")),
    ("P9", State(id="archived", label="评价与归档", owner="host", is_end=True)),
)
_PAUSABLE = ("negotiating", "agreed", "team_formed", "review", "in_service", "acceptance")

_EITHER_SIDE: tuple[Role, ...] = ("enterprise", "centre", "host")
_ANYBODY: tuple[Role, ...] = ("coordinator", "enterprise", "centre", "host")
_ENDERS: tuple[Role, ...] = ("coordinator", "enterprise", "host")


def _row(
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


_SIGNING = (
    "same_terms_confirmed",
    "host_is_party",
    "secrecy_held",
    "inside_scope",
    "criteria_measurable",
    "contract_reviewed",
    "signatories_named",
)
_STAFFING = ("lead_and_staff_named", "staff_qualified", "lead_qualified_or_justified", "lead_attested")

_ROWS: tuple[Transition, ...] = (
    _row("T1", "raised", "start", "negotiating", "开始沟通", ("coordinator",), ("contacts_named",), clause="7"),
    _row(
        "T2", "negotiating", "sign", "agreed", "达成一致并签订协议", ("enterprise", "host"), _SIGNING, clause="7, S0-02"
    ),
    _row(
        "T3", "negotiating", "make_offer", "negotiating", "提出方案与报价", _EITHER_SIDE, ("offer_given",), clause="7"
    ),
    _row(
        "H1",
        "negotiating",
        "confirm_offer",
        "negotiating",
        "确认方案与报价",
        ("enterprise", "host"),
        ("confirms_latest_offer", "confirms_own_side"),
        clause="S0-02",
    ),
    _row(
        "G0",
        "negotiating",
        "review_contract",
        "negotiating",
        "合同评审",
        ("centre", "host"),
        ("contract_review_given",),
        clause="S0-27",
    ),
    _row(
        "T4",
        "negotiating",
        "try_next",
        RETURNED,
        "换下一家",
        ("coordinator",),
        ("no_agreement_in_force",),
        ("candidate_excluded",),
        needs_reason=True,
        clause="S0-04",
    ),
    _row(
        "T5",
        "negotiating",
        "stop",
        CLOSED,
        "未达成一致，终止",
        _ANYBODY,
        codes=("not_agreed",),
        needs_reason=True,
        clause="S0-04",
    ),
    _row(
        "T6", "agreed", "assign_team", "team_formed", "成立项目组", ("centre", "host"), _STAFFING, clause="4.1.2, 4.2"
    ),
    _row("H2", "team_formed", "change_team", "team_formed", "调整项目组", ("centre", "host"), _STAFFING, clause="4.2"),
    _row(
        "T7",
        "team_formed",
        "submit_plan",
        "review",
        "提交评审",
        ("centre",),
        ("plan_complete", "reviewers_independent"),
        clause="7",
    ),
    _row(
        "T8",
        "review",
        "pass_review",
        "in_service",
        "评审通过",
        ("reviewer",),
        ("opinions_given", "no_opinion_against"),
        ("passed",),
        clause="7",
    ),
    _row(
        "T9",
        "review",
        "fail_to_talks",
        "negotiating",
        "评审未通过，重新沟通",
        ("reviewer",),
        ("opinions_given",),
        ("scope", "price", "time", "feasibility"),
        needs_reason=True,
        clause="7",
    ),
    _row(
        "T10",
        "review",
        "fail_to_team",
        "team_formed",
        "评审未通过，调整项目组或方案",
        ("reviewer",),
        ("opinions_given",),
        ("team", "plan"),
        needs_reason=True,
        clause="7",
    ),
    _row(
        "T11",
        "review",
        "fail_to_end",
        CLOSED,
        "评审未通过，终结",
        ("reviewer",),
        ("opinions_given",),
        ("not_feasible",),
        needs_reason=True,
        clause="7",
    ),
    _row("H3", "in_service", "hand_in", "in_service", "提交成果", ("centre",), ("deliverable_given",), clause="S4-20"),
    _row(
        "T12",
        "in_service",
        "deliver",
        "acceptance",
        "交付验收",
        ("centre",),
        ("deliverables_in", "documents_issuable"),
        clause="7, S4-20",
    ),
    _row(
        "T17",
        "in_service",
        "request_change",
        "negotiating",
        "要求变更协议",
        _EITHER_SIDE,
        codes=("change_requested",),
        needs_reason=True,
        clause="7",
    ),
    _row(
        "H4",
        "acceptance",
        "record_measurement",
        "acceptance",
        "记录实测值",
        ("enterprise", "centre"),
        ("measurements_fit_criteria",),
        clause="7",
    ),
    _row(
        "T13",
        "acceptance",
        "accept",
        CLOSED,
        "验收通过",
        ("enterprise",),
        ("all_criteria_passed",),
        ("completed",),
        clause="7",
    ),
    _row(
        "T14",
        "acceptance",
        "rework",
        "in_service",
        "验收未通过，返工",
        ("enterprise", "centre"),
        ("criteria_not_passed", "rework_left"),
        needs_reason=True,
        clause="7",
    ),
    _row(
        "T15",
        "acceptance",
        "dispute_criteria",
        "negotiating",
        "对验收指标有争议",
        _EITHER_SIDE,
        codes=("criteria_disputed", "criteria_to_be_changed"),
        needs_reason=True,
        clause="7",
    ),
    _row(
        "T16",
        "acceptance",
        "reject",
        CLOSED,
        "验收未通过，终结",
        _ENDERS,
        ("criteria_not_passed",),
        ("terminated_after_acceptance",),
        needs_reason=True,
        clause="7",
    ),
    _row(
        "T21",
        CLOSED,
        "reopen",
        "in_service",
        "重新打开",
        ("host",),
        ("reopening_open",),
        ("closure_defect",),
        needs_reason=True,
    ),
    _row(
        "T22",
        CLOSED,
        "archive",
        "archived",
        "评价并归档",
        ("host", "association"),
        ("evaluated_or_excused",),
        ("evaluated", "evaluation_not_applicable"),
        clause="8.1–8.3, S3-19",
    ),
    *(
        _row(
            f"T19/{state}",
            state,
            "withdraw",
            CLOSED,
            "企业撤回需求",
            ("enterprise",),
            ("no_agreement_in_force",),
            ("withdrawn",),
            clause="S0-04",
        )
        for state in ("raised", "negotiating")
    ),
    *(
        _row(
            f"T20/{state}",
            state,
            "terminate",
            CLOSED,
            "终止协议",
            _ENDERS,
            ("delivered_stated",),
            ("terminated_by_agreement", "terminated_by_enterprise", "terminated_by_host"),
            needs_reason=True,
        )
        for state in ("agreed", "team_formed", "review", "in_service", "acceptance")
    ),
)

CLAUSE_6_6_2: tuple[tuple[str, str], ...] = (
    ("refining", "技术优势提炼"),
    ("drafting", "申请书撰写"),
    ("applying", "项目申报"),
    ("developing", "研究开发"),
    ("concluding", "结题验收"),
)
"""The five stages of whole-process help (S0-36), which fill the box 开展技术服务."""

_TRUNK = frozenset({"T1", "T2", "T3", "H1", "T6", "H2", "T7", "H3", "H4"})


def _with_pauses(states: tuple[State, ...], rows: tuple[Transition, ...], pausable: tuple[str, ...]) -> Process:
    """The superset's process: each pausable state gets its suspended twin, and two rows of T18."""
    twins: list[State] = []
    pauses: list[Transition] = []
    for state in states:
        if state.id not in pausable:
            continue
        twin = SUSPENDED + state.id
        twins.append(State(id=twin, label=f"{state.label}（暂停）", owner="coordinator"))
        pauses += [
            _row(f"T18/{state.id}", state.id, "suspend", twin, "暂停", _ANYBODY, ("pause_agreed",), needs_reason=True),
            _row(f"T18/{twin}", twin, "resume", state.id, "恢复", _ANYBODY),
        ]
    return Process(id="", label="", states=(*states, *twins), transitions=(*rows, *pauses))


_GONE = State(id=RETURNED, label="退回匹配", owner="coordinator", is_end=True)


def _superset() -> tuple[Process, dict[str, Box]]:
    states = (*(state for _, state in _STATES), _GONE)
    return _with_pauses(states, _ROWS, _PAUSABLE), {state.id: box for box, state in _STATES}


def _staged() -> tuple[Process, dict[str, Box]]:
    """The superset with the five stages of clause 6.6.2 in place of 开展技术服务."""
    names = tuple(id for id, _ in CLAUSE_6_6_2)
    stages = tuple(State(id=id, label=label, owner="centre") for id, label in CLAUSE_6_6_2)
    states: list[State] = []
    boxes: dict[str, Box] = {}
    for box, state in _STATES:
        replaced = stages if state.id == "in_service" else (state,)
        states += replaced
        boxes |= {one.id: box for one in replaced}
    entry = {"T8": "refining", "T14": "developing", "T21": "concluding"}
    rows: list[Transition] = []
    for row in _ROWS:
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
    for number, (here, there) in enumerate(zip(names, names[1:], strict=False), start=1):
        rows.append(_row(f"S{number}", here, "next_stage", there, "进入下一阶段", ("centre",), clause="6.6.2"))
    pausable = tuple(name for name in (*_PAUSABLE, *names) if name != "in_service")
    return _with_pauses((*states, _GONE), tuple(rows), pausable), boxes


def _figure(keep: frozenset[str]) -> tuple[Process, dict[str, Box]]:
    """A bare reading of the figure: the trunk and the branches it draws; it ends at 项目终结.

    The figure knows no contract review, so signing does not ask for one here.
    """
    eight = [(box, state) for box, state in _STATES if box != "P9"]
    states = tuple(state.model_copy(update={"is_end": state.id == CLOSED}) for _, state in eight)
    rows = [row for row in _ROWS if row.id in _TRUNK | keep]
    rows = [
        row.model_copy(update={"guards": tuple(guard for guard in row.guards if guard != "contract_reviewed")})
        for row in rows
    ]
    return Process(id="", label="", states=states, transitions=tuple(rows)), {state.id: box for box, state in eight}


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
    labels: dict[Box, str] = {box: state.label for box, state in _STATES}
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
    return Profile(id=id, process=named, steps=tuple(steps), boxes=boxes)


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


def happy_path(of: Profile) -> tuple[str, ...]:
    """The states from the start to closure when nothing goes wrong."""
    states = [of.process.start]
    while states[-1] != CLOSED:
        (row,) = (row for row in of.process.open_events(states[-1]) if row.event in HAPPY)
        states.append(row.next)
    return tuple(states)


def happy_boxes(of: Profile) -> tuple[str, ...]:
    """The happy path in the names of figure 1, each box once."""
    names = {box: state.label for box, state in _STATES}
    return tuple(dict.fromkeys(names[of.boxes[state]] for state in happy_path(of)))


GUARD_LABELS: Mapping[str, str] = MappingProxyType(
    {
        "contacts_named": "双方联系人已指定",
        "offer_given": "给出完整的方案与报价",
        "confirms_latest_offer": "确认的是最新一版（摘要相同）",
        "confirms_own_side": "本方人员确认；中心不能代替依托单位（S0-02）",
        "same_terms_confirmed": "双方确认同一摘要",
        "host_is_party": "签约方是依托单位法人（S0-02）",
        "secrecy_held": "要求的密级不高于依托单位的保密条件（S0-27）",
        "inside_scope": "在批准的能力范围之内",
        "criteria_measurable": "验收指标可以测量",
        "contract_review_given": "写明合同评审四项结论",
        "contract_reviewed": "需要时合同评审已通过，且针对最新一版",
        "signatories_named": "双方授权签字人已写明",
        "no_agreement_in_force": "还没有签订过协议",
        "lead_and_staff_named": "有负责人和成员（S0-06）",
        "staff_qualified": "服务人员符合4.2.2（S0-10）",
        "lead_qualified_or_justified": "负责人符合4.2.1 1)，或写明理由（S0-08）",
        "lead_attested": "部门负责人书面证明4.2.1 2)（S0-09）",
        "plan_complete": "方案、资源、风险、方法状态齐全",
        "reviewers_independent": "评审人员不在项目组，没有利益冲突",
        "opinions_given": "评审人员已有书面意见",
        "no_opinion_against": "没有未通过的意见",
        "deliverable_given": "写明成果的名称、种类和摘要",
        "deliverables_in": "约定的成果已全部交来",
        "documents_issuable": "证书和报告符合签发条件（S4-20）",
        "measurements_fit_criteria": "实测值对应约定的指标和单位",
        "all_criteria_passed": "全部指标合格",
        "criteria_not_passed": "有指标不合格或不能判定",
        "rework_left": "没有超过返工次数上限",
        "pause_agreed": "双方同意，并约定恢复日期",
        "delivered_stated": "写明已交付的内容",
        "reopening_open": "在规定期限内，且原来是正常完成",
        "evaluated_or_excused": "已评价，或写明不适用的理由",
    }
)
"""What each guard asks for, in Chinese, for the documentation and the pages."""
