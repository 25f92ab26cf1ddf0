"""Who is asking. Deny by default: without a key a caller is an enterprise and may only do what enterprises do."""

from __future__ import annotations

import hmac

from fastapi import Request

from foundation.actors import OPERATOR, Actor
from foundation.errors import NotAllowed

ENTERPRISE = Actor(id="enterprise", name="企业", roles=frozenset({"enterprise"}))


def actor_of(request: Request) -> Actor:
    """The actor behind a request: the operator with the right bearer key, otherwise an enterprise.

    A wrong key is refused rather than silently treated as no key.
    """
    header = request.headers.get("authorization", "")
    if not header:
        return ENTERPRISE
    expected = request.app.state.house.settings.operator_key.get_secret_value()
    scheme, _, given = header.partition(" ")
    if scheme.lower() == "bearer" and expected and hmac.compare_digest(given.strip().encode(), expected.encode()):
        return OPERATOR
    raise NotAllowed("key_not_valid", "密钥不正确或已失效")
