"""Advice on a stored run, at the desk, at a centre's own door and on the command line."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient

from api.matching.advising import advice_for_case, advise_run
from api.matching.finding import match_demand
from api.wiring import House
from foundation.actors import OPERATOR, Actor
from foundation.errors import NotAllowed, NotFound
from intake.reading.record import read_draft
from intake.service import register_demand
from matcher.store import kept_run
from tests.api.commands import answer, docking
from tests.api.conftest import KEY
from tests.api.desk.desk_window import Desk

WORDS = "空调室内机外壳用ABS注塑，一敲就裂，怀疑新料掺了回料，要检测报告。"


@pytest.fixture
def run(house: House) -> str:
    """A demand that was matched once."""
    with house.working(OPERATOR) as work:
        demand = register_demand(work, read_draft("", WORDS))
    return match_demand(house, OPERATOR, demand.id)[0].id


def centre_of(organisation: str) -> Actor:
    """Somebody of a centre."""
    return Actor(id="p1", name="张", roles=frozenset({"centre"}), organisation=organisation)


def test_the_desk_reads_advice_for_every_proposed_centre_and_the_same_bytes_after_the_index_moved_on(
    house: House, run: str
) -> None:
    with house.reading() as session:
        proposals = kept_run(session, run).outcome().proposals
    found = advice_for_case(house, OPERATOR, run)
    assert found is not None
    assert [one.centre_id for one in found.centres] == [one.centre.provider_id for one in proposals]
    assert [one.points for one in found.centres] == [one.centre.score for one in proposals]
    assert all(one.name != one.centre_id for one in found.centres)
    assert advice_for_case(house, OPERATOR, None) is None
    assert advise_run(house, run).model_dump_json() == found.model_dump_json()


def test_a_centre_reads_its_own_advice_and_nobody_elses(house: House, run: str) -> None:
    with house.reading() as session:
        first, second = (one.provider_id for one in kept_run(session, run).outcome().found.whole.centres[:2])
    found = advise_run(house, run, centre_of(second))
    assert [one.centre_id for one in found.centres] == [second]
    assert found.questions == ()
    assert first not in found.model_dump_json()
    with pytest.raises(NotAllowed):
        advise_run(house, run, centre_of(second), first)
    with pytest.raises(NotFound):
        advise_run(house, run, centre_of("cen_elsewhere"))
    with pytest.raises(NotAllowed):
        advise_run(house, run, Actor(id="e", name="", roles=frozenset({"enterprise"}), organisation=second))


def test_on_the_web_and_on_the_command_line(house: House, run: str, desk: TestClient, client: TestClient) -> None:
    told = desk.get(f"/runs/{run}/advice")
    assert told.status_code == 200
    assert client.get(f"/runs/{run}/advice").json()["code"] == "advice_only_for_own"
    assert desk.get("/runs/run_0/advice").status_code == 404
    second = told.json()["centres"][1]
    data = house.settings.data_dir
    assert answer(data, "match", "advise", run, "--centre", second["name"])["centres"] == [second]
    shown = docking(data, "match", "advise", run, "--lang", "en").stdout
    assert "For the enterprise:" in shown
    assert second["name"] in shown


def test_what_is_told_of_confidence_begins_where_the_run_stands_on_every_page(house: House) -> None:
    with house.working(OPERATOR) as work:
        demand = register_demand(work, read_draft("", "塑料件开裂，要检测报告，按GB/T 1843-2008。"))
    run = match_demand(house, OPERATOR, demand.id)[0].id
    with house.reading() as session:
        outcome = kept_run(session, run).outcome()
    found = advise_run(house, run)
    sure = {one.centre.provider_id: one.confidence for one in outcome.proposals}
    outlooks = [one for question in found.questions for one in question.outlooks]
    effects = [e for one in outlooks for e in one.effects] + [s.effect for one in found.centres for s in one.steps]
    assert outlooks
    assert [one.confidence.before for one in outlooks if one.confidence] == [outcome.confidence] * len(outlooks)
    assert [e.confidence.before for e in effects if e.confidence] == [sure[e.centre_id] for e in effects]
    assert found.centres[-1].steps, "the last of the three could move up"
    told = [one.confidence.says for one in (*outlooks, found.centres[-1].steps[0].effect) if one.confidence]
    shown = docking(house.settings.data_dir, "match", "advise", run, "--lang", "en").stdout
    page = Desk(house, KEY).get(f"/desk/{demand.id}/advice").text
    assert [says for says in told if f"; {says.text('en')}" not in shown] == []
    assert [says for says in told if f"；{says.text()}" not in page] == []
