"""Replay and exactness, shown: ``python -m benchmarks.replay [--demands 200]``.

Demands are the shipped demonstration and the golden sets of this repository. Each is matched and its run stored; then
annexes change, certificates run out, experts turn to other work, and the index is built anew until none of the
generations of then is left. Processes of their own, with other hash seeds, replay every run from the archive. Of every
stored run it is also checked that contributions, shares and quotes are exact on all lists
(:mod:`matcher.replay.exactness`).
Goals: all runs byte for byte; no fault. Exit code 1 when one is missed.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path

from api.demonstration import furnish
from api.matching.finding import match_demand
from api.wiring import House, open_house
from foundation.actors import OPERATOR
from foundation.settings import Settings
from intake.reading.record import read_draft
from intake.service import register_demand
from kb import store as knowledge
from matcher.replay.exactness import inexact
from matcher.store import kept_run, run_heads

ROOT = Path(__file__).resolve().parents[1]
GOLDEN = (
    "kb/demonstration/data/demands.jsonl",
    "tests/golden/intake/demands.jsonl",
    "tests/golden/intake/reading.jsonl",
)
ROUNDS = 3
"""So many times everything changes: two generations are kept, so that the first is gone after two."""
CONDITIONS = (
    {"PYTHONHASHSEED": "1", "OPENBLAS_NUM_THREADS": "1"},
    {"PYTHONHASHSEED": "4242", "OPENBLAS_NUM_THREADS": "2", "LC_ALL": "C", "TZ": "Asia/Tokyo"},
)


def texts(most: int) -> Iterator[tuple[str, str]]:
    """Title and text of ``most`` different demands."""
    seen: set[str] = set()
    for file in GOLDEN:
        for line in (ROOT / file).read_text("utf-8").splitlines():
            held = json.loads(line)
            text = held.get("text") or held.get("utterance") or ""
            if text and text not in seen and len(seen) < most:
                seen.add(text)
                yield held.get("title") or "", text


def match_all(house: House, most: int) -> int:
    """Every demand matched and stored; how many."""
    count = 0
    for title, text in texts(most):
        with house.working(OPERATOR) as work:
            demand = register_demand(work, read_draft(title, text))
        match_demand(house, OPERATOR, demand.id)
        count += 1
    return count


def faults_of(house: House) -> tuple[int, int, int, list[str]]:
    """Of all stored runs: how many hits, centres and quotes there are, and what is not exact."""
    passages = {passage.id: passage for passage in house.snapshot.passages}
    hits = centres = quotes = 0
    wrong: list[str] = []
    with house.reading() as session:
        for head in run_heads(session):
            run = kept_run(session, head.id)
            found = run.outcome().found
            wrong += [f"{run.id} {fault}" for fault in inexact(found, run.asked().wanted, passages)]
            for listed in (found.whole, *(part.found for part in found.parts)):
                hits, centres = hits + len(listed.hits), centres + len(listed.centres)
                quotes += sum(2 * len(hit.overlaps) + (hit.chain is not None) for hit in listed.hits)
    return hits, centres, quotes, wrong


def change_everything(house: House, round_: int) -> None:
    """Rows go, certificates run out, experts turn to other work; then the index is built anew."""
    with house.working(OPERATOR) as work:
        rows = knowledge.capabilities(work.session)
        knowledge.delete_capabilities(work.session, [row.id for row in rows[round_ :: ROUNDS * 7]])
        over = date(2020, 1, 1) + timedelta(days=round_)
        for centre in {row.provider_id for row in rows}:
            keyed = knowledge.keyed_capabilities(work.session, centre)
            some = list(keyed.items())[round_::ROUNDS]
            changed = [(key, row.model_copy(update={"valid_until": over, "note": "已停用"})) for key, row in some]
            knowledge.replace_capabilities(work.session, changed)
        people = knowledge.experts(work.session)
        knowledge.put_experts(work.session, [one.model_copy(update={"profile": f"改行{round_}"}) for one in people])
    house.refresh_index()


def replayed(folder: Path, settings: dict[str, str]) -> dict[str, int]:
    """The verdicts of ``docking match replay --all`` in a process of its own."""
    environment = {**os.environ, "DOCKING_DATA_DIR": str(folder), "PYTHONPATH": str(ROOT), **settings}
    command = [sys.executable, "-m", "api.cli.main", "match", "replay", "--all", "--json"]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    told = json.loads(done.stdout)
    assert told["audit"] is None, told["audit"]
    counts: dict[str, int] = told["counts"]
    return counts


def main(arguments: Sequence[str] | None = None) -> int:
    """0 when every goal is met."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.replay", description=__doc__.splitlines()[0])
    parser.add_argument("--demands", type=int, default=200)
    most = parser.parse_args(arguments).demands
    missed = 0
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        with open_house(Settings(data_dir=folder)) as house:
            furnish(house)
            first = house.snapshot.content_hash
            count = match_all(house, most)
            hits, centres, quotes, wrong = faults_of(house)
            missed += bool(wrong)
            print(f"exact: {hits} hits, {centres} centres, {quotes} quotes of {count} runs; {len(wrong)} faults")
            for fault in wrong[:10]:
                print("  ", fault)
            before = replayed(folder, {"PYTHONHASHSEED": "0"})
            print(f"replay after restart: {before.get('equal', 0)} of {count}")
            for round_ in range(ROUNDS):
                change_everything(house, round_)
            manifests = [
                json.loads(path.read_text())["content"] for path in (folder / "index").glob("0*/manifest.json")
            ]
            assert first not in manifests, "the index of then must be gone"
        missed += before != {"equal": count}
        for settings in CONDITIONS:
            found = replayed(folder, settings)
            missed += found != {"equal": count}
            print(f"replay after {ROUNDS} re-indexes, from the archive: {found.get('equal', 0)} of {count}  {settings}")
            if found != {"equal": count}:
                print("  ", found)
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
