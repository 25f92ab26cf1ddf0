"""``docking intake``: what the rules (and a model, when there is one) read in a demand."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from api.cli.attaching import attach, tidy
from api.cli.options import AsJson, Language

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None)


@app.callback()
def group() -> None:
    """Read demands."""


@app.command("read", help="逐条读懂需求，写出字段、出处和还要问的问题 / read demands into fields with evidence")
def read(
    source: Annotated[Path, typer.Option("--input", exists=True, dir_okay=False, help="JSONL：{id, title?, text}")],
    output: Annotated[Path, typer.Option("--output", dir_okay=False, help="结果 JSONL")],
    as_json: AsJson = False,
    lang: Language = None,
) -> None:
    """One JSON line per demand; a value that the text does not state is null, never guessed."""
    from api.cli.printing import emit, progress, say
    from api.jsonl import flat, records
    from intake.reading.record import read_demand
    from intake.wording import refuse_state_secrets

    asked = list(records(source, "id", "text"))
    for number, record in enumerate(asked, start=1):  # before the first is written: all of a file or nothing
        for field in ("title", "text"):
            refuse_state_secrets(str(record.get(field) or ""), f"{field}[{number}]")
    with output.open("w", encoding="utf-8") as out, progress("reading") as update:
        for done, record in enumerate(asked, start=1):
            found = read_demand(str(record["id"]), flat(record.get("title")), str(record["text"]))
            out.write(json.dumps(found, ensure_ascii=False) + "\n")
            update(done, len(asked))
    facts = {"count": len(asked), "file": str(output)}
    if as_json:
        emit(facts)
    else:
        say("读了 {count} 条需求，结果写入 {file}", **facts)


app.command("attach", help="交一个附件，读出里面写的 / hand a file in and read it")(attach)
app.command("tidy", help="清理中断的上传留下的文件 / remove what interrupted uploads left")(tidy)
