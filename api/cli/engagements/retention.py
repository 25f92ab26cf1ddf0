"""``docking engagement retention``, ``hold`` and ``erase``: how long a project is kept, and what goes afterwards."""

from __future__ import annotations

from typing import Annotated

import typer

from api.cli.engagements.pack import Engagement
from api.cli.options import AsJson, Language

Reason = Annotated[str, typer.Option("--reason", help="原因，记在案 / why, kept on record")]


def add(group: typer.Typer) -> None:
    """Put the commands into the group."""
    group.command("retention", help="到期可删除的、暂缓的、已删除的项目 / due, held and erased projects")(retention)
    group.command("hold", help="暂缓删除，或解除 / hold back from erasing, or release")(hold)
    group.command("erase", help="保存期满后删除个人信息、条款和文件 / erase when its time is over")(erase)


def retention(as_json: AsJson = False, lang: Language = None) -> None:
    """Writes nothing."""
    from api.cli.printing import emit, say
    from api.wiring import open_house
    from engagement.retention.service import due, list_kept
    from foundation.clock import CHINA, today

    with open_house() as house, house.reading() as session:
        found = due(session, today(house.clock), house.settings.pack_kept_years)
        kept = list_kept(session)
    if as_json:
        emit(
            {
                "due": [one.model_dump(mode="json") for one in found],
                "kept": [one.model_dump(mode="json") for one in kept],
            }
        )
        return
    for one in found:
        say("{engagement}：保存到 {day}，可以删除", engagement=one.engagement_id, day=one.kept_until.isoformat())
    for other in kept:
        if other.erased_at is not None:
            day = other.erased_at.astimezone(CHINA).date().isoformat()
            say(
                "{engagement}：{day} 已删除（{reason}）",
                engagement=other.engagement_id,
                day=day,
                reason=other.erase_reason,
            )
        elif other.held_at is not None:
            say("{engagement}：暂缓删除（{reason}）", engagement=other.engagement_id, reason=other.hold_reason)
    if not found and not kept:
        say("没有到期、暂缓或已删除的项目")


def hold(
    engagement_id: Engagement,
    reason: Reason,
    lift: Annotated[bool, typer.Option("--release", help="解除 / release")] = False,
    as_json: AsJson = False,
    lang: Language = None,
) -> None:
    """A dispute, an audit, a court: nothing of the project is erased until it is released."""
    from api.cli.printing import emit, say
    from api.wiring import open_house
    from engagement.retention import service
    from foundation.actors import OPERATOR

    with open_house() as house, house.working(OPERATOR) as work:
        known = (service.release if lift else service.hold)(work, engagement_id, reason)
    if as_json:
        emit(known.model_dump(mode="json"))
    elif lift:
        say("已解除暂缓：{engagement}", engagement=engagement_id)
    else:
        say("已暂缓删除：{engagement}", engagement=engagement_id)


def erase(engagement_id: Engagement, reason: Reason, as_json: AsJson = False, lang: Language = None) -> None:
    """Cannot be undone. What the evaluation counts stays, and docking verify still follows the log by its digests."""
    from api.cli.printing import emit, say
    from api.wiring import open_house
    from engagement.retention import service
    from engagement.retention.compacting import compact
    from foundation.actors import OPERATOR

    with open_house() as house:
        with house.working(OPERATOR) as work:
            done = service.erase(work, engagement_id, reason, house.settings.pack_kept_years)
        is_compact = compact(house.engine)
    if as_json:
        emit(done.model_dump(mode="json") | {"is_compact": is_compact})
    else:
        say("已删除：{engagement}；以前的备份和做好的终结材料包不在这里，请一并清理", engagement=engagement_id)
        if not is_compact:
            say("数据库正忙，腾出的空间还没有抹掉：过后再运行一次")
