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


GOLDEN = Path(__file__).resolve().parents[2] / "tests" / "golden" / "matching"


@app.command("matching", help="量一量匹配得好不好；给出文件时只写 run 文件 / measure matching, or rank given files")
def matching(
    capabilities: Annotated[Path | None, typer.Option(help="能力 JSONL：{id, text, …}", **_FILE)] = None,
    experts: Annotated[Path | None, typer.Option(help="专家 JSONL：{id, text, …}", **_FILE)] = None,
    demands: Annotated[Path | None, typer.Option(help="需求 JSONL：{id, title?, text}", **_FILE)] = None,
    run: Annotated[Path | None, typer.Option(help="结果：demand_id<TAB>target_id<TAB>score", dir_okay=False)] = None,
    graded: Annotated[Path, typer.Option("--set", help="评分集目录 / graded set", file_okay=False)] = GOLDEN,
    depth: Annotated[int, typer.Option(help="每条需求写多少个目标 / targets per demand", min=1, max=1000)] = 50,
    held: Annotated[bool, typer.Option("--held", help="也量封存的第三份 / also the shut part")] = False,
    as_json: AsJson = False,
    lang: Language = None,
) -> None:
    """Without files: nDCG@10 and Recall@50 on the graded set beside plain text searches, by industry, part by part.

    With --demands and --run: match every demand against exactly these targets, best first, ``depth`` per demand. The
    same reading, indexing and matching code as the service runs here, over an index that is thrown away after.
    """
    if demands is not None or run is not None or capabilities is not None or experts is not None:
        if demands is None or run is None or (capabilities is None and experts is None):
            raise typer.BadParameter("--demands, --run, --capabilities / --experts")
        _rank_files(capabilities, experts, demands, run, depth, as_json)
    else:
        _measure(graded, held, as_json)


READING = Path(__file__).resolve().parents[2] / "tests" / "golden" / "intake" / "reading.jsonl"


@app.command("intake", help="量一量需求读得好不好 / how well demands are read, without a model")
def intake(
    gold: Annotated[Path, typer.Option("--gold", help="人读出的结果 / what a person reads, JSONL", **_FILE)] = READING,
    held: Annotated[bool, typer.Option("--held", help="量封存的那一份 / the shut part instead")] = False,
    as_json: AsJson = False,
    lang: Language = None,
) -> None:
    """By field: how often the rules read what a careful person reads, and what they read where nothing was said."""
    from api.bench.intake import measure_reading, read_gold
    from api.cli.bench_tables import show_reading
    from api.cli.printing import tell

    split = "held" if held else "dev"
    chosen = [one for one in read_gold(gold, with_held=held) if one.split == split]
    report = measure_reading(chosen, split)
    tell(report, as_json, show_reading)


def _rank_files(
    capabilities: Path | None, experts: Path | None, demands: Path, run: Path, depth: int, as_json: bool
) -> None:
    from api.bench.files import passages_from, rank_files
    from api.cli.printing import emit, progress, say
    from foundation.clock import SystemClock, today
    from foundation.settings import read_settings
    from kb.compiled_once import compiled_once
    from kb.embedding import open_embedder

    settings = read_settings()
    embedder = open_embedder(settings.embedder, settings.embedder_device)
    trade = compiled_once(settings.knowledge_folders, embedder, settings.compiled_dir)
    passages = passages_from(capabilities, experts)
    with progress("matching") as update:
        count = rank_files(passages, demands, run, embedder, trade, today(SystemClock()), depth, update)
    facts = {"demands": count, "targets": len(passages), "file": str(run)}
    if as_json:
        emit(facts)
    else:
        say("{demands} 条需求 × {targets} 个目标，结果写入 {file}", **facts)


def _measure(graded: Path, held: bool, as_json: bool) -> None:
    from api.bench.report import measure
    from api.cli.bench_tables import show
    from api.cli.printing import progress, tell
    from foundation.clock import SystemClock, today
    from foundation.settings import read_settings
    from kb.compiled_once import compiled_once
    from kb.embedding import open_embedder

    settings = read_settings()
    embedder = open_embedder(settings.embedder, settings.embedder_device)
    trade = compiled_once(settings.knowledge_folders, embedder, settings.compiled_dir)
    with progress("matching") as update:
        report = measure(graded, embedder, trade, today(SystemClock()), progress=update, with_held=held)
    tell(report, as_json, show)
