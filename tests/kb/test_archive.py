"""The archive builds an index of any day again, byte for byte, or says by name why it cannot."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from foundation.audit import entries
from foundation.clock import SetClock
from foundation.database import reading
from foundation.errors import Conflict, DockingError, NotFound
from kb import service
from kb.archive import erase_expert, index_of_then
from kb.refresh import refresh
from kb.snapshot import Snapshot
from tests.conftest import Working
from tests.kb.examples import annex, row
from tests.kb.polymers import EXPERT, polymer_centre, ranked
from tests.stand_ins_embedder import FixedEmbedder


@pytest.fixture
def centre_id(working: Working) -> str:
    """A centre with four rows and an expert."""
    return polymer_centre(working)


def of_then(engine: Engine, snapshot: Snapshot, embedder: FixedEmbedder | None = None) -> Snapshot:
    """The same index where no generation stands on disk any more."""
    return index_of_then(engine, Path("nowhere"), snapshot.content_hash, embedder or FixedEmbedder())


def test_an_index_whose_annex_has_changed_since_is_built_again(
    engine: Engine, clock: SetClock, tmp_path: Path, working: Working, centre_id: str
) -> None:
    first = refresh(engine, clock, FixedEmbedder(), tmp_path)
    with working() as work:
        service.import_annex(work, annex(row("塑料", "撕裂强度"), row("涂料", "附着力")), centre_id)
        service.put_experts(work, [EXPERT.model_copy(update={"profile": "改行做橡胶"})])
    second = refresh(engine, clock, FixedEmbedder(), tmp_path)
    assert first.content_hash != second.content_hash
    for kept in (first, second):
        again = of_then(engine, kept)
        assert (again.content_hash, again.identity) == (kept.content_hash, kept.identity)
        assert ranked(again) == ranked(kept)


def test_what_was_published_once_is_kept_once(
    engine: Engine,
    clock: SetClock,
    tmp_path: Path,
    working: Working,
    centre_id: str,
    count_rows: Callable[[str], int],
) -> None:
    refresh(engine, clock, FixedEmbedder(), tmp_path)
    refresh(engine, clock, FixedEmbedder(), tmp_path)
    assert (count_rows("archived_passages"), count_rows("archived_indexes")) == (5, 1)
    with working() as work:
        service.import_annex(work, annex(row("塑料", "撕裂强度")), centre_id)
    refresh(engine, clock, FixedEmbedder(), tmp_path)
    assert (count_rows("archived_passages"), count_rows("archived_indexes")) == (6, 2)
    with reading(engine) as session:
        assert [entry.facts["archived"] for entry in entries(session, "index")] == [5, 0, 1]


def test_an_index_that_holds_a_change_only_is_built_again_with_its_base(
    engine: Engine, clock: SetClock, tmp_path: Path, working: Working, centre_id: str
) -> None:
    with working() as work:
        service.import_annex(work, annex(*(row("塑料", f"参数{n}") for n in range(60))), centre_id)
    refresh(engine, clock, FixedEmbedder(), tmp_path, large_from=50)
    with working() as work:
        changed = row("塑料", "参数7").model_copy(update={"restriction": "只测常温"})
        service.import_annex(work, annex(changed, row("涂料", "附着力")), centre_id)
    delta = refresh(engine, clock, FixedEmbedder(), tmp_path, large_from=50)
    assert delta.changes is not None
    again = of_then(engine, delta)
    assert again.content_hash == delta.content_hash
    assert ranked(again, "参数7 附着力") == ranked(delta, "参数7 附着力")


def test_a_generation_that_still_stands_is_used_and_nothing_is_embedded(
    engine: Engine, clock: SetClock, tmp_path: Path, working: Working, centre_id: str
) -> None:
    first = refresh(engine, clock, FixedEmbedder(), tmp_path)
    with working() as work:
        service.import_annex(work, annex(row("涂料", "附着力")), centre_id)
    refresh(engine, clock, FixedEmbedder(), tmp_path)
    embedder = FixedEmbedder()
    held = index_of_then(engine, tmp_path, first.content_hash, embedder)
    assert (held.generation, embedder.embedded, ranked(held)) == (1, [], ranked(first))


def test_an_index_older_than_the_archive_is_taken_in_before_it_goes(
    engine: Engine, clock: SetClock, tmp_path: Path, working: Working, centre_id: str
) -> None:
    first = refresh(engine, clock, FixedEmbedder(), tmp_path)
    with engine.begin() as connection:
        for table in ("archived_indexes", "archived_passages"):
            connection.execute(text(f"DELETE FROM {table}"))
    with working() as work:
        service.import_annex(work, annex(row("涂料", "附着力")), centre_id)
    refresh(engine, clock, FixedEmbedder(), tmp_path)
    assert of_then(engine, first).content_hash == first.content_hash


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ("UPDATE archived_indexes SET format = format - 1", "index_of_other_format"),
        ("UPDATE archived_indexes SET tokeniser = 'tokens-0'", "index_of_other_tokeniser"),
        ("UPDATE archived_indexes SET trade = 'gone'", "index_of_other_knowledge"),
        ("UPDATE archived_indexes SET model = 'other'", "index_of_other_model"),
        ("DELETE FROM archived_indexes", "index_not_archived"),
    ],
)
def test_what_differs_is_refused_by_its_name(
    engine: Engine, clock: SetClock, tmp_path: Path, centre_id: str, change: str, code: str
) -> None:
    kept = refresh(engine, clock, FixedEmbedder(), tmp_path)
    with engine.begin() as connection:
        connection.execute(text(change))
    with pytest.raises(DockingError) as refused:
        of_then(engine, kept)
    assert refused.value.code == code


class Drifting(FixedEmbedder):
    """A model of the same name that computes a little differently."""

    def encode_documents(self, texts):  # type: ignore[no-untyped-def]
        """Off by a hair."""
        return super().encode_documents(texts) * 0.999


def test_a_model_that_counts_differently_is_found_out(
    engine: Engine, clock: SetClock, tmp_path: Path, centre_id: str
) -> None:
    kept = refresh(engine, clock, FixedEmbedder(), tmp_path)
    with engine.begin() as connection:
        connection.execute(text("DELETE FROM embeddings"))
    with pytest.raises(Conflict) as refused:
        of_then(engine, kept, Drifting())
    assert refused.value.code == "index_not_the_same"


def test_a_person_who_asks_for_it_is_struck_and_a_replay_says_so(
    engine: Engine, clock: SetClock, tmp_path: Path, working: Working, centre_id: str
) -> None:
    kept = refresh(engine, clock, FixedEmbedder(), tmp_path)
    with working() as work:
        assert erase_expert(work, EXPERT.id) == 1
    for folder in (Path("nowhere"), tmp_path):
        with pytest.raises(Conflict) as refused:
            index_of_then(engine, folder, kept.content_hash, FixedEmbedder())
        assert refused.value.code == "index_struck"
        assert EXPERT.id in refused.value.text()
    with engine.connect() as connection:
        held = connection.execute(text("SELECT count(*) FROM archived_passages WHERE content IS NOT NULL")).scalar()
        assert held == 4, "only the person's own passage is gone"
    later = refresh(engine, clock, FixedEmbedder(), tmp_path)
    assert len(later) == 4
    assert of_then(engine, later).content_hash == later.content_hash
    with working() as work, pytest.raises(NotFound):
        erase_expert(work, EXPERT.id)


def test_a_person_who_comes_back_is_archived_again(
    engine: Engine, clock: SetClock, tmp_path: Path, working: Working, centre_id: str
) -> None:
    kept = refresh(engine, clock, FixedEmbedder(), tmp_path)
    with working() as work:
        erase_expert(work, EXPERT.id)
    refresh(engine, clock, FixedEmbedder(), tmp_path)
    with working() as work:
        service.put_experts(work, [EXPERT.model_copy(update={"profile": "回来了"})])
    back = refresh(engine, clock, FixedEmbedder(), tmp_path)
    assert of_then(engine, back).content_hash == back.content_hash
    with pytest.raises(Conflict):
        of_then(engine, kept)
