"""Where a demand stands once a centre serves it: from then on its services say it, not the demand. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Literal

from api.days import day_words
from engagement.describe import CODE_LABELS
from engagement.profiles import profile
from engagement.record import Engagement
from foundation.clock import CHINA
from foundation.language import Language, Sentence, sentence
from foundation.values import Value
from intake.demand import STATUS_LABELS, Demand, DemandStatus

Station = Literal["confirmed", "published", "matched", "docked", "serving", "served"]
STATIONS: dict[Station, str] = {
    "confirmed": STATUS_LABELS["confirmed"],
    "published": STATUS_LABELS["published"],
    "matched": STATUS_LABELS["matched"],
    "docked": STATUS_LABELS["docked"],
    "serving": sentence("服务中").template,
    "served": sentence("服务已完成").template,
}
"""The way of a demand to the end of its service."""
ENDED = sentence("服务已终止").template
_ELSEWHERE: tuple[DemandStatus, ...] = ("withdrawn", "refused", "complaint", "no_capability")
"""Standings of a demand that no service changes."""


class Served(Value):
    """The standing of a demand with services: its name and what is true now; ``at``: how far it has come."""

    standing: str
    next_step: Sentence
    at: Station | None = None
    is_answer_true: bool = False
    """Whether the answer that the demand was given last still holds."""


def served(status: DemandStatus, services: Sequence[Engagement], today: date, language: Language) -> Served | None:
    """What the services of a demand make of its standing; ``None`` where the demand speaks for itself.

    One under way speaks before one that was completed, and that before one that came to nothing.
    """
    if status in _ELSEWHERE:
        return None
    over = sorted((one for one in services if one.closed_at is not None), key=lambda one: str(one.closed_at))
    under_way = [one for one in services if one.closed_at is None]
    done = [one for one in over if one.end_reason == "completed"]
    if under_way:
        return _under_way(max(under_way, key=lambda one: (len(one.agreements) > 0, one.version, one.id)))
    if done:
        says = sentence("服务已经完成，{day}验收通过", day=_end_of(done[-1], today, language))
        return Served(standing=STATIONS["served"], next_step=says, at="served")
    if over and status == "docked":
        day, why = _end_of(over[-1], today, language), CODE_LABELS.get(over[-1].end_reason or "", "")
        says = sentence("服务没有做完，{day}终止：{why}", day=day, why=why)
        return Served(standing=ENDED, next_step=says, is_answer_true=True)
    return None


def station_of(status: DemandStatus) -> Station | None:
    """The station of a demand that speaks for itself; ``None`` where it has left the way."""
    return next((name for name in STATIONS if name == status), None)


def stations_of(demand: Demand, at: Station | None) -> list[tuple[str, str]]:
    """The stations of a demand as (name, past / now / ahead); none where it has left the way.

    What was never published has no such station behind it.
    """
    if at is None:
        return []
    order = list(STATIONS)
    here = order.index(at)
    place = ("past", "now", "ahead")
    return [
        (STATIONS[name], place[0] if number < here else place[1] if number == here else place[2])
        for number, name in enumerate(order)
        if not (name == "published" and number < here and demand.published_at is None)
    ]


def _under_way(one: Engagement) -> Served:
    """The talks, or the service; while the talks have not begun the answer of the demand holds."""
    if one.agreements:
        step = profile(one.profile).process.state(one.state).label
        says = sentence("服务正在进行：{step}", step=step)
        return Served(standing=STATIONS["serving"], next_step=says, at="serving")
    if one.state == "raised":
        says = sentence("承接的中心与您联系，谈妥以后签协议")
    else:
        says = sentence("正在与中心谈方案与报价，谈妥以后签协议")
    return Served(standing=STATIONS["docked"], next_step=says, at="docked", is_answer_true=one.state == "raised")


def _end_of(one: Engagement, today: date, language: Language) -> str:
    assert one.closed_at is not None
    return day_words(one.closed_at.astimezone(CHINA).date(), today, language)
