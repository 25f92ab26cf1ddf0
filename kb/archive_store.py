"""The archive's rows in, values out: passages by number, indexes as lists of numbers."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, TypeVar, cast

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Table, delete, func, insert, select, update
from sqlalchemy.orm import Session

from foundation.database import Base, hold_alone
from foundation.values import Value, value_of
from kb.tables import ArchivedIndexRow, ArchivedPassageRow, ArchivedTradeRow, ExpertRow

_T = TypeVar("_T")
_AT_ONCE = 2_000
_LOCK = 7_301_150_426_003  # any fixed number of our own: the advisory lock of the archive on PostgreSQL
_COMMON = (
    '"directions":"equipment":"limit":"body":"title":"不做常温只用第一法限以下现场专业领域研究方向检测方法标准试验分析'
    '"kind":"expert","fields":{"field":"valid_until":"20"valid_from":"20第1部分：通则的测定 试验方法 技术条件 GB/T '
    '","kind":"capability","fields":{"product":"","parameter":"","standards":"GB/T "},"provider_id":"cen_","scope":'
    '{"qualification":"CNAS","certificate_number":null,"valid_from":null,"valid_until":null,"restriction":null,'
    '"source":"附表 第 行"}}{"id":"cap_'
).encode()
"""What lines have in common, so that a short one is packed as well as a long one. Never to be changed: what was packed
with it is unpacked with it."""
_PACKING = zlib.compressobj(1, zlib.DEFLATED, 11, 4, zdict=_COMMON)


class ArchivedIndex(Value):
    """All that shapes one index, but for its passages."""

    content_hash: str
    base: str | None
    model: str
    tokeniser: str
    user_words: tuple[str, ...]
    trade: str
    format: int


def knows_index(session: Session, content_hash: str) -> bool:
    """Whether the archive holds this index."""
    held = select(ArchivedIndexRow.content_hash).where(ArchivedIndexRow.content_hash == content_hash)
    return session.scalar(held) is not None


def index_of(session: Session, content_hash: str) -> ArchivedIndex | None:
    """An index by its content hash."""
    row = session.get(ArchivedIndexRow, content_hash)
    if row is None:
        return None
    return value_of(ArchivedIndex, row)


def numbers_of(session: Session, content_hash: str) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The numbers of an index's own passages in their order, and the rows of its base that are hidden."""
    query = select(ArchivedIndexRow.passages, ArchivedIndexRow.hidden)
    passages, hidden = session.execute(query.where(ArchivedIndexRow.content_hash == content_hash)).one()
    return _unpacked(passages), _unpacked(hidden)


def add_index(
    session: Session, index: ArchivedIndex, numbers: NDArray[np.int64], hidden: NDArray[np.int64], at: datetime
) -> None:
    """Keep an index."""
    facts = index.model_dump() | {"user_words": list(index.user_words)}
    row = {**facts, "passages": _packed(numbers), "hidden": _packed(hidden), "archived_at": at}
    _add(session, ArchivedIndexRow, row)


def keep_passages(
    session: Session, keys: Sequence[bytes], ids: Sequence[str], lines: Sequence[bytes], free: int
) -> tuple[list[int], int]:
    """The numbers of passages, and how many the archive lacked; these get the numbers from ``free`` on.

    What was struck and is published again is filled anew. The caller archives alone (:func:`alone`).
    """
    known: dict[bytes, int] = {}
    gone: set[bytes] = set()
    for some in _chunks(keys) if free > 1 else ():
        query = select(ArchivedPassageRow.key, ArchivedPassageRow.number, ArchivedPassageRow.struck_at)
        for key, number, struck_at in session.execute(query.where(ArchivedPassageRow.key.in_(some))):
            known[key] = number
            if struck_at is not None:
                gone.add(key)
    rows: list[dict[str, Any]] = []
    for key, passage_id, line in zip(keys, ids, lines, strict=True):
        if key in gone:
            again = update(ArchivedPassageRow).where(ArchivedPassageRow.number == known[key])
            session.execute(again.values(content=_packed_line(line), struck_at=None))
        elif key not in known:
            known[key] = free + len(rows)
            content = _packed_line(line)
            rows.append({"number": known[key], "key": key, "passage_id": passage_id, "content": content})
    if rows:
        session.execute(insert(cast(Table, ArchivedPassageRow.__table__)), rows)
    return [known[key] for key in keys], len(rows) + len(gone)


def alone(session: Session) -> int:
    """Hold the archive until the transaction ends, so that numbers are given once; the first free number."""
    hold_alone(session, _LOCK)
    return (session.scalar(select(func.max(ArchivedPassageRow.number))) or 0) + 1


def lines_of(session: Session, numbers: Sequence[int]) -> list[bytes | None]:
    """The lines of passages by number, in the order asked for; ``None`` for one that was struck."""
    held: dict[int, bytes | None] = {}
    for some in _chunks(numbers):
        query = select(ArchivedPassageRow.number, ArchivedPassageRow.content)
        for number, content in session.execute(query.where(ArchivedPassageRow.number.in_(some))):
            held[number] = None if content is None else _line(content)
    return [held.get(number) for number in numbers]


def lines_with(session: Session, ids: Sequence[str]) -> list[tuple[int, bytes]]:
    """Number and line of every passage that ever had one of these ids, but for those that were struck."""
    found: list[tuple[int, bytes]] = []
    for some in _chunks(ids):
        query = select(ArchivedPassageRow.number, ArchivedPassageRow.content)
        for number, content in session.execute(query.where(ArchivedPassageRow.passage_id.in_(some))):
            if content is not None:
                found.append((number, _line(content)))
    return found


def struck(session: Session) -> dict[int, str]:
    """The passages whose content was struck: number → id."""
    query = select(ArchivedPassageRow.number, ArchivedPassageRow.passage_id)
    found = session.execute(query.where(ArchivedPassageRow.struck_at.is_not(None)))
    return {row.number: row.passage_id for row in found}


def strike(session: Session, passage_id: str, at: datetime) -> int:
    """Remove the content of every passage that ever had this id; how many."""
    which = (ArchivedPassageRow.passage_id == passage_id, ArchivedPassageRow.content.is_not(None))
    count = session.scalar(select(func.count()).select_from(ArchivedPassageRow).where(*which)) or 0
    session.execute(
        update(ArchivedPassageRow).where(*which).values(content=None, struck_at=at),
        execution_options={"synchronize_session": False},
    )
    return count


def remove_expert(session: Session, expert_id: str) -> bool:
    """Take a person out of the pool; whether there was one."""
    there = session.scalar(select(ExpertRow.id).where(ExpertRow.id == expert_id)) is not None
    session.execute(
        delete(ExpertRow).where(ExpertRow.id == expert_id), execution_options={"synchronize_session": False}
    )
    return there


def knows_trade(session: Session, digest: str, model: str) -> bool:
    """Whether the archive holds this knowledge compiled for this model."""
    query = select(ArchivedTradeRow.digest).where(ArchivedTradeRow.digest == digest, ArchivedTradeRow.model == model)
    return session.scalar(query) is not None


def trade_of(session: Session, digest: str, model: str) -> bytes | None:
    """Compiled knowledge as :mod:`kb.trade.keeping` wrote it."""
    row = session.get(ArchivedTradeRow, (digest, model))
    return None if row is None else zlib.decompress(row.content)


def add_trade(session: Session, digest: str, model: str, content: bytes) -> None:
    """Keep compiled knowledge."""
    _add(session, ArchivedTradeRow, {"digest": digest, "model": model, "content": zlib.compress(content, 1)})


def _add(session: Session, entity: type[Base], row: dict[str, Any]) -> None:
    session.execute(insert(cast(Table, entity.__table__)), [row])


def _packed_line(line: bytes) -> bytes:
    packing = _PACKING.copy()
    return packing.compress(line) + packing.flush()


def _line(content: bytes) -> bytes:
    return zlib.decompressobj(zdict=_COMMON).decompress(content)


def _packed(numbers: NDArray[np.int64]) -> bytes:
    """Differences, compressed: rows of one annex were archived one after the other."""
    return zlib.compress(np.diff(numbers, prepend=0).astype("<i8").tobytes())


def _unpacked(data: bytes) -> NDArray[np.int64]:
    return np.cumsum(np.frombuffer(zlib.decompress(data), "<i8"), dtype=np.int64)


def _chunks(values: Sequence[_T]) -> Iterator[Sequence[_T]]:
    return (values[start : start + _AT_ONCE] for start in range(0, len(values), _AT_ONCE))
