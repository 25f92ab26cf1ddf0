"""Originals are kept whole, unchanged and under their own name, also when the server is killed."""

from __future__ import annotations

import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from foundation.errors import Unavailable
from intake.attachments import keeping
from tests.builders import ROOT
from tests.intake.attachments import files


def kept(folder: Path) -> list[Path]:
    """Every file in the store."""
    return sorted(path for path in folder.rglob("*") if path.is_file())


def test_an_original_comes_back_byte_for_byte(tmp_path: Path) -> None:
    content = files.pdf_by_hand()
    sha256 = keeping.keep(tmp_path, content)
    assert keeping.original(tmp_path, sha256) == content
    assert kept(tmp_path) == [tmp_path / sha256[:2] / sha256]


def test_the_same_file_twice_is_kept_once(tmp_path: Path) -> None:
    assert keeping.keep(tmp_path, b"once") == keeping.keep(tmp_path, b"once")
    assert len(kept(tmp_path)) == 1


@pytest.mark.parametrize("harm", ["changed", "cut", "gone"])
def test_an_original_that_is_no_longer_what_it_was_is_never_given_out(tmp_path: Path, harm: str) -> None:
    sha256 = keeping.keep(tmp_path, b"evidence")
    path = keeping.place(tmp_path, sha256)
    if harm == "gone":
        path.unlink()
    else:
        path.write_bytes(b"evidencf" if harm == "changed" else b"evid")
    with pytest.raises(Unavailable) as lost:
        keeping.original(tmp_path, sha256)
    assert lost.value.code == "attachment_lost"
    assert keeping.keep(tmp_path, b"evidence") == sha256
    assert keeping.original(tmp_path, sha256) == b"evidence"


def test_killed_at_any_moment_every_file_under_a_digest_is_whole(tmp_path: Path) -> None:
    for round_ in range(5):
        command = [sys.executable, "-m", "tests.intake.attachments.dying", str(tmp_path)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as server:
            assert server.stdout is not None
            server.stdout.readline()
            time.sleep(0.003 * round_)
            server.kill()
        halves = [path for path in kept(tmp_path) if path.name.startswith("half-")]
        for path in kept(tmp_path):
            assert path in halves or keeping.digest(path.read_bytes()) == path.name
        assert len(halves) <= round_ + 1
        for path in kept(tmp_path):
            if path not in halves:
                path.unlink()


def test_what_an_interrupted_upload_left_is_swept_away_and_nothing_else(tmp_path: Path) -> None:
    named, orphan = keeping.keep(tmp_path, b"named"), keeping.keep(tmp_path, b"orphan")
    half = keeping.place(tmp_path, orphan).with_name("half-abc")
    half.write_bytes(b"orp")
    now = datetime.now(UTC)
    assert keeping.sweep(tmp_path, {named}, now) == 0
    assert keeping.sweep(tmp_path, {named}, now + timedelta(hours=2)) == 2
    assert [path.name for path in kept(tmp_path)] == [named]


def test_a_disk_that_refuses_is_said_and_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / keeping.digest(b"x")[:2]).write_text("a file where a folder should be")
    with pytest.raises(Unavailable) as refused:
        keeping.keep(tmp_path, b"x")
    assert refused.value.code == "attachment_not_stored"
    assert len(kept(tmp_path)) == 1
