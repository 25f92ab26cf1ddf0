"""Knowledge is read once in a process, however many indexes hold the same bytes of it."""

from __future__ import annotations

import gc
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from weakref import ref

from kb.embedding import Embedder
from kb.snapshot import build_snapshot, open_current, publish
from kb.trade.compiled import EMPTY_TRADE, Trade
from kb.trade.compiling import compile_trade
from kb.trade.keeping import to_bytes
from kb.trade.shared import read_once
from kb.trade.understanding import understand
from tests.kb.trade.examples import knowledge
from tests.matcher.passages import row

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


def read(trade: Trade) -> Trade:
    """Read from bytes of its own, as an index on disk holds them."""
    data = to_bytes(trade)
    return read_once(data, sha256(data).hexdigest())


def test_two_indexes_with_the_same_knowledge_share_it(tmp_path: Path, embedder: Embedder) -> None:
    trade = compile_trade(knowledge())
    for name, product in (("one", "螺栓"), ("two", "垫圈")):
        publish(build_snapshot([row(name, product, "硬度")], embedder, trade=trade), tmp_path / name, NOON)
    one, two = (open_current(tmp_path / name) for name in ("one", "two"))
    assert one.trade is two.trade
    assert one.content_hash != two.content_hash
    assert understand("放两天头掉了", one.trade) == understand("放两天头掉了", trade)


def test_other_knowledge_is_read_for_itself() -> None:
    small = compile_trade(knowledge())
    assert read(small) is not read(EMPTY_TRADE)
    assert read(small).digest == small.digest
    assert read(EMPTY_TRADE).digest == ""


def test_what_nobody_uses_any_more_goes_when_other_knowledge_is_asked_for() -> None:
    used = ref(read(compile_trade(knowledge())))
    assert used() is not None
    read(EMPTY_TRADE)
    gc.collect()
    assert used() is None
