"""``docking subscriptions``: who is told of what."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.options import AsJson, Language

if TYPE_CHECKING:
    from matcher.reverse.subscription import Step, Subscription

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None)


class Kind(StrEnum):
    """Who subscribes."""

    centre = "centre"
    expert = "expert"
    station = "station"
    association = "association"
    enterprise = "enterprise"


SubscriptionId = Annotated[str, typer.Argument(help="订阅编号 / subscription id")]


@app.callback()
def group() -> None:
    """Be told of new demands, or of new capabilities."""


@app.command("list", help="列出订阅 / list subscriptions")
def list_(
    demand: Annotated[str | None, typer.Option(help="只看这条需求的 / of this demand only")] = None,
    limit: Annotated[int, typer.Option(help="最多多少个 / at most", min=1, max=200)] = 50,
    as_json: AsJson = False,
    lang: Language = None,
) -> None:
    """Newest first."""
    from api.cli.printing import tell_each
    from api.wiring import open_house
    from foundation.actors import OPERATOR
    from matcher.reverse.subscribing import list_subscriptions

    with open_house() as house:
        with house.reading() as session:
            found = list_subscriptions(session, OPERATOR, demand, limit=limit)
        tell_each(found, as_json, _show)


@app.command("add", help="新增订阅 / subscribe")
def add(
    kind: Annotated[Kind, typer.Option(help="订阅者类别 / kind of subscriber")],
    subscriber: Annotated[str, typer.Option("--for", help="中心、专家编号，或站、协会名称 / who subscribes")] = "",
    text: Annotated[str, typer.Option(help="能做什么 / what they can do")] = "",
    title: Annotated[str, typer.Option(help="题目 / title")] = "",
    product: Annotated[list[str] | None, typer.Option(help="产品（可多次）/ product")] = None,
    parameter: Annotated[list[str] | None, typer.Option(help="检测项目（可多次）/ parameter")] = None,
    industry: Annotated[list[str] | None, typer.Option(help="行业（可多次）/ industry")] = None,
    region: Annotated[list[str] | None, typer.Option(help="地区（可多次）/ region")] = None,
    min_score: Annotated[float | None, typer.Option(help="最低分 / minimum score", min=0, max=1)] = None,
    demand: Annotated[str | None, typer.Option(help="企业的需求编号 / an enterprise's demand")] = None,
    as_json: AsJson = False,
    lang: Language = None,
) -> None:
    """A text, conditions or both; an enterprise names the demand that nobody fitted."""
    from api.cli.printing import tell
    from api.matching.reversing import points_of
    from api.wiring import open_house
    from foundation.actors import OPERATOR
    from matcher.reverse.subscribing import subscribe
    from matcher.reverse.subscription import Filters

    filters = Filters(
        products=tuple(product or ()),
        parameters=tuple(parameter or ()),
        industries=tuple(industry or ()),
        regions=tuple(region or ()),
    )
    with open_house() as house:
        with house.working(OPERATOR) as work:
            made = subscribe(work, kind.value, subscriber, title, text, filters, points_of(min_score), demand)
        tell(made, as_json, _show)


@app.command("pause", help="暂停；恢复后补告 / pause")
def pause(subscription_id: SubscriptionId, as_json: AsJson = False, lang: Language = None) -> None:
    """What is released meanwhile is told after it is resumed."""
    _step(subscription_id, "pause", as_json)


@app.command("resume", help="恢复 / resume")
def resume(subscription_id: SubscriptionId, as_json: AsJson = False, lang: Language = None) -> None:
    """Go on telling."""
    _step(subscription_id, "resume", as_json)


@app.command("remove", help="退订 / unsubscribe")
def remove(subscription_id: SubscriptionId, as_json: AsJson = False, lang: Language = None) -> None:
    """End it for good; what it was told stays on record."""
    _step(subscription_id, "end", as_json)


@app.command("run", help="通知订阅者，每一对只通知一次 / tell subscribers what is new")
def run(as_json: AsJson = False, lang: Language = None) -> None:
    """Fit for a timer: run it as often as you like, on as many machines as you like."""
    from api.cli.printing import emit, say
    from api.matching.reversing import tell_subscribers
    from api.notices import undelivered
    from api.wiring import open_house
    from foundation.actors import OPERATOR

    with open_house() as house:
        told = tell_subscribers(house, OPERATOR)
        if as_json:
            emit(told.model_dump())
        else:
            say("通知了 {told} 对；{known} 对已经通知过，{held} 对不再通知", **told.model_dump())
            if count := undelivered(house):
                say(
                    "发件箱里有 {count} 条通知等着送出（docking notices deliver），内容见 /subscriptions/编号/notices",
                    count=count,
                )


def _step(subscription_id: str, step: Step, as_json: bool) -> None:
    from api.cli.printing import tell
    from api.wiring import open_house
    from foundation.actors import OPERATOR
    from matcher.reverse.subscribing import change

    with open_house() as house:
        with house.working(OPERATOR) as work:
            after = change(work, subscription_id, step)
        tell(after, as_json, _show)


def _show(one: Subscription) -> None:
    from api.cli.printing import words
    from matcher.reverse.subscription import SUBSCRIBING

    wish = one.title or one.text[:40] or one.demand_id or "、".join(word for _, group in one.filters for word in group)
    typer.echo(f"{one.id}  {words(SUBSCRIBING.state(one.state).label)}  {one.kind} {one.subscriber}  {wish}")
