"""How long the first answer of a fresh process takes, beside what loading sentence-transformers alone takes.

    python -m benchmarks.cold_start [--rounds 5]

Both run as processes of their own, in turns, so that load falls on both alike. Goal: at most 0.35.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence

from rich.console import Console

from kb.embedded_model import MODEL_FOLDER

QUESTION = "螺栓装好一两天自己断"
PEER = f"from sentence_transformers import SentenceTransformer as S; S({str(MODEL_FOLDER)!r}).encode(['x'])"


def main(arguments: Sequence[str] | None = None) -> int:
    """0 when the goal is met, 1 otherwise."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.cold_start", description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=5)
    rounds = parser.parse_args(arguments).rounds
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "DOCKING_DATA_DIR": folder}
        ours = [sys.executable, "-m", "api.cli.main", "match", "--text", QUESTION]
        subprocess.run([sys.executable, "-m", "api.cli.main", "demo"], env=environment, check=True, capture_output=True)
        taken: dict[str, list[float]] = {"docking match": [], "sentence-transformers": []}
        for _ in range(rounds):
            taken["docking match"].append(_seconds(ours, environment))
            taken["sentence-transformers"].append(_seconds([sys.executable, "-c", PEER], environment))
    middle = {name: statistics.median(values) for name, values in taken.items()}
    ratio = middle["docking match"] / middle["sentence-transformers"]
    Console().print(middle, f"ratio {ratio:.3f}", "✓" if ratio <= 0.35 else "✗")
    return 0 if ratio <= 0.35 else 1


def _seconds(command: list[str], environment: dict[str, str]) -> float:
    start = time.perf_counter()
    subprocess.run(command, env=environment, check=True, capture_output=True)
    return time.perf_counter() - start


if __name__ == "__main__":
    sys.exit(main())
