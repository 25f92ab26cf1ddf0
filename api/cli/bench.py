"""``docking bench``: the service's own matching, run over files."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from api.cli.options import AsJson, Language

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None)

_FILE = {"exists": True, "dir_okay": False, "readable": True}


@app.callback()
def group() -> None:
    """Measure on given data."""


@app.command("matching", help="每条需求对所有目标排序，写成 run 文件 / rank all targets for each demand")
def matching(
    capabilities: Annotated[Path, typer.Option(help="能力 JSONL：{id, text, …}", **_FILE)],
    experts: Annotated[Path, typer.Option(help="专家 JSONL：{id, text, …}", **_FILE)],
    demands: Annotated[Path, typer.Option(help="需求 JSONL：{id, title?, text}", **_FILE)],
    run: Annotated[Path, typer.Option(help="结果：demand_id<TAB>target_id<TAB>score", dir_okay=False)],
    depth: Annotated[int, typer.Option(help="每条需求写多少个目标 / targets per demand", min=1, max=1000)] = 50,
    as_json: AsJson = False,
    lang: Language = None,
) -> None:
    """Match every demand against exactly these targets, best first, ``depth`` per demand.

    The same reading, indexing and matching code as the service runs here, over an index that is thrown away after.
    """
    from api.cli.jsonl import flat, records
    from api.cli.printing import emit, progress, say
    from foundation.clock import SystemClock, today
    from foundation.settings import read_settings
    from intake.reading.record import read_draft
    from kb.embedding import open_embedder
    from kb.passages import Passage
    from kb.snapshot import build_snapshot
    from matcher.searching import SnapshotSearch, find
    from matcher.service import wanted_of

    passages = [
        Passage(id=str(r["id"]), kind="capability", fields=_fields(r, CAPABILITY_KEYS))
        for r in records(capabilities, "id", "text")
    ]
    passages += [
        Passage(id=str(r["id"]), kind="expert", fields=_fields(r, EXPERT_KEYS)) for r in records(experts, "id", "text")
    ]
    settings, day = read_settings(), today(SystemClock())
    embedder = open_embedder(settings.embedder, settings.embedder_device)
    index = SnapshotSearch(build_snapshot(passages, embedder))
    asked = list(records(demands, "id", "text"))
    with run.open("w", encoding="utf-8") as out, progress("matching") as update:
        for done, record in enumerate(asked, start=1):
            title, text = flat(record.get("title")), str(record["text"])
            wanted = wanted_of(read_draft(title, text), text, title, day)
            found = find(wanted, index, embedder, depth)
            for hit in found.hits:
                out.write(f"{record['id']}\t{hit.passage_id}\t{hit.score / 1_000_000:.6f}\n")
            update(done, len(asked))
    facts = {"demands": len(asked), "targets": len(passages), "file": str(run)}
    if as_json:
        emit(facts)
    else:
        say("{demands} 条需求 × {targets} 个目标，结果写入 {file}", **facts)


CAPABILITY_KEYS = {
    "product": "product",
    "parameter": "parameter",
    "standards": "standards",
    "equipment": "equipment",
    "limit": "limit",
    "text": "body",
}
EXPERT_KEYS = {"title": "title", "field": "field", "directions": "directions", "text": "body"}


def _fields(record: dict[str, object], keys: dict[str, str]) -> dict[str, str]:
    from api.cli.jsonl import flat as words

    return {field: text for key, field in keys.items() if (text := words(record.get(key)).strip())}
