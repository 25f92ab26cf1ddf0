"""On whose word it stands that both sides agree, or that the other side said something. Pure.

Terms are agreed by the same digest from both sides. A pause, an end by agreement and the other side's view in a dispute
are written by whoever takes the step: the record says so, wherever it is read, and takes nobody's word for both.
"""

from __future__ import annotations

from engagement.log import Entry
from engagement.record import Engagement
from foundation.language import Sentence, sentence
from foundation.process import ROLE_LABELS


def whose_word(entry: Entry) -> Sentence | None:
    """Whose word it is; ``None`` where an entry claims nothing for another side."""
    if entry.facts.is_agreed_by_both and (entry.event == "suspend" or entry.code == "terminated_by_agreement"):
        return _of_both(entry)
    told = entry.facts.dispute
    if entry.event == "dispute_criteria" and told is not None and told.enterprise and told.centre:
        if "enterprise" in (entry.actor_roles or ()):
            return sentence("中心的意见是企业一方转述的，中心没有另行确认")
        return sentence("企业的意见是中心一方转述的，企业没有另行确认")
    return None


def standing_word(engagement: Engagement) -> Sentence | None:
    """The same of the step by which the engagement rests or has ended; ``None`` for any other."""
    if engagement.pause is None and engagement.end_reason is None:
        return None
    steps = (entry for entry in reversed(engagement.history) if entry.next != entry.state)
    last = next((entry for entry in steps if entry.event != "archive"), None)
    return whose_word(last) if last is not None else None


def _of_both(entry: Entry) -> Sentence:
    roles = entry.actor_roles or ()
    if "coordinator" in roles:
        return sentence("“双方同意”由协调员据双方所说记录")
    if not roles:
        return sentence("“双方同意”没有记下是谁说的")
    side = "enterprise" if "enterprise" in roles else "host" if "host" in roles else "centre"
    return sentence("“双方同意”是{side}一方写的，另一方没有在这里确认", side=ROLE_LABELS[side])
