"""``docking match``: a text in, centres and experts with reasons out, and the route where it asks for several tasks.

Its sub-commands (:mod:`api.cli.matches.runs`) are about runs that are stored.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.options import AsJson, Language

if TYPE_CHECKING:
    from matcher.matchlist import Hit, MatchList
    from matcher.outcome import Outcome
    from matcher.task_matches import TaskMatches, TaskPart
    from matcher.team_proposal import TeamProposal

SHOWN_FOR_A_TASK = 2


app = typer.Typer(rich_markup_mode=None)


@app.callback(invoke_without_command=True)
def match(
    context: typer.Context,
    text: Annotated[str | None, typer.Option("--text", help="企业的原话 / the enterprise's words")] = None,
    title: Annotated[str, typer.Option("--title", help="题目，有的话 / its title, where it has one")] = "",
    top: Annotated[int, typer.Option(help="列出多少个 / how many", min=1, max=200)] = 10,
    planned_on: Annotated[
        datetime | None, typer.Option("--on", formats=["%Y-%m-%d"], help="计划日期，资质按这一天判断 / planned day")
    ] = None,
    as_json: AsJson = False,
    lang: Language = None,
) -> None:
    """Find the centres and experts for a text; where it asks for several tasks, for each too. Nothing is stored."""
    if context.invoked_subcommand is not None:
        return
    if text is None:
        context.fail("Missing option '--text'.")
    from api.cli.printing import emit, language
    from api.matching.answers import answer_of
    from api.matching.finding import propose_for_text, teams_of, texts_of
    from api.wiring import open_house

    with open_house() as house:
        day = planned_on.date() if planned_on else None
        outcome = propose_for_text(house, text, top=top, planned_on=day, title=title)
        found, teams = outcome.found, teams_of(outcome)
        names = texts_of(house, found, teams.values())
        if as_json:
            emit(answer_of(found, names, language(), top, teams, outcome).model_dump(mode="json"))
        else:
            show(found, names, teams=teams, outcome=outcome)


def show(
    found: TaskMatches,
    names: Mapping[str, str],
    most: int = 5,
    teams: Mapping[str, TeamProposal] | None = None,
    outcome: Outcome | None = None,
) -> None:
    """The route where there is one, centres with rows, reasons and team, then experts, as a person reads them."""
    from api.cli.printing import language, say
    from api.matching.quoting import told_reasons
    from api.matching.teaming import team_line
    from matcher.matchlist import shown_score
    from matcher.task_matches import tasks_of

    whole, finders = found.whole, found.finders()
    if not whole.hits:
        say("没有找到相近的能力。可以换个说法，写明产品和现象；或导入更多附表。")
        return
    if outcome is not None:
        _show_confidence(outcome)
    if found.parts:
        _show_route(found.parts, names)
    spoken = language()
    for centre in whole.centres[:most]:
        name = names.get(centre.provider_id, centre.provider_id)
        typer.echo(f"\n{centre.rank}. {name}   {shown_score(centre.score)}{_marked(tasks_of(centre, finders))}")
        for hit in centre.rows[:3]:
            tasks = _marked(finders.get(hit.passage_id, ()))
            law = hit.ruling.findings if hit.ruling is not None else ()
            first = f"   {law[0].text(spoken)}" if law else ""
            typer.echo(f"   {_mark(hit)} {hit.title}  {hit.detail}   {shown_score(hit.score)}{tasks}{first}")
            for reason in [*law[1:], *(one for one in told_reasons(hit) if one not in law)][:3]:
                typer.echo(f"       {reason.text(spoken)}")
        for gap in centre.missing[:3]:
            typer.echo(f"   ! {gap.text(spoken)}")
        if team := (teams or {}).get(centre.provider_id):
            say("   项目组建议：{line}", line=team_line(team, names, spoken))
    loose = [hit for hit in whole.hits if hit.kind == "capability" and hit.provider_id is None]
    if whole.experts:
        typer.echo("")
        say("专家：")
        for hit in whole.experts[:most]:
            tasks = _marked(finders.get(hit.passage_id, ()))
            typer.echo(f"   {names.get(hit.passage_id, hit.passage_id)}  {hit.title}   {shown_score(hit.score)}{tasks}")
    for hit in loose[:most]:
        typer.echo(f"   {hit.title}  {hit.detail}   {shown_score(hit.score)}")


def _show_confidence(outcome: Outcome) -> None:
    """How sure it is that somebody fits; where nobody does, what is missing, before what is only near."""
    from api.cli.printing import language, say
    from matcher.doubt.shown import hundredths

    if outcome.is_abstained:
        say("没有合适的中心。缺少的能力：")
        for gap in outcome.gaps:
            typer.echo(f"   ! {gap.says.text(language())}")
        say("下面是最接近的，只供参考，不作推荐：")
    elif outcome.confidence is not None:
        say("其中有中心能做的把握：{percent}%", percent=hundredths(outcome.confidence))


_MARKS = {"test": "✔", "check": "！", "method_development": "✘", "gap": "✘"}


def _mark(hit: Hit) -> str:
    """Offered as a test; to be checked first; not to be offered as one."""
    if hit.ruling is None:
        return "？"
    return "？" if hit.ruling.state == "unstated" else _MARKS[hit.ruling.way]


def _show_route(parts: tuple[TaskPart, ...], names: Mapping[str, str]) -> None:
    """The tasks in the order of the work: the words that ask for each, and the best that was found for it alone."""
    from api.cli.printing import language, say, words

    say("这里有 {count} 件事，按做事的先后，一件一件找：", count=len(parts))
    for part in parts:
        task = part.task
        said = "".join(f"“{one.quote}”" for one in task.said)
        arrow = "→" if task.order > 1 else " "
        typer.echo(f"\n{arrow} {task.order} {words(task.service)} · {task.purpose.text(language())}   ← {said}")
        for line in _best(part.found, names):
            typer.echo(f"      {line}")
    typer.echo("")
    say("合在一起看（①② 表示哪几件事也找到它）：")


def _best(found: MatchList, names: Mapping[str, str]) -> Iterator[str]:
    """The best centres of a task with what they can do, and its best experts; rows of nobody where there is neither."""
    from matcher.matchlist import shown_score

    for centre in found.centres[:SHOWN_FOR_A_TASK]:
        rows = "；".join(row.title for row in centre.rows[:SHOWN_FOR_A_TASK])
        yield f"{names.get(centre.provider_id, centre.provider_id)}   {shown_score(centre.score)}   {rows}"
    for hit in found.experts[:SHOWN_FOR_A_TASK]:
        yield f"{names.get(hit.passage_id, hit.passage_id)}   {shown_score(hit.score)}   {hit.title}"
    if not found.centres and not found.experts:
        for hit in found.hits[:SHOWN_FOR_A_TASK]:
            yield f"{hit.title}   {shown_score(hit.score)}"


def _marked(tasks: tuple[int, ...]) -> str:
    """Which tasks found it too: ``   ①②``."""
    return f"   {''.join(chr(ord('①') + task - 1) for task in tasks)}" if tasks else ""
