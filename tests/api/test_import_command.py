"""``docking knowledge import``: dry runs, real runs, undo, and a kill in the middle."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from api.wiring import open_house
from foundation.audit import verify
from foundation.settings import Settings
from kb.demonstration import files
from tests.api.commands import answer, docking
from tests.builders import ROOT

pytestmark = pytest.mark.slow

ANNEX = next(a.path for held in files().centres for a in held.annexes if a.path.suffix == ".csv")
ROWS = 4_000


def stored(data: Path) -> int:
    """How many capability rows the database holds; none when it was not even made."""
    path = data / "docking.db"
    if not path.exists():
        return 0
    with sqlite3.connect(path) as connection:
        made = connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'capabilities'").fetchone()
        return int(connection.execute("SELECT count(*) FROM capabilities").fetchone()[0]) if made else 0


def test_a_dry_run_answers_and_stores_nothing(tmp_path: Path) -> None:
    found = answer(tmp_path, "knowledge", "import", ANNEX, "--dry-run")
    assert found["rows_read"] == found["rows_imported"] == len(found["capabilities"])
    first = found["capabilities"][0]
    assert set(first) == {"product", "parameter", "standards", "restriction", "raw"}
    assert set(first["standards"][0]) == {"name", "number", "year"}
    assert stored(tmp_path) == 0


def test_an_import_can_be_repeated_and_undone(tmp_path: Path) -> None:
    first = answer(tmp_path, "knowledge", "import", ANNEX)
    again = answer(tmp_path, "knowledge", "import", ANNEX)
    assert (again["added"], again["updated"], again["unchanged"]) == (0, 0, first["rows_imported"])
    assert stored(tmp_path) == first["rows_imported"]
    assert docking(tmp_path, "knowledge", "undo", first["import_id"], check=False).returncode == 1
    docking(tmp_path, "knowledge", "undo", again["import_id"])
    docking(tmp_path, "knowledge", "undo", first["import_id"])
    assert stored(tmp_path) == 0


def test_a_file_that_is_no_annex_is_one_clear_line(tmp_path: Path) -> None:
    wrong = tmp_path / "photo.xlsx"
    wrong.write_bytes(b"\x89PNG\r\n")
    done = docking(tmp_path, "knowledge", "import", wrong, check=False)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert "photo.xlsx" in done.stderr


@pytest.mark.parametrize("written", [0, 300_000, 1_200_000])
def test_a_kill_in_the_middle_of_an_import_leaves_all_or_nothing(tmp_path: Path, written: int) -> None:
    """Killed once the write-ahead log holds ``written`` bytes of the import."""
    annex = tmp_path / "large.csv"
    lines = ["检测产品/类别,检测项目/参数,检测标准（方法）名称及编号,限制范围或说明"]
    lines += [
        f"塑料制品{n // 10},拉伸强度{n % 10},塑料 拉伸性能的测定 GB/T 1040.{n % 7 + 1}-2018," for n in range(ROWS)
    ]
    annex.write_text("\n".join(lines), "utf-8")
    data = tmp_path / "data"
    open_house(Settings(data_dir=data)).close()  # makes the database, so that the log below is the import's own
    log = data / "docking.db-wal"
    before = log.stat().st_size if log.exists() else 0
    environment = {**os.environ, "DOCKING_DATA_DIR": str(data)}
    command = [sys.executable, "-m", "api.cli.main", "knowledge", "import", str(annex), "--provider", "示范中心"]
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    deadline = time.monotonic() + 120
    while process.poll() is None and time.monotonic() < deadline:
        if log.exists() and log.stat().st_size > before + written:
            break
        time.sleep(0.002)
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert process.returncode == -signal.SIGKILL
    assert stored(data) in (0, ROWS)
    house = open_house(Settings(data_dir=data))
    with house.reading() as session:
        assert verify(session) is None
    house.close()
