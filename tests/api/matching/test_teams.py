"""Teams at the doors: for the demonstration's demands, in answers, on the command line, as an engagement's start."""

from __future__ import annotations

import json

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text

from api.matching.finding import match_demand, propose_for_text, teams_of, texts_of
from api.matching.teaming import team_answer, team_line
from api.wiring import House
from engagement.suggesting import suggested_members
from foundation.actors import OPERATOR
from intake.reading.record import read_draft
from intake.service import register_demand
from kb.demonstration import files
from kb.service import list_experts, put_experts
from matcher.run import RunInput, complete
from matcher.store import get_run
from matcher.team_proposal import TeamProposal
from tests.api.commands import answer, docking

MAIN = next(one for one in files().demands if one.id == files().main_demand_id)
TEXT = f"{MAIN.title}。{MAIN.text}"
PLASTICS = "cen_demo_plastics"


@pytest.fixture
def team(house: House) -> TeamProposal:
    """The team for the main demand at the centre that fits best."""
    return teams_of(propose_for_text(house, TEXT))[PLASTICS]


def test_the_main_demand_gets_the_team_a_laboratory_would_send(team: TeamProposal) -> None:
    assert team.lead == "exp_demo_plastics_01"
    assert {"task:1", "task:2", "failure:掺混与材质不符", "test:红外光谱分析", "test:熔体质量流动速率"} <= set(
        team.covered
    )
    assert {one.centre_id for one in team.members} <= {PLASTICS, None}
    assert "eqp_demo_plastics_08" in {one.id for one in team.members}


def test_the_expected_expert_is_in_the_team_of_the_best_centre_for_most_demands(house: House) -> None:
    hit = 0
    expected = [one for one in files().demands if one.expect.experts and one.expect.is_within_scope]
    for demand in expected:
        outcome = propose_for_text(house, f"{demand.title}。{demand.text}")
        best = outcome.proposals[0].team
        hit += best is not None and bool({one.id for one in best.members} & set(demand.expect.experts))
    assert hit >= len(expected) * 9 // 10


def test_the_answer_tells_a_coordinator_the_team_with_names(desk: TestClient) -> None:
    told = desk.post("/match", json={"text": TEXT}).json()["centres"][0]["team"]
    assert told["line"].startswith("组长 沈若棠（示范） · ")
    assert told["members"][0]["role"] == "组长"
    assert any("4.2.1 2)" in note for note in told["notes"])


def test_who_is_not_signed_in_is_told_of_no_team(client: TestClient) -> None:
    answered = client.post("/match", json={"text": TEXT})
    assert {one["team"] for one in answered.json()["centres"]} == {None}
    assert "4.2.1" not in answered.text


def test_only_proposed_centres_have_a_team(desk: TestClient) -> None:
    centres = desk.post("/match", json={"text": TEXT, "top": 20}).json()["centres"]
    assert [one["team"] is not None for one in centres] == [place < 5 for place in range(len(centres))]


def test_the_command_shows_a_line_for_each_team(house: House) -> None:
    data = house.settings.data_dir
    assert "项目组建议：组长 沈若棠" in docking(data, "match", "--text", TEXT).stdout
    assert answer(data, "match", "--text", TEXT)["centres"][0]["team"]["lead"] == "exp_demo_plastics_01"


def test_whoever_is_only_near_is_shown_without_a_team(house: House, desk: TestClient) -> None:
    strange = "家里养的猫总是吐，想查是不是猫瘟"
    centres = desk.post("/match", json={"text": strange}).json()["centres"]
    assert [one["team"] for one in centres] == [None] * len(centres)
    assert centres
    told = docking(house.settings.data_dir, "match", "--text", strange).stdout
    assert "只供参考，不作推荐" in told
    assert "项目组建议" not in told


def test_a_team_reads_in_english(house: House) -> None:
    outcome = propose_for_text(house, TEXT)
    teams = teams_of(outcome)
    names = texts_of(house, outcome.found, teams.values())
    assert team_line(teams[PLASTICS], names, "en").startswith("lead 沈若棠")
    assert "must attest" in team_answer(teams[PLASTICS], names, "en").notes[0]


def test_no_name_of_a_person_is_kept_with_a_run(house: House) -> None:
    outcome = propose_for_text(house, TEXT)
    with house.reading() as session:
        names = [one.name for one in list_experts(session)]
    kept = json.dumps([one.team.model_dump(mode="json") for one in outcome.proposals if one.team], ensure_ascii=False)
    assert not [name for name in names if name in kept]


def test_somebody_who_lost_what_a_lead_needs_leads_no_more(house: House, team: TeamProposal) -> None:
    assert team.lead == "exp_demo_plastics_01"
    with house.working(OPERATOR) as work:
        (lead,) = list_experts(work.session, ids=["exp_demo_plastics_01"])
        put_experts(work, [lead.model_copy(update={"has_project_experience": None})])
    after = teams_of(propose_for_text(house, TEXT))[PLASTICS]
    assert after.lead not in (None, "exp_demo_plastics_01")


def test_an_engagement_starts_from_the_team_of_its_match(house: House) -> None:
    with house.working(OPERATOR) as work:
        demand = register_demand(work, read_draft(MAIN.title, MAIN.text))
    run, outcome = match_demand(house, OPERATOR, demand.id)
    first = outcome.proposals[0].team
    assert first is not None
    with house.reading() as session:
        members = suggested_members(session, run.candidates[0].id)
        stored = get_run(session, run.id)
    assert [one.id for one in members] == [one.id for one in first.members if one.id.startswith("exp_")]
    assert members[0].name == "沈若棠（示范）"
    assert stored.proposals == outcome.proposals


def test_the_same_run_gives_the_same_teams_byte_for_byte(house: House) -> None:
    with house.working(OPERATOR) as work:
        demand = register_demand(work, read_draft(MAIN.title, MAIN.text))
    run, outcome = match_demand(house, OPERATOR, demand.id)
    with house.reading() as session:
        row = session.execute(text("SELECT input, payload FROM match_runs WHERE id = :id"), {"id": run.id}).one()
    asked = RunInput.model_validate_json(row.input)
    assert complete(outcome.found, asked).model_dump_json() == row.payload
