"""The demands of the replay benchmark are there, and none of them is private."""

from __future__ import annotations

from benchmarks.replay import GOLDEN, ROOT, texts


def test_two_hundred_different_demands_come_from_this_repository() -> None:
    found = [text for _, text in texts(200)]
    assert len(set(found)) == 200
    assert all((ROOT / file).is_relative_to(ROOT) and (ROOT / file).exists() for file in GOLDEN)
