"""The legal scope at the doors: what a row allows on the planned day, and the facts that a decision needs."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import yaml
from fastapi.testclient import TestClient

from api.matching.finding import find_for_text, match_demand
from api.wiring import House
from engagement import service as engagements
from foundation.actors import OPERATOR
from intake.reading.record import read_draft
from intake.service import register_demand
from kb.demonstration.world import DATA
from kb.profiles import register_profile
from kb.service import find_centre
from matcher.facts import hindrances
from matcher.lawful import offered_tests
from matcher.outcome import Outcome
from tests.api.commands import answer, docking

FALLEN_OFF = "10.9级M12的螺栓拧紧三天后断了，想检测氢脆，出一份检测报告"
FASTENERS = "cen_demo_fasteners"


def matched(house: House, words: str = FALLEN_OFF, enterprise: str | None = "浙江某某紧固件有限公司") -> Outcome:
    """A demand in these words, matched and stored."""
    with house.working(OPERATOR) as work:
        demand = register_demand(work, read_draft("", words), enterprise=enterprise)
    return match_demand(house, OPERATOR, demand.id)[1]


def standings(outcome: Outcome, centre_id: str = FASTENERS) -> dict[str, str]:
    facts = next(one.facts for one in outcome.proposals if one.centre.provider_id == centre_id)
    return {fact.kind: fact.standing for fact in facts}


def test_every_proposed_centre_comes_with_its_facts(house: House) -> None:
    outcome = matched(house)
    assert standings(outcome) == {
        "conflict": "fits",
        "secrecy": "fits",
        "capacity": "fits",
        "load": "fits",
        "region": "unknown",
    }
    assert all(len(one.facts) == 5 for one in outcome.proposals)


def test_a_conflict_that_the_centre_declared_hinders_and_the_centre_stays_to_be_seen(house: House) -> None:
    with house.working(OPERATOR) as work:
        register_profile(work, FASTENERS, conflicts=["浙江某某紧固件有限公司"], secrecy_level="public")
    outcome = matched(house)
    assert [fact.kind for fact in hindrances(outcome, FASTENERS)] == ["conflict", "secrecy"]
    assert outcome.proposals[0].centre.provider_id == FASTENERS


def test_open_engagements_fill_a_centre(house: House) -> None:
    with house.reading() as session:
        centre = find_centre(session, FASTENERS)
    with house.working(OPERATOR) as work:
        register_profile(work, FASTENERS, capacity=1)
        facts = {"enterprise": "某厂", "is_match_accepted": True, "service_category": "检验检测"}
        engagements.open_engagement(work, "dem_x", "mat_x", centre, centre.host, **facts)  # type: ignore[arg-type]
    told = standings(matched(house))
    assert (told["capacity"], told["load"]) == ("note", "note")


def test_a_page_and_a_program_hear_what_a_row_allows_on_the_planned_day(client: TestClient) -> None:
    def ways(day: str) -> set[str]:
        asked = {"text": FALLEN_OFF, "top": 20, "planned_on": day}
        hits = client.post("/match", json=asked).json()["hits"]
        assert all(hit["ruling"]["findings"] for hit in hits if hit["ruling"])
        return {hit["ruling"]["way"] for hit in hits if hit["ruling"]}

    assert "test" in ways("2026-11-21")
    assert ways("2040-01-01") <= {"method_development", "gap"}
    assert "test" not in ways("2019-01-01")


def test_the_command_says_on_the_row_s_line_whether_it_is_offered(world_folder: Path) -> None:
    now = docking(world_folder, "match", "--text", FALLEN_OFF, "--on", "2026-11-21").stdout
    offered = next(line for line in now.splitlines() if line.startswith("   ✔"))
    assert "有效至" in offered
    later = docking(world_folder, "match", "--text", FALLEN_OFF, "--on", "2040-01-01").stdout
    assert "   ✔" not in later
    assert any("到期" in line for line in later.splitlines() if line.startswith("   ✘"))


def certificates() -> dict[str, list[tuple[date, date]]]:
    """When each centre's certificates hold, from the source of the demonstration world itself."""
    centres = yaml.safe_load((DATA / "centres.yaml").read_text(encoding="utf-8"))
    return {f"cen_demo_{one['key']}": [(annex["from"], annex["until"]) for annex in one["annexes"]] for one in centres}


def test_no_test_is_offered_outside_every_certificate_of_its_centre(house: House) -> None:
    held = certificates()
    offered = []
    for day in (date(2022, 12, 31), date(2026, 11, 21), date(2028, 8, 31), date(2028, 9, 1), date(2035, 1, 1)):
        for words in (FALLEN_OFF, "镀锌件中性盐雾试验48小时就起泡，要检测报告"):
            offers = offered_tests(Outcome(found=find_for_text(house, words, planned_on=day)))
            offered += [(day, offer.centre_id or "") for offer in offers]
    assert offered
    assert not [(day, centre) for day, centre in offered if not any(a <= day <= b for a, b in held[centre])]


def test_the_facts_of_a_centre_are_registered_and_shown(tmp_path: Path, world_folder: Path) -> None:
    shown = docking(world_folder, "knowledge", "facts", FASTENERS).stdout
    assert "商密" in shown
    assert "10" in shown
    refused = docking(world_folder, "knowledge", "facts", FASTENERS, "--conflict", "x", "--no-conflict", check=False)
    assert refused.returncode == 2
    assert "conflict_and_none" in refused.stderr
    empty = docking(tmp_path, "knowledge", "facts", "没有的中心", check=False)
    assert "centre_unknown" in empty.stderr


def test_registering_changes_what_is_given_only(house: House) -> None:
    told = answer(house.settings.data_dir, "knowledge", "facts", FASTENERS, "--capacity", "4", "--no-conflict")
    assert told == {"centre_id": FASTENERS, "secrecy_level": "secret", "capacity": 4, "conflicts": []}


def test_the_page_marks_a_row_by_what_the_law_says_of_it(client: TestClient) -> None:
    page = client.post("/", data={"text": FALLEN_OFF}).text
    assert 'class="row offered"' in page or 'class="row to-check"' in page
    assert 'class="row valid"' not in page
