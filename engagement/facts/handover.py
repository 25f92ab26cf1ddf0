"""What the parties put on record while a result is being accepted: parts that are accepted already, and disputes.

Neither changes the verdict: a service is completed only when every criterion passes (T13).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from pydantic import Field

from engagement.facts.acceptance import Judgement, Verdict
from engagement.facts.agreement import Offer
from engagement.facts.criteria import Measurement
from engagement.facts.deliverables import Deliverable
from foundation.language import Sentence, sentence
from foundation.text import clean
from foundation.values import Value


class AcceptedPart(Value):
    """Criteria by id and deliverables by name that the enterprise takes over now; the rest stays due."""

    criteria: tuple[str, ...] = Field(default=(), max_length=500)
    deliverables: tuple[str, ...] = Field(default=(), max_length=500)
    note: str = Field(default="", max_length=4_000)


class Acceptance(Value):
    """One partial acceptance as it stands in the record."""

    part: AcceptedPart
    actor_id: str
    at: datetime


class Statements(Value):
    """Which criteria are in dispute and what each side says; ``None``: that side has not spoken yet."""

    criteria: tuple[str, ...] = Field(min_length=1, max_length=500)
    enterprise: str | None = Field(default=None, max_length=4_000)
    centre: str | None = Field(default=None, max_length=4_000)


class Dispute(Value):
    """One dispute: what was said, and what had been measured and judged at that moment."""

    number: int
    statements: Statements
    cause: str
    reason: str | None = None
    measurements: tuple[Measurement, ...]
    judgements: tuple[Judgement, ...]
    rework_count: int
    actor_id: str
    at: datetime


class Remainder(Value):
    """What is accepted and what is still due, by id of the criterion and name of the deliverable."""

    accepted_criteria: tuple[str, ...]
    accepted_deliverables: tuple[str, ...]
    open_criteria: tuple[str, ...]
    open_deliverables: tuple[str, ...]


def remainder(offer: Offer | None, acceptances: Sequence[Acceptance]) -> Remainder:
    """The terms divided into what was accepted in parts and what was not, each in the order of the agreement."""
    criteria = tuple(one.id for one in offer.criteria) if offer else ()
    names = tuple(one.strip() for one in offer.deliverables) if offer else ()
    taken = {id for one in acceptances for id in one.part.criteria}
    held = {name.strip() for one in acceptances for name in one.part.deliverables}
    return Remainder(
        accepted_criteria=tuple(id for id in criteria if id in taken),
        accepted_deliverables=tuple(name for name in names if name in held),
        open_criteria=tuple(id for id in criteria if id not in taken),
        open_deliverables=tuple(name for name in names if name not in held),
    )


def part_fault(
    part: AcceptedPart | None, rest: Remainder, found: Verdict, handed_in: Sequence[Deliverable]
) -> Sentence | None:
    """Why this part cannot be accepted: unknown, accepted before, a criterion that does not pass, nothing handed in."""
    if part is None or not (part.criteria or part.deliverables):
        return sentence("没有写明先接受哪些指标或成果")
    judged = {one.criterion_id: one for one in found.judgements}
    for id in part.criteria:
        if id not in rest.open_criteria:
            return sentence("没有待验收的指标“{criterion}”", criterion=id)
        if judged[id].outcome != "pass":
            return judged[id].explanation
    present = {one.name.strip() for one in handed_in}
    for name in part.deliverables:
        if name.strip() not in rest.open_deliverables:
            return sentence("没有待验收的成果“{name}”", name=name)
        if name.strip() not in present:
            return sentence("约定的成果还缺：{missing}", missing=name)
    return None


def dispute_fault(statements: Statements | None, criteria: Sequence[str], by_enterprise: bool) -> Sentence | None:
    """Why a dispute is not on record: no criterion of the agreement named, or the side that raises it says nothing."""
    if statements is None:
        return sentence("要写明对哪些指标有争议、双方各怎么说")
    unknown = next((id for id in statements.criteria if id not in criteria), None)
    if unknown is not None:
        return sentence("协议里没有验收指标“{criterion}”", criterion=unknown)
    own = statements.enterprise if by_enterprise else statements.centre
    return None if clean(own or "") else sentence("提出争议的一方要写明自己的意见")
