"""``python -m benchmarks.year [--demands 500] [--days 365] [--seed 1]``: a year of a house on an injected clock.

The calendar is that of 2026 with its shifted working days. Prints a table of what happened and what was violated; exit
code 1 when anything was.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections import Counter
from pathlib import Path

from sqlalchemy import text

from benchmarks.year.checks import check_day, check_end
from benchmarks.year.complaints import tend_complaints
from benchmarks.year.desk import come_in, furnish, tend_desk
from benchmarks.year.projects import tend_projects
from benchmarks.year.world import KINDS, World, next_day, open_world


def live(folder: Path, demands: int, days: int, seed: int) -> World:
    """Let so many demands come in over the first three quarters of so many days; every day is checked."""
    world = open_world(folder, seed)
    furnish(world)
    tried = came = 0
    for number in range(days):
        if world.house.calendar.is_working_day(world.day):
            until = demands * (number + 1) // max(1, days * 3 // 4)
            while came < min(until, demands):
                tried += 1
                came += come_in(world, tried)
            tend_desk(world)
            tend_projects(world)
            tend_complaints(world)
        world.run_daily()
        world.deliver()
        check_day(world)
        next_day(world)
    for _ in range(2):  # what failed on the last days
        world.deliver()
        next_day(world)
    check_end(world)
    return world


_BY_PROFILE = """
SELECT profile || CASE
  WHEN json_extract(content, '$.end_reason') = 'completed' THEN ', completed' WHEN closed_at IS NULL THEN ', not over'
  ELSE ', ended otherwise' END, count(*)
FROM engagements GROUP BY 1 ORDER BY 1
"""
_ENDED = "SELECT subject_id FROM cares WHERE kind = 'demand' AND NOT is_open"
_HOLDS = f"""
SELECT 'demands that ended', count(*) FROM cares WHERE kind = 'demand' AND NOT is_open
UNION ALL SELECT '– with an answer and a reason', count(*) FROM cares
  WHERE kind = 'demand' AND NOT is_open AND answer <> '' AND reason_code <> ''
UNION ALL SELECT 'open projects', count(*) FROM engagements WHERE is_open
UNION ALL SELECT '– with owner and due date', count(*) FROM engagements WHERE is_open AND owner <> '' AND due <> ''
UNION ALL SELECT 'candidates kept in reserve by a demand that ended', count(*) FROM match_candidates
  WHERE state IN ('proposed', 'seconding', 'on_hold', 'asked') AND demand_id IN ({_ENDED})
UNION ALL SELECT 'questions nobody answered before the demand ended', count(*) FROM demand_questions
  WHERE state = 'open' AND demand_id IN ({_ENDED})
"""


def page(world: World) -> str:
    """The report, in Markdown."""
    lines = ["| what happened | times |", "|---|---|"]
    lines += [f"| {name} | {times} |" for name, times in sorted(world.did.items())]
    for title, query in (
        ("demands at the end", "SELECT status, count(*) FROM demands GROUP BY 1 ORDER BY 1"),
        ("projects by reading of the flow", _BY_PROFILE),
        ("projects at the end", "SELECT state, count(*) FROM engagements GROUP BY 1 ORDER BY 1"),
        ("what holds", _HOLDS),
        (
            "projects that ended, by reason",
            "SELECT json_extract(content, '$.end_reason') AS why, count(*) FROM engagements "
            "WHERE closed_at IS NOT NULL GROUP BY 1 ORDER BY 1",
        ),
    ):
        lines += ["", f"| {title} | |", "|---|---|"]
        with world.house.reading() as session:
            lines += [f"| {name} | {count} |" for name, count in session.execute(text(query))]
    lines += ["", "| refused | times |", "|---|---|"]
    lines += [f"| {name} | {times} |" for name, times in sorted(world.refused.items())]
    kinds = Counter(one.kind for one in world.faults)
    lines += ["", "| violations | times |", "|---|---|", *(f"| {kind} | {kinds[kind]} |" for kind in KINDS)]
    lines += ["", f"violations: {len(world.faults)}"]
    lines += [f"{one.day}: {one.kind}: {one.what}" for one in world.faults[:50]]
    return "\n".join(lines)


def main() -> int:
    """Run, print, judge."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--demands", type=int, default=500)
    parser.add_argument("--days", type=int, default=365)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        world = live(Path(folder), asked.demands, asked.days, asked.seed)
        print(page(world))
        world.house.close()
    return 1 if world.faults else 0


if __name__ == "__main__":
    sys.exit(main())
