"""``docking match gaps``: what enterprises asked for and no centre may or can do (S2-05)."""

from __future__ import annotations

from typing import Annotated

import typer

from api.cli.options import AsJson, Language
from matcher.doubt.gap_totals import GapKey


def install(app: typer.Typer) -> None:
    """Put the command into its group."""
    app.command("gaps", help="没有中心能做的需求，按项目、行业、地区或年份 / what no centre can do")(gaps)


def gaps(
    by: Annotated[GapKey, typer.Option("--by", help="按什么汇总 / counted by")] = "parameter",
    as_json: AsJson = False,
    lang: Language = None,
) -> None:
    """Counted, most demands first, by plain names; with ``--json`` by their keys, and every gap too."""
    from api.cli.matches.gap_names import names_of
    from api.cli.printing import emit, language, say
    from api.wiring import open_house
    from matcher.doubt.gap_store import demand_gaps
    from matcher.doubt.gap_totals import totals

    with open_house() as house, house.reading() as session:
        found = demand_gaps(session)
    counted, demands = totals(found, by), len({gap.demand_id for gap in found})
    if as_json:
        every = [gap.model_dump(mode="json") for gap in found]
        emit({"demands": demands, "totals": [one.model_dump() for one in counted], "gaps": every})
        return
    if not found:
        say("没有登记能力缺口")
        return
    say("登记的能力缺口：{gaps} 项，来自 {demands} 条需求", gaps=len(found), demands=demands)
    plain = names_of(by, language())
    for one in counted:
        typer.echo(f"   {one.demands:>4}  {plain(one.name) if one.name else '—'}")
