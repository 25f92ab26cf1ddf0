"""The shipped knowledge, read and compiled once for all tests of the trade."""

from __future__ import annotations

import pytest

import tests.shipped
from kb.embedding import Embedder
from kb.trade.compiled import Trade
from kb.trade.reading import Knowledge


@pytest.fixture(scope="session")
def embedder() -> Embedder:
    """The shipped sentence model."""
    return tests.shipped.embedder()


@pytest.fixture(scope="session")
def shipped() -> Knowledge:
    """What is in ``kb/data``."""
    return tests.shipped.knowledge()


@pytest.fixture(scope="session")
def trade() -> Trade:
    """The shipped knowledge, ready for asking."""
    return tests.shipped.trade()
