"""``docking knowledge facts``: what a centre registers of itself beside its scope – secrecy, capacity, conflicts."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from api.cli.options import AsJson, Language


class SecrecyLevel(StrEnum):
    """The levels of :data:`foundation.secrecy.Level`."""

    public = "public"
    internal = "internal"
    secret = "secret"


def facts(
    centre: Annotated[str, typer.Argument(help="中心名称或编号 / centre name or id")],
    secrecy: Annotated[
        SecrecyLevel | None, typer.Option(help="依托单位有资格承担的最高密级 / highest level of secrecy it may hold")
    ] = None,
    capacity: Annotated[int | None, typer.Option(help="最多同时承担几个项目 / engagements at one time")] = None,
    conflict: Annotated[
        list[str] | None, typer.Option(help="声明有利益冲突的企业，可多次给出，取代原来的 / enterprise in conflict")
    ] = None,
    no_conflict: Annotated[bool, typer.Option("--no-conflict", help="声明没有利益冲突 / declares no conflict")] = False,
    as_json: AsJson = False,
    lang: Language = None,
) -> None:
    """Register what is given and show what stands; without options, only show."""
    from api.cli.printing import emit, say, words
    from api.wiring import open_house
    from foundation.actors import OPERATOR
    from foundation.errors import InvalidInput
    from kb.profiles import profile_of, register_profile
    from kb.service import find_centre
    from matcher.facts import LEVELS

    if conflict and no_conflict:
        raise InvalidInput("conflict_and_none", "--conflict 和 --no-conflict 只能选一个", field="conflict")
    with open_house() as house:
        with house.reading() as session:
            known = find_centre(session, centre)
            profile = profile_of(session, known.id)
        declared = [] if no_conflict else conflict or None
        if secrecy is not None or capacity is not None or declared is not None:
            with house.working(OPERATOR) as work:
                profile = register_profile(
                    work,
                    known.id,
                    secrecy_level=None if secrecy is None else secrecy.value,
                    capacity=capacity,
                    conflicts=declared,
                )
    if as_json:
        emit(profile.model_dump(mode="json"))
        return
    unknown = words("未登记")
    say("{name}（{id}）", name=known.name, id=known.id)
    say(
        "  依托单位能承担的密级：{level}",
        level=words(LEVELS[profile.secrecy_level]) if profile.secrecy_level else unknown,
    )
    say("  最多同时承担的项目：{capacity}", capacity=unknown if profile.capacity is None else profile.capacity)
    if profile.conflicts is None:
        say("  利益冲突：{conflicts}", conflicts=unknown)
    else:
        say("  利益冲突：{conflicts}", conflicts="、".join(profile.conflicts) or words("声明没有"))
