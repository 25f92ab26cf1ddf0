"""The table itself: happy paths, reachability, and every (state, event) pair of every profile (S0-39, S3-19, N30)."""

from __future__ import annotations

import pytest

from engagement.describe import CODE_LABELS, GUARD_LABELS
from engagement.guards import GUARDS
from engagement.profiles import CLAUSE_6_6_2, PROFILES, SUSPENDED, Profile, happy_boxes, happy_path, profile
from engagement.rows import ROWS
from engagement.stages import FIGURE_1, RETURNED, STATES
from foundation.errors import Conflict, InvalidInput
from foundation.process import advance, faults
from tests.builders import actor, everybody

EVERY = pytest.mark.parametrize("reading", list(PROFILES.values()), ids=list(PROFILES))


@EVERY
def test_the_happy_path_is_the_eight_boxes_of_figure_1_in_order(reading: Profile) -> None:
    assert happy_boxes(reading) == (
        "需求提出",
        "技术、商务沟通",
        "签订技术服务协议",
        "成立项目组",
        "技术服务评审",
        "开展技术服务",
        "服务成果验收",
        "项目终结",
    )
    assert happy_boxes(reading) == FIGURE_1


@EVERY
def test_no_table_has_a_fault(reading: Profile) -> None:
    assert faults(reading.process) == []


@EVERY
def test_every_state_is_reached_and_reaches_closure(reading: Profile) -> None:
    edges = {(row.state, row.next) for row in reading.process.transitions}

    def reach(start: str, arrows: set[tuple[str, str]]) -> set[str]:
        found = {start}
        while new := {there for here, there in arrows if here in found} - found:
            found |= new
        return found

    ids = {state.id for state in reading.process.states}
    assert reach(reading.process.start, edges) == ids
    backwards = reach("closed", {(there, here) for here, there in edges})
    assert ids - backwards - {"archived"} <= {RETURNED}


@EVERY
def test_every_state_after_the_start_has_an_end_that_asks_for_no_more_than_a_reason(reading: Profile) -> None:
    """Whatever the scope, the level, the panel or the values say: nobody is left with a service that cannot end."""
    before, after = {"no_agreement_in_force"}, {"agreement_in_force", "delivered_stated", "ended_by_own_side"}
    enters = {row.next for row in reading.process.transitions if row.state not in ("raised", row.next)}
    for state in reading.process.states:
        if state.is_end or state.id in ("raised", "closed") or state.id.startswith(SUSPENDED):
            continue
        ends = [
            set(row.guards)
            for row in reading.process.open_events(state.id)
            if reading.process.state(row.next).is_end or row.next == "closed"
            if row.needs_reason
        ]
        expected = [before] if state.id == "negotiating" else [after]
        if state.id == "negotiating" and "negotiating" in enters:
            expected.append(after)
        for guards in expected:
            assert any(found <= guards for found in ends), (state.id, guards)


@EVERY
def test_each_state_and_event_pair_is_allowed_once_or_refused_by_name(reading: Profile) -> None:
    process, holds = reading.process, {name: lambda _: None for name in GUARDS}
    events = {row.event for row in process.transitions}
    rows = {(row.state, row.event): row for row in process.transitions}
    for state in process.states:
        for event in sorted(events):
            if (state.id, event) in rows:
                taken = advance(process, state.id, event, everybody(), guards=holds, reason="写明")
                assert taken == rows[state.id, event]
                continue
            with pytest.raises(Conflict) as refused:
                advance(process, state.id, event, everybody(), guards=holds, reason="写明")
            assert refused.value.code == "step_not_open"
            assert state.label in refused.value.text()


@EVERY
def test_every_row_names_who_may_and_under_what_condition(reading: Profile) -> None:
    for row in reading.process.transitions:
        assert row.roles, row.id
        assert row.codes, row.id
        assert row.guards or row.needs_reason or row.event in ("resume", "next_stage"), row.id
        assert set(row.guards) <= set(GUARDS), row.id


@EVERY
def test_the_owner_of_an_open_state_can_do_something_about_it(reading: Profile) -> None:
    for state in reading.process.states:
        if not state.is_end:
            owner = actor(state.owner)
            leaving = [row for row in reading.process.open_events(state.id, owner) if row.next != state.id]
            assert leaving or state.id == "negotiating", state.id


@EVERY
def test_each_state_lies_in_exactly_one_visible_step(reading: Profile) -> None:
    seen = [state for step in reading.steps for state in step.states]
    assert sorted(seen) == sorted(state.id for state in reading.process.states)


def test_the_superset_has_the_rows_t1_to_t22_and_the_gate() -> None:
    rows = {row.id.partition("/")[0] for row in PROFILES["superset"].process.transitions}
    work = {f"H{number}" for number in range(1, 15)}
    assert rows == {f"T{number}" for number in range(1, 23)} | {"G0"} | work


@pytest.mark.parametrize(
    ("name", "branches"),
    [("fig1-A", {"T8", "T9", "T10"}), ("fig1-B", {"T8", "T14"}), ("fig1-C", {"T8", "T11"})],
)
def test_a_reading_of_the_figure_has_its_own_branches_only(name: str, branches: set[str]) -> None:
    rows = {row.id for row in PROFILES[name].process.transitions}
    assert rows & {"T8", "T9", "T10", "T11", "T14", "T15", "T16"} == branches


def test_the_readings_of_the_figure_differ_from_the_superset_in_rows_only() -> None:
    superset = {row.id: row for row in ROWS}
    for name in ("fig1-A", "fig1-B", "fig1-C"):
        for row in PROFILES[name].process.transitions:
            same = superset[row.id]
            assert (row.state, row.event, row.next, row.roles) == (same.state, same.event, same.next, same.roles)


def test_a_station_shows_four_steps() -> None:
    station = PROFILES["station-art10"]
    shown = list(dict.fromkeys(station.step(state) for state in (*happy_path(station), "archived")))
    assert shown == ["服务需求收集与分析", "签订服务协议", "服务实施", "服务评价与归档"]
    assert station.step("suspended_in_service") == "服务实施"


def test_project_help_goes_through_five_stages_inside_the_service() -> None:
    staged = PROFILES["sub-6.6.2"]
    inside = [state for state in happy_path(staged) if staged.box(state) == "P6"]
    labels = [staged.process.state(state).label for state in inside]
    assert labels == ["技术优势提炼", "申请书撰写", "项目申报", "研究开发", "结题验收"]
    assert [staged.process.state(SUSPENDED + state).label for state, _ in CLAUSE_6_6_2]


def test_project_help_is_entered_at_the_stage_that_fits_the_way_there() -> None:
    entered = {
        row.event: row.next for row in PROFILES["sub-6.6.2"].process.transitions if row.id in ("T8", "T14", "T21")
    }
    assert entered == {"pass_review": "refining", "rework": "developing", "reopen": "concluding"}


def test_a_pause_comes_back_to_the_state_it_left() -> None:
    for reading in PROFILES.values():
        pauses = {row.state: row.next for row in reading.process.transitions if row.event == "suspend"}
        resumes = {row.state: row.next for row in reading.process.transitions if row.event == "resume"}
        assert {there: here for here, there in pauses.items()} == resumes


def test_every_guard_is_used_and_explained() -> None:
    used = {guard for row in PROFILES["superset"].process.transitions for guard in row.guards}
    assert used == set(GUARDS) == set(GUARD_LABELS)


def test_every_reason_code_has_words() -> None:
    codes = {code for row in ROWS for code in row.codes if code != row.event}
    assert codes == set(CODE_LABELS)


def test_the_boxes_are_p1_to_p9() -> None:
    assert [box for box, _ in STATES] == [f"P{number}" for number in range(1, 10)]


def test_an_unknown_profile_is_refused_with_the_known_ones() -> None:
    with pytest.raises(InvalidInput) as refused:
        profile("fig2")
    assert "superset" in refused.value.text()
