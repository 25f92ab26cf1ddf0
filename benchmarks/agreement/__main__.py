"""``python -m benchmarks.agreement [--inputs 10000] [--hostile 50000] [--only ahp …]``: two ways, random and hostile.

Random input goes through every method and through its second way; hostile input must end in a result or in a refusal.
Exit code 1 when two answers lie further apart than 1e-9, or anything else comes out.
"""

from __future__ import annotations

import argparse
from collections import Counter
from random import Random

from benchmarks.agreement.hostile import SUBJECTS, tally
from benchmarks.agreement.inputs import MAKERS, fuzzy_evaluation
from benchmarks.agreement.two_ways import Apart, fuzzy_apart, weights_apart

CLOSE = 1e-9
"""A thousandth of the last decimal that a weight shows."""


def apart(subject: str, place: int) -> Apart:
    """The random input number ``place`` of a method (or ``fce``), both ways."""
    source = Random(f"{subject} {place}")
    return (
        fuzzy_apart(fuzzy_evaluation(source)) if subject == "fce" else weights_apart(subject, MAKERS[subject](source))
    )


def agreement(subject: str, count: int) -> bool:
    """Prints one line; whether all answers agree."""
    others: Counter[str] = Counter()
    worst = 0.0
    for place in range(count):
        found = apart(subject, place)
        if isinstance(found, str):
            others[found] += 1
        else:
            worst = max(worst, found)
    print(f"{subject:<16} {count:>6} inputs  largest difference {worst:.1e}  {_written(others)}".rstrip(), flush=True)
    return worst <= CLOSE


def hostility(subjects: tuple[str, ...], count: int) -> bool:
    """Prints one line a subject and the sum; whether nothing but results and refusals came out."""
    whole: Counter[str] = Counter()
    for place, subject in enumerate(subjects):
        share = count // len(subjects) + (place < count % len(subjects))
        found, distance = tally(subject, share)
        whole += found
        print(f"{subject:<16} {share:>6} hostile  {_written(found)}; second way within {distance:.1e}", flush=True)
    print(f"{'all':<16} {count:>6} hostile  {_written(whole)}")
    return set(whole) <= {"result", "refused"}


def _written(counts: Counter[str]) -> str:
    return ", ".join(f"{name} {times}" for name, times in sorted(counts.items()))


def main() -> int:
    """Both parts."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--inputs", type=int, default=10_000, help="random inputs per method")
    parser.add_argument("--hostile", type=int, default=50_000, help="hostile inputs in all")
    parser.add_argument("--only", nargs="+", choices=SUBJECTS, default=list(SUBJECTS), metavar="METHOD")
    given = parser.parse_args()
    good = [agreement(subject, given.inputs) for subject in given.only if given.inputs]
    calm = hostility(tuple(given.only), given.hostile) if given.hostile else True
    return 0 if all(good) and calm else 1


if __name__ == "__main__":
    raise SystemExit(main())
