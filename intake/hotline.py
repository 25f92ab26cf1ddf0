"""Use cases of the hotline (S3-16): staff enter a call, which becomes a demand or a complaint; the log is kept."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from foundation.actors import Actor
from foundation.errors import InvalidInput, NotAllowed
from foundation.listing import check_limit
from foundation.text import clean
from foundation.unit_of_work import Work
from foundation.values import Value
from intake.cares.care import DEFAULT_RULES, CareRules
from intake.channels import check_channel
from intake.complaint_signs import is_complaint
from intake.complaints import store
from intake.complaints.cases import open_complaint
from intake.complaints.complaint import Complaint
from intake.complaints.hotline_call import HotlineCall
from intake.demand import Demand
from intake.grounding import fold
from intake.reading.record import read_draft
from intake.service import register_demand
from intake.wording import check_utterance


class Taken(Value):
    """What became of a call: exactly one of a demand and a complaint."""

    call: HotlineCall
    demand: Demand | None = None
    complaint: Complaint | None = None


def take_call(
    work: Work,
    words: str,
    taken_by: str,
    taken_at: datetime | None = None,
    enterprise: str | None = None,
    rules: CareRules = DEFAULT_RULES,
) -> Taken:
    """Enter a call. ``taken_at`` (aware) is now when it is not given, and never later than now.

    Raises InvalidInput naming the field, NotAllowed for anybody but staff.
    """
    check_channel("hotline", None, work.actor)
    check_utterance(words)
    name = clean(taken_by)
    if not 1 <= len(name) <= 64:
        raise InvalidInput("call_taker_missing", "请写明由谁接听（最多 64 个字）", field="taken_by")
    moment = taken_at or work.now
    if moment.tzinfo is None:
        raise InvalidInput("moment_without_zone", "时间要带时区", field="taken_at")
    if moment > work.now:
        raise InvalidInput("call_in_future", "接听时间不能晚于现在", field="taken_at")
    demand = complaint = None
    if any(is_complaint(line) for line in fold(words).text.splitlines()):
        complaint = open_complaint(work, words, enterprise=enterprise, rules=rules)
    else:
        demand = register_demand(work, read_draft("", words), "hotline", None, enterprise, rules)
    subject = demand.id if demand is not None else complaint.id if complaint is not None else ""
    call = HotlineCall(
        id=work.new_id("call"), taken_by=name, taken_at=moment, subject_id=subject, noted_by=work.actor.id
    )
    store.add_call(work.session, call)
    work.record("hotline.taken", call.id, {"subject": subject})
    return Taken(call=call, demand=demand, complaint=complaint)


def hotline_log(
    session: Session,
    actor: Actor,
    taken_by: str | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
    limit: int = 100,
) -> tuple[HotlineCall, ...]:
    """The hotline log, the latest call first; for staff. ``since`` counts, ``until`` does not."""
    if not actor.roles & {"coordinator", "centre", "host", "association", "system"}:
        raise NotAllowed("hotline_staff_only", "热线来电由工作人员登记")
    check_limit(limit)
    return store.list_calls(session, taken_by, since, until, limit)
