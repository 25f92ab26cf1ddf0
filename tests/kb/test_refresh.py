"""A refresh embeds only what changed, holds no session while it thinks, and gives the same index for the same data."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from sqlalchemy import Engine

from foundation.audit import entries
from foundation.clock import SetClock
from foundation.database import reading
from kb import service, store
from kb.expert import Equipment
from kb.refresh import refresh
from kb.snapshot import open_current
from tests.conftest import Working
from tests.kb.examples import annex, row
from tests.kb.polymers import ROWS, polymer_centre, ranked
from tests.stand_ins_embedder import FixedEmbedder


@pytest.fixture
def centre_id(working: Working) -> str:
    """A centre with four rows and an expert."""
    return polymer_centre(working)


def test_the_first_refresh_embeds_everything_and_the_next_nothing(
    engine: Engine, clock: SetClock, tmp_path: Path, centre_id: str
) -> None:
    embedder, told = FixedEmbedder(), list[tuple[int, int]]()
    first = refresh(engine, clock, embedder, tmp_path, lambda done, total: told.append((done, total)))
    assert (len(embedder.embedded), told) == (5, [(5, 5)])
    embedder.embedded.clear()
    second = refresh(engine, clock, embedder, tmp_path)
    assert embedder.embedded == []
    assert (first.generation, second.generation) == (1, 2)
    assert first.content_hash == second.content_hash
    assert ranked(first) == ranked(second) == ranked(open_current(tmp_path))
    for path in (tmp_path / "00000001").iterdir():
        if path.name != "manifest.json":
            assert path.read_bytes() == (tmp_path / "00000002" / path.name).read_bytes(), path.name


def test_only_changed_rows_are_embedded_and_vectors_of_what_is_gone_are_forgotten(
    engine: Engine, clock: SetClock, tmp_path: Path, working: Working, centre_id: str
) -> None:
    embedder = FixedEmbedder()
    refresh(engine, clock, embedder, tmp_path)
    embedder.embedded.clear()
    with working() as work:
        changed = ROWS[2].model_copy(update={"restriction": "只测常温"})
        service.import_annex(work, annex(changed, row("塑料", "撕裂强度")), centre_id)
        gone = service.get_capabilities(work.session, [service.list_capabilities(work.session)[0].id])
        store.delete_capabilities(work.session, [gone[0].id])
    refresh(engine, clock, embedder, tmp_path)
    assert sorted(embedder.embedded) == ["塑料 压强度 GB/T 300 只测常温", "塑料 撕裂强度"]
    with reading(engine) as session:
        assert len(store.load_embeddings(session, embedder.identity)) == 5
        last = entries(session, "index")[-1]
    assert (last.action, last.facts["embedded"], last.facts["forgotten"]) == ("index.published", 2, 2)


def test_two_rows_of_one_text_are_embedded_once(
    engine: Engine, clock: SetClock, tmp_path: Path, working: Working, centre_id: str
) -> None:
    with working() as work:
        other = service.add_centre(work, name="别的中心", host_name="别的院")
        service.import_annex(work, annex(*ROWS), other.id)
    embedder = FixedEmbedder()
    assert len(refresh(engine, clock, embedder, tmp_path)) == 9
    assert len(embedder.embedded) == 5


def test_another_model_embeds_anew_and_the_first_ones_vectors_stay(
    engine: Engine, clock: SetClock, tmp_path: Path, centre_id: str
) -> None:
    one, two = FixedEmbedder(), FixedEmbedder("other-64")
    refresh(engine, clock, one, tmp_path)
    snapshot = refresh(engine, clock, two, tmp_path)
    assert (len(two.embedded), snapshot.model_identity) == (5, "other-64")
    one.embedded.clear()
    refresh(engine, clock, one, tmp_path)
    assert one.embedded == []


class Watching(FixedEmbedder):
    """Looks, while it works, at what the database is doing; may be told to stop after some texts."""

    def __init__(self, engine: Engine, stop_after: int = 10**9) -> None:
        super().__init__()
        self._engine, self._stop_after = engine, stop_after
        self.connections_in_use: list[int] = []

    def encode_documents(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """As the fixed one, watching."""
        self.connections_in_use.append(self._engine.pool.checkedout())  # type: ignore[attr-defined]
        if len(self.embedded) >= self._stop_after:
            raise RuntimeError("power")
        return super().encode_documents(texts)


def test_no_session_is_open_while_the_model_works(
    engine: Engine, clock: SetClock, tmp_path: Path, centre_id: str
) -> None:
    embedder = Watching(engine)
    refresh(engine, clock, embedder, tmp_path)
    assert set(embedder.connections_in_use) == {0}


def test_a_refresh_that_was_broken_off_goes_on_where_it_stood(
    engine: Engine, clock: SetClock, tmp_path: Path, working: Working, centre_id: str
) -> None:
    with working() as work:
        service.import_annex(work, annex(*(row("塑料", f"参数{n}") for n in range(25))), centre_id)
    with pytest.raises(RuntimeError):
        refresh(engine, clock, Watching(engine, stop_after=15), tmp_path, saved_at_once=10)
    embedder = FixedEmbedder()
    refresh(engine, clock, embedder, tmp_path)
    assert len(embedder.embedded) == 30 - 20


def test_equipment_of_a_centre_is_found_with_the_rows_it_measures(
    engine: Engine, clock: SetClock, tmp_path: Path, working: Working, centre_id: str
) -> None:
    with working() as work:
        machine = Equipment(id="eqp_1", provider_id=centre_id, name="万能材料试验机", measures=("拉强度",))
        service.put_equipment(work, [machine])
    snapshot = refresh(engine, clock, FixedEmbedder(), tmp_path)
    found = snapshot.search("bm25_bigrams", "万能材料试验机", 5)
    assert [snapshot.passages[row].fields["parameter"] for row in found.rows] == ["拉强度"]


def test_an_empty_database_gives_an_empty_index(engine: Engine, clock: SetClock, tmp_path: Path) -> None:
    snapshot = refresh(engine, clock, FixedEmbedder(), tmp_path)
    assert (len(snapshot), ranked(open_current(tmp_path))) == (0, ranked(snapshot))


def test_a_small_change_in_a_large_index_is_published_alone_and_a_large_one_builds_anew(
    engine: Engine, clock: SetClock, tmp_path: Path, working: Working, centre_id: str
) -> None:
    with working() as work:
        service.import_annex(work, annex(*(row("塑料", f"参数{n}") for n in range(60))), centre_id)
    first = refresh(engine, clock, FixedEmbedder(), tmp_path, large_from=50)
    assert refresh(engine, clock, FixedEmbedder(), tmp_path, large_from=50).identity == first.identity
    with working() as work:
        service.import_annex(work, annex(row("陶瓷", "釉面耐磨性")), centre_id)
        store.delete_capabilities(work.session, [service.list_capabilities(work.session)[0].id])
    changed = refresh(engine, clock, FixedEmbedder(), tmp_path, large_from=50)
    assert (changed.generation, changed.built_generation, len(changed)) == (2, 1, len(first))
    assert {path.name for path in (tmp_path / "00000002").iterdir()} == {
        "added.jsonl",
        "changes.safetensors",
        "manifest.json",
    }
    opened = open_current(tmp_path)
    assert ranked(opened, "陶瓷釉面耐磨性") == ranked(changed, "陶瓷釉面耐磨性")
    assert opened.passages[int(opened.search("bm25_bigrams", "釉面耐磨性", 1).rows[0])].fields["product"] == "陶瓷"
    full = refresh(engine, clock, FixedEmbedder(), tmp_path, large_from=50, is_full=True)
    assert (full.generation, full.changes) == (3, None)
    with working() as work:
        service.import_annex(work, annex(*(row("木材", f"新参数{n}") for n in range(20))), centre_id)
    assert refresh(engine, clock, FixedEmbedder(), tmp_path, large_from=50).changes is None
