"""A form of a talk that is too large is answered with a page that says so, not with a cut line.

A browser shows an answer only after it has sent its form, so what it still sends is received and thrown away, up to
eight times the limit; beyond that the line is cut as for any program.
"""

from __future__ import annotations

from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from api.pages import page
from api.pages.door import shown
from api.problems import language_of
from api.too_large import announced

_PATIENCE = 8


class KindlyTooLarge:
    """Stands before the limit for all bodies, for forms of talks whose length is announced."""

    def __init__(self, app: ASGIApp, most_bytes: int) -> None:
        self._app = app
        self._most = most_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not scope["path"].startswith("/talk/") or scope["method"] != "POST":
            return await self._app(scope, receive, send)
        if not self._most < announced(scope) <= _PATIENCE * self._most:
            return await self._app(scope, receive, send)
        while (await receive()).get("more_body", False):
            pass
        megabytes = max(self._most // 2**20, 1)
        back = "/".join(scope["path"].split("/")[:3])
        html = page("too_large.html", language_of(Request(scope)), megabytes=megabytes, back=back)
        return await shown(html, 413)(scope, receive, send)
