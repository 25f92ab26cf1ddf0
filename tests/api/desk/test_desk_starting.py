"""What enterprises confirmed reaches the desk by itself: it is listed first, and one button finds the centres."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import pytest

from api.demonstration import furnish
from api.matching import finding
from api.wiring import House, open_house
from foundation.actors import OPERATOR, SYSTEM
from foundation.clock import SetClock
from foundation.settings import Settings
from intake.demand import Demand
from intake.reading.record import read_draft
from intake.service import register_demand
from matcher import store
from tests.api.desk.desk_window import Desk
from tests.api.desk.desk_window import desk as desk
from tests.api.desk.desk_window import house as house
from tests.desk_cases import matched_demand

BRITTLE = "阀门手轮一拧就断"


def confirmed(house: House) -> Demand:
    with house.working(SYSTEM) as work:
        return register_demand(work, read_draft(BRITTLE, "我们做的阀门手轮一拧就断，想找出原因。"))


def test_a_confirmed_demand_stands_on_the_desk_before_anybody_matched_it(house: House, desk: Desk) -> None:
    demand = confirmed(house)
    seen = desk.get("/desk").text
    assert BRITTLE in seen
    assert f'action="/desk/{demand.id}/match' in seen
    assert BRITTLE not in desk.get("/desk?mine=1").text


def test_one_button_matches_it_and_leads_to_the_case(house: House, desk: Desk) -> None:
    demand = confirmed(house)
    answer = desk.post(f"/desk/{demand.id}/match")
    assert (answer.status_code, answer.headers["location"]) == (303, f"/desk/{demand.id}")
    assert BRITTLE in desk.get(f"/desk/{demand.id}").text
    assert f'action="/desk/{demand.id}/match' not in desk.get("/desk").text


def test_pressed_twice_it_is_matched_once(house: House, desk: Desk) -> None:
    demand = confirmed(house)
    for _ in range(2):
        assert desk.post(f"/desk/{demand.id}/match").status_code == 303
    with house.reading() as session:
        assert len(store.run_heads(session, demand.id)) == 1


def test_pressed_by_four_at_once_it_is_matched_once(
    database_url: str, tmp_path: Path, clock: SetClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate, think = threading.Barrier(4), finding._thought

    def all_have_thought(*asked: Any) -> Any:
        thought = think(*asked)
        gate.wait(60)
        return thought

    monkeypatch.setattr(finding, "_thought", all_have_thought)
    with open_house(Settings(data_dir=tmp_path, database_url=database_url), clock) as house:
        furnish(house)
        demand = confirmed(house)
        presses = [threading.Thread(target=finding.match_first, args=(house, OPERATOR, demand.id)) for _ in range(4)]
        for press in presses:
            press.start()
        for press in presses:
            press.join()
        with house.reading() as session:
            assert len(store.run_heads(session, demand.id)) == 1


def test_a_matched_demand_is_not_listed_as_new(house: House, desk: Desk) -> None:
    demand = matched_demand(house)
    assert f'action="/desk/{demand.id}/match' not in desk.get("/desk").text


def test_nobody_matches_from_outside(house: House) -> None:
    demand = confirmed(house)
    assert Desk(house).post(f"/desk/{demand.id}/match").status_code == 401
    with house.reading() as session:
        assert store.run_heads(session, demand.id) == ()
