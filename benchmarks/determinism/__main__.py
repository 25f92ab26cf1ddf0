"""``python -m benchmarks.determinism [--numpy 2.2.6]``: the hashes of :mod:`.product` under many conditions.

Kernels of OpenBLAS, one and two threads, hash seeds, locales and time zones, numpy's own vector code cut down, and
another numpy, fetched from the package index into a folder of its own; said plainly when that cannot be had. Exit code
1 when any hash differs from the first run's.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from benchmarks.determinism.product import CONTROL, NUMPY

ROOT = Path(__file__).resolve().parents[2]

KERNELS = ("Prescott", "Haswell", "SkylakeX", "Zen")
FEWER = "AVX2 FMA3 AVX512F AVX512CD AVX512_SKX AVX512_CLX AVX512_CNL AVX512_ICL AVX512_SPR"


def conditions() -> Iterator[dict[str, str]]:
    """Environments, the plainest first."""
    for place, kernel in enumerate(KERNELS):
        for threads in ("1", "2"):
            yield {
                "OPENBLAS_CORETYPE": kernel,
                "OPENBLAS_NUM_THREADS": threads,
                "PYTHONHASHSEED": str(place * 10 + int(threads)),
                "LC_ALL": "C" if threads == "1" else "C.UTF-8",
            }
    yield {"NPY_DISABLE_CPU_FEATURES": FEWER, "TZ": "America/Lima", "PYTHONHASHSEED": "random", "LC_ALL": "C.UTF-8"}


def hashes(settings: Mapping[str, str], before: Path | None = None) -> dict[str, str]:
    """What :mod:`.product` prints in a process of its own; ``before`` is searched for packages first."""
    path = os.pathsep.join(str(folder) for folder in (before, ROOT) if folder)
    environment = {**os.environ, "PYTHONPATH": path, "PYTHONWARNINGS": "ignore", **settings}
    command = [sys.executable, "-m", "benchmarks.determinism.product"]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
    return dict(line.split() for line in done.stdout.splitlines())


def differing(first: Mapping[str, str], other: Mapping[str, str]) -> list[str]:
    """The names whose hashes are not the same in both; the control may differ."""
    return [name for name in {**first, **other} if name not in (CONTROL, NUMPY) and first.get(name) != other.get(name)]


def fetched(version: str, folder: Path) -> bool:
    """Whether this numpy could be installed into ``folder``."""
    command = [sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--only-binary", ":all:"]
    return subprocess.run([*command, "--target", str(folder), f"numpy=={version}"], check=False).returncode == 0


def main() -> int:
    """One line a run."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--numpy", default="2.2.6", help="the other version of numpy")
    version = parser.parse_args().numpy
    runs: list[tuple[str, dict[str, str]]] = [
        (" ".join(f"{key}={value}" for key, value in settings.items())[:110], hashes(settings))
        for settings in conditions()
    ]
    with tempfile.TemporaryDirectory() as folder:
        if fetched(version, Path(folder)):
            runs.append(("from the package index", hashes({}, Path(folder))))
        else:
            print(f"numpy {version} cannot be fetched here: the other version was not tried")
    wrong = 0
    for name, found in runs:
        apart = differing(runs[0][1], found)
        wrong += bool(apart)
        said = "differ: " + ", ".join(apart) if apart else "the same"
        print(f"{len(found) - 2} hashes {said}  numpy {found[NUMPY]}  {name}")
    controls = len({found[CONTROL] for _, found in runs})
    print(f"{len(runs)} runs, {wrong} of them different; a plain product in BLAS gave {controls} different results")
    return 1 if wrong else 0


if __name__ == "__main__":
    raise SystemExit(main())
