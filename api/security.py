"""Who is asking. Deny by default: without a key a caller is an enterprise and may only do what enterprises do."""

from __future__ import annotations

import hmac

from fastapi import Request

from foundation.actors import OPERATOR, Actor
from foundation.errors import NotAllowed
from foundation.settings import Coordinator, Settings

ENTERPRISE = Actor(id="enterprise", name="企业", roles=frozenset({"enterprise"}))


def actor_by_key(settings: Settings, key: str) -> Actor | None:
    """The coordinator or operator whose key this is; ``None`` for a wrong or an empty one.

    Every key is compared, each in constant time: neither the answer's time nor the order of the list tells anything.
    """
    found: Actor | None = None
    given = key.strip().encode()
    known = [(settings.operator_key, OPERATOR), *((one.key, _actor(one)) for one in settings.coordinators)]
    for secret, actor in known:
        expected = secret.get_secret_value().encode()
        if hmac.compare_digest(given, expected) and expected and found is None:
            found = actor
    return found


def coordinators_of(settings: Settings) -> tuple[Actor, ...]:
    """Everybody who may review here: who can be named when a review is handed over."""
    operator = (OPERATOR,) if settings.operator_key.get_secret_value() else ()
    return (*operator, *(_actor(one) for one in settings.coordinators))


def bearer_of(request: Request) -> str:
    """The key or token that a request brings; empty without one."""
    scheme, _, given = request.headers.get("authorization", "").partition(" ")
    return given.strip() if scheme.lower() == "bearer" else ""


def actor_of(request: Request) -> Actor:
    """The actor behind a request: who holds the bearer key given, otherwise an enterprise.

    A wrong key is refused rather than silently treated as no key.
    """
    if not request.headers.get("authorization", ""):
        return ENTERPRISE
    given = bearer_of(request)
    actor = actor_by_key(request.app.state.house.settings, given) if given else None
    if actor is None:
        raise NotAllowed("key_not_valid", "密钥不正确或已失效")
    return actor


def _actor(one: Coordinator) -> Actor:
    return Actor(id=one.id, name=one.name, roles=frozenset({"coordinator"}), organisation=one.organisation)
