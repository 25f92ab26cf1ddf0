"""Stand-ins at the ports: they remember what they were asked and say what a test tells them to. Nothing is patched."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any


@dataclass(frozen=True)
class Behaviour:
    """What the server does with one request.

    ``content`` is what the model says; ``body`` replaces the whole answer. ``delay_seconds`` passes before the first
    byte; with ``drip_seconds`` the body comes byte by byte, so slowly; ``hang_up`` closes without a word.
    """

    content: str = "{}"
    status: int = 200
    body: bytes | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    finish_reason: str = "stop"
    delay_seconds: float = 0.0
    drip_seconds: float = 0.0
    hang_up: bool = False

    def bytes(self) -> bytes:
        """The answer's body in the OpenAI protocol."""
        if self.body is not None:
            return self.body
        if self.status >= 400:
            return json.dumps({"error": {"message": "stand-in", "type": "stand_in", "code": None}}).encode()
        message = {"role": "assistant", "content": self.content}
        choice = {"index": 0, "message": message, "finish_reason": self.finish_reason}
        usage = {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2}
        envelope = {"id": "chat_1", "object": "chat.completion", "created": 0, "model": "stand-in", "usage": usage}
        return json.dumps({**envelope, "choices": [choice]}, ensure_ascii=False).encode()


@dataclass(frozen=True)
class Request:
    """One request as it came; names of headers in lower case."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: Any


class OpenAIServer:
    """A language-model server on loopback: ``with OpenAIServer() as server: server.enqueue('{"a": 1}')``.

    ``enqueue`` takes what the model says (a string), an HTTP status (an int), or a :class:`Behaviour`; with nothing in
    the queue ``answering`` says what comes, by default ``{}``. ``requests`` holds everything that was asked, in order;
    ``url`` ends in ``/v1``.
    """

    def __init__(self, answering: Callable[[Request], Behaviour] = lambda _: Behaviour()) -> None:
        self._answering = answering
        self.requests: list[Request] = []
        self._queue: list[Behaviour] = []
        self._lock = threading.Lock()
        self._closing = threading.Event()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}/v1"

    def enqueue(self, *behaviours: str | int | Behaviour) -> OpenAIServer:
        """Line up what the next requests get."""
        for behaviour in behaviours:
            if isinstance(behaviour, str):
                behaviour = Behaviour(content=behaviour)
            elif isinstance(behaviour, int):
                behaviour = Behaviour(status=behaviour)
            with self._lock:
                self._queue.append(behaviour)
        return self

    @property
    def history(self) -> list[str]:
        """What the user said in each request: the content of its last message."""
        return [request.body["messages"][-1]["content"] for request in self.requests]

    def __enter__(self) -> OpenAIServer:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._closing.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(5)

    def _next(self, request: Request) -> Behaviour:
        with self._lock:
            self.requests.append(request)
            if self._queue:
                return self._queue.pop(0)
        return self._answering(request)

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            wbufsize = -1  # an answer in one piece: in two, each would wait 40 ms for an acknowledgement

            def do_POST(self) -> None:
                length = int(self.headers.get("content-length") or 0)
                raw = self.rfile.read(length)
                try:
                    body = json.loads(raw)
                except ValueError:
                    body = raw
                self._answer(outer._next(Request("POST", self.path, self._headers(), body)))

            def do_GET(self) -> None:
                self._answer(outer._next(Request("GET", self.path, self._headers(), None)))

            def _headers(self) -> dict[str, str]:
                return {name.lower(): value for name, value in self.headers.items()}

            def _answer(self, behaviour: Behaviour) -> None:
                outer._closing.wait(behaviour.delay_seconds)
                if behaviour.hang_up:
                    self.close_connection = True
                    return
                content = behaviour.bytes()
                try:
                    self.send_response(behaviour.status)
                    for name, value in {"Content-Type": "application/json", **behaviour.headers}.items():
                        self.send_header(name, value)
                    self.send_header("Content-Length", str(len(content)))
                    self.end_headers()
                    if not behaviour.drip_seconds:
                        self.wfile.write(content)
                    for place in range(len(content) if behaviour.drip_seconds else 0):
                        self.wfile.write(content[place : place + 1])
                        self.wfile.flush()
                        time.sleep(behaviour.drip_seconds)
                        if outer._closing.is_set():
                            return
                except OSError:
                    self.close_connection = True  # the client had enough

            def log_message(self, *_: object) -> None:
                """Say nothing: the test output is for tests."""

        return Handler
