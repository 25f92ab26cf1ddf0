"""What goes wrong afterwards: an enterprise complains of a project, is answered, objects, and the case is closed."""

from __future__ import annotations

from sqlalchemy import text

from benchmarks.year.people import LI, person
from benchmarks.year.world import World
from engagement.afterwards.sources import name_project_of_complaint
from foundation.actors import Actor
from intake.cares.caring import due_items
from intake.complaints.cases import get_complaint, open_complaint, step_complaint
from intake.complaints.complaint import CLOSING, Complaint

_BEGUN = (
    "SELECT id, demand_id, json_extract(content, '$.enterprise') AS enterprise FROM engagements "
    "WHERE state NOT IN ('raised', 'negotiating') ORDER BY id"
)


def tend_complaints(world: World) -> None:
    """A day of complaints: a new one on some days; the desk works on those that are open."""
    if world.happens(0.15):
        _complain(world)
    with world.house.reading() as session:
        waiting = due_items(session, LI, ("complaint",), limit=200)
        cases = [get_complaint(session, LI, one.subject_id) for one in waiting]
    for case in cases:
        if world.happens(0.25):
            _work_on(world, case)


def _complain(world: World) -> None:
    with world.house.reading() as session:
        projects = list(session.execute(text(_BEGUN)))
    if not projects:
        return
    about = world.chance.choice(projects)
    who, words = person("enterprise", about.enterprise), "报告晚了两周，也没人说明"
    opened = world.act(
        "complaint: opened",
        who,
        lambda work: open_complaint(work, words, demand_id=about.demand_id, enterprise=about.enterprise),
    )
    if opened is not None and world.happens(0.7):
        world.act("complaint: project named", LI, lambda work: name_project_of_complaint(work, opened.id, about.id))


def _work_on(world: World, case: Complaint) -> None:
    if case.state == "opened":
        _step(world, case, "answer", LI, answer="已经核实，报告今天寄出。")
    elif world.happens(0.2):
        _step(world, case, "object", person("enterprise", case.enterprise), reason="还是没有收到")
    else:
        code = world.chance.choice(tuple(CLOSING))
        _step(world, case, "close", LI, reason_code=code, next_step=CLOSING[code].next_step)


def _step(world: World, case: Complaint, event: str, who: Actor, **said: str) -> None:
    world.act(f"complaint: {event}", who, lambda work: step_complaint(work, case.id, event, **said))
