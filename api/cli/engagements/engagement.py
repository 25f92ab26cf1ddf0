"""``docking engagement``: services in progress – list, show, do a step, give a link, read the log."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from api.cli.engagements import after as engagement_after
from api.cli.engagements import documents as engagement_documents
from api.cli.engagements import form as engagement_form
from api.cli.engagements import pack as engagement_pack
from api.cli.engagements import retention as engagement_retention
from api.cli.options import AsJson, Language
from api.cli.reviewing.person import By, person

if TYPE_CHECKING:
    from datetime import date

    from api.projects.engaging import EngagementShown
    from engagement.record import Engagement
    from foundation.actors import Actor

app = typer.Typer(no_args_is_help=True)

EngagementId = Annotated[str, typer.Argument(help="项目编号 / id of the engagement")]
As = Annotated[
    str | None,
    typer.Option(
        "--as",
        help="代谁录入，“角色:姓名”，如 host:李院长；角色 coordinator、enterprise、centre、host、reviewer"
        " / enter for somebody, ROLE:NAME",
    ),
]


@app.command("list")
def list_(
    owner: Annotated[str | None, typer.Option(help="由谁办理 / whose turn it is")] = None,
    centre: Annotated[str | None, typer.Option(help="中心编号 / id of the centre")] = None,
    role: Annotated[str | None, typer.Option(help="轮到哪一方 / the role whose turn it is")] = None,
    overdue: Annotated[bool, typer.Option("--overdue", help="只列逾期的 / only those overdue")] = False,
    limit: Annotated[int, typer.Option(help="最多几个 / how many", min=1, max=1000)] = 100,
    as_json: AsJson = False,
    lang: Language = None,
) -> None:
    """List what waits for whom until when, the most pressing first."""
    from api.cli.printing import console, emit, language, say, words
    from api.projects.turns import roles_in_words
    from api.wiring import open_house
    from engagement.service import list_open
    from foundation.clock import today

    with open_house() as house, house.reading() as session:
        found = list_open(
            session,
            today(house.clock),
            owner=owner,
            owner_role=role,  # type: ignore[arg-type]  # a role that nobody has finds nothing
            centre_id=centre,
            only_overdue=overdue,
            limit=limit,
        )
    if as_json:
        emit([one.model_dump(mode="json") for one in found])
        return
    if not found:
        say("现在没有进行中的项目。")
        return
    from rich.table import Table

    table = Table(*(words(name) for name in ("项目", "步骤", "轮到", "期限")))
    for one in found:
        role = roles_in_words(one.turn, language())
        due = str(one.due.date) if one.due else "—"
        late = f" ⚠ {words('逾期')}" if one.is_overdue else ""
        table.add_row(
            one.id, words(one.step), f"{role} {one.owner or ''}".strip() if len(one.turn) == 1 else role, due + late
        )
    console().print(table)


@app.command("show")
def show(
    engagement: EngagementId, as_: As = None, by: By = None, as_json: AsJson = False, lang: Language = None
) -> None:
    """Show one engagement: the steps, whose turn it is by when, what can be done now and what that waits for."""
    from api.cli.printing import language
    from api.projects import engaging
    from api.projects.reading import project_for
    from api.wiring import open_house
    from foundation.clock import today

    with open_house() as house:
        holder = person(house.settings, by)
        found = project_for(house, holder, engagement, "record")
        with house.reading() as session:
            told = engaging.show(house, session, found, _acting(holder, found, as_), language())
    _tell(told, as_json, today(house.clock))


@app.command("do")
def do(
    engagement: EngagementId,
    event: Annotated[str, typer.Argument(help="步骤，如 make_offer；show 列出现在能做的 / the step")],
    given: Annotated[
        list[str] | None, typer.Argument(help="字段=值，如 contacts.enterprise=王经理 / field=value")
    ] = None,
    version: Annotated[int, typer.Option(help="看到的是第几版 / the version that was looked at", min=1)] = ...,  # type: ignore[assignment]
    facts: Annotated[
        str | None, typer.Option(help="JSON 文件，- 为标准输入 / facts as JSON, - for standard input")
    ] = None,
    as_: As = None,
    by: By = None,
    as_json: AsJson = False,
    lang: Language = None,
) -> None:
    """Take one step. What it asks for comes as JSON or as field=value; a key with dots reaches inside."""
    from api.cli.engagements.facts import gathered
    from api.cli.printing import language
    from api.projects import engaging
    from api.projects.step_forms import read_facts
    from api.wiring import open_house
    from engagement.service import show_engagement
    from foundation.clock import today

    brought = read_facts(event, gathered(facts, given or []))
    with open_house() as house:
        holder = person(house.settings, by)
        with house.reading() as session:
            actor = _acting(holder, show_engagement(session, engagement), as_)
        with house.working(actor) as work:
            after = engaging.take(work, house, engagement, version, event, brought)
            told = engaging.show(house, work.session, after, actor, language())
    _tell(told, as_json, today(house.clock))


@app.command("link")
def link(
    engagement: EngagementId,
    role: Annotated[str | None, typer.Option(help="enterprise、centre、host、reviewer")] = None,
    person_: Annotated[str, typer.Option("--person", help="给谁 / for whom")] = "",
    reviewer: Annotated[str | None, typer.Option(help="评审人员在方案里的编号，同名时要写 / id in the panel")] = None,
    days: Annotated[int, typer.Option(help="有效天数 / days of validity", min=1, max=730)] = 180,
    revoke: Annotated[str | None, typer.Option(help="收回这个链接 / take this link back")] = None,
    by: By = None,
    as_json: AsJson = False,
    lang: Language = None,
) -> None:
    """Give a person of a party a link of their own, take one back, or list them all."""
    from api.cli.printing import emit, say
    from api.wiring import open_house
    from engagement.access.giving import issue_link, list_links, revoke_link

    with open_house() as house:
        holder = person(house.settings, by)
        if role is None and revoke is None:
            with house.reading() as session:
                links = list_links(session, holder, engagement)
            if as_json:
                emit([one.model_dump(mode="json") for one in links])
                return
            for one in links:
                state = (
                    "已收回"
                    if one.revoked_at
                    else "已用过"
                    if one.used_at
                    else "还有效"
                    if one.is_valid(house.clock.now())
                    else "已到期"
                )
                say(
                    "{link} {role} {person}，到 {day}，{state}",
                    link=one.id,
                    role=one.role if one.purpose == "party" else one.purpose,
                    person=one.person,
                    day=f"{one.expires_at:%Y-%m-%d}",
                    state=state,
                )
            return
        with house.working(holder) as work:
            if revoke is not None:
                ended = revoke_link(work, engagement, revoke)
                if as_json:
                    emit(ended.model_dump(mode="json"))
                    return
                say("已收回：{link}", link=ended.id)
                return
            issued = issue_link(work, engagement, role or "", person_, days, reviewer)  # type: ignore[arg-type]
        if as_json:
            emit({"link": issued.link.model_dump(mode="json"), "token": issued.token, "path": issued.path})
            return
        say("给 {person} 的链接，只显示这一次：{path}", person=issued.link.person, path=issued.path)


@app.command("log")
def log(engagement: EngagementId, by: By = None, as_json: AsJson = False, lang: Language = None) -> None:
    """Print the log: every step with who, when and where to, and whether the chain of hashes holds."""
    from api.cli.printing import emit, language, say, words
    from api.projects.reading import project_for
    from api.projects.step_forms import LABELS
    from api.wiring import open_house
    from engagement.log import chain_fault, log_digest
    from engagement.word import whose_word
    from foundation.clock import CHINA

    with open_house() as house:
        entries = project_for(house, person(house.settings, by), engagement, "log").history
    if as_json:
        emit([one.model_dump(mode="json", exclude_none=True) for one in entries])
        return
    for one in entries:
        label = words(LABELS.get(one.event, "开始项目"))
        why = f" · {one.facts.reason}" if one.facts.reason else ""
        who = f"{one.actor_name} ({one.actor_id})" if one.actor_name else one.actor_id
        typer.echo(f"{one.number:>3}  {one.at.astimezone(CHINA):%Y-%m-%d %H:%M}  {label}  {who}{why}")
        if (word := whose_word(one)) is not None:
            typer.echo(f"     {word.text(language())}")
    fault = chain_fault(entries)
    if fault is None:
        say("日志完整，摘要 {digest}", digest=log_digest(entries))
    else:
        say("日志从第 {number} 条起断了链", number=fault)
        raise typer.Exit(1)


def _acting(holder: Actor, engagement: Engagement, wished: str | None) -> Actor:
    """The holder of this machine, or the party for whom they enter something."""
    from typing import get_args

    from api.projects.engaging import as_party
    from engagement.access.link import PARTY_ROLES
    from foundation.actors import Role
    from foundation.errors import InvalidInput

    if wished is None:
        return holder
    role, _, name = wished.partition(":")
    if role not in (*PARTY_ROLES, "coordinator") or not name.strip():
        known_roles = "、".join(("coordinator", *PARTY_ROLES))
        raise InvalidInput(
            "as_not_valid",
            "请写成“角色:姓名”，角色是 {roles} 之一：{given}",
            field="as",
            given=wished,
            roles=known_roles,
        )
    known: Any = {one: one for one in get_args(Role)}
    return as_party(engagement, holder, known[role], name.strip())


def _tell(told: EngagementShown, as_json: bool, day: date) -> None:
    from api.cli.printing import emit, language, say
    from api.days import day_words

    if as_json:
        emit(told.model_dump(mode="json", exclude_none=True))
        return
    one, spoken = told.engagement, language()
    say("{id}（第 {version} 版）：{centre}（{host}）为{enterprise}服务", id=one.id, version=one.version,
        centre=told.centre, host=told.host, enterprise=one.enterprise)  # fmt: skip
    marks = {"done": "✔ ", "now": "▶ ", "todo": ""}
    typer.echo(" → ".join(marks[step.place] + step.label for step in told.steps))
    turn = told.turn
    if turn is not None:
        due = day_words(turn.due.date, day, spoken) if turn.due else "—"
        name = turn.name or (turn.who if turn.role == one.owner_role == "coordinator" else None)
        who = f"{turn.role_label}（{name}）" if name and len(turn.roles) == 1 else turn.role_label
        say("现在轮到：{role}，期限 {day}", role=who, day=due)
        for task in turn.tasks:
            typer.echo(f"  ▶ {task.role_label} · {task.label}")
    if one.offer is not None and told.offer_digest is not None:
        say(
            "方案与报价第 {round} 版：{price} 元，{day} 前完成，摘要 {digest}",
            round=len(one.offers), price=one.offer.price, day=one.offer.finish_by, digest=told.offer_digest,
        )  # fmt: skip
    if told.word is not None:
        typer.echo(told.word)
    if any(action.event == "make_offer" for action in told.actions):
        say("签约方是{host}：offer.party={id}", host=told.host, id=one.host_id)
    for action in told.actions:
        need = [*action.asks, *(["reason"] if action.needs_reason else [])]
        need += [f"code={'|'.join(code.code for code in action.codes)}"] if len(action.codes) > 1 else []
        mark = "·" if action.is_ready else "…"
        typer.echo(f"  {mark} {action.event}  {action.label}  {' '.join(need)}".rstrip())
        for refusal in action.waits_for:
            typer.echo(f"      {refusal}")


for _topic in (engagement_form, engagement_documents, engagement_pack, engagement_after, engagement_retention):
    _topic.add(app)
