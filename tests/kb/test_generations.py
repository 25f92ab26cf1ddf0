"""Generations on disk: written whole or not at all, never used when damaged."""

from __future__ import annotations

import json
import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from foundation.errors import NotReady, Unavailable
from kb import generations

FILES = {"rows.bin": bytes(range(256)) * 64, "words.txt": "词\n".encode() * 900}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two generations, the second current."""
    home = tmp_path / "index"
    generations.publish(home, {"rows.bin": b"old rows", "words.txt": b"old words"}, {"note": "one"})
    generations.publish(home, FILES, {"note": "two"})
    return home


def test_what_was_published_is_read(folder: Path) -> None:
    read = generations.read_current(folder)
    assert (read.number, read.manifest["note"], read.files, read.damaged) == (2, "two", FILES, ())
    assert generations.current_generation(folder) == 2


def test_the_last_two_are_kept_and_leftovers_of_a_crash_are_cleared(folder: Path) -> None:
    (folder / ".building-dead").mkdir()
    assert generations.publish(folder, FILES, {}) == 3
    assert sorted(entry.name for entry in folder.iterdir()) == [".lock", "00000002", "00000003", "CURRENT"]


def test_nothing_there_is_not_ready(tmp_path: Path) -> None:
    assert generations.current_generation(tmp_path / "index") == 0
    with pytest.raises(NotReady) as refused:
        generations.read_current(tmp_path / "index")
    assert refused.value.code == "index_missing"


def flip(path: Path, chance: random.Random) -> None:
    data = bytearray(path.read_bytes())
    data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    path.write_bytes(data)


def truncate(path: Path, chance: random.Random) -> None:
    data = path.read_bytes()
    path.write_bytes(data[: chance.randrange(len(data))])


def zero_page(path: Path, chance: random.Random) -> None:
    data = bytearray(path.read_bytes())
    start = chance.randrange(len(data)) // 512 * 512
    length = min(512, len(data) - start)
    changed = bytes(length) if any(data[start : start + length]) else b"\xff" * length
    data[start : start + length] = changed
    path.write_bytes(data)


def empty(path: Path, chance: random.Random) -> None:
    path.write_bytes(b"")


def remove(path: Path, chance: random.Random) -> None:
    path.unlink()


def take_from_the_generation_before(path: Path, chance: random.Random) -> None:
    shutil.copy(path.parent.parent / "00000001" / path.name, path)


def put_a_folder_there(path: Path, chance: random.Random) -> None:
    path.unlink()
    path.mkdir()


@pytest.mark.parametrize(
    "damage", [flip, truncate, zero_page, empty, remove, put_a_folder_there, take_from_the_generation_before]
)
@pytest.mark.parametrize("name", ["rows.bin", "words.txt", "manifest.json"])
def test_a_damaged_generation_is_passed_over_for_the_one_before(
    folder: Path, name: str, damage: Callable[[Path, random.Random], None]
) -> None:
    for seed in range(5):
        copy = folder.parent / f"copy{seed}"
        shutil.copytree(folder, copy)
        damage(copy / "00000002" / name, random.Random(seed))
        read = generations.read_current(copy)
        assert (read.number, read.manifest["note"], read.damaged) == (1, "one", (2,)), seed
        # From now on CURRENT names the whole one, and still knows of the damage.
        assert generations.current_generation(copy) == 1
        assert generations.read_current(copy).damaged == (2,)
        assert generations.publish(copy, FILES, {"note": "three"}) == 3
        assert generations.read_current(copy).damaged == ()


def test_a_generation_under_another_number_is_not_believed(folder: Path) -> None:
    shutil.rmtree(folder / "00000002")
    shutil.copytree(folder / "00000001", folder / "00000002")
    assert generations.read_current(folder).number == 1


@pytest.mark.parametrize("content", [b"", b"{", b"7", b'{"generation": "x"}', b"\x00\xff"])
def test_without_a_readable_pointer_the_newest_whole_generation_serves(folder: Path, content: bytes) -> None:
    (folder / "CURRENT").write_bytes(content)
    assert generations.read_current(folder).number == 2


def test_when_none_is_whole_that_is_said(folder: Path) -> None:
    for number in (1, 2):
        flip(folder / f"0000000{number}" / "rows.bin", random.Random(1))
    with pytest.raises(NotReady) as refused:
        generations.read_current(folder)
    assert refused.value.code == "index_damaged"
    assert "1、2" in str(refused.value)


def test_a_crash_before_the_pointer_moved_leaves_the_generation_before(folder: Path) -> None:
    pointer = (folder / "CURRENT").read_bytes()
    generations.publish(folder, FILES, {"note": "three"})
    (folder / "CURRENT").write_bytes(pointer)
    assert generations.read_current(folder).number == 2
    assert generations.publish(folder, FILES, {"note": "four"}) == 4
    assert generations.read_current(folder).manifest["note"] == "four"


def test_a_disk_that_does_not_take_it_is_said_and_nothing_is_lost(folder: Path) -> None:
    with pytest.raises(Unavailable) as refused:
        generations.publish(folder, {"no/such/folder.bin": b""}, {})
    assert refused.value.code == "index_not_writable"
    assert generations.read_current(folder).number == 2
    assert not [entry for entry in folder.iterdir() if entry.name.startswith(".building")]


def test_the_manifest_names_every_file_with_its_digest(folder: Path) -> None:
    manifest = json.loads((folder / "00000002" / "manifest.json").read_text())
    assert set(manifest) == {"files", "generation", "note", "seal"}
    assert set(manifest["files"]) == set(FILES)
