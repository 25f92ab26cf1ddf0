"""Errors on the wire: RFC 9457 problem+json. The one place where an error meets an HTTP status."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from api.misread import expected
from foundation.errors import (
    ConfigurationError,
    Conflict,
    DockingError,
    InvalidInput,
    NotAllowed,
    NotFound,
    NotReady,
    Unavailable,
)
from foundation.language import Language, render, translate
from foundation.redaction import without_personal_data

STATUS: dict[type[DockingError], int] = {
    InvalidInput: 422,
    NotFound: 404,
    Conflict: 409,
    NotAllowed: 403,
    NotReady: 503,
    Unavailable: 503,
    ConfigurationError: 500,
}

MEDIA_TYPE = "application/problem+json"

_TEXT, _ANY = {"type": "string"}, {"type": "object", "additionalProperties": True}
DESCRIBED: dict[int | str, dict[str, Any]] = {
    "4XX": {
        "description": "Refused, and why: the code is stable (docs/errors.md), the title is for a person (RFC 9457)",
        "content": {
            MEDIA_TYPE: {
                "schema": {
                    "type": "object",
                    "required": ["type", "title", "status", "code"],
                    "properties": {
                        **dict.fromkeys(("type", "title", "code"), _TEXT),
                        "status": {"type": "integer"},
                        "facts": _ANY | {"description": "What the title names; facts.field: which field is meant"},
                        "errors": {
                            "type": "array",
                            "description": "Of a malformed request: every field and what is wrong with it",
                            "items": {"type": "object", "properties": {"field": _TEXT, "reason": _TEXT}},
                        },
                    },
                }
            }
        },
    }
}
"""The refusals of every route, for its description."""


def status_of(error: DockingError) -> int:
    """The HTTP status of an error; 500 for one the table does not know."""
    return next((STATUS[kind] for kind in type(error).__mro__ if kind in STATUS), 500)


def language_of(request: Request) -> Language:
    """English when the caller asks for it first, Chinese otherwise."""
    wished = request.query_params.get("lang") or request.headers.get("accept-language", "")
    return "en" if wished.strip().lower().startswith("en") else "zh"


def problem(status: int, code: str, title: str, facts: dict[str, object] | None = None) -> JSONResponse:
    """One problem document; ``code`` is stable, ``title`` is for a person."""
    body = {"title": title, **(facts or {})}
    body = {"type": f"/docs/errors#{code}", **_safe(body), "status": status, "code": code}
    return JSONResponse(body, status_code=status, media_type=MEDIA_TYPE)


def too_large(most_bytes: int, language: Language) -> JSONResponse:
    """A body above the limit, and what the limit is."""
    facts: dict[str, object] = {"megabytes": max(most_bytes // 2**20, 1), "most_bytes": most_bytes}
    return problem(413, "http_413", render("内容太大：一次最多 {megabytes} MB", facts, language), {"facts": facts})


def _field(fault: Any) -> str:
    """Where something is wrong, ``contacts.enterprise``; ``body`` for a body that is missing or no JSON."""
    inside = () if fault["type"] == "json_invalid" else fault["loc"][1:]
    return ".".join(map(str, inside)) or str(fault["loc"][0])


def _reason(fault: Any, language: Language) -> str:
    """What is expected there; in the words of pydantic where we have none."""
    told = expected(fault)
    return str(fault["msg"]) if told is None else translate(told[0], language) + told[1]


def _safe(told: Any) -> Any:
    """What may stand in an error: bodies of errors end up in logs, so nobody's telephone does in them."""
    if isinstance(told, str):
        return without_personal_data(told)
    if isinstance(told, dict):
        return {_safe(name): _safe(value) for name, value in told.items()}
    return [_safe(item) for item in told] if isinstance(told, list | tuple) else told


def install(app: FastAPI) -> None:
    """Answer every error of the tree, of validation and of routing as a problem."""

    @app.exception_handler(DockingError)
    async def known(request: Request, error: DockingError) -> JSONResponse:
        facts: dict[str, object] = {"facts": error.facts} if error.facts else {}
        return problem(status_of(error), error.code, error.text(language_of(request)), facts)

    @app.exception_handler(RequestValidationError)
    async def malformed(request: Request, error: RequestValidationError) -> JSONResponse:
        language = language_of(request)
        found = dict.fromkeys((_field(one), _reason(one, language)) for one in error.errors())
        faults = [{"field": field, "reason": reason} for field, reason in found]
        title = translate("提交的内容不完整或格式不对", language)
        return problem(422, "request_malformed", title, {"errors": faults})

    @app.exception_handler(HTTPException)
    async def routed(request: Request, error: HTTPException) -> JSONResponse:
        if error.status_code == 413:
            return too_large(request.app.state.house.settings.max_upload_bytes, language_of(request))
        titles = {400: "请求的正文读不出来", 404: "没有这个地址", 405: "这个地址不支持这种请求"}
        title = translate(titles.get(error.status_code, "请求没有成功"), language_of(request))
        answer = problem(error.status_code, f"http_{error.status_code}", title)
        answer.headers.update(error.headers or {})
        return answer
