"""A standing wish to be told (S0-37): who wants to hear of what, and what passes its filters.

Providers' sides – a centre, an expert, a station, an association – hear of new demands; an enterprise hears of new
capabilities for a demand of its own that nobody fitted.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Literal

from foundation.actors import Role
from foundation.process import Process, State, Transition
from foundation.secrecy import highest, may_leave
from foundation.text import normalise
from foundation.values import Value
from intake.releasing.released import Released
from kb.trade.understanding import Understanding

SubscriberKind = Literal["centre", "expert", "station", "association", "enterprise"]
SubscriptionState = Literal["active", "paused", "ended"]
Step = Literal["pause", "resume", "end"]

WORTH_TELLING = 400_000
"""The points of a million from which a demand is told of when nothing else was asked for. On the graded sets 81 % of
the pairs a coordinator would make lie above it, and 10 % of the others in the same list of fifty."""

MAY_SUBSCRIBE: dict[SubscriberKind, frozenset[Role]] = {
    "centre": frozenset({"centre", "host", "coordinator"}),
    "expert": frozenset({"centre", "coordinator"}),
    "station": frozenset({"association", "coordinator"}),
    "association": frozenset({"association", "coordinator"}),
    "enterprise": frozenset({"enterprise", "coordinator"}),
}
"""Who may subscribe for whom; a coordinator for anybody, the others for their own organisation."""

_ANYBODY: frozenset[Role] = frozenset().union(*MAY_SUBSCRIBE.values())

SUBSCRIBING = Process(
    id="subscription",
    label="订阅",
    states=(
        State(id="active", label="生效中", owner="system"),
        State(id="paused", label="已暂停", owner="coordinator"),
        State(id="ended", label="已退订", owner="coordinator", is_end=True),
    ),
    transitions=(
        Transition.row("U1", "active", "pause", "paused", "暂停", _ANYBODY),
        Transition.row("U2", "paused", "resume", "active", "恢复", _ANYBODY),
        Transition.row("U3", "active", "end", "ended", "退订", _ANYBODY),
        Transition.row("U4", "paused", "end", "ended", "退订", _ANYBODY),
    ),
)


class Filters(Value):
    """What a demand must be about: in each list one is enough, an empty list lets everything pass."""

    products: tuple[str, ...] = ()
    parameters: tuple[str, ...] = ()
    industries: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether everything passes."""
        return not (self.products or self.parameters or self.industries or self.regions)


class Subscription(Value):
    """One standing wish. ``owner`` is the organisation (or person) that made it and may change it.

    ``min_score`` is in points of a million and ``None`` when there is no text to score with.
    """

    id: str
    kind: SubscriberKind
    subscriber: str
    owner: str
    title: str = ""
    text: str = ""
    filters: Filters = Filters()
    min_score: int | None = None
    demand_id: str | None = None
    """The demand of an enterprise's subscription."""
    state: SubscriptionState = "active"
    version: int = 1
    created_at: datetime
    updated_at: datetime


class Notice(Value):
    """What a subscriber was told, once: of a demand, or of an import that brought fitting rows (the best is named)."""

    subscription_id: str
    subject_id: str
    best_id: str | None = None
    points: int | None = None
    told_at: datetime


def may_hear(kind: SubscriberKind, demand: Released) -> bool:
    """Whether a demand of this level may be told to this kind of subscriber (reliability.md §3).

    An association and its stations are told of public demands only; providers of every one that was released for them
    (B17).
    """
    if highest(demand.level) == "secret":
        return False
    if kind in ("association", "station"):
        return demand.audience in ("public", "association") and may_leave(demand.level, "association").allowed
    return kind in ("centre", "expert") and demand.audience in ("public", "association", "partner")


def passes(filters: Filters, demand: Released, understood: Understanding) -> bool:
    """Whether the released words, or what the trade knowledge makes of them, are about what the filters name."""
    words = [demand.whole, demand.product or "", *demand.parameters]
    return (
        _is_about(filters.products, [*words, *understood.products])
        and _is_about(filters.parameters, [*words, *likely_tests(understood)])
        and _is_about(filters.industries, [demand.industry or ""])
        and _is_about(filters.regions, [demand.region or ""])
    )


LIKELY = 0.5


def likely_tests(understood: Understanding) -> list[str]:
    """The parameters that the words most likely lead to: a shell that cracks is about impact strength."""
    return [test for test, weight in understood.tests.items() if weight >= LIKELY]


def _is_about(named: Iterable[str], words: Iterable[str]) -> bool:
    wished = [_squeezed(one) for one in named]
    said = [_squeezed(one) for one in words]
    return not wished or any(one in other for one in wished for other in said)


def _squeezed(text: str) -> str:
    return normalise(text).replace(" ", "")
