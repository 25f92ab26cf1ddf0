"""The shell blocks of a page, run by a real shell, word for word.

``docking`` is a function there which hands its words to this process: each goes through the real entrance of the
command line, on the data folder and the clock of the test, without a new interpreter for each. ``date`` tells the
test's day. What a page says in a comment – ``<!-- later: 100 -->`` – happens between the blocks.
"""

from __future__ import annotations

import json
import os
import re
import socketserver
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping
from pathlib import Path

from tests.api.commands import entered

BLOCKS = re.compile(r"^```sh\n(.*?)^```$|^<!-- (\w+): (.*?) -->$", re.MULTILINE | re.DOTALL)
CLIENT = """
import json, socket, sys
asked = sys.argv[2:]
given = sys.stdin.read() if "-" in asked else ""
line = socket.socket(socket.AF_UNIX)
line.connect(sys.argv[1])
line.sendall(json.dumps([asked, given]).encode() + b"\\n")
code, out, err = json.loads(line.makefile(encoding="utf-8").read())
sys.stdout.write(out)
sys.stderr.write(err)
sys.exit(code)
"""
PRELUDE = """
set -euo pipefail
ask() { "$PYTHON" -I -S -c "$CLIENT" "$SOCKET" "$@"; }
docking() { ask docking "$@"; }
date() { ask date; }
"""


def script_of(page: str) -> str:
    """The blocks of the page in their order as one script."""
    parts = [PRELUDE]
    for block, name, words in BLOCKS.findall(page):
        parts.append(block or f"ask {name} {words}\n")
    return "".join(parts)


def play(script: str, folder: Path, others: Mapping[str, Callable[[str], str]], **settings: str) -> str:
    """Run the script in a folder of its own; what it printed. ``others``: what else may be asked for, by its name;
    ``settings``: what stands in its environment."""
    socket = str(folder / "s")

    class Answering(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            (name, *words), given = json.loads(self.rfile.readline())
            done = entered(words, given) if name == "docking" else (0, others[name](" ".join(words)) + "\n", "")
            self.wfile.write(json.dumps(done).encode())

    with socketserver.UnixStreamServer(socket, Answering) as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        known = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "PYTHON": sys.executable, "SOCKET": socket}
        done = subprocess.run(
            ["bash", "-c", script],
            cwd=folder,
            env=known | {"CLIENT": CLIENT} | settings,
            capture_output=True,
            text=True,
            check=False,
        )
        server.shutdown()
    assert done.returncode == 0, f"{done.stdout[-6000:]}\n{done.stderr}"
    return done.stdout
