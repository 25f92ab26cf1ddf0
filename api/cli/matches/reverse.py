"""``docking reverse``: a result, a capability or an expert in, open demands with reasons out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.options import AsJson, Language

if TYPE_CHECKING:
    from matcher.reverse.finding import DemandList


def reverse(
    text: Annotated[str | None, typer.Option("--text", help="成果的文字 / what the result is")] = None,
    title: Annotated[str, typer.Option("--title", help="成果名称 / title of the result")] = "",
    capability: Annotated[str | None, typer.Option("--capability", help="能力编号 / capability id")] = None,
    expert: Annotated[str | None, typer.Option("--expert", help="专家编号 / expert id")] = None,
    top: Annotated[int, typer.Option(help="列出多少个 / how many", min=1, max=200)] = 10,
    min_score: Annotated[float, typer.Option(help="最低分 / minimum score", min=0, max=1)] = 0.1,
    as_json: AsJson = False,
    lang: Language = None,
) -> None:
    """Find the open, published demands that an offer could serve. Nothing is stored."""
    from api.cli.printing import emit, language
    from api.matching.reversing import answer_of, find_for_offer, points_of
    from api.wiring import open_house
    from foundation.actors import OPERATOR

    with open_house() as house:
        found = find_for_offer(house, text, title, capability, expert, top, points_of(min_score) or 0, OPERATOR)
        if as_json:
            emit(answer_of(found, language()).model_dump(mode="json"))
        else:
            show(found)


def show(found: DemandList) -> None:
    """Demands with their reasons, as a person reads them."""
    from api.cli.printing import language, say
    from matcher.matchlist import shown_score

    if not found.demands:
        say(
            "{searched} 条公开的需求里没有合适的。订阅以后，有新的会通知：docking subscriptions add",
            searched=found.searched,
        )
        return
    spoken = language()
    for rank, one in enumerate(found.demands, start=1):
        typer.echo(f"\n{rank}. {one.demand.title}   {shown_score(one.score)}   {one.demand.id}")
        typer.echo(f"   {one.demand.text[:120]}")
        for reason in one.reasons[:3]:
            typer.echo(f"       {reason.text(spoken)}")
