"""Learn which sum, time, place or standard has which role: ``python -m benchmarks.train_roles``.

Labelled are: invented messages with marks in their words (``benchmarks/training/facts/*.txt``, one a line or
phrases set apart by bars: ``费用{b:6万元}以内``; b budget, d deadline, r region, s standard), the messages of the
product reader (what has a role is listed in ``of_messages.jsonl``, all else in them has none) and the open part of the
gold sets. A logistic model per fact is fitted by L-BFGS on one thread; weights are kept in hundredths. The same
messages give the same file.
``--check`` shows how well parts that were left out are read, instead of writing.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, get_args

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from api.bench.intake import agree
from intake.grounding import fold
from intake.reading.deadlines import find_deadlines
from intake.reading.learned import READER
from intake.reading.money import find_budgets
from intake.reading.regions import find_regions
from intake.reading.roles import Candidate, Fact, describe
from intake.reading.standards_cited import find_cited
from intake.reading.statement import Statement, state

TRAINING = Path(__file__).resolve().parent / "training"
GOLDEN = Path(__file__).resolve().parents[1] / "tests" / "golden" / "intake"
FINDERS = {"budget": find_budgets, "deadline": find_deadlines, "region": find_regions, "standards": find_cited}
FACTS = get_args(Fact)
MARKS: dict[str, Fact] = {"b": "budget", "d": "deadline", "r": "region", "s": "standards"}
PENALTY, LEAST_SEEN, LEAST_WEIGHT, FOLDS = 1.0, 2, 3, 10
WEIGHT = {"marked": 2.0, "listed": 1.0, "gold": 1.0}
_JUDGED = re.compile(r"^(?:sign yes|first|rivals)| (?:yes|no)$")
Origin = Literal["marked", "listed", "gold"]


@dataclass
class Message:
    """A statement and which of its candidates have a role: per fact, whether ``[start, end)`` of an utterance has."""

    statement: Statement
    origin: Origin
    spans: dict[str, list[tuple[int, int, int]]] = field(default_factory=dict)
    values: dict[str, Any] = field(default_factory=dict)

    def has_role(self, fact: Fact, one: Candidate) -> bool:
        """Whether a careful person would give it the role."""
        if self.origin == "gold":
            value = (
                self.statement.utterance(one.utterance).text[one.start : one.end] if one.value is None else one.value
            )
            wanted = self.values[fact]
            if fact == "standards":
                return any(agree(fact, [each], [value]) for each in wanted)
            return wanted is not None and agree(fact, wanted, value)
        return any(
            utterance == one.utterance and start < one.end and one.start < end
            for utterance, start, end in self.spans.get(fact, ())
        )


def messages() -> Iterator[Message]:
    """All labelled ones, in the order of the files; nothing that is held or measured is among them."""
    for path in sorted((TRAINING / "facts").glob("*.txt")):
        for line in path.read_text("utf-8").splitlines():
            yield from map(_marked, line.split(" | "))
    listed = [json.loads(line) for line in (TRAINING / "facts" / "of_messages.jsonl").open(encoding="utf-8")]
    roles = {row["begins"]: row for row in listed}
    for path in sorted((TRAINING / "messages").glob("*.jsonl")):
        for line in path.open(encoding="utf-8"):
            told = json.loads(line)
            row = roles.get(f"{told['title']}|{told['text']}"[:40], {})
            spans = {
                fact: [(number, start, start + len(words)) for number, start, words in row.get(fact, ())]
                for fact in FACTS
            }
            yield Message(state(told["title"] or None, told["text"]), "listed", spans)
    for name in ("demands.jsonl", "reading.jsonl"):
        for line in (GOLDEN / name).open(encoding="utf-8"):
            told = json.loads(line)
            if told.get("split") != "held":
                yield Message(state(told["title"] or None, told["text"]), "gold", values=told)


def _marked(line: str) -> Message:
    """Takes the marks out of a line."""
    text, spans, last = "", {fact: [] for fact in FACTS}, 0  # type: ignore[var-annotated]
    for mark in re.finditer(r"\{([bdrs]):([^}]+)\}", line):
        text += line[last : mark.start()]
        start = len(fold(text).text)
        text += mark[2]
        spans[MARKS[mark[1]]].append((0, start, len(fold(text).text)))
        last = mark.end()
    return Message(state(None, text + line[last:]), "marked", spans)


@dataclass
class Rows:
    """Candidates of one fact: features, whether they have the role, the number of their message; roles not found."""

    features: list[list[str]] = field(default_factory=list)
    right: list[bool] = field(default_factory=list)
    of: list[int] = field(default_factory=list)
    weights: list[float] = field(default_factory=list)
    missed: Counter[str] = field(default_factory=Counter)


def rows_of(fact: Fact, given: list[Message]) -> Rows:
    """What is learned from."""
    rows = Rows()
    for number, message in enumerate(given):
        found = FINDERS[fact](message.statement)
        flags = [message.has_role(fact, one) for one in found]
        for (_, features), flag in zip(describe(message.statement, found), flags, strict=True):
            known = message.origin == "gold"  # the rules were written with these in view: trust in them is not learned
            rows.features.append(sorted({one for one in features if not (known and _JUDGED.search(one))}))
            rows.weights.append(WEIGHT[message.origin])
            rows.right.append(flag)
            rows.of.append(number)
        wanted = message.values.get(fact) if message.origin == "gold" else message.spans.get(fact)
        rows.missed[message.origin] += bool(wanted) and not any(flags)
    return rows


def fit(rows: Rows, chosen: Sequence[int] | None = None) -> dict[str, int]:
    """Weights in hundredths under which what has the role is above 0."""
    places_of = range(len(rows.right)) if chosen is None else chosen
    features, right = [rows.features[at] for at in places_of], [rows.right[at] for at in places_of]
    counts = np.array([rows.weights[at] for at in places_of])
    seen = Counter(one for each in features for one in each)
    places = {one: place for place, one in enumerate(sorted(one for one, times in seen.items() if times >= LEAST_SEEN))}
    columns, ends = [], [0]
    for each in features:
        columns += [places[one] for one in each if one in places]
        ends.append(len(columns))
    matrix = csr_matrix((np.ones(len(columns)), columns, ends), shape=(len(features), len(places)))
    turned, signs = matrix.T.tocsr(), np.where(right, 1.0, -1.0)

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        margins = signs * (matrix @ weights)
        value = counts @ np.logaddexp(0, -margins) + PENALTY / 2 * weights @ weights
        return float(value), turned @ (-counts * signs / (1 + np.exp(margins))) + PENALTY * weights

    found = minimize(loss, np.zeros(len(places)), jac=True, method="L-BFGS-B", options={"maxiter": 300}).x
    return {one: round(float(found[at]) * 100) for one, at in places.items() if abs(found[at]) * 100 >= LEAST_WEIGHT}


def check(given: list[Message]) -> None:
    """Of messages left out in turn: right, wrong, invented; the rules alone beside it."""
    for fact in FACTS:
        rows = rows_of(fact, given)
        tally: Counter[tuple[str, str, str]] = Counter()
        for part in range(FOLDS):
            learnt = [at for at, of in enumerate(rows.of) if of % FOLDS != part]
            weights = fit(rows, learnt)
            by_message: dict[int, list[int]] = {}
            for at, of in enumerate(rows.of):
                if of % FOLDS == part:
                    by_message.setdefault(of, []).append(at)
            for of, places in by_message.items():
                sums = [sum(weights.get(one, 0) for one in rows.features[at]) for at in places]
                ruled = ["sign yes" in rows.features[at] for at in places]
                right = [rows.right[at] for at in places]
                for who, kept in (("learned", _kept(fact, sums)), ("rules", _kept(fact, [int(one) for one in ruled]))):
                    tally[given[of].origin, who, _verdict(fact, kept, right)] += 1
        for origin in get_args(Origin):
            for who in ("rules", "learned"):
                told = {verdict: tally[origin, who, verdict] for verdict in ("right", "missed", "other", "invented")}
                sys.stderr.write(f"{fact:10}{origin:8}{who:8}{told} not found {rows.missed[origin]}\n")


def _kept(fact: Fact, sums: list[int]) -> list[int]:
    if fact == "standards":
        return [at for at, one in enumerate(sums) if one > 0]
    best = max(range(len(sums)), key=lambda at: (sums[at], -at))
    return [best] if sums[best] > 0 else []


def _verdict(fact: Fact, kept: list[int], right: list[bool]) -> str:
    wanted = {at for at, flag in enumerate(right) if flag}
    if not wanted:
        return "invented" if kept else "right"
    if fact == "standards":
        return "right" if set(kept) == wanted else "other"
    return "missed" if not kept else "right" if kept[0] in wanted else "other"


def main() -> None:
    """Fit and write, or check."""
    given = list(messages())
    if "--check" in sys.argv:
        check(given)
        return
    weights = {}
    for fact in FACTS:
        rows = rows_of(fact, given)
        weights[fact] = fit(rows)
        sys.stderr.write(f"{fact}: {len(rows.right)} candidates, {sum(rows.right)} with the role\n")
    kept = json.dumps(weights, ensure_ascii=False, sort_keys=True, indent=0)
    (READER / "roles.json").write_text(kept + "\n", "utf-8")


if __name__ == "__main__":
    main()
