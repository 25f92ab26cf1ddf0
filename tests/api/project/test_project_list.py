"""The desk's list of a thousand services: the most overdue first, sieved by turn, stage and centre, in few queries."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import event, text

from api.wiring import House
from engagement.log import Facts
from engagement.service import take_step
from foundation.actors import OPERATOR
from intake.reading.record import read_draft
from intake.service import register_demand
from tests.api.conftest import KEY
from tests.api.desk.desk_window import Desk, words
from tests.engagement import cases
from tests.journeys.services import opened

COPY = text(
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000) "
    "INSERT INTO engagements SELECT 'eng_copy' || n.i, demand_id, 'mat_copy' || n.i, centre_id, host_id, profile, "
    "state, version, is_open, owner_role, owner, date(due, '+' || n.i || ' days'), due_is_approximate, closed_at, "
    "content, turn FROM engagements, n WHERE id = :id"
)


@pytest.fixture
def desk(house: House) -> Desk:
    return Desk(house, KEY)


@contextmanager
def counted(house: House) -> Iterator[list[str]]:
    """The statements that go to the database meanwhile."""
    seen: list[str] = []

    def note(*args: object) -> None:
        seen.append(str(args[2]))

    event.listen(house.engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(house.engine, "before_cursor_execute", note)


def talking(house: House) -> str:
    """A service in which the centre has to make an offer."""
    one = opened(house)
    with house.working(OPERATOR) as work:
        take_step(work, one.id, 1, "start", Facts(contacts=cases.CONTACTS))
    return one.id


def listed(html: str) -> list[str]:
    return re.findall(r'class="open" href="/desk/project/(\w+)', html)


def test_a_thousand_services_take_as_many_queries_as_one_and_the_soonest_due_come_first(
    house: House, desk: Desk
) -> None:
    first = talking(house)
    with counted(house) as few:
        desk.get("/desk/projects")
    with house.engine.begin() as connection:
        connection.execute(COPY, {"id": first})
    with counted(house) as many:
        page = desk.get("/desk/projects").text
    assert len(many) == len(few) <= 6
    assert listed(page) == [first, *(f"eng_copy{number}" for number in range(1, 50))]
    more = re.search(r'href="([^"]+)">后面的', page)
    assert more is not None
    assert listed(desk.get(more[1].replace("&amp;", "&")).text)[0] == "eng_copy50"
    with counted(house) as by_turn:
        assert len(listed(desk.get("/desk/projects?turn=centre").text)) == 50
    assert len(by_turn) == len(few)


def test_the_list_is_sieved_by_turn_stage_and_centre_and_says_when_nothing_is_left(house: House, desk: Desk) -> None:
    id = talking(house)
    with house.reading() as session:
        centre = session.execute(text("SELECT centre_id FROM engagements")).scalar_one()
    for asked, is_there in [
        ("turn=centre", True),
        ("turn=enterprise", False),
        ("stage=P2", True),
        ("stage=P6", False),
        ("stage=paused", False),
        (f"centre={centre}&turn=&stage=", True),
        ("centre=ctr_none", False),
        ("overdue=true", False),
    ]:
        page = desk.get(f"/desk/projects?{asked}").text
        assert listed(page) == ([id] if is_there else []), asked
        assert ("没有这样的项目。" in page) is not is_there
    assert desk.get("/desk/projects?turn=nobody").status_code == 422


def test_a_line_leads_to_the_service_and_to_the_case_of_its_demand(house: House, desk: Desk) -> None:
    with house.working(OPERATOR) as work:
        demand = register_demand(work, read_draft("外壳一敲就裂", "空调塑料外壳一敲就裂，材料是ABS"))
    id = talking(house)
    with house.engine.begin() as connection:
        connection.execute(text("UPDATE engagements SET demand_id = :demand"), {"demand": demand.id})
    page = desk.get("/desk/projects").text
    assert listed(page) == [id]
    assert f'href="/desk/{demand.id}?lang=zh"' in page
    told = words(page)
    assert "外壳一敲就裂" in told
    assert "轮到中心" in told
    assert "还剩 10 个工作日" in told
    english = words(desk.get("/desk/projects?lang=en").text)
    assert "Whose turn" in english
