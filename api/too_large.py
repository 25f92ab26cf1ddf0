"""A body whose announced length is above the limit is refused in words before any of it is read.

The limit behind it (:class:`RequestBodyLimitMiddleware`) counts what arrives, whatever was announced.
"""

from __future__ import annotations

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from api.problems import language_of, too_large

LONGEST = 18
"""Digits of a length that is read at all."""


def announced(scope: Scope) -> int:
    """How many bytes of body a request says will come; 0 where it says nothing that is a length."""
    length = Headers(scope=scope).get("content-length", "")
    return int(length) if length.isdecimal() and len(length) <= LONGEST else 0


class PlainlyTooLarge:
    """Answers 413 as a problem that names the limit."""

    def __init__(self, app: ASGIApp, most_bytes: int) -> None:
        self._app = app
        self._most = most_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or announced(scope) <= self._most:
            return await self._app(scope, receive, send)
        return await too_large(self._most, language_of(Request(scope)))(scope, receive, send)
