"""One demand matched task by task, and the lists of its tasks merged into one (B6).

Each task is looked for on its own: its title, product and the sentences that speak for it, under its own service. So a
report that is asked for in half a sentence finds its laboratory, however long the rest speaks of development. The
merged list holds the best three of every task, whatever their scores; then the best of all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from foundation.values import Value
from matcher.matchlist import Hit, MatchList
from matcher.policy import DEFAULT_POLICY, MatchPolicy
from matcher.query import Wanted
from matcher.searching import SnapshotSearch, find
from matcher.tasks import Task, decompose

if TYPE_CHECKING:
    from kb.embedding import Embedder

ASSURED = 3
"""How many hits of every task the merged list holds whatever comes."""


class TaskPart(Value):
    """A task (none when the demand names none), what was looked for on its behalf, and what was found."""

    task: Task | None
    wanted: Wanted
    found: MatchList


class TaskHit(Value):
    """A hit of the merged list, with the points of the task that values it most; ``tasks``: who found it, by order."""

    hit: Hit
    tasks: tuple[int, ...]


class TaskMatches(Value):
    """The lists of the tasks in the order of the work, and all of them as one, best first."""

    parts: tuple[TaskPart, ...]
    hits: tuple[TaskHit, ...]


def match_parts(
    wanted: Wanted,
    index: SnapshotSearch,
    embedder: Embedder,
    top: int,
    policy: MatchPolicy = DEFAULT_POLICY,
) -> TaskMatches:
    """Match every asked task; at most ``top`` hits each. The merged list is longer than ``top`` only to keep its word.

    NotReady when the index was built by another model.
    """
    tasks: list[Task | None] = [task for task in decompose(wanted) if not task.is_optional]
    asked = [(task, wanted_for(wanted, task, len(tasks))) for task in tasks or [None]]
    parts = tuple(
        TaskPart(task=task, wanted=part, found=find(part, index, embedder, max(top, ASSURED), policy))
        for task, part in asked
    )
    return TaskMatches(parts=parts, hits=merge(parts, top))


def merge(parts: Sequence[TaskPart], top: int) -> tuple[TaskHit, ...]:
    """The best three of every part and the best of all, each passage once, best first, ties by passage."""
    best: dict[str, Hit] = {}
    finders: dict[str, list[int]] = {}
    for place, part in enumerate(parts, start=1):
        for hit in part.found.hits:
            held = best.get(hit.passage_id)
            if held is None or hit.score > held.score:
                best[hit.passage_id] = hit
            finders.setdefault(hit.passage_id, []).append(part.task.order if part.task else place)
    ranked = sorted(best, key=lambda passage: (-best[passage].score, passage))
    kept = {hit.passage_id for part in parts for hit in part.found.hits[:ASSURED]}
    for passage in ranked:
        if len(kept) >= top:
            break
        kept.add(passage)
    return tuple(TaskHit(hit=best[one], tasks=tuple(finders[one])) for one in ranked if one in kept)


def wanted_for(wanted: Wanted, task: Task | None, tasks: int) -> Wanted:
    """A task as a demand of its own; the only task of a demand is looked for in all its words."""
    if task is None:
        return wanted
    service = {"service_category": task.service}
    spoken = "。".join(_speaking(wanted.text, task))
    if tasks == 1 or not spoken:
        return wanted.model_copy(update=service)
    text, own = _with_subject(wanted, spoken), f"{wanted.title} {spoken}"
    named = {
        "parameters": wanted.parameters if task.service == "检验检测" else _named(wanted.parameters, own),
        "standards": _named(wanted.standards, own),
    }
    return wanted.model_copy(update={"text": text, **named, **service})


_SENTENCE = re.compile(r"[^。！？!?；;\n]+")
_CLAUSE = re.compile(r"[^，,。！？!?；;\n]+")


def _speaking(text: str, task: Task) -> Iterator[str]:
    """The clauses that hold the task's words, in order; a short sentence whole would speak for its neighbours too."""
    for sentence in _SENTENCE.finditer(text):
        clauses = [
            clause[0].strip()
            for clause in _CLAUSE.finditer(text, sentence.start(), sentence.end())
            if any(w.start < clause.end() and clause.start() < w.end for w in task.said if not w.in_title)
        ]
        if clauses:
            yield "，".join(clauses)


def _with_subject(wanted: Wanted, spoken: str) -> str:
    """What the words are about is said with them: the product, or where none is read, how the demand begins."""
    if wanted.title or (wanted.product and wanted.product in spoken):
        return spoken
    first = _CLAUSE.search(wanted.text)
    subject = wanted.product or (first[0].strip() if first else "")
    return spoken if subject in spoken else f"{subject}，{spoken}"


def _named(values: Sequence[str], text: str) -> tuple[str, ...]:
    return tuple(value for value in values if value in text)
