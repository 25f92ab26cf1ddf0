"""``/health/live``: the process answers. ``/health/ready``: database and index can be used."""

from __future__ import annotations

from fastapi import APIRouter, Response
from sqlalchemy import text

from api.dependencies import HouseDep, SessionDep
from foundation.errors import DockingError
from foundation.outbox import counts
from foundation.values import Value

router = APIRouter(prefix="/health", tags=["health"])


class Live(Value):
    """The process answers."""

    status: str


class Ready(Value):
    """What can be used, and what is in use. ``jobs``: how many jobs of the outbox wait, are at work, were given up.

    Waiting jobs are no fault: a notice waits until ``docking notices deliver`` runs and knows where to.
    """

    status: str
    database: str
    index: str
    embedder: str
    jobs: dict[str, int]
    reason: str | None = None


@router.get("/live")
def live() -> Live:
    """Answers as long as the process runs."""
    return Live(status="ok")


@router.get("/ready", responses={503: {"model": Ready, "description": "not ready; `reason` says why"}})
def ready(house: HouseDep, session: SessionDep, response: Response) -> Ready:
    """200 when a demand can be matched now, 503 with the reason otherwise."""
    session.execute(text("SELECT 1"))
    index, reason = "none", None
    try:
        index = str(house.snapshot.generation)
    except DockingError as fault:
        reason = fault.text()
        response.status_code = 503
    return Ready(
        status="ok" if reason is None else "not_ready",
        database=house.engine.dialect.name,
        index=index,
        embedder=house.settings.embedder,
        jobs={state: count for state, count in counts(session).items() if state != "done"},
        reason=reason,
    )
