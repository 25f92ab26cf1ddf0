"""The table of a process decides: who, from where, under which guard; and a faulty table is found."""

from __future__ import annotations

import pytest

from foundation.actors import SYSTEM
from foundation.errors import Conflict, InvalidInput, NotAllowed
from foundation.process import ROLE_LABELS, Process, State, Transition, advance, faults, to_markdown
from tests.builders import actor

STATES = (
    State(id="filed", label="已申请", owner="centre"),
    State(id="checked", label="已审核", owner="association"),
    State(id="closed", label="已办结", owner="association", is_end=True),
)
CHECK = Transition(
    id="T1",
    state="filed",
    event="check",
    next="checked",
    label="审核",
    roles=frozenset({"association"}),
    guards=("has_papers",),
    clause="S3-12",
)
RETURN = Transition(
    id="T2",
    state="checked",
    event="return",
    next="filed",
    label="退回",
    roles=frozenset({"association", "reviewer"}),
    needs_reason=True,
)
CLOSE = Transition(
    id="T3", state="checked", event="close", next="closed", label="办结", roles=frozenset({"association"})
)
TABLE = Process(id="filing", label="备案", states=STATES, transitions=(CHECK, RETURN, CLOSE))
PAPERS = {"has_papers": lambda subject: None if subject else "材料不全"}
ASSOCIATION = actor("association")


def test_a_step_that_is_open_gives_its_row() -> None:
    assert advance(TABLE, "filed", "check", ASSOCIATION, True, PAPERS) == CHECK


def test_a_step_that_is_not_open_names_those_that_are() -> None:
    with pytest.raises(Conflict) as refused:
        advance(TABLE, "checked", "check", ASSOCIATION, True, PAPERS)
    assert refused.value.code == "step_not_open"
    assert str(refused.value) == "现在是“已审核”，不能做“审核”；可以做：退回、办结"
    with pytest.raises(Conflict, match="可以做：无"):
        advance(TABLE, "closed", "close", ASSOCIATION, True, PAPERS)


def test_only_the_roles_of_the_row_may_do_it() -> None:
    for stranger in (actor("centre"), actor(), SYSTEM):
        with pytest.raises(NotAllowed) as refused:
            advance(TABLE, "checked", "return", stranger, True, PAPERS, reason="缺页")
        assert refused.value.facts["roles"] == "协会、评审人员"


def test_a_guard_that_does_not_hold_says_why() -> None:
    with pytest.raises(Conflict) as refused:
        advance(TABLE, "filed", "check", ASSOCIATION, False, PAPERS)
    assert (refused.value.code, refused.value.facts["guard"]) == ("guard_refused", "has_papers")
    assert str(refused.value) == "还不能“审核”：材料不全"


@pytest.mark.parametrize("reason", [None, "", "  \n"])
def test_a_reason_that_is_asked_for_must_be_given(reason: str | None) -> None:
    with pytest.raises(InvalidInput) as refused:
        advance(TABLE, "checked", "return", ASSOCIATION, True, PAPERS, reason=reason)
    assert (refused.value.code, refused.value.facts["field"]) == ("reason_missing", "reason")
    assert advance(TABLE, "checked", "return", ASSOCIATION, True, PAPERS, reason="缺页") == RETURN


def test_who_may_not_hears_that_before_what_is_missing() -> None:
    with pytest.raises(NotAllowed):
        advance(TABLE, "filed", "check", actor("centre"), False, PAPERS)


def test_the_buttons_of_a_page_are_the_open_rows_of_the_actor() -> None:
    assert [row.event for row in TABLE.open_events("checked")] == ["return", "close"]
    assert [row.event for row in TABLE.open_events("checked", actor("reviewer"))] == ["return"]
    assert TABLE.open_events("checked", actor("centre")) == ()
    assert TABLE.start == "filed"
    with pytest.raises(KeyError):
        TABLE.state("nowhere")


def test_a_sound_table_has_no_faults() -> None:
    assert faults(TABLE) == []


@pytest.mark.parametrize(
    ("states", "rows", "fault"),
    [
        (STATES, (CHECK, RETURN, CLOSE.model_copy(update={"next": "gone"})), "T3: gone 不是状态"),
        (STATES, (CHECK, RETURN, CLOSE, CLOSE.model_copy(update={"id": "T4"})), "checked/close 有两行"),
        (STATES, (RETURN, CLOSE), "checked 到不了"),
        (STATES, (CHECK, RETURN), "checked 走不到终点"),
        (STATES, (CHECK, RETURN, CLOSE.model_copy(update={"roles": frozenset()})), "T3: 没有角色"),
        ((*STATES, State(id="lost", label="失落", owner="centre")), (CHECK, RETURN, CLOSE), "lost 到不了"),
    ],
)
def test_a_planted_fault_is_found(states: tuple[State, ...], rows: tuple[Transition, ...], fault: str) -> None:
    assert fault in faults(Process(id="p", label="p", states=states, transitions=rows))


def test_the_table_renders_itself() -> None:
    lines = to_markdown(TABLE).splitlines()
    assert lines[0] == "### 备案 (`filing`)"
    assert "| T1 | 已申请 | 审核 `check` | 已审核 | 协会 | has_papers | S3-12 |" in lines
    assert "| T2 | 已审核 | 退回 `return` | 已申请 | 协会、评审人员 | 写明原因 |  |" in lines
    assert len(lines) == 4 + len(TABLE.transitions)


def test_every_role_has_a_label() -> None:
    assert set(ROLE_LABELS) == {
        "enterprise", "coordinator", "centre", "host", "reviewer", "evaluator", "association", "system",
    }  # fmt: skip
