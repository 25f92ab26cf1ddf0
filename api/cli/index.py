"""``docking index``: build it anew, or look at it."""

from __future__ import annotations

import typer

from api.cli.options import AsJson, Language

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None)


@app.callback()
def group() -> None:
    """The index."""


@app.command("refresh", help="只对有变化的内容重新计算，发布新一代索引 / embed what changed, publish a generation")
def refresh(as_json: AsJson = False, lang: Language = None) -> None:
    """Only changed passages are embedded; the old generation serves until the new one is whole."""
    from api.cli.printing import progress
    from api.wiring import open_house

    with open_house() as house:
        with progress("embedding") as update:
            house.refresh_index(update)
        _show(house, as_json)


@app.command("status", help="当前是第几代，有多少内容 / which generation, how much")
def status(as_json: AsJson = False, lang: Language = None) -> None:
    """Opens the current generation, which checks every file against its digest."""
    from api.wiring import open_house

    with open_house() as house:
        _show(house, as_json)


def _show(house: object, as_json: bool) -> None:
    from api.cli.printing import emit, language, say
    from api.wiring import House

    assert isinstance(house, House)
    snapshot = house.snapshot
    facts = {
        "generation": snapshot.generation,
        "passages": len(snapshot),
        "model": snapshot.model_identity,
        "content": snapshot.content_hash,
    }
    if as_json:
        emit(facts)
        return
    short = {**facts, "content": snapshot.content_hash[:16]}
    say("第 {generation} 代：{passages} 条，模型 {model}，内容 {content}", **short)
    for warning in snapshot.warnings:
        typer.echo(warning.text(language()))
