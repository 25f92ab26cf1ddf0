"""A chat turn against an empty POST through the same server, twenty callers at a time.

Turns and empty calls come in waves, one kind after the other: mixed, both would wait in one queue and look alike.
"""

from __future__ import annotations

import http.client
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from benchmarks.intake.serving import KEY
from benchmarks.speed.report import Line

CALLERS = 20
TURNS = (
    "我们给空调厂供的塑料壳子，最近这批一敲就裂，客户要退货，材料是ABS，供应商换过，想知道原因",
    "不知道",
    "室内用，冬天没暖气的仓库里也放过",
    "有，坏的留了五个，好的也有",
    "国内，客户有企标",
    "4月15日前",
    "两三万",
    "要签保密协议",
)
_ROOT = Path(__file__).resolve().parents[2]


class Caller:
    """One person at one open connection."""

    def __init__(self, port: int) -> None:
        self._line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)

    def post(self, path: str, form: dict[str, str]) -> dict[str, object]:
        """The answer to a form; anything but success is an error."""
        headers = {"Content-Type": "application/json", "Authorization": f"Bearer {KEY}"}
        self._line.request("POST", path, json.dumps(form), headers)
        answer = self._line.getresponse()
        body = answer.read()
        if answer.status >= 300:
            raise RuntimeError(f"{path}: {answer.status} {body[:200]!r}")
        found: dict[str, object] = json.loads(body)
        return found

    def close(self) -> None:
        """Hang up."""
        self._line.close()

    def talk(self) -> list[float]:
        """The seconds of each turn of one whole talk."""
        name = self.post("/conversations", {})["id"]
        return [_timed(lambda: self.post(f"/conversations/{name}/messages", {"text": words})) for words in TURNS]  # noqa: B023

    def nothing(self) -> list[float]:
        """The seconds of as many empty calls with the same words."""
        return [_timed(lambda: self.post("/nothing", {"text": words})) for words in TURNS]  # noqa: B023


def turns(folder: Path, waves: int, callers: int = CALLERS) -> Iterator[Line]:
    """Lines on the usual and on the slow turn; ``waves`` after one that warms up."""
    with serving(folder) as port, ThreadPoolExecutor(callers) as pool:
        people = [Caller(port) for _ in range(callers)]
        talked: list[float] = []
        empty: list[float] = []
        for wave in range(waves + 1):
            for times, call in ((talked, Caller.talk), (empty, Caller.nothing)):
                found = [second for seconds in pool.map(call, people) for second in seconds]
                times += found if wave else []  # the first wave warms up
        for caller in people:
            caller.close()
    for name, share, goal in (("chat turn", 50, "≤ 5"), ("slow chat turn (95 %)", 95, "")):
        value = float(np.percentile(talked, share) / np.percentile(empty, share))
        yield Line(f"{name} / empty POST", value, goal, f"{callers} at once; no model; {len(talked)} turns; SQLite")


@contextmanager
def serving(folder: Path) -> Iterator[int]:
    """The port of a server of its own over this folder; killed at the end."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    command = [sys.executable, "-m", "benchmarks.intake.serving", str(folder), str(port)]
    environment = {**os.environ, "PYTHONPATH": str(_ROOT)}
    with subprocess.Popen(command, env=environment, cwd=_ROOT) as process:
        try:
            _wait(port, process)
            yield port
        finally:
            process.kill()


def _wait(port: int, process: subprocess.Popen[bytes]) -> None:
    last = time.monotonic() + 60
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            if time.monotonic() > last or process.poll() is not None:
                raise
            time.sleep(0.05)


def _timed(call: Callable[[], object]) -> float:
    begin = time.perf_counter()
    call()
    return time.perf_counter() - begin
