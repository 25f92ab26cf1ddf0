"""The advice on one match: questions for the enterprise, steps and the difference to the first for each centre asked
about. Pure and on demand: it costs a match for each change that is tried."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from foundation.language import Sentence, sentence
from foundation.values import Value
from kb.snapshot import Snapshot
from matcher.advice.applying import Matching
from matcher.advice.comparing import Comparison, compared
from matcher.advice.effect import standing
from matcher.advice.questions import Question, questions
from matcher.advice.steps import Step, steps
from matcher.matchlist import MatchList
from matcher.query import Wanted
from matcher.searching import SnapshotSearch


class CentreAdvice(Value):
    """For one centre: where it stands, what made the first better, what would move it up."""

    centre_id: str
    name: str
    rank: int | None
    points: int
    comparison: Comparison | None
    steps: tuple[Step, ...]
    says: Sentence | None
    """Where there is nothing to advise, that."""


class Advice(Value):
    """All of it. ``questions`` are for the enterprise, through the coordinator."""

    questions: tuple[Question, ...]
    centres: tuple[CentreAdvice, ...]


def advise(
    wanted: Wanted,
    before: MatchList,
    snapshot: Snapshot,
    matching: Matching,
    centres: Sequence[str] = (),
    names: Mapping[str, str] | None = None,
    asks: bool = True,
) -> Advice:
    """The advice on ``before``, which is the match of ``wanted`` on ``snapshot``; questions only where ``asks``."""
    named = names or {}
    query = matching.query(wanted, snapshot)
    found = []
    for centre in centres:
        rank, points = standing(centre, before)
        would = steps(centre, query, before, snapshot, matching) if rank != 1 else ()
        found.append(
            CentreAdvice(
                centre_id=centre,
                name=named.get(centre, centre),
                rank=rank,
                points=points,
                comparison=compared(centre, before),
                steps=would,
                says=_nothing(rank) if not would else None,
            )
        )
    return Advice(questions=questions(wanted, before, snapshot, matching, named) if asks else (), centres=tuple(found))


def without_others(advice: Advice) -> Advice:
    """The advice as a centre itself may read it: no other centre is named, and what to ask the enterprise is left."""
    return Advice(
        questions=(),
        centres=tuple(
            one.model_copy(update={"comparison": one.comparison.model_copy(update={"first_id": None})})
            if one.comparison is not None
            else one
            for one in advice.centres
        ),
    )


def rematched(wanted: Wanted, snapshot: Snapshot, matching: Matching) -> MatchList:
    """The match as it stands, by the very method that changes are judged by."""
    return matching.matched(matching.query(wanted, snapshot), SnapshotSearch(snapshot))


def _nothing(rank: int | None) -> Sentence:
    if rank == 1:
        return sentence("已经排第一")
    if rank is None:
        return sentence("没有列出，也没有一项变更能让它列出")
    return sentence("没有找到能让名次上升的变更")
