"""Targets and demands from JSON lines, ranked into a run file."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from api.jsonl import flat, records
from intake.reading.record import read_draft
from kb.passages import Passage
from kb.snapshot import build_snapshot
from matcher.matchlist import shown_score
from matcher.searching import SnapshotSearch, find
from matcher.service import wanted_of

if TYPE_CHECKING:
    from kb.embedding import Embedder
    from kb.trade.compiled import Trade

CAPABILITY_KEYS = {
    "product": "product",
    "parameter": "parameter",
    "standards": "standards",
    "equipment": "equipment",
    "limit": "limit",
    "text": "body",
}
EXPERT_KEYS = {"title": "title", "field": "field", "directions": "directions", "text": "body"}


def passages_from(capabilities: Path | None, experts: Path | None) -> list[Passage]:
    """Every line of both files as a passage; keys that are not known are passed over."""
    kinds: tuple[tuple[Path | None, Literal["capability", "expert"], Mapping[str, str]], ...] = (
        (capabilities, "capability", CAPABILITY_KEYS),
        (experts, "expert", EXPERT_KEYS),
    )
    return [
        Passage(id=str(record["id"]), kind=kind, fields=_fields(record, keys))
        for path, kind, keys in kinds
        if path is not None
        for record in records(path, "id", "text")
    ]


def rank_files(
    passages: Sequence[Passage],
    demands: Path,
    run: Path,
    embedder: Embedder,
    trade: Trade,
    day: date,
    depth: int,
    progress: Callable[[int, int], None],
) -> int:
    """Write ``demand<TAB>target<TAB>score`` lines, best first, ``depth`` a demand; the number of demands."""
    index = SnapshotSearch(build_snapshot(passages, embedder, trade=trade))
    asked = list(records(demands, "id", "text"))
    with run.open("w", encoding="utf-8") as out:
        for done, record in enumerate(asked, start=1):
            title, text = flat(record.get("title")), str(record["text"])
            wanted = wanted_of(read_draft(title, text), text, title, day)
            for hit in find(wanted, index, embedder, depth).hits:
                out.write(f"{record['id']}\t{hit.passage_id}\t{shown_score(hit.score, 6)}\n")
            progress(done, len(asked))
    return len(asked)


def _fields(record: Mapping[str, object], keys: Mapping[str, str]) -> dict[str, str]:
    return {field: text for key, field in keys.items() if (text := flat(record.get(key)).strip())}
