#!/usr/bin/env python3
"""One script from a fresh clone to a running Docking: it sets up ``.venv`` and then does what it was asked.

    python3 run.py              set up, then the whole journey once (docking demo)
    python3 run.py test         set up, then the whole test suite
    python3 run.py serve        set up, then the web service
    python3 run.py cli …        set up, then any docking command
    python3 run.py check        set up, then lint, types and contracts

Needs nothing but Python 3.11 or newer. Set-up runs again only when pyproject.toml, constraints.txt or this file change.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = Path(os.environ.get("DOCKING_VENV", ROOT / ".venv"))
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
STAMP = VENV / "docking-setup.sha256"
INPUTS = ("pyproject.toml", "constraints.txt", "run.py")


def main(arguments: list[str]) -> int:
    """Set up if needed, then hand over to the command."""
    if sys.version_info < (3, 11):  # noqa: UP036 - this script is what tells them
        print("Docking 需要 Python 3.11 或更新版本 / needs Python 3.11 or newer, this is", sys.version.split()[0])
        return 2
    if not is_current():
        set_up()
    command, rest = (arguments[0], arguments[1:]) if arguments else ("demo", [])
    if command == "setup":
        return 0
    if command == "test":
        return subprocess.call([PYTHON, "-m", "pytest", *(rest or side_by_side())], cwd=ROOT)
    if command == "check":
        return check()
    docking = [str(PYTHON), "-m", "api.cli.main", *(rest if command == "cli" else [command, *rest])]
    return subprocess.call(docking)


def side_by_side() -> list[str]:
    """One worker more than there are processors, for tests wait too; the long files first, as they are collected."""
    workers = min(os.cpu_count() or 1, 7) + 1
    return ["-n", str(workers), "--dist", "loadfile", "--no-loadscope-reorder"]


def check() -> int:
    """Lint, format, types and import contracts, one after the other; the first fault decides."""
    steps = (["ruff", "check", "."], ["ruff", "format", "--check", "."], ["mypy"], ["lint-imports"])
    for step in steps:
        print("==", " ".join(step), flush=True)
        if code := subprocess.call([BIN / step[0], *step[1:]], cwd=ROOT):
            return code
    return 0


def fingerprint() -> str:
    """What the environment was made from."""
    parts = [sys.version, str(ROOT), *((ROOT / name).read_text("utf-8") for name in INPUTS)]
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def is_current() -> bool:
    """Whether ``.venv`` was made from these very files."""
    return PYTHON.exists() and STAMP.exists() and STAMP.read_text() == fingerprint()


def set_up() -> None:
    """Make the environment; a line per step, and the whole output only when a step fails."""
    started = time.monotonic()
    print("准备运行环境，第一次约需一分钟 / setting up, about a minute the first time", flush=True)
    STAMP.unlink(missing_ok=True)
    step("1/4 虚拟环境 virtual environment", [sys.executable, "-m", "venv", str(VENV)])
    step("2/4 安装器 installer (uv)", pip("install", "uv"), may_fail=True)
    install_torch()
    packages = ["-c", "constraints.txt", "-e", ".[dev]"]
    if not step("4/4 其余依赖 everything else", uv("pip", "install", *packages), may_fail=True):
        step("4/4 其余依赖 everything else (pip)", pip("install", *packages))
    STAMP.write_text(fingerprint())
    print(f"环境就绪，用时 {time.monotonic() - started:.0f} 秒 / ready", flush=True)


def install_torch() -> None:
    """The CPU build: an open requirement would bring several gigabytes for graphics cards."""
    pin = next(line for line in (ROOT / "constraints.txt").read_text().splitlines() if line.startswith("torch=="))
    label = f"3/4 PyTorch ({pin}, CPU)"
    if step(label, pip("install", "--no-index", "--no-deps", pin), may_fail=True, quiet=True):
        return
    backend = os.environ.get("TORCH_BACKEND", "cpu")
    if step(label, uv("pip", "install", f"--torch-backend={backend}", pin), may_fail=True, quiet=True):
        return
    print("    找不到 CPU 版，改装通用版（约 2.7 GB）/ no CPU build found, taking the general one (about 2.7 GB)")
    step(label, pip("install", pin))


def pip(*arguments: str) -> list[str]:
    """A pip command in the environment."""
    return [str(PYTHON), "-m", "pip", "--disable-pip-version-check", "-q", *arguments]


def uv(*arguments: str) -> list[str]:
    """A uv command for the environment."""
    return [str(BIN / "uv"), *arguments, "--python", str(PYTHON), "-q"]


def step(label: str, command: list[str], *, may_fail: bool = False, quiet: bool = False) -> bool:
    """Run one step; whether it worked. A failing step that may not fail ends the script with its output."""
    started = time.monotonic()
    try:
        done = subprocess.run(command, cwd=ROOT, env=environment(), capture_output=True, text=True, check=False)
        failed, output = done.returncode != 0, done.stdout + done.stderr
    except OSError as fault:
        failed, output = True, str(fault)
    if not failed:
        print(f"  {label} … {time.monotonic() - started:.1f} s", flush=True)
    elif not may_fail:
        print(f"  {label} … 失败 failed\n{output}", flush=True)
        raise SystemExit(1)
    elif not quiet:
        print(f"  {label} … 换一种方式 trying another way", flush=True)
    return not failed


def environment() -> dict[str, str]:
    """uv reads its own names: hand on where pip was told to look for files."""
    env = dict(os.environ)
    if "PIP_FIND_LINKS" in env:
        env.setdefault("UV_FIND_LINKS", env["PIP_FIND_LINKS"])
    return env


if __name__ == "__main__":
    try:
        raise SystemExit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        raise SystemExit(130) from None
