"""Peak memory, each side in a process of its own: ``python -m benchmarks.speed.memory serve|build|langchain …``."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from benchmarks.speed.report import Line
from benchmarks.speed.world import demands, passages

_DEMANDS = 40


def memory(home: Path, rows: int) -> Iterator[Line]:
    """Opening and searching the published index, and building it, against LangChain's store with the same rows."""
    store = _peak("langchain", str(rows))
    serving, building = _peak("serve", str(home)), _peak("build", str(rows))
    note = f"{rows:,} rows; each in its own process; {_DEMANDS} searches"
    yield Line("peak memory serving / LangChain FAISS store", serving / store, "≤ 0.5", note)
    yield Line(
        "peak memory building / LangChain FAISS store", building / store, "≤ 0.5", f"{rows:,} rows; our build whole"
    )


def _peak(*arguments: str) -> float:
    command = [sys.executable, "-W", "ignore", "-m", "benchmarks.speed.memory", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=dict(os.environ))
    return float(json.loads(done.stdout.splitlines()[-1]))


def peak_of_this_process() -> int:
    """The most memory this program ever held, in KiB (Linux).

    Not ``ru_maxrss``: a child is born with the peak of the process that started it, which is large here.
    """
    lines = Path("/proc/self/status").read_text("utf-8").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM:"))


def serve(home: str) -> None:
    """Open the index and match demands."""
    from benchmarks.speed.measures import _wanted
    from kb.embedding import open_embedder
    from kb.snapshot import open_current
    from matcher.searching import SnapshotSearch, find

    index, embedder = SnapshotSearch(open_current(Path(home))), open_embedder()
    for demand in demands(_DEMANDS):
        find(_wanted(demand), index, embedder, 10)


def build(rows: str) -> None:
    """Build the index."""
    from kb.embedding import open_embedder
    from kb.snapshot import build_snapshot

    build_snapshot(passages(int(rows)), open_embedder())


def langchain(rows: str) -> None:
    """Fill the store and search it."""
    from benchmarks.speed.peers import langchain_store
    from kb.embedding import open_embedder

    embedder = open_embedder()
    store = langchain_store(passages(int(rows)), embedder.encode_documents, embedder.dimension)
    for demand in demands(_DEMANDS):
        store.similarity_search_by_vector(embedder.encode_queries([demand.text])[0], k=10)


if __name__ == "__main__":
    {"serve": serve, "build": build, "langchain": langchain}[sys.argv[1]](sys.argv[2])
    print(json.dumps(peak_of_this_process()))
