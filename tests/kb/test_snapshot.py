"""A snapshot answers from memory, the same every time, and comes back from disk as it was or not at all."""

from __future__ import annotations

import random
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from foundation.errors import InvalidInput, NotReady
from kb.passages import Passage
from kb.snapshot import (
    VIEWS,
    Snapshot,
    build_snapshot,
    building,
    current_generation,
    open_current,
    publish,
    search_each,
)
from tests.kb.examples import passages
from tests.stand_ins_embedder import FixedEmbedder

NOW = datetime(2025, 3, 10, 1, tzinfo=UTC)
QUERY = "电池隔膜高温下收缩，按 GB/T 1000 测热收缩率"


def answers(snapshot: Snapshot, text: str = QUERY) -> list[bytes]:
    """Everything a search gives, as bytes."""
    (vector,) = FixedEmbedder(snapshot.model_identity).encode_queries([text])
    found = [snapshot.search(view, text, 20, vector) for view in VIEWS]
    return [part.tobytes() for one in found for part in one]


@pytest.mark.parametrize("view", VIEWS)
def test_every_view_finds_the_row_that_is_asked_for(view: str) -> None:
    snapshot = build_snapshot(passages(56), FixedEmbedder())
    wanted = passages(56)[23]
    (vector,) = FixedEmbedder().encode_queries([wanted.text])
    found = snapshot.search(view, wanted.text, 5, vector)
    assert snapshot.passages[found.rows[0]] == wanted
    assert list(found.scores) == sorted(found.scores, reverse=True)


def test_the_order_in_which_passages_come_changes_nothing() -> None:
    shuffled = passages(100)
    random.Random(4).shuffle(shuffled)
    one, two = build_snapshot(passages(100), FixedEmbedder()), build_snapshot(shuffled, FixedEmbedder())
    assert one.content_hash == two.content_hash
    assert answers(one) == answers(two)


@pytest.mark.parametrize("exact_up_to", [10_000, 50])
def test_the_length_of_a_stretch_changes_nothing(exact_up_to: int, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = build_snapshot(passages(200), FixedEmbedder(), exact_up_to=exact_up_to)
    monkeypatch.setattr(building, "_ROWS_AT_ONCE", 17)
    parts = build_snapshot(passages(200), FixedEmbedder(), exact_up_to=exact_up_to)
    assert parts.content_hash == whole.content_hash
    assert answers(parts) == answers(whole)
    assert {name: view.to_bytes() for name, view in parts.lexical.items()} == {
        name: view.to_bytes() for name, view in whole.lexical.items()
    }


def test_what_is_known_or_was_met_before_is_not_embedded_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(building, "_ROWS_AT_ONCE", 10)
    given = passages(40)
    twins = [one.model_copy(update={"id": f"twin_{one.id}"}) for one in given]
    plain, embedder = build_snapshot([*given, *twins], FixedEmbedder()), FixedEmbedder()
    known = {one.digest: FixedEmbedder().encode_documents([one.text])[0] for one in given[:5]}
    built = build_snapshot([*given, *twins], embedder, known)
    assert sorted(embedder.embedded) == sorted({one.text for one in given} - {one.text for one in given[:5]})
    assert built.dense_rows.vectors.tobytes() == plain.dense_rows.vectors.tobytes()


def test_another_text_another_model_or_other_user_words_give_another_content_hash() -> None:
    first = build_snapshot(passages(9), FixedEmbedder())
    changed = [*passages(8), passages(9)[8].model_copy(update={"fields": {"product": "改过"}})]
    others = [
        build_snapshot(changed, FixedEmbedder()),
        build_snapshot(passages(9), FixedEmbedder("another")),
        build_snapshot(passages(9), FixedEmbedder(), user_words=("电池隔膜",)),
    ]
    assert len({snapshot.content_hash for snapshot in [first, *others]}) == 4


@pytest.mark.parametrize("count", [0, 1, 2, 3])
def test_tiny_knowledge_bases_can_be_built_stored_and_asked(tmp_path: Path, count: int) -> None:
    built = publish(build_snapshot(passages(count), FixedEmbedder()), tmp_path, NOW)
    opened = open_current(tmp_path)
    assert answers(opened) == answers(built)
    assert len(opened.search("tfidf", QUERY, 5).rows) == count


@pytest.mark.parametrize("view", VIEWS)
def test_several_inquiries_at_once_find_what_each_finds_alone_and_one_that_says_nothing_finds_nothing(
    view: str,
) -> None:
    snapshot = build_snapshot(passages(300), FixedEmbedder())
    texts = [passages(56)[23].text, "", QUERY]
    vectors = FixedEmbedder().encode_queries(texts) * np.array([[1], [0], [1]], np.float32)
    asked = [snapshot.inquiry(text, vector) for text, vector in zip(texts, vectors, strict=True)]
    together = search_each(view, asked, 20)
    for text, vector, one in zip(texts, vectors, together, strict=True):
        alone = snapshot.search(view, text, 20, vector)
        assert (one.rows.tobytes(), one.scores.tobytes()) == (alone.rows.tobytes(), alone.scores.tobytes())
    assert [len(one.rows) > 0 for one in together] == [True, False, True]
    first = asked[0].search(view, 20)
    assert asked[0].scores_of(view, first.rows).tolist() == first.scores.tolist()


def test_a_subset_is_searched_alone_and_an_empty_one_finds_nothing() -> None:
    snapshot = build_snapshot(passages(56), FixedEmbedder())
    (vector,) = FixedEmbedder().encode_queries([QUERY])
    for view in VIEWS:
        inside = np.array([7, 3, 40])
        assert set(snapshot.search(view, QUERY, 10, vector, inside).rows.tolist()) <= {3, 7, 40}
        assert snapshot.search(view, QUERY, 10, vector, np.array([], np.int64)).rows.tolist() == []


def test_without_a_vector_the_dense_view_finds_nothing() -> None:
    snapshot = build_snapshot(passages(5), FixedEmbedder())
    assert snapshot.search("dense", QUERY, 5).rows.tolist() == []
    assert snapshot.search("dense", QUERY, 5, np.zeros(64, np.float32)).rows.tolist() == []


def test_an_unknown_view_and_an_id_that_occurs_twice_are_refused() -> None:
    snapshot = build_snapshot(passages(2), FixedEmbedder())
    with pytest.raises(InvalidInput) as refused:
        snapshot.search("crystal_ball", QUERY, 5)
    assert refused.value.code == "view_unknown"
    with pytest.raises(InvalidInput) as refused:
        build_snapshot([*passages(2), passages(1)[0]], FixedEmbedder())
    assert refused.value.code == "passage_twice"


def test_what_is_opened_is_what_was_published(tmp_path: Path) -> None:
    built = publish(build_snapshot(passages(80), FixedEmbedder(), user_words=("热收缩率",)), tmp_path, NOW)
    opened = open_current(tmp_path, FixedEmbedder().identity)
    assert opened.passages == built.passages
    assert (opened.generation, opened.identity, opened.created_at) == (1, built.identity, NOW)
    assert (opened.user_words, opened.warnings) == (("热收缩率",), ())
    assert answers(opened) == answers(built)


def test_an_index_of_another_model_is_not_used(tmp_path: Path) -> None:
    publish(build_snapshot(passages(3), FixedEmbedder()), tmp_path, NOW)
    with pytest.raises(NotReady) as refused:
        open_current(tmp_path, "another-model")
    assert refused.value.code == "index_other_model"
    assert "fixed-64" in str(refused.value)


def test_texts_with_strange_line_breaks_survive_the_disk(tmp_path: Path) -> None:
    strange = Passage(id="cap_x", kind="capability", fields={"body": "一\u2028二\u0085三\n四\x1c五"})
    publish(build_snapshot([strange], FixedEmbedder()), tmp_path, NOW)
    assert open_current(tmp_path).passages == (strange,)


def test_damage_anywhere_gives_the_generation_before_or_a_clear_no_and_never_other_answers(tmp_path: Path) -> None:
    first = publish(build_snapshot(passages(60), FixedEmbedder()), tmp_path, NOW)
    second = publish(build_snapshot(passages(90), FixedEmbedder()), tmp_path, NOW)
    right = {1: answers(first), 2: answers(second)}
    chance = random.Random(11)
    fell_back = 0
    for path in sorted((tmp_path / "00000002").iterdir()):
        whole = path.read_bytes()
        for _ in range(6):
            damaged = bytearray(whole)
            damaged[chance.randrange(len(damaged))] ^= 1 << chance.randrange(8)
            path.write_bytes(damaged)
            opened = open_current(tmp_path)
            assert opened.generation == 1
            assert answers(opened) == right[1]
            assert "第 2 代索引已损坏" in str(opened.warnings[0])
            fell_back += 1
            path.write_bytes(whole)
            (tmp_path / "CURRENT").write_text('{"generation": 2}')
    assert fell_back >= 6 * 9
    assert answers(open_current(tmp_path)) == right[2]
    assert current_generation(tmp_path) == 2


def test_swapped_ids_in_the_stored_passages_are_found(tmp_path: Path) -> None:
    publish(build_snapshot(passages(10), FixedEmbedder()), tmp_path, NOW)
    path = tmp_path / "00000001" / "passages.jsonl"
    text = path.read_bytes().replace(b"cap_00003", b"cap_XXXXX").replace(b"cap_00004", b"cap_00003")
    path.write_bytes(text.replace(b"cap_XXXXX", b"cap_00004"))
    with pytest.raises(NotReady) as refused:
        open_current(tmp_path)
    assert refused.value.code == "index_damaged"
