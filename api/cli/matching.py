"""``docking match``: a text in, centres and experts with reasons out."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.options import AsJson, Language

if TYPE_CHECKING:
    from matcher.matchlist import MatchList


def match(
    text: Annotated[str, typer.Option("--text", help="企业的原话 / the enterprise's words")],
    top: Annotated[int, typer.Option(help="列出多少个 / how many", min=1, max=200)] = 10,
    planned_on: Annotated[
        datetime | None, typer.Option("--on", formats=["%Y-%m-%d"], help="计划日期，资质按这一天判断 / planned day")
    ] = None,
    as_json: AsJson = False,
    lang: Language = None,
) -> None:
    """Find the centres and experts for a text. Nothing is stored."""
    from api.cli.printing import emit, language
    from api.finding import answer_of, find_for_text, texts_of
    from api.wiring import open_house

    house = open_house()
    try:
        found = find_for_text(house, text, top=top, planned_on=planned_on.date() if planned_on else None)
        if as_json:
            emit(answer_of(found, texts_of(house, found), language()).model_dump(mode="json"))
        else:
            show(found, texts_of(house, found))
    finally:
        house.close()


def show(found: MatchList, names: dict[str, str], most: int = 5) -> None:
    """Centres with their rows and reasons, then experts, as a person reads them."""
    from api.cli.printing import language, say
    from matcher.matchlist import shown_score

    if not found.hits:
        say("没有找到相近的能力。可以换个说法，写明产品和现象；或导入更多附表。")
        return
    spoken = language()
    for centre in found.centres[:most]:
        name = names.get(centre.provider_id, centre.provider_id)
        typer.echo(f"\n{centre.rank}. {name}   {shown_score(centre.score)}")
        for hit in centre.rows[:3]:
            mark = {"valid": "✔", "expired": "✘", "not_yet": "✘", "unstated": "？"}[hit.scope]
            typer.echo(f"   {mark} {hit.title}  {hit.detail}   {shown_score(hit.score)}")
            for reason in hit.reasons[:3]:
                typer.echo(f"       {reason.text(spoken)}")
        for gap in centre.missing[:3]:
            typer.echo(f"   ! {gap.text(spoken)}")
    loose = [hit for hit in found.hits if hit.kind == "capability" and hit.provider_id is None]
    if found.experts:
        typer.echo("")
        say("专家：")
        for hit in found.experts[:most]:
            typer.echo(f"   {names.get(hit.passage_id, hit.passage_id)}  {hit.title}   {shown_score(hit.score)}")
    for hit in loose[:most]:
        typer.echo(f"   {hit.title}  {hit.detail}   {shown_score(hit.score)}")
