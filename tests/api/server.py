"""A real server in a process of its own, and how much memory it ever needed."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from tests.builders import ROOT


@dataclass(frozen=True)
class Running:
    """Where it listens and which process it is."""

    url: str
    process: int

    def peak_megabytes(self) -> float:
        """The most memory the server itself ever held (its children are not counted)."""
        status = Path(f"/proc/{self.process}/status").read_text("utf-8")
        return int(next(line for line in status.splitlines() if line.startswith("VmHWM")).split()[1]) / 1024


@contextmanager
def serving(folder: Path, **settings: str) -> Iterator[Running]:
    """``docking serve`` over this data folder on a free port of loopback; killed at the end."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT),
        "DOCKING_DATA_DIR": str(folder),
        **{f"DOCKING_{name.upper()}": value for name, value in settings.items()},
    }
    command = [sys.executable, "-m", "api.cli.main", "serve", "--port", str(port)]
    with subprocess.Popen(
        command, env=environment, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        try:
            url = f"http://127.0.0.1:{port}"
            _wait(url)
            yield Running(url, process.pid)
        finally:
            process.kill()


def _wait(url: str) -> None:
    last = time.monotonic() + 30
    while True:
        try:
            httpx.get(f"{url}/health/live", trust_env=False)
            return
        except httpx.TransportError:
            if time.monotonic() > last:
                raise
            time.sleep(0.05)
