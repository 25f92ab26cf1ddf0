"""``/runs``: a stored run replayed from its input, compared with another (B8), and what would change it (B9)."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from api.dependencies import ActorDep, HouseDep
from api.matching.advising import advise_run
from api.matching.replaying import diff_runs, replay_run
from matcher.advice.advising import Advice
from matcher.replay.diff import RunDiff
from matcher.replay.run_again import Replay

router = APIRouter(prefix="/runs", tags=["matches"])


@router.get("/{run_id}/replay")
def replay(house: HouseDep, actor: ActorDep, run_id: str) -> Replay:
    """The run once more on the index of its day: the same bytes, or the first difference; for the desk, evaluators."""
    return replay_run(house, run_id, actor)


@router.get("/{run_id}/diff")
def diff(
    house: HouseDep, actor: ActorDep, run_id: str, other: Annotated[str, Query(min_length=1, max_length=64)]
) -> RunDiff:
    """What changed from this run to ``other``, and who moved from where to where; for the desk, evaluators."""
    return diff_runs(house, run_id, other, actor)


@router.get("/{run_id}/advice")
def advice(
    house: HouseDep,
    actor: ActorDep,
    run_id: str,
    centre: Annotated[str | None, Query(min_length=1, max_length=200)] = None,
) -> Advice:
    """What would change the match, found by matching again; a coordinator asks about all, a centre about itself."""
    return advise_run(house, run_id, actor, centre)
