"""Changes beside a snapshot are searchable at once, and the same from memory and from disk."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from foundation.errors import NotReady
from kb.passages import Passage
from kb.snapshot import LEXICAL_VIEWS, VIEWS, Snapshot, build_snapshot, difference, open_current, publish
from tests.kb.examples import passages
from tests.stand_ins_embedder import FixedEmbedder

NOW = datetime(2025, 3, 10, 1, tzinfo=UTC)
NEW = Passage(id="cap_new", kind="capability", fields={"product": "陶瓷砖", "parameter": "釉面耐磨性"})
CHANGED = passages(8)[7].model_copy(update={"fields": {"product": "陶瓷砖", "parameter": "抗热震性"}})


def vectors(*added: Passage) -> dict[str, np.ndarray]:
    rows = FixedEmbedder().encode_documents([passage.text for passage in added])
    return {passage.digest: row for passage, row in zip(added, rows, strict=True)}


def changed(snapshot: Snapshot, *added: Passage, removed: tuple[str, ...] = ()) -> Snapshot:
    return snapshot.with_changes(added, removed, vectors(*added))


def found(snapshot: Snapshot, view: str, text: str, k: int = 5) -> list[str]:
    (vector,) = FixedEmbedder().encode_queries([text])
    return [snapshot.passages[row].id for row in snapshot.search(view, text, k, vector).rows]


def answers(snapshot: Snapshot) -> list[bytes]:
    return [
        part.tobytes()
        for text in ("陶瓷砖釉面耐磨性", "电池隔膜热收缩率 GB/T 1003")
        for view in VIEWS
        for part in snapshot.search(view, text, 20, FixedEmbedder().encode_queries([text])[0])
    ]


@pytest.mark.parametrize("view", [*LEXICAL_VIEWS, "dense"])
def test_one_new_capability_is_found_at_once(view: str) -> None:
    base = build_snapshot(passages(56), FixedEmbedder())
    after = changed(base, NEW)
    assert found(after, view, NEW.text)[0] == "cap_new"
    assert len(after) == 57
    assert "cap_new" not in found(base, view, NEW.text)


@pytest.mark.parametrize("view", VIEWS)
def test_a_row_that_was_removed_is_found_no_more(view: str) -> None:
    base = build_snapshot(passages(56), FixedEmbedder())
    gone = passages(56)[23]
    assert found(base, view, gone.text)[0] == gone.id
    after = changed(base, removed=(gone.id,))
    assert gone.id not in found(after, view, gone.text, 56)
    assert len(after) == 55


def test_a_row_that_was_changed_stands_once_in_its_new_form() -> None:
    after = changed(build_snapshot(passages(56), FixedEmbedder()), CHANGED)
    assert found(after, "bm25_bigrams", "陶瓷砖抗热震性", 9) == [CHANGED.id]
    assert CHANGED.id not in found(after, "bm25_bigrams", passages(8)[7].text, 56)[:5]
    assert len(after) == 56


def test_changes_add_up_and_what_is_taken_back_leaves_the_base() -> None:
    base = build_snapshot(passages(56), FixedEmbedder())
    at_once = changed(base, NEW, CHANGED, removed=("cap_00003",))
    step_by_step = changed(changed(changed(base, NEW), removed=("cap_00003",)), CHANGED)
    assert at_once.content_hash == step_by_step.content_hash
    assert answers(at_once) == answers(step_by_step)
    assert changed(changed(base, NEW), removed=("cap_new",)).content_hash == base.content_hash
    assert changed(base, removed=("nobody",)).content_hash == base.content_hash


def test_scores_of_given_rows_are_those_of_the_search_in_every_view() -> None:
    base = build_snapshot(passages(56), FixedEmbedder())
    text = "陶瓷砖釉面耐磨性 电池隔膜热收缩率"
    (vector,) = FixedEmbedder().encode_queries([text])
    for snapshot in (base, changed(base, NEW, CHANGED, removed=("cap_00003",))):
        for view in VIEWS:
            ranked = snapshot.search(view, text, 30, vector)
            assert np.allclose(snapshot.scores_of(view, text, vector, ranked.rows), ranked.scores, atol=1e-6)
            subset = ranked.rows[::2]
            assert set(snapshot.search(view, text, 30, vector, subset).rows) == set(subset)
    assert base.scores_of("dense", text, None, np.array([1, 2])).tolist() == [0, 0]


def test_experts_are_told_from_rows_also_among_the_changes() -> None:
    one, other = (Passage(id=name, kind="expert", fields={"field": "陶瓷"}) for name in ("exp_1", "exp_2"))
    row = CHANGED.model_copy(update={"id": "cap_new"})
    for base in ([*passages(8), one], passages(8), [one]):
        for added in ((other, row), (row,), (other,), ()):
            snapshot = changed(build_snapshot(base, FixedEmbedder()), *added)
            kinds = [passage.kind == "expert" for passage in snapshot.passages]
            assert snapshot.is_expert(np.arange(len(kinds))).tolist() == kinds


def test_a_view_may_be_asked_with_weighted_tokens() -> None:
    snapshot = build_snapshot(passages(56), FixedEmbedder())
    for view in (*LEXICAL_VIEWS, "latent"):
        cut = snapshot.tokens("tfidf" if view == "latent" else view, "电池隔膜热收缩率")
        weighted = {token: 1.0 * list(cut).count(token) for token in cut}
        one, other = snapshot.search(view, "电池隔膜热收缩率", 5), snapshot.search(view, weighted, 5)
        assert one.rows.tolist() == other.rows.tolist()


def test_a_change_on_disk_answers_as_in_memory_and_keeps_its_base(tmp_path: Path) -> None:
    base = publish(build_snapshot(passages(56), FixedEmbedder()), tmp_path, NOW)
    after = publish(changed(base, NEW, CHANGED, removed=("cap_00003",)), tmp_path, NOW)
    again = publish(changed(after, removed=("cap_00004",)), tmp_path, NOW)
    opened = open_current(tmp_path)
    assert (opened.generation, opened.built_generation, opened.identity) == (3, 1, again.identity)
    assert answers(opened) == answers(again) != answers(after)
    assert sorted(path.name for path in tmp_path.iterdir() if path.is_dir()) == ["00000001", "00000002", "00000003"]
    assert sum(path.stat().st_size for path in (tmp_path / "00000003").iterdir()) < 5_000
    manifest = json.loads((tmp_path / "00000003" / "manifest.json").read_text())
    assert manifest["base"] == {
        "generation": 1,
        "seal": json.loads((tmp_path / "00000001" / "manifest.json").read_text())["seal"],
    }
    publish(build_snapshot(passages(56), FixedEmbedder()), tmp_path, NOW)
    publish(build_snapshot(passages(56), FixedEmbedder()), tmp_path, NOW)
    assert sorted(path.name for path in tmp_path.iterdir() if path.is_dir()) == ["00000004", "00000005"]


def test_a_change_whose_base_is_damaged_is_not_used(tmp_path: Path) -> None:
    base = publish(build_snapshot(passages(56), FixedEmbedder()), tmp_path, NOW)
    publish(changed(base, NEW), tmp_path, NOW)
    path = tmp_path / "00000001" / "passages.jsonl"
    path.write_bytes(path.read_bytes().replace(b"cap_00003", b"cap_0000X"))
    with pytest.raises(NotReady) as refused:
        open_current(tmp_path)
    assert refused.value.code == "index_damaged"


def test_a_change_of_a_snapshot_that_was_never_published_brings_its_base(tmp_path: Path) -> None:
    published = publish(changed(build_snapshot(passages(9), FixedEmbedder()), NEW), tmp_path, NOW)
    assert (published.generation, published.built_generation) == (2, 1)
    assert answers(open_current(tmp_path)) == answers(published)


def test_the_difference_of_two_books_makes_one_the_other() -> None:
    before = build_snapshot(passages(56), FixedEmbedder())
    wanted = build_snapshot([*passages(56)[:7], CHANGED, *passages(56)[9:], NEW], FixedEmbedder())
    added, removed = difference(before.book, wanted.book)
    assert (sorted(one.id for one in added), removed) == (sorted([CHANGED.id, NEW.id]), ["cap_00008"])


def test_a_large_snapshot_answers_nearly_as_a_small_one_and_comes_back_from_disk(tmp_path: Path) -> None:
    small = build_snapshot(passages(1500), FixedEmbedder())
    large = build_snapshot(passages(1500), FixedEmbedder(), exact_up_to=1000)
    assert large.content_hash == small.content_hash
    assert not large.dense_rows.is_exact
    text = "电池隔膜热收缩率 GB/T 1003"
    for view in LEXICAL_VIEWS:
        assert found(large, view, text, 20) == found(small, view, text, 20)
    for view in ("latent", "dense"):
        assert len(set(found(large, view, text, 20)) & set(found(small, view, text, 20))) >= 15
    published = publish(large, tmp_path, NOW)
    assert answers(open_current(tmp_path)) == answers(large) == answers(published)
    after = changed(open_current(tmp_path), NEW, removed=("cap_00003",))
    assert found(after, "dense", NEW.text)[0] == "cap_new"
    assert "cap_00003" not in found(after, "bm25_bigrams", "GB/T 1003", 9)
