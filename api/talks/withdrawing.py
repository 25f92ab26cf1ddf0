"""An enterprise takes its matter back: the open talk, or the demand it became. Who shows the talk's id may."""

from __future__ import annotations

from sqlalchemy.orm import Session

from foundation.unit_of_work import Work
from intake import service
from intake.cares.care import CareRules
from intake.conversation import Conversation
from intake.demand import DemandStatus
from intake.life import REASONS
from intake.living import step_demand
from intake.talks import take_back_talk, taken_back

OPEN: tuple[DemandStatus, ...] = ("confirmed", "published", "matched")
"""The states in which a demand may be taken back."""


def can_withdraw(session: Session, conversation: Conversation) -> bool:
    """Whether there is something to take back."""
    if conversation.demand_id is None:
        return conversation.status == "open"
    return service.get_demand(session, conversation.demand_id).status in OPEN


def withdraw(work: Work, conversation: Conversation, reason_code: str, rules: CareRules) -> None:
    """Take the talk or its demand back; Conflict when it moved on, InvalidInput for a strange reason."""
    if conversation.demand_id is None:
        take_back_talk(work, conversation.id, reason_code)
        return
    usual = REASONS[reason_code].next_step
    answer = taken_back(reason_code)
    step_demand(work, conversation.demand_id, "withdraw", reason_code, answer, usual, rules=rules, holds_key=True)
