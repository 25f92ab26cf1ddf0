"""Whether a house has anything for the product that is told: asked of its rows by meaning, as no list knows all."""

from __future__ import annotations

from kb.passages import Passage
from kb.snapshot import build_snapshot
from matcher.query import Wanted
from matcher.searching import SnapshotSearch, find
from matcher.signs import Signs
from tests.matcher.passages import expert, row, wanted
from tests.shipped import embedder, trade

WHEELS = wanted("切割砂轮转着转着会不会炸，想做回转强度试验", product="切割砂轮")
MACHINES = row("machines", "数控机床", "主轴回转精度、转台强度")


def signs(demand: Wanted, *passages: Passage) -> Signs:
    index = SnapshotSearch(build_snapshot(passages, embedder(), trade=trade()))
    found = find(demand, index, embedder(), 10).signs
    assert found is not None
    return found


def test_a_row_for_the_product_is_nearer_to_it_than_one_that_shares_the_test() -> None:
    without = signs(WHEELS, MACHINES)
    held = signs(WHEELS, MACHINES, row("wheels", "磨具、砂轮", "回转强度、不平衡量"))
    assert without.product_told == held.product_told == 1000
    assert held.product_sense > without.product_sense + 100


def test_where_no_product_is_told_nothing_is_said_of_one() -> None:
    told = signs(wanted(WHEELS.text), MACHINES)
    assert (told.product_told, told.product_sense) == (0, 0)


def test_an_expert_may_be_for_the_product_too() -> None:
    away = signs(WHEELS, MACHINES, expert("e", "焊接", "焊缝裂纹"))
    near = signs(WHEELS, MACHINES, expert("e", "磨料磨具", "砂轮结合剂、高速砂轮回转破裂"))
    assert near.product_sense > away.product_sense


def test_what_the_product_is_like_changes_no_rank_and_no_score() -> None:
    index = SnapshotSearch(
        build_snapshot([MACHINES, row("wheels", "磨具、砂轮", "回转强度")], embedder(), trade=trade())
    )
    found = find(WHEELS, index, embedder(), 10)
    given = {one.signal for hit in found.hits for one in hit.contributions}
    assert given
    assert not any(name.endswith("/product") for name in given)
