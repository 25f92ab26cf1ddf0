"""Named facts about a centre for one demand: conflict of interest, secrecy, capacity, load, region.

They stand beside the ranking and change nothing in it: a centre that may not, or cannot now, stays to be seen, and
says why. What nobody has registered is *unknown* and is never taken for the better. Pure, whole numbers only.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from foundation.language import sentence
from foundation.secrecy import ORDER, Level
from foundation.text import fold
from intake.reading.regions import province_of
from matcher.outcome import Fact, Outcome
from matcher.query import Wanted
from matcher.surroundings import CentreFacts, Surroundings

LEVELS: dict[Level, str] = {"public": "公开", "internal": "内部", "secret": "商密"}
UNNAMED = sentence("需求没有写明企业，无法核对利益冲突")
"""Says nothing of a centre: it is missing in the demand, and the same for all of them."""
UNPLACED = sentence("需求没有写地区")
"""Likewise."""
LIKE_ONE = 4
"""Characters from which on one name within another is taken for the same enterprise until somebody says otherwise."""


def facts_of(centre_id: str, proposed: Sequence[str], wanted: Wanted, around: Surroundings) -> tuple[Fact, ...]:
    """The facts of a centre, what hinders first to be read; ``proposed`` are all centres put before the coordinator."""
    one = around.of(centre_id)
    return (
        _conflict(one, around.enterprise),
        _secrecy(one, around.demand_level),
        _capacity(one),
        *_load(one, [around.of(other) for other in proposed]),
        _region(one, wanted.region),
    )


def hindrances(outcome: Outcome, centre_id: str) -> tuple[Fact, ...]:
    """What stands in the way of accepting a centre until somebody gives a reason (S0-27, S1-10)."""
    for proposal in outcome.proposals:
        if proposal.centre.provider_id == centre_id:
            return tuple(fact for fact in proposal.facts if fact.standing == "hinders")
    return ()


def _conflict(one: CentreFacts, enterprise: str | None) -> Fact:
    """S1-10: who is judged must not have a hand in the judge."""
    if enterprise is None or not _name(enterprise):
        return Fact(kind="conflict", standing="unknown", says=UNNAMED)
    asked = _name(enterprise)
    for declared in one.conflicts:
        other = _name(declared)
        if asked == other:
            says = sentence("该中心声明与“{enterprise}”有利益冲突", enterprise=declared)
            return Fact(kind="conflict", standing="hinders", says=says)
        if min(len(asked), len(other)) >= LIKE_ONE and (asked in other or other in asked):
            says = sentence("该中心声明与“{enterprise}”有利益冲突，像是同一家企业，请核对", enterprise=declared)
            return Fact(kind="conflict", standing="hinders", says=says)
    if not one.has_declared:
        return Fact(kind="conflict", standing="unknown", says=sentence("该中心还没有作过利益冲突声明"))
    return Fact(kind="conflict", standing="fits", says=sentence("该中心没有声明与这家企业有利益冲突"))


def _secrecy(one: CentreFacts, required: Level) -> Fact:
    """S0-27: the host institution must be qualified for the level that the demand has."""
    asked = LEVELS[required]
    if ORDER.index(required) == 0:
        return Fact(kind="secrecy", standing="fits", says=sentence("需求公开，不要求保密资格"))
    if one.secrecy_level is None:
        says = sentence("需求密级是“{required}”，没有登记依托单位能承担的密级，请核对", required=asked)
        return Fact(kind="secrecy", standing="unknown", says=says)
    held = LEVELS[one.secrecy_level]
    if ORDER.index(required) <= ORDER.index(one.secrecy_level):
        says = sentence("需求密级是“{required}”，依托单位能承担到“{held}”", required=asked, held=held)
        return Fact(kind="secrecy", standing="fits", says=says)
    says = sentence(
        "需求密级是“{required}”，依托单位只能承担到“{held}”，须先取得相应保密资格", required=asked, held=held
    )
    return Fact(kind="secrecy", standing="hinders", says=says)


def _capacity(one: CentreFacts) -> Fact:
    carried = one.open_engagements
    if one.capacity is None:
        says = sentence("在手 {open} 个项目，没有登记最多能同时承担几个", open=carried)
        return Fact(kind="capacity", standing="unknown", says=says)
    if carried >= one.capacity:
        says = sentence("在手 {open} 个项目，最多同时承担 {capacity} 个：已满", open=carried, capacity=one.capacity)
        return Fact(kind="capacity", standing="note", says=says)
    says = sentence("在手 {open} 个项目，最多同时承担 {capacity} 个", open=carried, capacity=one.capacity)
    return Fact(kind="capacity", standing="fits", says=says)


def _load(one: CentreFacts, proposed: Sequence[CentreFacts]) -> Iterator[Fact]:
    """Who carries least of what it can among those proposed; nothing to compare where there is only one."""
    others = [other for other in proposed if other.centre_id != one.centre_id]
    if not others:
        return
    mine, known = _share(one), [share for other in others if (share := _share(other)) is not None]
    if mine is None or not known:
        yield Fact(kind="load", standing="unknown", says=sentence("负担轻重无法比较：没有登记能同时承担几个项目"))
        return
    lighter = sum(share < mine for share in known)
    count = len(known) + 1
    if lighter == 0:
        yield Fact(kind="load", standing="fits", says=sentence("可比的 {count} 家里负担最轻或并列最轻", count=count))
        return
    says = sentence("可比的 {count} 家里有 {lighter} 家负担更轻", count=count, lighter=lighter)
    yield Fact(kind="load", standing="note", says=says)


def _share(one: CentreFacts) -> Fraction | None:
    return None if not one.capacity else Fraction(one.open_engagements, one.capacity)


def _region(one: CentreFacts, asked: str | None) -> Fact:
    if not asked or not one.region:
        says = sentence("没有登记中心所在地区") if asked else UNPLACED
        return Fact(kind="region", standing="unknown", says=says)
    mine, theirs = province_of(one.region), province_of(asked)
    if mine is None or theirs is None:
        says = sentence("中心在{centre}，需求在{asked}，是否同省无法判断", centre=one.region, asked=asked)
        return Fact(kind="region", standing="unknown", says=says)
    if mine == theirs:
        return Fact(kind="region", standing="fits", says=sentence("与企业同在{province}", province=mine))
    says = sentence("中心在{centre}，企业在{asked}：不同省", centre=one.region, asked=asked)
    return Fact(kind="region", standing="note", says=says)


def _name(enterprise: str) -> str:
    return "".join(c for c in fold(enterprise) if c.isalnum())
