"""One demand matched as a whole and task by task (B6).

Each task is looked for on its own: its title, product and the sentences that speak for it, under its own service. So a
report that is asked for in half a sentence finds its laboratory, however long the rest speaks of development. A demand
that asks for one thing is matched once, as it stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from matcher.policy import DEFAULT_POLICY, MatchPolicy
from matcher.ports import Reranker
from matcher.query import BLANK, Wanted
from matcher.searching import Search, SnapshotSearch, find_each
from matcher.task_matches import TaskMatches, TaskPart
from matcher.tasks import Task, decompose

if TYPE_CHECKING:
    from kb.embedding import Embedder

FOUND_FOR_A_TASK = 20
"""How many hits of every task are kept."""


def match_parts(
    wanted: Wanted,
    index: SnapshotSearch,
    embedder: Embedder,
    top: int,
    policy: MatchPolicy = DEFAULT_POLICY,
    reranker: Reranker | None = None,
) -> TaskMatches:
    """Match the demand, ``top`` hits at most, and where it asks for several tasks each of them too.

    A ``reranker`` is slow and reads for the whole only. NotReady when the index was built by another model.
    """
    tasks = decompose(wanted)
    asked = [task for task in tasks if not task.is_optional]
    searches = [Search(wanted, top, reranker=reranker)]
    if len(asked) > 1:
        for task in asked:
            own = wanted_for(wanted, task, asked)
            # Whether anybody fits is decided by the whole.
            searches.append(Search(own, FOUND_FOR_A_TASK, quotable(wanted, own), is_judged=False))
    whole, *found = find_each(searches, index, embedder, policy)
    parts = tuple(TaskPart(task=task, found=each) for task, each in zip(asked, found, strict=False))
    return TaskMatches(whole=whole, parts=parts, tasks=tasks)


def quotable(wanted: Wanted, own: Wanted) -> str | None:
    """The text of ``wanted`` with everything blanked out that a task's ``own`` text did not take over.

    ``None`` where the task has the text as it stands.
    """
    if own.text == wanted.text:
        return None
    kept = [BLANK] * len(wanted.text)
    for clause in _CLAUSE.finditer(wanted.text):
        if clause[0].strip() in own.text:
            kept[clause.start() : clause.end()] = clause[0]
    if wanted.product and (at := wanted.text.find(wanted.product)) >= 0:
        kept[at : at + len(wanted.product)] = wanted.product
    return "".join(kept)


def wanted_for(wanted: Wanted, task: Task, tasks: Sequence[Task] = ()) -> Wanted:
    """One of several ``tasks`` as a demand of its own; where only the title asks for it, all words are looked for.

    Who is to test or to judge must know what happened: what speaks for no task at all is told with these.
    """
    service: dict[str, object] = {"service_category": task.service}
    service |= {"said": wanted.said or wanted.whole, "cited": wanted.cited or wanted.standards}
    spoken = "。".join(_speaking(wanted.text, task))
    if not spoken:
        return wanted.model_copy(update=service)
    text, own = _with_subject(wanted, spoken), f"{wanted.title} {spoken}"
    if task.service in ABOUT_THE_MATTER and (story := _story(wanted.text, tasks)):
        text = f"{story}。{text}"
    named = {
        "parameters": wanted.parameters if task.service == "检验检测" else _named(wanted.parameters, own),
        "standards": _named(wanted.standards, own),
    }
    return wanted.model_copy(update={"text": text, **named, **service})


ABOUT_THE_MATTER = frozenset({"检验检测", "质量技术评价"})
LONGEST_STORY = 160
"""Characters of the story that go with a task: beyond it its own words would be drowned."""


def _story(text: str, tasks: Sequence[Task]) -> str:
    """The clauses that speak for none of ``tasks``, as far as :data:`LONGEST_STORY` reaches; nothing without tasks."""
    told: list[str] = []
    for clause in _CLAUSE.finditer(text) if tasks else ():
        if any(_speaks_in(clause, task) for task in tasks):
            continue
        told.append(clause[0].strip())
        if sum(map(len, told)) > LONGEST_STORY:
            return "，".join(told[:-1])
    return "，".join(told)


def _speaks_in(clause: re.Match[str], task: Task) -> bool:
    return any(w.start < clause.end() and clause.start() < w.end for w in task.said if not w.in_title)


_SENTENCE = re.compile(r"[^。！？!?；;\n]+")
_CLAUSE = re.compile(r"[^，,。！？!?；;\n]+")


def _speaking(text: str, task: Task) -> Iterator[str]:
    """The clauses that hold the task's words, in order; a short sentence whole would speak for its neighbours too."""
    for sentence in _SENTENCE.finditer(text):
        clauses = [
            clause[0].strip()
            for clause in _CLAUSE.finditer(text, sentence.start(), sentence.end())
            if _speaks_in(clause, task)
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
