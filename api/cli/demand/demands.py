"""``docking demand``: the coordinator's desk – list, review, release, answer, and what is due."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.demand import due as demands_due
from api.cli.demand import hotline_and_complaints as demands_cases
from api.cli.options import AsJson, Language

if TYPE_CHECKING:
    from intake.cares.care import Care
    from intake.demand import Demand

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None)
app.add_typer(demands_cases.hotline, name="hotline", help="热线：登记来电、查台账 / the hotline log")
app.add_typer(demands_cases.complaints, name="complaints", help="投诉：列出、答复、办结 / complaints")

app.command("take", help="由谁办理 / take a matter on")(demands_due.take)
app.command("postpone", help="延期，写明原因 / give more time")(demands_due.postpone)
app.command("close-talk", help="关闭没有说完的对话，写明答复 / close a talk that was left open")(demands_due.close_talk)

DemandId = Annotated[str, typer.Argument(help="需求编号 / demand id")]
Limit = Annotated[int, typer.Option(help="最多多少条 / at most", min=1, max=200)]


class ChannelName(StrEnum):
    """By which way a demand came in (S0-18)."""

    enterprise = "enterprise"
    association = "association"
    market_regulation = "market_regulation"
    science_department = "science_department"
    station = "station"
    hotline = "hotline"
    from_file = "import"


class AudienceName(StrEnum):
    """For whom a demand is released (B17)."""

    public = "public"
    association = "association"
    partner = "partner"
    parties = "parties"


class StepName(StrEnum):
    """A step of a demand's life."""

    dock = "dock"
    withdraw = "withdraw"
    lack = "lack"
    refuse = "refuse"
    complain = "complain"
    reopen = "reopen"
    unpublish = "unpublish"


@app.callback()
def group() -> None:
    """The coordinator's desk."""


@app.command("list", help="列出需求，可按状态、渠道、类别筛选 / list demands")
def list_(
    status: Annotated[list[str] | None, typer.Option(help="状态（可多次）/ state")] = None,
    channel: Annotated[ChannelName | None, typer.Option(help="渠道 / channel")] = None,
    demand_class: Annotated[
        str | None, typer.Option("--class", help="研发难点、工艺问题、质量分析、其他 / class")
    ] = None,
    limit: Limit = 50,
    as_json: AsJson = False,
    lang: Language = None,
) -> None:
    """Newest first."""
    from typing import cast, get_args

    from api.cli.printing import tell_each
    from api.wiring import open_house
    from foundation.errors import InvalidInput
    from intake.demand import STATUS_LABELS, DemandStatus
    from intake.fields import DemandClass
    from intake.service import list_demands

    if demand_class is not None and demand_class not in get_args(DemandClass):
        raise InvalidInput("demand_class_unknown", "没有这个类别：{name}", field="class", name=demand_class)
    for one in status or ():
        if one not in STATUS_LABELS:
            raise InvalidInput("demand_status_unknown", "没有这个状态：{name}", field="status", name=one)
    with open_house() as house:
        with house.reading() as session:
            found = list_demands(
                session,
                cast("tuple[DemandStatus, ...]", tuple(status or ())),
                limit=limit,
                channel=channel.value if channel else None,
                demand_class=cast("DemandClass | None", demand_class),
            )
        tell_each(found, as_json, _show)


@app.command("review", help="审核：凝练稿与原话对照，指出还会让人认出企业的地方 / review before a release")
def review_(demand_id: DemandId, as_json: AsJson = False, lang: Language = None) -> None:
    """The condensed version beside the raw words."""
    from api.cli.printing import emit, say, words
    from api.wiring import open_house
    from foundation.actors import OPERATOR
    from intake.audience import AUDIENCE_LABELS
    from intake.releasing.publishing import FIELD_LABELS, review

    with open_house() as house:
        with house.reading() as session:
            found = review(session, OPERATOR, demand_id)
        if as_json:
            emit(found.model_dump(mode="json"))
            return
        say("原话：{text}", text=f"{found.raw_title}\n{found.raw_text}".strip())
        say("凝练：{text}", text=f"{found.title}\n{found.text}".strip())
        for leak in found.leaks:
            say(
                "  ! {field}第 {start}–{end} 字：{kind}",
                field=words(FIELD_LABELS[leak.field]),
                start=leak.start + 1,
                end=leak.end,
                kind=words(leak.kind),
            )
        say(
            "版本 {version}，建议发布级别：{audience}",
            version=found.version,
            audience=words(AUDIENCE_LABELS[found.proposed_audience]),
        )


@app.command("release", help="发布审核过的文字；不写文字就发布凝练稿原样 / release exactly the reviewed text")
def release(
    demand_id: DemandId,
    audience: Annotated[AudienceName, typer.Option(help="发布级别 / for whom")],
    version: Annotated[int, typer.Option(help="审核时看到的版本 / the version that was reviewed", min=1)],
    title: Annotated[str | None, typer.Option(help="改过的题目 / edited title")] = None,
    text: Annotated[str | None, typer.Option(help="改过的正文 / edited text")] = None,
    as_json: AsJson = False,
    lang: Language = None,
) -> None:
    """Refused while anything in the text tells who asked."""
    from api.cli.printing import tell
    from api.wiring import open_house
    from foundation.actors import OPERATOR
    from intake.releasing.publishing import release_demand
    from intake.service import get_demand

    with open_house() as house:
        with house.working(OPERATOR) as work:
            seen = get_demand(work.session, demand_id)
            saved = release_demand(
                work,
                demand_id,
                seen.title if title is None else title,
                seen.condensed if text is None else text,
                audience.value,
                version,
                house.care_rules,
            )
        tell(saved, as_json, _show)


@app.command("step", help="办理一步：对接、撤回、答复、不受理、转投诉、重新办理、撤下 / one step of a demand's life")
def step(
    demand_id: DemandId,
    event: Annotated[StepName, typer.Argument(help="哪一步 / which step")],
    code: Annotated[str | None, typer.Option(help="原因代码（结束时必填）/ reason code")] = None,
    answer: Annotated[str | None, typer.Option(help="给企业的答复（结束时必填）/ answer for the enterprise")] = None,
    next_step: Annotated[str | None, typer.Option("--next", help="下一步怎么办（结束时必填）/ next step")] = None,
    reason: Annotated[str | None, typer.Option(help="重新办理、撤下的原因 / why")] = None,
    as_json: AsJson = False,
    lang: Language = None,
) -> None:
    """An end needs a reason code, an answer for the enterprise and a next step."""
    from api.cli.printing import tell
    from api.wiring import open_house
    from foundation.actors import OPERATOR
    from intake.living import step_demand

    with open_house() as house:
        with house.working(OPERATOR) as work:
            after = step_demand(work, demand_id, event.value, code, answer, next_step, reason, rules=house.care_rules)
        tell(after, as_json, _show)


@app.command("due", help="待办：先到期的在前 / what is due, soonest first")
def due(limit: Limit = 100, as_json: AsJson = False, lang: Language = None) -> None:
    """Open demands, complaints and talks, each with its owner and date."""
    from api.cli.printing import tell_each, words
    from api.wiring import open_house
    from foundation.actors import OPERATOR
    from foundation.clock import today
    from intake.cares.caring import due_items

    with open_house() as house:
        with house.reading() as session:
            found = due_items(session, OPERATOR, limit=limit)
        now, none = today(house.clock), words("没有待办")
        tell_each(found, as_json, lambda one: _show_care(one, one.due is not None and one.due < now), none)


@app.command("tend", help="催办：到期前提醒，逾期升级；可随时重跑 / remind and escalate")
def tend_(as_json: AsJson = False, lang: Language = None) -> None:
    """Demands, complaints, open talks and projects. Fit for a timer: run it as often as you like, on many machines."""
    from api.cli.printing import emit, say
    from api.tending import tend_house
    from api.wiring import open_house

    with open_house() as house:
        done = tend_house(house)
        if as_json:
            emit({"reminded": done.reminded, "escalated": done.escalated})
        else:
            say("提醒了 {reminded} 件，逾期升级 {escalated} 件", reminded=done.reminded, escalated=done.escalated)


def _show(demand: Demand) -> None:
    from api.cli.printing import words
    from intake.channels import CHANNEL_LABELS
    from intake.demand import STATUS_LABELS

    state, channel = words(STATUS_LABELS[demand.status]), words(CHANNEL_LABELS[demand.channel])
    body = f" {demand.submitted_by}" if demand.submitted_by else ""
    typer.echo(f"{demand.id}  {state}  {channel}{body}  {words(demand.demand_class)}  {demand.title}")


def _show_care(care: Care, is_overdue: bool) -> None:
    from api.cli.printing import words
    from foundation.process import ROLE_LABELS
    from intake.cares.care import KIND_LABELS

    role = words(ROLE_LABELS[care.owner_role]) if care.owner_role else ""
    late = words("逾期") if is_overdue else ""
    who = f"{role} {care.owner or ''}"
    typer.echo(f"{care.due}  {words(KIND_LABELS[care.kind])}  {care.subject_id}  {who}  {late}".rstrip())
