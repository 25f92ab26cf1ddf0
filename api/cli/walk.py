"""The demonstration's walk, printed as it happens: hear, match, review, serve, grade."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from api.cli.printing import language, say, words
from foundation.language import translate

if TYPE_CHECKING:
    from collections.abc import Mapping

    from api.wiring import House
    from engagement.record import Engagement
    from evaluation.store import StoredAssessment
    from intake.demand import Demand
    from intake.dialogue import Reply
    from kb.demonstration import World
    from kb.provider import Centre
    from matcher.task_matches import TaskMatches
    from matcher.team_proposal import TeamProposal

MOST_TURNS = 3
SHOWN_ROWS = 3
LEVEL_LABELS = {"public": "公开", "internal": "内部", "secret": "商密"}


def walk(house: House, world: World) -> dict[str, object]:
    """The whole way of the world's main demand; what came of it, by id."""
    from api.projects.journey import grade, serve

    say("Docking 对接 · 一条难题的全程（机构、人员、数据都是虚构的示范）")
    demand = _hear(house, world)
    opened, centre = _match(house, demand)
    _heading("四", "协议、项目组、评审、服务、验收（江苏规范图 1 的八步）")
    closed = serve(house, opened, centre, _tell)
    _judgements(closed)
    stored, archived = grade(house, closed, demand, centre)
    _stars(house, centre, stored)
    results = stored.assessment.results
    return {
        "demand": demand.id,
        "match": opened.match_id,
        "centre": centre.id,
        "engagement": closed.id,
        "state": archived.state,
        "verdict": closed.verdict().outcome,
        "assessment": stored.envelope.id,
        "total": results.total,
        "stars": results.stars,
    }


def _heading(number: str, title: str) -> None:
    typer.echo("")
    typer.echo(f"{translate(number, language())} · {words(title)}")


def _quote(who: str, text: str) -> None:
    typer.echo(f"  {words(who)}：{text}")


def _hear(house: House, world: World) -> Demand:
    from api.projects.journey import enterprise, script
    from intake.service import confirm_demand, start_conversation
    from intake.service import say as say_in

    main = next(demand for demand in world.demands if demand.id == world.main_demand_id)
    answers = script()["answers"]
    _heading("一", "需求提出：企业用自己的话说")
    with house.working(enterprise()) as work:
        conversation = start_conversation(work)
    text = f"{main.title}。{main.text}"
    for _turn in range(MOST_TURNS):
        _quote("企业", text)
        with house.working(enterprise()) as work:
            said = say_in(work, conversation.id, text, house.reader_for(conversation))
        conversation = said.conversation
        for line in said.reply.sentences:
            _quote("对接", line.text(language()))
        _understood(said.reply)
        if said.reply.asks is None or (said.reply.is_complete and said.reply.asks not in answers):
            break
        text = answers.get(said.reply.asks, "不知道")
    with house.working(enterprise()) as work:
        demand = confirm_demand(work, conversation.id)
    _heading("二", "需求确认，凝练为可公布的版本（不含名称和联系方式）")
    say("  题目：{title}", title=demand.title)
    for label, value in _facts(demand):
        typer.echo(f"  {words(label)}：{value}")
    say("  密级：{level}；每个值都指向原话的位置", level=words(LEVEL_LABELS[demand.level]))
    say("  凝练：{text}", text=demand.condensed.replace("\n", " "))
    return demand


def _facts(demand: Demand) -> list[tuple[str, str]]:
    from api.labels import label
    from intake.fields import FIELDS

    draft = demand.draft
    return [
        (label(field), "、".join(draft.values(field))) for field in FIELDS if field != "title" and draft.values(field)
    ]


def _understood(reply: Reply) -> None:
    from api.labels import FIELD_LABELS, label

    for found in reply.understood:
        if found.field not in FIELD_LABELS or found.field == "title":
            continue
        typer.echo(f"      {words(label(found.field))}：{found.value}   ← “{found.quote}”")


def _match(house: House, demand: Demand) -> tuple[Engagement, Centre]:
    from api.cli.matches.matching import show
    from api.matching.finding import match_demand, teams_of, texts_of
    from api.projects.journey import COORDINATOR, reviewed
    from foundation.clock import today
    from kb.service import find_centre
    from matcher.service import wanted_of
    from matcher.tasks import decompose

    _heading("三", "匹配：谁能做，为什么；协调员评审")
    tasks = decompose(wanted_of(demand.draft, demand.text, demand.title, today(house.clock)))
    route = " → ".join(f"{task.service}（{task.purpose.text(language())}）" for task in tasks)
    say("  任务路线：{route}", route=route)
    run, outcome = match_demand(house, COORDINATOR, demand.id)
    found, teams = outcome.found, teams_of(outcome)
    names = texts_of(house, found, teams.values())
    show(found, names, most=SHOWN_ROWS, teams=teams, outcome=outcome)
    best = run.candidates[0]
    if best.centre_id in teams:
        _propose(teams[best.centre_id], names)
    _sum(found)
    opened = reviewed(house, best)
    with house.reading() as session:
        centre = find_centre(session, opened.centre_id)
    say("  协调员接受了第 1 名：{centre}（依托单位：{host}）", centre=centre.name, host=centre.host.name)
    return opened, centre


def _propose(team: TeamProposal, names: Mapping[str, str]) -> None:
    """The team for the first centre: what each is there for, and what is still to settle."""
    from api.matching.teaming import team_answer

    told = team_answer(team, names, language())
    typer.echo("")
    say("  第 1 名的项目组建议（由中心确认后才成立）：")
    for member in told.members:
        typer.echo(f"      {member.role} {member.name}：{member.says}")
    for note in told.notes:
        typer.echo(f"      ! {note}")


def _sum(found: TaskMatches) -> None:
    """The first hit's score as a sum: contributions add up exactly."""
    from matcher.matchlist import shown_score

    first = found.whole.centres[0].rows[0]
    parts = sorted(first.contributions, key=lambda c: -c.points)[:4]
    rest = first.score - sum(part.points for part in parts)
    shown = " + ".join(f"{shown_score(part.points, 3)} {part.signal}" for part in parts)
    typer.echo("")
    say(
        "  第 1 行的得分 {score} = {parts} + {rest} 其余",
        score=shown_score(first.score, 3),
        parts=shown,
        rest=shown_score(rest, 3),
    )


def _tell(engagement: Engagement) -> None:
    """One line for each step: what was done, where it stands, who must act by when."""
    from engagement.profiles import profile

    entry = engagement.history[-1]
    process = profile(engagement.profile).process
    step = next((row.label for row in process.transitions if row.id == entry.row), words("由采纳的匹配开始"))
    due = words("{day} 前", day=engagement.due.date.isoformat()) if engagement.due else ""
    owner = f"{words('下一步')}：{_role(engagement)} {due}".rstrip() if _role(engagement) else ""
    typer.echo(f"  [{words(process.state(engagement.state).label)}] {translate(step, language())}   {owner}")


def _role(engagement: Engagement) -> str:
    from api.projects.turns import roles_in_words
    from engagement.turn import roles_on_turn

    return roles_in_words(roles_on_turn(engagement), language())


def _judgements(engagement: Engagement) -> None:
    for judgement in engagement.verdict().judgements:
        typer.echo(f"      {judgement.explanation.text(language())}")


def _stars(house: House, centre: Centre, stored: StoredAssessment) -> None:
    from evaluation.improvement.proposing import improvement_plan
    from evaluation.service import verify_stored
    from foundation.audit import head
    from foundation.audit import verify as verify_chain

    results = stored.assessment.results
    _heading("五", "评价：四要素加权，整数精确计算，一次舍入")
    for line in results.groups:
        if line.parent == "T":
            say(
                "  {id} {name} {score} × {weight} = {contribution}",
                id=line.id,
                name=line.name,
                score=line.score,
                weight=line.weight,
                contribution=line.contribution,
            )
    say("  T = {exact} → {total} → {label}", exact=results.exact, total=results.total, label=results.star_label)
    missing = "、".join(item.name for item in results.missing)
    if missing:
        say("  未评（不按零分计）：{missing}", missing=missing)
    plan = improvement_plan(stored.assessment, k=3)
    if plan is not None and plan.distance is not None:
        names = "、".join(option.name for option in plan.options)
        say(
            "  离{stars}星差 {distance} 分；最有效的三项：{names}",
            stars=plan.next_stars,
            distance=plan.distance,
            names=names,
        )
    with house.reading() as session:
        again = verify_stored(session, stored.envelope.id)
        broken, end = verify_chain(session), head(session)
    typer.echo(f"  {words('独立复算')}：{again.says.text(language())}")
    if broken is None:
        say("  审计链完整：{count} 条", count=end.sequence)
    else:
        typer.echo(f"  {broken}")
    typer.echo("")
