"""How many trades an index serves: golden figures are Hill's number of order 2 (Hill 1973, Ecology 54:427)."""

from __future__ import annotations

import numpy as np
import pytest

from kb.passages import Passage
from kb.snapshot import build_snapshot
from kb.snapshot.breadth import rows_of_trades, trades_served
from kb.trade.compiling import compile_trade
from matcher.searching import SnapshotSearch
from tests.kb.trade.examples import knowledge
from tests.stand_ins_embedder import FixedEmbedder

BOLT, NUT, CELL = (
    Passage(id=name, kind="capability", fields={"product": product, "parameter": parameter})
    for name, product, parameter in (
        ("bolt", "螺栓", "氢脆试验"),
        ("nut", "螺栓", "硬度"),
        ("cell", "电池", "隔膜热收缩率"),
    )
)


@pytest.mark.parametrize(
    ("rows", "trades"), [([7], 1), ([5, 5], 2), ([4, 4, 4, 4], 4), ([3, 1], 1.6), ([9, 0, 0], 1), ([0, 0], 0), ([], 0)]
)
def test_trades_count_as_much_as_there_is_of_them(rows: list[int], trades: float) -> None:
    assert trades_served(np.array(rows, np.int64)) == pytest.approx(trades)


def test_a_row_counts_for_its_likeliest_trade_and_for_none_where_none_is_known() -> None:
    shares = np.array([[255, 10, 0], [0, 255, 254], [0, 0, 0], [200, 255, 0]], np.uint8)
    assert rows_of_trades(shares).tolist() == [1, 2, 0]
    assert rows_of_trades(np.zeros((0, 3), np.uint8)).tolist() == [0, 0, 0]
    assert rows_of_trades(np.zeros((4, 0), np.uint8)).tolist() == []


def test_what_came_and_went_is_counted_as_if_it_had_been_built_so() -> None:
    trade, embedder = compile_trade(knowledge(), FixedEmbedder()), FixedEmbedder()
    alone = build_snapshot([BOLT, NUT], embedder, trade=trade)
    assert SnapshotSearch(alone).breadth == 0
    vectors = {CELL.digest: embedder.encode_documents([CELL.text])[0]}
    both = alone.with_changes([CELL], ["nut"], vectors)
    assert both.trades_served == build_snapshot([BOLT, CELL], embedder, trade=trade).trades_served == 2
    assert SnapshotSearch(both).breadth == 1000
    assert SnapshotSearch(alone.with_changes([], ["bolt", "nut"], {})).breadth == 0


def test_without_knowledge_of_trades_nothing_is_broad() -> None:
    assert SnapshotSearch(build_snapshot([BOLT, CELL], FixedEmbedder())).breadth == 0
