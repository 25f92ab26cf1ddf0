"""Trade knowledge is compiled once on a machine: it takes ten seconds, and reading what came of it half of one.

What was compiled lies in a folder of generations, sealed and checked like an index, under a key of everything that
goes into it: the trade files, the model, and the program that compiles. Only a cache: it may be removed at any time,
and where it cannot be written it is done without.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from foundation.errors import Unavailable
from kb.generations import publish, read_where
from kb.trade.compiled import Trade
from kb.trade.compiling import compile_trade
from kb.trade.keeping import to_bytes
from kb.trade.reading import knowledge_digest, read_knowledge
from kb.trade.shared import read_once

if TYPE_CHECKING:
    from kb.embedding import Embedder

_FILE = "trade.safetensors"
_PROGRAM = Path(__file__).resolve().parent


def compiled_once(more: Sequence[Path], embedder: Embedder, kept_in: Path | None) -> Trade:
    """The shipped knowledge and that of the folders ``more``, compiled with this model – or as it was before.

    ``kept_in``: the folder of what was compiled; with ``None`` nothing is kept.
    Raises what :func:`kb.trade.reading.read_knowledge` raises, for files that were never compiled.
    """
    if kept_in is None:
        return compile_trade(read_knowledge(more), embedder)
    key = "/".join((knowledge_digest(more), embedder.identity, _program_digest()))
    if kept := read_where(kept_in, "key", key):
        return read_once(kept.files[_FILE], kept.manifest["files"][_FILE])
    trade = compile_trade(read_knowledge(more), embedder)
    with suppress(Unavailable):
        publish(kept_in, {_FILE: to_bytes(trade)}, {"key": key})
    return trade


@cache
def _program_digest() -> str:
    """Of the sources of this storey and the one below: another program may compile otherwise."""
    covered = hashlib.sha256()
    for folder in (_PROGRAM, _PROGRAM.parent / "foundation"):
        for path in sorted(folder.rglob("*.py")):
            covered.update(path.relative_to(folder).as_posix().encode() + b"\0")
            covered.update(hashlib.sha256(path.read_bytes()).digest())
    return covered.hexdigest()
