"""What is said back when a demand was handed in: its number, whether it was there before, and what resembles it."""

from __future__ import annotations

from sqlalchemy.orm import Session

from foundation.actors import Actor
from foundation.language import Sentence, sentence
from foundation.secrecy import may_leave
from foundation.values import Value
from intake.demand import Demand, DemandStatus, Draft
from intake.entering import store
from intake.entering.duplicates import Similar, find_similar, fingerprint

ALIVE: tuple[DemandStatus, ...] = ("confirmed", "published", "matched", "no_capability")
"""In these states the same words of the same enterprise are the same demand; after an end they may be a new one."""

COMPARED: tuple[DemandStatus, ...] = ("confirmed", "published", "matched", "docked")
MOST_COMPARED = 2_000
"""How many of the newest demands are looked through for similar ones."""


class Resembling(Value):
    """Demands like this one: one's own by number, those of others only counted."""

    own: tuple[Similar, ...] = ()
    others: int = 0


class Entry(Value):
    """What happened to a demand that was handed in."""

    is_repeat: bool
    resembling: Resembling
    sentences: tuple[Sentence, ...]


def first_with_these_words(session: Session, draft: Draft, enterprise: str | None) -> str | None:
    """The id of the demand this enterprise handed in before with the very same words; unnamed enterprises have none."""
    if enterprise is None:
        return None
    return store.first_of(session, enterprise, fingerprint(draft), ALIVE)


def resembling(session: Session, demand: Demand, actor: Actor) -> Resembling:
    """Similar demands. Others' are only counted, and of those only what their level lets be searched for:

    public ones by anybody, internal ones by our own staff, secret ones by nobody. Without the name of an enterprise
    none is one's own.
    """
    found = store.compared(session, COMPARED, MOST_COMPARED)
    found.pop(demand.id, None)
    is_own_staff = actor.holds("coordinator")
    own, others = {}, {}
    for one_id, one in found.items():
        if demand.enterprise is not None and one.enterprise == demand.enterprise:
            own[one_id] = one.condensed
            continue
        decision = may_leave(one.level, "similar_search")
        if decision.allowed and (decision.audience == "all" or (decision.audience == "own_centre" and is_own_staff)):
            others[one_id] = one.condensed
    return Resembling(
        own=find_similar(demand.condensed, own),
        others=len(find_similar(demand.condensed, others, most=len(others))),
    )


def entry_of(session: Session, demand: Demand, actor: Actor, is_repeat: bool) -> Entry:
    """What to say of a demand that was just handed in; ``is_repeat``: it is the one of an earlier time."""
    like = resembling(session, demand, actor)
    said = [
        sentence("这件事以前已经登记过，编号是 {demand}，不再另立一条；办理进展凭这个编号查询。", demand=demand.id)
        if is_repeat
        else sentence("已登记，编号是 {demand}。", demand=demand.id)
    ]
    if like.own and not is_repeat:
        said.append(sentence("您以前登记过相近的需求：{demands}。", demands="、".join(one.id for one in like.own)))
    if like.others:
        said.append(sentence("另有 {count} 家提过相近的需求。", count=like.others))
    return Entry(is_repeat=is_repeat, resembling=like, sentences=tuple(said))
