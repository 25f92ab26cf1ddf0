"""Several queries that are searched for together find what each would find alone."""

from __future__ import annotations

from datetime import date

import pytest

from benchmarks.speed.world import demands, passages
from kb.snapshot import Snapshot, build_snapshot
from kb.trade.beyond import NOTHING_BEYOND
from kb.trade.understanding import understand, understand_each
from matcher.legal.court import Court
from matcher.policy import DEFAULT_POLICY
from matcher.query import Wanted
from matcher.searching import Search, SnapshotSearch, ask, find, find_each
from tests.shipped import embedder, trade

EMBEDDER = embedder()


@pytest.fixture(scope="module")
def snapshot() -> Snapshot:
    return build_snapshot(passages(1_500), EMBEDDER, trade=trade())


def wanted(count: int) -> list[Wanted]:
    return [Wanted(text=one.text, title=one.title, planned_on=date(2026, 1, 1)) for one in demands(count)]


def test_a_search_finds_the_same_in_company_and_alone(snapshot: Snapshot) -> None:
    index = SnapshotSearch(snapshot)
    together = find_each([Search(one, 20) for one in wanted(5)], index, EMBEDDER)
    alone = [find(one, index, EMBEDDER, 20) for one in wanted(5)]
    assert [one.model_dump_json() for one in together] == [one.model_dump_json() for one in alone]
    assert len({one.hits[0].passage_id for one in together}) > 1


def test_texts_with_common_clauses_are_understood_as_each_alone(snapshot: Snapshot) -> None:
    trade, encode = snapshot.trade, EMBEDDER.encode_queries
    texts = [
        "塑料外壳一敲就裂，客户退货，想做冲击试验",
        "塑料外壳一敲就裂，想做冲击试验",
        "",
        "想做冲击试验",
        "客户退货，客户退货",
    ]
    assert understand_each(texts, trade, encode) == [understand(text, trade, encode) for text in texts]
    assert understand_each(texts, trade) == [understand(text, trade) for text in texts]
    assert understand_each(texts, trade, encode)[0].chains


def test_what_was_foreseen_for_one_depth_is_not_told_for_another(snapshot: Snapshot) -> None:
    index, signals = SnapshotSearch(snapshot), [one for one in DEFAULT_POLICY.signals if one.finds]
    first, second = (ask(one, index.trade, EMBEDDER) for one in wanted(2))
    index.foresee(signals, [first, second], 40)
    assert max(len(rows) for rows in index.search(signals, second, 40)) == 40
    assert max(len(rows) for rows in index.search(signals, second, 90)) == 90
    other = SnapshotSearch(snapshot).search(signals, first, 40)
    assert [rows.tolist() for rows in index.search(signals, first, 40)] == [rows.tolist() for rows in other]


def test_tasks_that_say_the_same_are_asked_and_ruled_on_once(snapshot: Snapshot) -> None:
    index, (one, *_) = SnapshotSearch(snapshot), wanted(1)
    twins = [ask(one, snapshot.trade, EMBEDDER) for _ in range(2)]
    assert index._inquiry("dense", twins[0], "whole") is not index._inquiry("dense", twins[0], "focus")
    index.foresee([signal for signal in DEFAULT_POLICY.signals if signal.finds], twins, 50)
    first, second = (index._inquiry("tfidf", query, "whole") for query in twins)
    assert first is second
    both = find_each([Search(one, 20), Search(one, 20)], index, EMBEDDER)
    assert both[0] == both[1] == find(one, index, EMBEDDER, 20)


def test_demands_that_the_law_hears_differently_stand_before_courts_of_their_own() -> None:
    (one, *_) = wanted(1)
    assert Court.heard(one, ("螺栓",)) == Court.heard(one.model_copy(update={"service_category": "检验检测"}), ["螺栓"])
    changes: tuple[dict[str, object], ...] = (
        {"text": "另一段话"},
        {"product": "螺栓"},
        {"parameters": ("盐雾试验",)},
        {"standards": ("GB/T 10125-2021",)},
        {"marks": ("CMA",)},
        {"planned_on": date(2027, 1, 1)},
    )
    for change in changes:
        assert Court.heard(one.model_copy(update=change), ("螺栓",)) != Court.heard(one, ("螺栓",)), change
    assert Court.heard(one, ("螺母",)) != Court.heard(one, ("螺栓",))


def test_beyond_is_looked_at_for_those_texts_alone_that_ask_for_it() -> None:
    known, encode = trade(), EMBEDDER.encode_queries
    texts = ["塑料壳一敲就裂，想测冲击", "", "家里的狗拉血，想化验一下", "阀门漏水，要做密封试验"]
    found = understand_each(texts, known, encode, looks_beyond=[False, True, True, False])
    for text, one, is_looked_at in zip(texts, found, (False, True, True, False), strict=True):
        assert one == understand(text, known, encode, looks_beyond=is_looked_at)
    assert found[2].matter.is_beyond
    assert found[0].matter is NOTHING_BEYOND
