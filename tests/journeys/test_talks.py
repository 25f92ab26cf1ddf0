"""Ten talks from first words to a confirmed demand, as scripts (``talks/*.yaml``), played through the HTTP door.

A script tells who talks and, turn by turn, what is said, which ``words`` the answer holds, what it ``asks`` (a field,
or ``nothing``), what was ``understood`` (words of the value, by field) and what must not be (``not``). Then how the
demand looks. In every talk besides: each value quotes the person, nothing is asked that is known, and no question comes
a third time.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml
from fastapi.testclient import TestClient

from foundation.language import Sentence
from intake.demand import Draft
from intake.topics import BY_FIELD, is_vague

Json = dict[str, Any]
SCRIPTS = {path.stem: yaml.safe_load(path.read_text("utf-8")) for path in sorted(Path(__file__).parent.glob("talks/*"))}


@pytest.mark.parametrize("name", SCRIPTS)
def test_the_talk_goes_as_its_script_tells(name: str, client: TestClient, desk: TestClient) -> None:
    script = SCRIPTS[name]
    door = desk if script.get("by") == "desk" else client
    talk = opened(door, script)
    path = f"/conversations/{talk['id']}"
    for turn in script["talk"]:
        known = Draft.model_validate(door.get(path).json()["draft"])
        answer = door.post(f"{path}/messages", json={"text": turn["says"]})
        assert answer.status_code == 200, f"{turn['says']}: {answer.text}"
        follow(turn, answer.json()["reply"], script.get("language", "zh"))
        after = Draft.model_validate(door.get(path).json()["draft"])
        check_manners(known, after, answer.json()["reply"])
    if script.get("ends") == "complaint":
        check_complaint(door, desk, path, script)
        return
    confirmed = door.post(f"{path}/confirm", json={"corrections": script.get("corrects", {})})
    assert confirmed.status_code == 201, confirmed.text
    check_demand(confirmed.json(), script["demand"])
    if centre := script["demand"].get("first_centre"):
        found = door.post(f"/demands/{confirmed.json()['id']}/matches").json()
        assert found["candidates"][0]["centre_id"] == centre


def opened(door: TestClient, script: Json) -> Json:
    """The open talk, by the way the script names."""
    answer = door.post("/conversations", json=script.get("opens", {}))
    assert answer.status_code == 201, answer.text
    talk: Json = answer.json()
    return talk


def follow(turn: Json, reply: Json, language: Any) -> None:
    """The answer to one turn holds what the script says, and nothing that it forbids."""
    said = " ".join(Sentence.model_validate(one).text(language) for one in reply["sentences"])
    about = f"{turn['says']}\n→ {said}\n{reply}"
    for words in listed(turn.get("words")):
        assert words in said, about
    if "asks" in turn:
        assert (reply["asks"] or "nothing") == turn["asks"], about
    for field, wanted in turn.get("understood", {}).items():
        values = [one["value"] for one in reply["understood"] if one["field"] == field]
        for words in listed(wanted):
            assert any(words in value for value in values), f"{field}: {words} is not in {values}\n{about}"
    for words in listed(turn.get("not")):
        assert words not in said, about
        assert all(words not in one["value"] for one in reply["understood"]), about


def check_manners(known: Draft, after: Draft, reply: Json) -> None:
    """What holds in every talk: quotes are words that were said, nothing known is asked, nothing a third time."""
    for reading in after.readings:
        for one in reading.evidence:
            assert after.utterances[one.utterance][one.start : one.end] == one.quote
    asked = reply["asks"]
    if asked in BY_FIELD and reply["turn"] == "taken_in":
        told = [one.field for one in known.readings if one.field in BY_FIELD[asked].fields and not is_vague(one)]
        assert not told, f"{asked} was told before: {told}"
    assert max(Counter(after.asked).values(), default=0) <= 2
    assert reply["sentences"]


def check_complaint(door: TestClient, desk: TestClient, path: str, script: Json) -> None:
    """The talk left the funnel: no demand can come of it, and the case holds the words that complained."""
    refused = door.post(f"{path}/confirm", json={})
    assert (refused.status_code, refused.json()["code"]) == (409, "talk_is_complaint")
    assert door.get(f"{path}/demand").status_code == 404
    cases = [case for case in desk.get("/complaints").json() if path.endswith(case["conversation_id"])]
    assert [case["words"] for case in cases] == [script["complains"]]


def check_demand(demand: Json, wanted: Json) -> None:
    """The confirmed demand, by what the script tells of it."""
    draft = Draft.model_validate(demand["draft"])
    for field in ("level", "demand_class", "channel", "submitted_by"):
        if field in wanted:
            assert demand[field] == wanted[field]
    for field, words in wanted.get("says", {}).items():
        values = draft.values(field)
        for one in listed(words):
            assert any(one in value for value in values), f"{field}: {one} is not in {values}"
    for field, words in wanted.get("says_not", {}).items():
        assert not [value for value in draft.values(field) for one in listed(words) if one in value], field
    for field in listed(wanted.get("open")):
        assert not draft.values(field), f"{field}: {draft.values(field)}"
    assert [one.words for one in draft.criteria] == listed(wanted.get("criteria"))
    assert len(draft.others) == len(listed(wanted.get("others")))
    for one, words in zip(draft.others, listed(wanted.get("others")), strict=True):
        assert words in one.quote
    for words in listed(wanted.get("tells")):
        assert words in demand["condensed"], words
    for words in listed(wanted.get("hides")):
        assert words not in demand["title"] + demand["condensed"], words
    assert any(demand["id"] in said for said in demand["says"])


def listed(value: Any) -> list[Any]:
    """One or several."""
    return value if isinstance(value, list) else [] if value is None else [value]


def test_there_are_ten_ways_of_talking_and_more() -> None:
    assert len(SCRIPTS) >= 10
    assert len({script["title"] for script in SCRIPTS.values()}) == len(SCRIPTS)
    assert all(script["person"] and script["talk"] for script in SCRIPTS.values())
