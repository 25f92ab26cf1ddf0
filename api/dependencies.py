"""What a route may ask for: the house, a reading session, a writing unit of work, the actor.

``scope="function"`` matters: with the default scope a failing commit would still answer 200, because the answer is
sent before the dependency ends (measured on FastAPI 0.165).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from fastapi import Depends, Request
from sqlalchemy.orm import Session

from api.security import actor_of
from api.wiring import House
from foundation.actors import Actor
from foundation.unit_of_work import Work


def house_of(request: Request) -> House:
    """The house this application was made for."""
    house: House = request.app.state.house
    return house


HouseDep = Annotated[House, Depends(house_of)]
ActorDep = Annotated[Actor, Depends(actor_of)]


def _open_session(house: HouseDep) -> Iterator[Session]:
    with house.reading() as session:
        yield session


def _open_work(house: HouseDep, actor: ActorDep) -> Iterator[Work]:
    with house.working(actor) as work:
        yield work


SessionDep = Annotated[Session, Depends(_open_session, scope="function")]
WorkDep = Annotated[Work, Depends(_open_work, scope="function")]
