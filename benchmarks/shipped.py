"""The trade knowledge that is shipped, compiled once for all benchmarks of this machine."""

from __future__ import annotations

from foundation.settings import read_settings
from kb.compiled_once import compiled_once
from kb.embedding import Embedder
from kb.trade.compiled import Trade


def shipped_trade(embedder: Embedder) -> Trade:
    """As a service with this model and no files of its own has it."""
    return compiled_once((), embedder, read_settings().compiled_dir)
