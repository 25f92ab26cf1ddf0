"""Who is at the door of an engagement, and what may stand in its address."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Path, Request

from api.dependencies import house_of
from api.projects import engaging
from api.security import actor_by_key, bearer_of
from foundation.actors import Actor

Id = Annotated[str, Path(pattern=r"^[A-Za-z0-9_]{1,64}$")]
Digest = Annotated[str, Path(pattern=r"^[0-9a-f]{64}$", description="SHA-256")]


def party_of(request: Request, engagement_id: Id) -> Actor:
    """The coordinator behind a key, or the party behind a token of this very engagement; NotFound for anybody else."""
    house, given = house_of(request), bearer_of(request)
    actor = actor_by_key(house.settings, given) if given else None
    with house.reading() as session:
        return engaging.may_open(house, session, engagement_id, actor, given)


PartyDep = Annotated[Actor, Depends(party_of)]
