"""Whether a case may be offered as a test: decided from what is true, with sets and numbers, without reading a text.

Written apart from :mod:`matcher.legal` and sharing nothing with it; the list of replaced standards is read here anew.
"""

from __future__ import annotations

import csv
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from benchmarks.legal_gate.case import Case, Edition, Truth

REPLACED = Path(__file__).parents[2] / "kb" / "data" / "replaced_standards.csv"


def may_offer(case: Case) -> bool:
    """Every one of the conditions of the law, none left to the words."""
    truth = case.truth
    return (
        _announced(truth)
        and _marked(truth)
        and truth.product_is_covered is True
        and truth.parameter_is_covered is True
        and _edition(truth)
        and _inside_limits(truth)
    )


def _announced(truth: Truth) -> bool:
    if truth.certificate not in {"CMA", "CNAS"} or truth.ends is None:
        return False
    first = truth.begins or date.min
    in_force = (truth.ends - first) // timedelta(days=1)
    return 0 <= (truth.day - first) // timedelta(days=1) <= in_force


def _marked(truth: Truth) -> bool:
    if not truth.marks:
        return True
    have = {truth.certificate} & truth.marks
    return bool(have) if truth.marks_either else have == truth.marks


@cache
def _replaced() -> list[tuple[Edition, str]]:
    with REPLACED.open(encoding="utf-8") as file:
        return [((row["number"], int(row["year"])), row["since"]) for row in csv.DictReader(file)]


def _edition(truth: Truth) -> bool:
    gone = {edition for edition, since in _replaced() if not since or since <= truth.day.isoformat()}
    alive = [edition for edition in truth.cited if edition not in gone]
    if not truth.asked_standards:
        return bool(alive) or not truth.cited
    return any(_answers(asked, held) for asked in truth.asked_standards for held in alive)


def _answers(asked: Edition, held: Edition) -> bool:
    return asked[0] == held[0] and (asked[1] is None or asked[1] == held[1])


def _inside_limits(truth: Truth) -> bool:
    if not truth.is_readable:
        return False
    methods = {token for token in truth.asks if token.startswith("method:")}
    if truth.only is not None:
        of_methods = all(token.startswith("method:") for token in truth.only)
        asked = methods if of_methods else truth.asks - methods
        if asked and not (asked <= truth.only if of_methods else asked & truth.only):
            return False
        if not asked and not of_methods:
            return False
    if truth.asks & truth.never:
        return False
    low = truth.low if truth.low is not None else float("-inf")
    high = truth.high if truth.high is not None else float("inf")
    return all(low <= value <= high for value in truth.values)
