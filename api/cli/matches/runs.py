"""``docking match replay``, ``diff``, ``runs``: a stored run done again, compared with another, and which there are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.options import AsJson, Language

if TYPE_CHECKING:
    from matcher.kept_run import RunHead
    from matcher.replay.diff import RunDiff
    from matcher.replay.run_again import Replay

SHOWN = 20

RunId = Annotated[str, typer.Argument(help="匹配编号 / run id")]


def install(app: typer.Typer) -> None:
    """Put the commands into their group."""
    app.command("replay", help="按当时的输入和索引重做一次，逐字节比对 / do a run again, byte for byte")(replay)
    app.command("diff", help="两次匹配有什么不同，名次因此怎样变了 / what changed between two runs")(diff)
    app.command("runs", help="一条需求有哪几次匹配 / the runs of a demand")(runs)
    app.command("demand", help="给一条需求找中心，列入评审 / match a demand and put the best up for review")(for_demand)


def for_demand(
    demand: Annotated[str, typer.Argument(help="需求编号 / demand id")], as_json: AsJson = False, lang: Language = None
) -> None:
    """The run is stored; its candidates wait for a coordinator under ``docking review``."""
    from api.cli.matches.matching import show
    from api.cli.printing import emit, say
    from api.matching.finding import match_demand, teams_of, texts_of
    from api.wiring import open_house
    from foundation.actors import OPERATOR

    with open_house() as house:
        run, outcome = match_demand(house, OPERATOR, demand)
        teams = teams_of(outcome)
        if not as_json:
            show(outcome.found, texts_of(house, outcome.found, teams.values()), teams=teams, outcome=outcome)
    if as_json:
        emit(run.model_dump(mode="json"))
        return
    say("候选 {count} 家，等协调员评审：docking review show {demand}", count=len(run.candidates), demand=demand)


def replay(
    run: Annotated[str | None, typer.Argument(help="匹配编号 / run id")] = None,
    every: Annotated[
        bool, typer.Option("--all", help="重放全部，并核对审计链 / all runs, and the audit chain")
    ] = False,
    as_json: AsJson = False,
    lang: Language = None,
) -> None:
    """Exit code 0 when the bytes are the same; 1 when they differ, were altered, or cannot be replayed."""
    from collections import Counter

    from api.cli.printing import emit, say, tell
    from api.matching.replaying import replay_all, replay_run
    from api.wiring import open_house
    from foundation.audit import verify
    from foundation.errors import InvalidInput

    if (run is None) != every:
        raise InvalidInput("replay_what", "请写一个匹配编号，或用 --all 重放全部", field="run")
    with open_house() as house:
        if run is not None:
            found = replay_run(house, run)
            tell(found, as_json, _show)
            raise typer.Exit(0 if found.verdict == "equal" else 1)
        with house.reading() as session:
            broken = verify(session)
        counted: Counter[str] = Counter()
        told = []
        for found in replay_all(house):
            counted[found.verdict] += 1
            told.append(found)
            if not as_json and found.verdict != "equal":
                _show(found)
    if as_json:
        emit({"counts": dict(counted), "audit": broken, "runs": [one.model_dump(mode="json") for one in told]})
    else:
        names = ("equal", "differs", "tampered", "refused")
        say(
            "重放 {all} 次：相同 {equal}，不同 {differs}，被改动 {tampered}，不能重放 {refused}",
            all=len(told),
            **{name: counted[name] for name in names},
        )
        typer.echo(broken) if broken else say("审计链完整")
    raise typer.Exit(1 if broken or counted.total() != counted["equal"] else 0)


def _show(found: Replay) -> None:
    """One run in a line or two, and the first difference."""
    from api.cli.printing import language

    mark = {"equal": "✔", "differs": "✘", "tampered": "✘", "refused": "！"}[found.verdict]
    said = "；".join(one.text(language()) for one in found.says)
    code = f"  [{found.code}]" if found.code else ""
    typer.echo(f"{mark} {found.run_id}  {said}{code}")
    if found.difference is not None:
        typer.echo(f"    {found.difference.path or '/'}")
        typer.echo(f"    - {found.difference.then}")
        typer.echo(f"    + {found.difference.now}")


def diff(before: RunId, after: RunId, as_json: AsJson = False, lang: Language = None) -> None:
    """What went in differently, which rows of the index changed, and who moved from where to where."""
    from api.cli.printing import tell
    from api.matching.replaying import diff_runs
    from api.wiring import open_house

    with open_house() as house:
        found = diff_runs(house, before, after)
        tell(found, as_json, _show_diff)


def _show_diff(found: RunDiff) -> None:
    from api.cli.printing import language, say, words

    spoken = language()
    if found.is_same:
        say("两次匹配没有不同")
    titles = words("有什么不同："), words("附表的变化："), words("名次的变化：")
    told = ([one.says for one in every] for every in (found.changes, found.rows, found.moves))
    for title, every in zip(titles, told, strict=True):
        if every:
            typer.echo(title)
        for says in every[:SHOWN]:
            typer.echo(f"  {says.text(spoken)}")
        if len(every) > SHOWN:
            say("  … 另有 {more} 处，用 --json 看全部", more=len(every) - SHOWN)
    for note in found.notes:
        typer.echo(note.text(spoken))


def runs(
    demand: Annotated[str, typer.Argument(help="需求编号 / demand id")], as_json: AsJson = False, lang: Language = None
) -> None:
    """Oldest first, each with the index and the digest it was stored under."""
    from api.cli.printing import tell_each, words
    from api.matching.replaying import runs_of
    from api.wiring import open_house

    with open_house() as house:
        found = runs_of(house, demand)
    tell_each(found, as_json, _show_head, none=words("这条需求还没有匹配过"))


def _show_head(one: RunHead) -> None:
    from api.cli.printing import say

    say(
        "{run}  {at}  索引 {index}  结果 {digest}",
        run=one.id,
        at=one.created_at.isoformat(timespec="seconds"),
        index=one.index_identity[:16],
        digest=one.payload_digest[:16],
    )
