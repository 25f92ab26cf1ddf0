"""A demand of several tasks at the doors: the route, the best of every task, who was found by which; all of it kept."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text

from api.matching.answers import MatchAnswer, answer_of
from api.matching.finding import find_for_text, match_demand, texts_of
from api.wiring import House
from foundation.actors import OPERATOR
from intake.reading.record import read_draft
from intake.service import register_demand
from matcher.store import get_run
from matcher.task_matches import TaskMatches
from tests.api.commands import answer, docking
from tests.releasing import release

SEVERAL = "风电螺栓断了，先查明断裂原因。原因清楚以后改进热处理工艺，然后测拉伸强度并出检测报告，最后把新工艺申请专利。"
ONE = "盐雾 48 小时就起泡，是镀锌件"
ROUTE = ["质量技术评价", "技术研发", "检验检测", "知识产权申请"]


@pytest.fixture
def found(house: House) -> MatchAnswer:
    """The answer for the demand of several tasks."""
    matches = find_for_text(house, SEVERAL)
    return answer_of(matches, texts_of(house, matches), "zh")


def test_the_answer_tells_the_route_in_the_words_that_ask_for_it(client: TestClient) -> None:
    tasks = client.post("/match", json={"text": SEVERAL}).json()["tasks"]
    assert [task["service"] for task in tasks] == ROUTE
    assert [task["order"] for task in tasks] == [1, 2, 3, 4]
    for task in tasks:
        assert task["said"]
        assert all(SEVERAL[said["start"] : said["end"]] == said["quote"] for said in task["said"])


def test_every_task_has_the_best_that_was_found_for_it_alone(found: MatchAnswer) -> None:
    for task in found.tasks:
        assert task.centres[0].rank == 1
        assert task.centres[0].name != task.centres[0].id
        assert all(task.order in hit.tasks for hit in task.hits)
        assert {hit.id for hit in task.hits[:3]} <= {hit.id for hit in found.hits}


def test_centres_rows_and_experts_say_which_tasks_found_them(found: MatchAnswer) -> None:
    best = found.centres[0]
    assert set(best.tasks) == {order for hit in (*best.rows, *best.experts) for order in hit.tasks}
    heat_treatment = next(expert for expert in found.experts if "热处理" in expert.title)
    assert 2 in heat_treatment.tasks


def test_a_demand_of_one_task_is_answered_as_ever(house: House, client: TestClient) -> None:
    answered = client.post("/match", json={"text": ONE}).json()
    assert answered["tasks"] == []
    assert all(hit["tasks"] == [] for hit in answered["hits"])
    assert len(answered["hits"]) == 10


def test_a_run_keeps_all_that_was_found(house: House) -> None:
    run_id, matches = matched(house, SEVERAL)
    assert [part.task.service for part in matches.parts] == ROUTE
    with house.reading() as session:
        assert get_run(session, run_id).found == matches


def test_a_run_that_was_stored_as_one_list_is_still_read(house: House) -> None:
    run_id, matches = matched(house, ONE)
    with house.engine.begin() as connection:
        old = {"payload": matches.whole.model_dump_json(), "run": run_id}
        connection.execute(text("UPDATE match_runs SET payload = :payload WHERE id = :run"), old)
    with house.reading() as session:
        assert get_run(session, run_id).found == TaskMatches(whole=matches.whole)


def test_who_matches_a_demand_hears_of_its_tasks(house: House, client: TestClient) -> None:
    with house.working(OPERATOR) as work:
        demand = register_demand(work, read_draft("", SEVERAL))
    run = client.post(f"/demands/{demand.id}/matches").json()
    assert [task["service"] for task in run["tasks"]] == ROUTE
    assert len({one["centre_id"] for one in run["candidates"]}) == len(run["candidates"]) <= 5


def test_every_candidate_says_which_tasks_found_it_too(house: House, client: TestClient) -> None:
    with house.working(OPERATOR) as work:
        several, one = (register_demand(work, read_draft("", words)) for words in (SEVERAL, ONE))
    candidates = {}
    for demand in (several, one):
        client.post(f"/demands/{demand.id}/matches")
        candidates[demand.id] = client.get(f"/demands/{demand.id}/matches").json()
    marks = [mark for candidate in candidates[several.id] for mark in candidate["tasks"]]
    assert marks
    assert all(ROUTE[mark["order"] - 1] == mark["service"] for mark in marks)
    assert [candidate["tasks"] for candidate in candidates[one.id]] == [[]] * len(candidates[one.id])


def test_the_candidates_of_a_demand_are_for_whom_it_was_released(
    house: House, client: TestClient, desk: TestClient
) -> None:
    with house.working(OPERATOR) as work:
        demand = register_demand(work, read_draft("", ONE))
    path = f"/demands/{demand.id}/matches"
    assert client.post(path).status_code == 201
    assert len(client.get(path).json()) > 0
    with house.working(OPERATOR) as work:
        release(work, demand.id, "partner")
    assert client.get(path).status_code == client.post(path).status_code == 404
    assert len(desk.get(path).json()) > 0


@pytest.mark.slow
def test_the_command_prints_the_route_before_the_list(world_folder: Path) -> None:
    day = date(2026, 11, 23)
    shown = docking(world_folder, "match", "--text", SEVERAL, "--on", day).stdout
    places = [shown.index(f"{order} {service}") for order, service in enumerate(ROUTE, start=1)]
    assert places == sorted(places)
    assert "← “申请专利”" in shown
    assert places[-1] < shown.index("合在一起看") < shown.index("\n1. ")
    assert [task["service"] for task in answer(world_folder, "match", "--text", SEVERAL, "--on", day)["tasks"]] == ROUTE
    assert "件事" not in docking(world_folder, "match", "--text", ONE, "--on", day).stdout


def test_the_page_shows_the_route_and_marks_what_was_found(client: TestClient) -> None:
    page = client.post("/", data={"text": SEVERAL}).text
    assert "这里有 4 件事" in page
    assert page.index('id="task-1"') < page.index('id="task-4"') < page.index('class="centre"')
    assert "<q>申请专利</q>" in page
    assert 'href="#task-1"' in page
    plain = client.post("/", data={"text": ONE}).text
    assert "件事" not in plain
    assert 'class="mark"' not in plain


def matched(house: House, words: str) -> tuple[str, TaskMatches]:
    """A demand in these words matched and its run stored: the run's id, and what was found."""
    with house.working(OPERATOR) as work:
        demand = register_demand(work, read_draft("", words))
    run, outcome = match_demand(house, OPERATOR, demand.id)
    return run.id, outcome.found
