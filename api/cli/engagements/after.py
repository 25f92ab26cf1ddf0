"""``docking engagement invite``, ``followups``, ``facts`` and ``complaint``: what comes after closure."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from api.cli.engagements.pack import Engagement
from api.cli.options import AsJson, Language

if TYPE_CHECKING:
    from engagement.afterwards.followups import FollowUp


def add(group: typer.Typer) -> None:
    """Put the commands into the group."""
    group.command("invite", help="给企业的问卷或成效链接，一次有效 / a link for the enterprise, good once")(link)
    group.command("followups", help="到期还没有报告的成效 / effects that are due")(followups)
    group.command("facts", help="一段时间的评价指标原始值 / indicator values of a window")(facts)
    group.command("complaint", help="写明投诉是关于哪个项目的 / which project a complaint is about")(complaint)


def link(
    engagement_id: Engagement,
    purpose: Annotated[
        Literal["survey", "effect"], typer.Option("--for", help="survey 问卷，effect 成效 / what for")
    ] = "survey",
    month: Annotated[int | None, typer.Option("--month", help="成效：终结后第几个月 / months after closure")] = None,
    as_json: AsJson = False,
    lang: Language = None,
) -> None:
    """The address is told only now; nobody can look it up later."""
    from api.cli.printing import emit, say
    from api.wiring import open_house
    from engagement.access.giving import invite
    from foundation.actors import OPERATOR

    with open_house() as house, house.working(OPERATOR) as work:
        days, rules = house.settings.survey_link_days, house.engagement_rules
        issued = invite(work, engagement_id, purpose, month=month, days=days, rules=rules)
    if as_json:
        emit({"path": issued.path, "expires_at": issued.link.expires_at.isoformat()})
    else:
        say("发给企业：{path}，{days} 天内有效，只能提交一次", path=issued.path, days=days)


def followups(as_json: AsJson = False, lang: Language = None) -> None:
    """The oldest first."""
    from api.cli.printing import say, tell_each, words
    from api.wiring import open_house
    from engagement.afterwards.followups import due
    from foundation.clock import today

    with open_house() as house, house.reading() as session:
        found = due(session, today(house.clock), rules=house.engagement_rules)

    def show(one: FollowUp) -> None:
        say("{engagement_id}：第 {month} 个月的成效，{due} 到期", **one.model_dump())

    tell_each(found, as_json, show, none=words("没有到期未报的成效"))


def facts(
    first: Annotated[datetime, typer.Option("--from", formats=["%Y-%m-%d"], help="起，含 / first day")],
    before: Annotated[datetime, typer.Option("--before", formats=["%Y-%m-%d"], help="止，不含 / day after the last")],
    centre: Annotated[str | None, typer.Option("--centre", help="只看这个中心 / of this centre only")] = None,
    as_json: AsJson = False,
    lang: Language = None,
) -> None:
    """What is missing is missing, never zero."""
    from api.cli.printing import emit, words
    from api.wiring import open_house
    from engagement.afterwards.ratings import Window
    from engagement.afterwards.sources import sources_of
    from engagement.service import rate

    window = Window(first=first.date(), before=before.date())
    with open_house() as house, house.reading() as session:
        days, calendar = house.settings.complaint_close_days, house.calendar
        sources = sources_of(session, window, calendar, centre_id=centre, close_days=days)
        found = rate(session, window, centre_id=centre, sources=sources, calendar=calendar)
    if as_json:
        emit(found.model_dump(mode="json"))
        return
    for one in found.values.values():
        ratio = f"{one.numerator}/{one.denominator}" if one.denominator is not None else None
        votes = " ".join(f"{score}:{count}" for score, count in (one.votes or {}).items()) or None
        shown = ratio or one.value or votes or "—"
        typer.echo(f"{one.indicator}  {shown}  n={one.sample_size}  {words(one.remark) if one.remark else ''}".rstrip())


def complaint(
    complaint_id: Annotated[str, typer.Argument(help="投诉编号 / id of the complaint")],
    engagement_id: Engagement,
    as_json: AsJson = False,
    lang: Language = None,
) -> None:
    """Its clock goes on."""
    from api.cli.printing import say, tell
    from api.wiring import open_house
    from engagement.afterwards.sources import name_project_of_complaint
    from foundation.actors import OPERATOR

    with open_house() as house, house.working(OPERATOR) as work:
        named = name_project_of_complaint(work, complaint_id, engagement_id)
    tell(
        named,
        as_json,
        lambda one: say("{complaint} 是关于 {engagement} 的投诉", complaint=one.id, engagement=engagement_id),
    )
