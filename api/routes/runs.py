"""``/runs``: a stored run of the matcher replayed from its input, and compared with another (B8)."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from api.dependencies import ActorDep, HouseDep
from api.replaying import diff_runs, replay_run
from matcher.replay import Replay
from matcher.run_diff import RunDiff

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
