"""The talks as pages show them: round by round, what was offered, what changed, what was said, who agreed. Pure.

Read from the log: messages stand there alone, so that an engagement does not grow with every word.
"""

from __future__ import annotations

from datetime import datetime

from engagement.comparing import Change, compare
from engagement.facts.agreement import Confirmation, Offer
from engagement.facts.message import Message
from engagement.facts.signed_copy import Signatures, signatures
from engagement.record import Engagement
from foundation.errors import InvalidInput
from foundation.language import Sentence, sentence
from foundation.values import Value


class Said(Value):
    """One message with who wrote it and when."""

    message: Message
    actor_id: str
    at: datetime


class Round(Value):
    """One version of the offer and what was said until the next one. Round 0: before the first offer."""

    number: int
    offer: Offer | None = None
    digest: str | None = None
    made_by: str | None = None
    made_at: datetime | None = None
    changes: tuple[Change, ...] = ()
    """Against the version before."""
    said: tuple[Said, ...] = ()
    confirmations: tuple[Confirmation, ...] = ()
    is_agreed: bool = False
    """Both sides confirmed and it was signed."""


def rounds(engagement: Engagement) -> tuple[Round, ...]:
    """Every round in order; a round 0 only when something was said before the first offer."""
    found = [Round(number=0)]
    for entry in engagement.history:
        last, facts = found[-1], entry.facts
        if entry.event == "make_offer" and facts.offer is not None:
            offer = facts.offer
            changes = compare(last.offer, offer) if last.offer is not None else ()
            made = {"made_by": entry.actor_id, "made_at": entry.at, "changes": changes}
            found.append(Round(number=len(found), offer=offer, digest=offer.digest, **made))
        elif entry.event == "say" and facts.message is not None:
            said = Said(message=facts.message, actor_id=entry.actor_id, at=entry.at)
            found[-1] = last.model_copy(update={"said": (*last.said, said)})
        elif entry.event == "confirm_offer" and facts.side is not None and facts.digest is not None:
            yes = Confirmation(side=facts.side, digest=facts.digest, actor_id=entry.actor_id, at=entry.at)
            others = tuple(one for one in last.confirmations if one.side != yes.side)
            found[-1] = last.model_copy(update={"confirmations": (*others, yes)})
        elif entry.event == "sign":
            found[-1] = last.model_copy(update={"is_agreed": True})
    return tuple(one for one in found if one.number or one.said)


def compared(engagement: Engagement, before: int, after: int) -> tuple[Change, ...]:
    """What changed between any two versions of the offer, counted from 1.

    :raises InvalidInput: ``offer_version_unknown``.
    """
    for version in (before, after):
        if not 1 <= version <= len(engagement.offers):
            raise InvalidInput(
                "offer_version_unknown", "没有第 {version} 版方案与报价", version=version, field="version"
            )
    return compare(engagement.offers[before - 1], engagement.offers[after - 1])


def signatures_of(engagement: Engagement) -> tuple[Signatures, ...]:
    """For every version of the agreement how complete its scanned copies are (签署件齐全), the oldest first."""
    is_over = engagement.end_reason is not None
    return tuple(signatures(one, engagement.signed_copies, is_over=is_over) for one in engagement.agreements)


def answer_for_enterprise(engagement: Engagement, centre: str) -> Sentence | None:
    """What the enterprise is told when the talks with a centre failed and the demand goes on (S0-04)."""
    last = engagement.history[-1]
    if last.event not in ("try_next", "stop"):
        return None
    return sentence(
        "与{centre}没有谈成：{reason}。您的需求没有结束，正在为您联系下一家；没有下一家时会另行答复。",
        centre=centre,
        reason=(last.facts.reason or "").strip().rstrip("。"),
    )
