"""Hostile input: good JSON with parts replaced, cut, doubled, emptied or nested, and what comes out of it."""

from __future__ import annotations

import copy
import math
from collections import Counter
from collections.abc import Iterator, MutableMapping
from contextlib import suppress
from decimal import Decimal
from fractions import Fraction
from random import Random
from typing import Any

from benchmarks.agreement.inputs import MAKERS, fuzzy_evaluation
from evaluation.aggregate.fuzzy_tree import FuzzyEvaluation, fce
from evaluation.calling import called
from evaluation.recompute.by_name import recomputed
from evaluation.weights.by_name import weigh
from evaluation.weights.weights import Weights
from foundation.errors import DockingError

SUBJECTS = (*MAKERS, "fce")

_DEEP: list[Any] = []
for _ in range(300):
    _DEEP = [_DEEP]

_BAD: tuple[Any, ...] = (
    None, True, False, "", " ", "x", "NaN", "nan", "Infinity", "-inf", "1e400", "1E9", "1/0", "0/1", "/", "1//2", "½",
    "１２", "٣", "1,5", "0x10", "\ud800", "\x00", "−1", "+3", " 2 ", "-0", "0", "-1", "0.0000000000000000000001",
    "9" * 17, "9" * 18, "9" * 19, "9" * 5_000, "1/" + "9" * 18, "1." + "0" * 41,
    0, 1, -1, 2, 10**17, 10**18, 10**30, 10**5_000, -(10**30), 0.0, -0.0, 0.1, 1e-300, 5e-324, 1e100, 1e101, 1e308,
    float("nan"), float("inf"), float("-inf"), Decimal("NaN"), Decimal("sNaN"), Decimal("Infinity"),
    Decimal("1E+999999"), Decimal("1E-999999"), Decimal("0.5"), Decimal("-0"),
    [], [[]], [None], ["a", "a"], {}, {"a": 1}, {"": {}}, {"ids": 1}, [1, 2, 3], [["1"]], [[1, 2], [3]], _DEEP,
)  # fmt: skip


def attack(source: Random, subject: str) -> Any:
    """A good input of ``subject`` with one to three parts spoilt."""
    good = fuzzy_evaluation(source) if subject == "fce" else MAKERS[subject](source)
    whole: dict[str, Any] = {"input": copy.deepcopy(good)}
    for _ in range(source.choice([1, 1, 1, 2, 3])):
        if places := list(_places(whole, 0)):
            _spoil(source, *source.choice(places))
    return whole.get("input")


def _places(node: Any, depth: int) -> Iterator[tuple[Any, Any]]:
    """Every (holder, key) of the JSON, not too deep."""
    keys = list(node) if isinstance(node, dict) else range(len(node)) if isinstance(node, list) else ()
    for key in keys:
        yield node, key
        if depth < 8:
            yield from _places(node[key], depth + 1)


def _spoil(source: Random, holder: Any, key: Any) -> None:
    value = holder[key]
    way = source.randrange(12)
    if way == 0:
        del holder[key]
    elif way == 1 and isinstance(holder, list):
        holder.insert(key, copy.copy(value))
    elif way == 2 and isinstance(value, list):
        holder[key] = value[: len(value) // 2]
    elif way == 3:
        holder[key] = [value]
    elif way == 4:
        holder[key] = {"value": value}
    elif way == 5 and isinstance(holder, MutableMapping):
        holder[source.choice(["", "extra", "ids", "weights", "self"])] = value
    elif way == 6 and isinstance(value, list) and value:
        value.append(value[0])
    elif way == 7 and isinstance(value, str):
        holder[key] = value * 40
    else:
        holder[key] = copy.deepcopy(source.choice(_BAD))


def outcome(subject: str, content: Any) -> tuple[str, float]:
    """``result``, ``refused`` or the name of what must never come out; and how far the second way lies from a result.

    ``not finite`` and ``not weights`` are results that are none.
    """
    try:
        found = called("fce", fce, content) if subject == "fce" else weigh(subject, content)
    except DockingError:
        return "refused", 0.0
    except Exception as fault:
        return type(fault).__name__, 0.0
    if isinstance(found, FuzzyEvaluation):
        numbers = [number for node in (found.whole, *found.groups) for number in node.memberships]
        return ("result" if all(map(math.isfinite, numbers)) else "not finite"), 0.0
    if not all(value.is_finite() and value >= 0 for value in found.values):
        return "not finite", 0.0
    if abs(sum(map(Fraction, found.values)) - 1) > Fraction(1, 10**30) or sum(found.units().values()) != 10**6:
        return "not weights", 0.0
    return "result", _apart(found)


def _apart(found: Weights) -> float:
    plain = found.model_dump(mode="json", include={"method", "ids", "source"})
    with suppress(ArithmeticError):  # what only the second way cannot hold is counted as the greatest distance
        again = recomputed(plain["method"], plain["ids"], plain["source"])
        if again is None:
            return 0.0
        return max(abs(float(value) - again[name]) for name, value in zip(found.ids, found.values, strict=True))
    return 1.0


def tally(subject: str, count: int, seed: str = "") -> tuple[Counter[str], float]:
    """``count`` attacks: how often each outcome came, and the largest distance between the two ways."""
    outcomes: Counter[str] = Counter()
    apart = 0.0
    for place in range(count):
        source = Random(f"{subject} hostile {seed}{place}")
        name, distance = outcome(subject, attack(source, subject))
        outcomes[name] += 1
        apart = max(apart, distance)
    return outcomes, apart
