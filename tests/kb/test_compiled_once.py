"""Compiled knowledge is kept for the next process – for the same files, the same model and the same program only."""

from __future__ import annotations

from pathlib import Path

import pytest

import kb.compiled_once as once
from kb.trade.compiled import Trade
from kb.trade.keeping import to_bytes
from kb.trade.understanding import understand
from tests.kb.trade.examples import BOLTS, CELLS, knowledge, write_file
from tests.stand_ins_embedder import FixedEmbedder

SAID = "螺栓过夜断了"


@pytest.fixture
def times(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How often it was compiled, of the small knowledge of two trades: the shipped one takes ten seconds."""
    compiled, told = once.compile_trade, [0]

    def counted(*given: object) -> Trade:
        told[0] += 1
        return compiled(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(once, "compile_trade", counted)
    monkeypatch.setattr(once, "read_knowledge", lambda _more: knowledge(BOLTS, CELLS))
    return told


def test_the_second_time_it_is_only_read_and_understands_the_same(tmp_path: Path, times: list[int]) -> None:
    first, second = (once.compiled_once((), FixedEmbedder(), tmp_path / "new") for _ in range(2))
    assert times == [1]
    assert second is not first
    assert to_bytes(second) == to_bytes(first)
    assert understand(SAID, second) == understand(SAID, first)


def test_another_model_other_files_or_another_program_compile_anew(
    tmp_path: Path, times: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = tmp_path / "kept"
    once.compiled_once((), FixedEmbedder(), kept)
    once.compiled_once((), FixedEmbedder("another"), kept)
    assert times == [2]
    write_file(tmp_path / "own", BOLTS)
    once.compiled_once((tmp_path / "own",), FixedEmbedder(), kept)
    assert times == [3]
    write_file(tmp_path / "own", CELLS)
    once.compiled_once((tmp_path / "own",), FixedEmbedder(), kept)
    assert times == [4]
    monkeypatch.setattr(once, "_program_digest", lambda: "another")
    once.compiled_once((tmp_path / "own",), FixedEmbedder(), kept)
    assert times == [5]
    assert len(list(kept.glob("0*"))) == 2, "only the last two are kept"


def test_what_was_damaged_is_compiled_anew(tmp_path: Path, times: list[int]) -> None:
    first = once.compiled_once((), FixedEmbedder(), tmp_path)
    (file,) = tmp_path.glob("*/trade.safetensors")
    bytes_ = bytearray(file.read_bytes())
    bytes_[len(bytes_) // 2] ^= 1
    file.write_bytes(bytes_)
    assert to_bytes(once.compiled_once((), FixedEmbedder(), tmp_path)) == to_bytes(first)
    assert times == [2]


def test_where_nothing_can_be_kept_it_is_done_without(tmp_path: Path, times: list[int]) -> None:
    (tmp_path / "a-file").write_text("")
    for _ in range(2):
        assert once.compiled_once((), FixedEmbedder(), tmp_path / "a-file" / "folder").titles is not None
        once.compiled_once((), FixedEmbedder(), None)
    assert times == [4]
    assert [path.name for path in tmp_path.iterdir()] == ["a-file"]


def test_what_the_program_is_made_of_is_all_its_sources(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    storey = tmp_path / "kb"
    (storey / "trade").mkdir(parents=True)
    (tmp_path / "foundation").mkdir()
    source = storey / "trade" / "compiling.py"
    monkeypatch.setattr(once, "_PROGRAM", storey)

    def digest() -> str:
        once._program_digest.cache_clear()
        return once._program_digest()

    told = set()
    for text in ("one", "two"):
        source.write_text(text)
        told.add(digest())
    (tmp_path / "foundation" / "text.py").write_text("three")
    told.add(digest())
    assert len(told) == 3
    monkeypatch.undo()
    digest()
