"""What was found for a demand: for the whole of it and, where it asks for several tasks, for each of them (B6).

The whole leads, for its words tell more than those of half a sentence: on the graded set a list ordered by the tasks'
own scores is clearly worse (``docs/method/tasks.md``). The tasks add what the whole would pass over.
"""

from __future__ import annotations

from collections.abc import Mapping

from foundation.values import Value
from matcher.matchlist import CentreCandidate, Hit, MatchList
from matcher.tasks import Task

ASSURED = 3
"""How many hits of every task the merged list holds whatever comes."""


class TaskPart(Value):
    """An asked task and what was found for it alone. Its points are on a scale of their own."""

    task: Task
    found: MatchList


class TaskHit(Value):
    """A hit of the merged list, and the tasks that found it too, by their order."""

    hit: Hit
    tasks: tuple[int, ...]


class TaskMatches(Value):
    """The list of the whole demand, and of its asked tasks in the order of the work; no parts where it asks for one."""

    whole: MatchList
    parts: tuple[TaskPart, ...] = ()
    tasks: tuple[Task, ...] = ()
    """All tasks of the demand, those that are only offered last."""

    def finders(self) -> Mapping[str, tuple[int, ...]]:
        """Which tasks found a passage, by its id; what no task found is not in it."""
        orders: dict[str, list[int]] = {}
        for part in self.parts:
            for hit in part.found.hits:
                orders.setdefault(hit.passage_id, []).append(part.task.order)
        return {passage: tuple(found) for passage, found in orders.items()}

    def merged(self, top: int) -> tuple[TaskHit, ...]:
        """The best ``top`` of the whole as they stand; after them the best three of every task that are not there yet.

        Each passage once. What only a task brings in has that task's points.
        """
        hits = {hit.passage_id: hit for hit in self.whole.hits[:top]}
        for part in self.parts:
            for hit in part.found.hits[:ASSURED]:
                hits.setdefault(hit.passage_id, hit)
        finders = self.finders()
        return tuple(TaskHit(hit=hit, tasks=finders.get(passage, ())) for passage, hit in hits.items())


def tasks_of(centre: CentreCandidate, finders: Mapping[str, tuple[int, ...]]) -> tuple[int, ...]:
    """The tasks that found rows or experts which speak for a centre, in the order of the work."""
    return tuple(sorted({task for hit in (*centre.rows, *centre.experts) for task in finders.get(hit.passage_id, ())}))
