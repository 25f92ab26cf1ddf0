"""A regulator replays a match: the same bytes years later, or what differs, what was altered, why it cannot be."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text

from api.matching.finding import match_demand
from api.matching.replaying import diff_runs, replay_all, replay_run, runs_of
from api.wiring import House, open_house
from foundation.actors import OPERATOR
from foundation.clock import SetClock
from foundation.errors import NotReady
from intake.reading.record import read_draft
from intake.service import register_demand
from kb import store as kb_store
from kb.archive import erase_expert
from kb.service import list_capabilities
from matcher.policy import DEFAULT_POLICY
from matcher.store import kept_run
from tests.api.commands import docking

WORDS = "空调室内机外壳用ABS注塑，一敲就裂，怀疑新料掺了回料，要检测报告，也想请专家分析原因。"
PAYLOAD = "UPDATE match_runs SET payload = :value WHERE id = :run"


@pytest.fixture
def run(house: House) -> str:
    """A demand that was matched once."""
    with house.working(OPERATOR) as work:
        demand = register_demand(work, read_draft("", WORDS))
    return match_demand(house, OPERATOR, demand.id)[0].id


def change_the_annexes(house: House) -> None:
    """A certificate runs out, rows are withdrawn, an expert turns to other work; the index is built anew, twice."""
    with house.working(OPERATOR) as work:
        rows = list_capabilities(work.session)
        kb_store.delete_capabilities(work.session, [one.id for one in rows[::5]])
        experts = kb_store.experts(work.session)
        kb_store.put_experts(work.session, [one.model_copy(update={"profile": "改做食品"}) for one in experts[:4]])
    house.refresh_index()
    with house.working(OPERATOR) as work:
        experts = kb_store.experts(work.session)
        kb_store.put_experts(work.session, [one.model_copy(update={"field": "纺织"}) for one in experts[4:6]])
    house.refresh_index()


def alter(house: House, statement: str, run: str, value: str = "") -> None:
    """Somebody reaches into the database."""
    with house.engine.begin() as connection:
        connection.execute(text(statement), {"value": value, "run": run})


def test_a_run_is_replayed_byte_for_byte_after_everything_has_changed(
    house: House, run: str, tmp_path: Path, clock: SetClock
) -> None:
    change_the_annexes(house)
    assert replay_run(house, run).verdict == "equal"
    later = open_house(house.settings, clock)  # a process of its own
    try:
        with later.reading() as session:
            of_then = kept_run(session, run).index_identity
        assert later.snapshot.content_hash != of_then
        assert replay_run(later, run).verdict == "equal"
    finally:
        later.close()


def test_the_first_difference_is_named_with_both_values(house: House, run: str) -> None:
    with house.reading() as session:
        kept = kept_run(session, run)
    payload = json.loads(kept.payload)
    payload["found"]["whole"]["centres"][0]["score"] += 7
    alter(house, PAYLOAD, run, json.dumps(payload, ensure_ascii=False, separators=(",", ":")))
    found = replay_run(house, run)
    assert found.verdict == "tampered"
    assert [one.template for one in found.says] == ["存下的结果与它的摘要不符"]
    assert found.difference is not None
    assert found.difference.path == "/found/whole/centres/0/score"
    assert int(found.difference.then or 0) - int(found.difference.now or 0) == 7


def test_whoever_alters_outcome_and_digest_is_found_by_the_audit_chain(house: House, run: str) -> None:
    alter(
        house, "UPDATE match_runs SET payload = '{}', payload_digest = :value WHERE id = :run", run, DIGEST_OF_NOTHING
    )
    found = replay_run(house, run)
    assert (found.verdict, [one.template for one in found.says]) == ("tampered", ["结果的摘要与审计链记录的不符"])


DIGEST_OF_NOTHING = "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"
"""SHA-256 of ``{}``."""


def test_whoever_alters_the_input_is_found(house: House, run: str) -> None:
    alter(house, "UPDATE match_runs SET input = replace(input, 'ABS', 'PVC') WHERE id = :run", run)
    found = replay_run(house, run)
    assert found.verdict == "tampered"
    assert found.says[0].template == "存下的输入与它的摘要不符"


def test_whoever_alters_the_audit_entry_too_is_found(house: House, run: str) -> None:
    alter(
        house,
        "UPDATE audit_entries SET facts = replace(facts, :value, 'x') WHERE action = 'match.proposed'",
        run,
        "digest",
    )
    assert replay_run(house, run).verdict == "tampered"


def test_a_run_of_the_time_before_inputs_were_kept_is_refused_by_name(house: House, run: str) -> None:
    alter(house, AS_OF_OLD, run)
    with house.reading() as session:
        old = kept_run(session, "run_old")
    with house.working(OPERATOR) as work:
        work.record("match.proposed", old.demand_id, {"run": old.id, "digest": old.payload_digest})
    with pytest.raises(NotReady) as refused:
        replay_run(house, old.id)
    assert refused.value.code == "run_without_input"
    told = {one.run_id: (one.verdict, one.code) for one in replay_all(house)}
    assert told == {run: ("equal", None), old.id: ("refused", "run_without_input")}


AS_OF_OLD = """
    INSERT INTO match_runs (id, demand_id, index_identity, policy_digest, payload, payload_digest, created_at)
    SELECT 'run_old', demand_id, index_identity, policy_digest, payload, payload_digest, created_at
    FROM match_runs WHERE id = :run
"""


def test_whoever_takes_the_input_away_is_found(house: House, run: str) -> None:
    alter(house, "UPDATE match_runs SET input = NULL, input_digest = NULL WHERE id = :run", run)
    found = replay_run(house, run)
    assert (found.verdict, [one.template for one in found.says]) == ("tampered", ["输入的摘要与审计链记录的不符"])


@pytest.mark.parametrize(
    ("given", "code"),
    [('"method":"2020.1"', "run_of_other_method"), ('"model_identity":"other-1"', "run_of_other_model")],
)
def test_another_method_or_model_is_refused_by_name(house: House, run: str, given: str, code: str) -> None:
    with house.reading() as session:
        kept = kept_run(session, run)
    name = given.split(":")[0]
    held = json.loads(kept.input or "")
    asked = (kept.input or "").replace(f'{name}:"{held[name.strip(chr(34))]}"', given)
    assert asked != kept.input
    forged = kept.model_copy(update={"input": asked})
    with pytest.raises(NotReady) as refused:
        from matcher.replay.run_again import replayed
        from matcher.searching import SnapshotSearch

        replayed(forged.asked(), SnapshotSearch(house.snapshot), house.embedder)
    assert refused.value.code == code


def test_a_struck_expert_makes_the_replay_impossible_and_it_says_so(house: House, run: str) -> None:
    with house.reading() as session:
        expert = kb_store.experts(session)[0].id
    with house.working(OPERATOR) as work:
        erase_expert(work, expert)
    (only,) = replay_all(house)
    assert (only.verdict, only.code) == ("refused", "index_struck")
    assert expert in only.says[0].text()


def test_what_changed_between_two_runs_is_told_with_who_moved(house: House, run: str) -> None:
    with house.reading() as session:
        demand = kept_run(session, run).demand_id
        best = kept_run(session, run).outcome().found.whole.centres[0]
    with house.working(OPERATOR) as work:
        kb_store.delete_capabilities(work.session, [row.passage_id for row in best.rows])
    house.refresh_index()
    second = match_demand(house, OPERATOR, demand)[0].id
    found = diff_runs(house, run, second)
    # Other rows lead to other centres, and with them other facts and people stand around the match.
    assert {change.part for change in found.changes} == {"index", "surroundings"}
    gone = {row.passage_id for row in found.rows if row.kind == "removed"}
    assert {row.passage_id for row in best.rows} <= gone
    moved = {move.centre_id: move for move in found.moves}[best.provider_id]
    assert moved.before == 1
    assert moved.score_before == best.score
    assert (moved.score_after or 0) < best.score
    assert [head.id for head in runs_of(house, demand)] == [run, second]
    assert diff_runs(house, run, run).is_same


def test_other_weights_are_told_by_the_name_of_the_signal(house: House, run: str) -> None:
    from matcher.replay.diff import Side, compare

    with house.reading() as session:
        kept = kept_run(session, run)
    asked, outcome = kept.asked(), kept.outcome()
    signals = DEFAULT_POLICY.signals
    heavier = signals[0].model_copy(update={"points": signals[0].points + 1})
    policy = DEFAULT_POLICY.model_copy(update={"signals": (heavier, *signals[1:])})
    other = asked.model_copy(update={"policy": policy})
    sides = (Side(id=name, asked=one, outcome=outcome, rows={}) for name, one in (("a", asked), ("b", other)))
    (change,) = compare(*sides, names={}).changes
    assert (change.part, change.path) == ("policy", "/policy/signals/bm25_bigrams~1whole/points")
    assert (change.before, change.after) == ("58000", "58001")


def test_only_the_desk_and_evaluators_may_replay(client: TestClient, desk: TestClient, run: str) -> None:
    assert client.get(f"/runs/{run}/replay").json()["code"] == "replay_only_for_reviewers"
    assert client.get(f"/runs/{run}/diff", params={"other": run}).status_code == 403
    assert desk.get(f"/runs/{run}/replay").json()["verdict"] == "equal"
    assert desk.get(f"/runs/{run}/diff", params={"other": run}).json()["moves"] == []
    assert desk.get("/runs/run_0/replay").status_code == 404


def test_the_command_replays_lists_and_compares(house: House, run: str) -> None:
    data = house.settings.data_dir
    with house.reading() as session:
        demand = kept_run(session, run).demand_id
    listed = docking(data, "match", "runs", demand)
    assert run in listed.stdout
    every = docking(data, "match", "replay", "--all", "--lang", "en")
    assert every.stdout.splitlines() == [
        "1 replayed: the same 1, different 0, altered 0, not replayable 0",
        "The audit chain holds",
    ]
    assert "没有不同" in docking(data, "match", "diff", run, run).stdout
    alter(house, PAYLOAD, run, "{}")
    altered = docking(data, "match", "replay", run, "--json", check=False)
    assert (altered.returncode, json.loads(altered.stdout)["verdict"]) == (1, "tampered")
    assert docking(data, "match", "replay", check=False).returncode == 2
    assert docking(data, "match", check=False).returncode == 2, "a text is still needed where nothing else is asked"


def test_an_expert_is_erased_by_command(house: House) -> None:
    with house.reading() as session:
        expert = kb_store.experts(session)[0].id
    told = json.loads(docking(house.settings.data_dir, "knowledge", "erase", expert, "--json").stdout)
    assert told == {"expert": expert, "archived": 1}
    assert house.snapshot.book.row_of("expert", expert) is None
    held = [path.read_bytes() for path in house.settings.index_dir.glob("*/passages.jsonl")]
    assert [expert.encode() in lines for lines in held] == [False], "no older generation still holds the person"
    with house.reading() as session:
        assert expert not in {one.id for one in kb_store.experts(session)}
