"""A simulated quarter on the real use cases: nothing waits for nobody, ends in silence or is told twice."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from sqlalchemy import text

from benchmarks.year.__main__ import live
from benchmarks.year.checks import check_day
from engagement.profiles import PROFILES
from foundation.actors import SYSTEM


def test_forty_demands_over_ninety_days_leave_nothing_without_owner_date_or_answer(tmp_path: Path) -> None:
    world = live(tmp_path, demands=40, days=90, seed=2)
    assert world.faults == []
    assert world.day > date(2026, 4, 1)
    happened = ("clock: reminded", "clock: escalated", "pauses checked", "project: sign", "project: accept",
                "project: try_next", "complaint: opened", "complaint: close")  # fmt: skip
    assert all(world.did[name] for name in happened), "the quarter is not worth its name"
    with world.house.reading() as session:
        readings = set(session.execute(text("SELECT DISTINCT profile FROM engagements")).scalars())
    assert readings == set(PROFILES)
    for harm, what in (
        (
            "UPDATE engagements SET due = NULL WHERE id = (SELECT min(id) FROM engagements WHERE is_open)",
            "without owner",
        ),
        (
            "UPDATE engagements SET owner = NULL WHERE id = (SELECT max(id) FROM engagements WHERE is_open)",
            "without owner",
        ),
        ("UPDATE cares SET answer = '' WHERE NOT is_open", "ended without answer"),
        ("UPDATE cares SET is_open = 1, owner_role = NULL", "open without owner"),
    ):
        world.faults.clear()
        with world.house.working(SYSTEM) as work:
            assert work.session.execute(text(harm)).rowcount > 0  # type: ignore[attr-defined]
        check_day(world)
        assert any(what in fault.kind for fault in world.faults), "the checks see what is broken"
    world.house.close()
