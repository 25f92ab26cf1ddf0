"""Knowledge that is read once in a process, however many indexes hold it.

A nightly index holds the knowledge of the night before, byte for byte; to read it takes longer than all else of an
index of one centre, and every copy takes its own memory.
"""

from __future__ import annotations

import threading
from weakref import WeakValueDictionary

from kb.packing import Buffer
from kb.trade.compiled import Trade
from kb.trade.keeping import from_bytes

_in_use: WeakValueDictionary[str, Trade] = WeakValueDictionary()
_last: list[Trade] = []
"""What was asked for last is kept, or it would be gone between an index that is let go and the next."""
_alone = threading.Lock()


def read_once(data: Buffer, digest: str) -> Trade:
    """What :func:`kb.trade.keeping.to_bytes` wrote; ``digest``: the SHA-256 of ``data``, which the caller has checked.

    Its arrays look into the ``data`` of whoever asked first.
    """
    with _alone:
        trade = _in_use.get(digest)
        if trade is None:
            trade = _in_use[digest] = from_bytes(data)
        _last[:] = [trade]
        return trade
