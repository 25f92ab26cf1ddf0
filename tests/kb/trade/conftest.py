"""The shipped knowledge, read and compiled once for all tests of the trade."""

from __future__ import annotations

import pytest

from kb.embedding import Embedder, open_embedder
from kb.trade.compiled import Trade
from kb.trade.compiling import compile_trade
from kb.trade.reading import Knowledge, read_knowledge


@pytest.fixture(scope="session")
def embedder() -> Embedder:
    """The shipped sentence model."""
    return open_embedder("embedded")


@pytest.fixture(scope="session")
def shipped() -> Knowledge:
    """What is in ``kb/data``."""
    return read_knowledge()


@pytest.fixture(scope="session")
def trade(shipped: Knowledge, embedder: Embedder) -> Trade:
    """The shipped knowledge, ready for asking."""
    return compile_trade(shipped, embedder)
