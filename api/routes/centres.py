"""``/centres``: who is there and what they are approved for."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from api.dependencies import SessionDep
from kb.capability import Capability
from kb.provider import Centre
from kb.service import find_centre, list_capabilities, list_centres

router = APIRouter(prefix="/centres", tags=["centres"])


@router.get("")
def centres(session: SessionDep) -> list[Centre]:
    """All centres with host institution and certificates, by name."""
    return list_centres(session)


@router.get("/{centre_id}")
def centre(session: SessionDep, centre_id: str) -> Centre:
    """One centre, by id or name."""
    return find_centre(session, centre_id)


@router.get("/{centre_id}/capabilities")
def capabilities(
    session: SessionDep,
    centre_id: str,
    limit: Annotated[int, Query(ge=1, le=500)] = 100,
    offset: Annotated[int, Query(ge=0, le=10_000_000)] = 0,
) -> list[Capability]:
    """Rows of the centre's scope annexes, a page at a time."""
    return list_capabilities(session, find_centre(session, centre_id).id, limit, offset)
