"""Who reviews on the command line: the operator, or one of the coordinators after showing their key."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from foundation.actors import Actor
    from foundation.settings import Settings

By = Annotated[
    str | None,
    typer.Option("--by", help="以哪位协调员的身份办理；会问密钥，不回显 / as which coordinator; asks for the key"),
]


def person(settings: Settings, by: str | None) -> Actor:
    """The operator, or this coordinator; NotAllowed for a wrong key. A second reviewer cannot be had by naming one."""
    from api.cli.printing import words
    from api.security import actor_by_key
    from foundation.actors import OPERATOR
    from foundation.errors import NotAllowed

    if by is None:
        return OPERATOR
    key = typer.prompt(words("{who}的密钥", who=by), hide_input=True, err=True)
    actor = actor_by_key(settings, key)
    if actor is None or actor.id != by:
        raise NotAllowed("key_not_valid", "密钥不正确或已失效")
    return actor
