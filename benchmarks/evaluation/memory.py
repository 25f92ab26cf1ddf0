"""Peak memory of one process that does one thing: ``python -m benchmarks.evaluation.memory NAME ROWS``."""

from __future__ import annotations

import json
import os
import subprocess
import sys

from benchmarks.evaluation.world import chain, data, names
from benchmarks.speed.memory import peak_of_this_process
from evaluation.editions.shipped import scheme_named
from evaluation.weights.by_name import weigh


def peak(name: str, rows: int) -> float:
    """KiB, in a process of its own: interpreter, libraries and the table included."""
    command = [sys.executable, "-W", "ignore", "-m", "benchmarks.evaluation.memory", name, str(rows)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=dict(os.environ))
    return float(json.loads(done.stdout.splitlines()[-1]))


if __name__ == "__main__":
    table = data(int(sys.argv[2]))
    if sys.argv[1] == "chain":
        chain(table)
    elif sys.argv[1] != "nothing":
        weigh(sys.argv[1], {"ids": names(scheme_named()), "table": table})
    print(json.dumps(peak_of_this_process()))
