"""What is shipped, opened and compiled once for all tests of a process: the model and the trade knowledge."""

from __future__ import annotations

from functools import cache

from benchmarks.shipped import shipped_trade
from kb.embedding import Embedder, open_embedder
from kb.trade.compiled import Trade
from kb.trade.compiling import compile_trade
from kb.trade.reading import Knowledge, read_knowledge


@cache
def embedder() -> Embedder:
    """The embedded model."""
    return open_embedder("embedded")


@cache
def knowledge() -> Knowledge:
    """What is in ``kb/data``."""
    return read_knowledge()


@cache
def trade() -> Trade:
    """The shipped knowledge, compiled with the model."""
    return shipped_trade(embedder())


@cache
def trade_by_words() -> Trade:
    """The shipped knowledge, compiled without a model."""
    return compile_trade(knowledge())
