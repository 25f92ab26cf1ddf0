"""The sources of the indicators, read from the stores for a window: demands, matches, responses, complaints (8.1, D4).

Readings where the tree leaves one open:

* a *valid* demand was confirmed in the window and is neither refused nor withdrawn; its *submission* is the
  confirmation;
* the *first response* is the first of: published, a match decided, the demand answered;
* a complaint is *closed in time* when it was closed within ``close_days`` working days after it was taken up, and
  *accepted* when it is closed as upheld, settled or taken back: whoever disagrees with the answer has it reopened;
* a complaint without a named project is about the one project of its demand, if there is exactly one.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time
from typing import cast

from sqlalchemy.orm import Session

from engagement import store as engagements
from engagement.afterwards.ratings import ComplaintOutcome, DemandOutcome, MatchReview, Response, Sources, Window
from foundation.clock import CHINA
from foundation.unit_of_work import Work
from foundation.working_calendar import WorkingCalendar
from intake import store as intake
from intake.cares import store as care_store
from intake.complaints import store as complaint_store
from intake.complaints.cases import name_engagement
from intake.complaints.complaint import Complaint
from intake.demand import Demand
from intake.fields import ServiceCategory
from matcher import store as matches
from matcher.store import Candidate

COMPLAINT_CLOSE_DAYS = 10
"""Working days from a complaint to its end; no source document says how many."""
ACCEPTED = frozenset({"upheld", "settled", "taken_back"})
_INVALID = frozenset({"draft", "withdrawn", "refused", "complaint"})
_REVIEWED = frozenset({"accepted", "declined"})


def name_project_of_complaint(
    work: Work, complaint_id: str, engagement_id: str, version: int | None = None
) -> Complaint:
    """Say which project a complaint is about; for the desk. Raises NotFound for an unknown complaint or project."""
    engagements.load(work.session, engagement_id)
    return name_engagement(work, complaint_id, engagement_id, version)


def sources_of(
    session: Session,
    window: Window,
    calendar: WorkingCalendar,
    *,
    centre_id: str | None = None,
    close_days: int = COMPLAINT_CLOSE_DAYS,
) -> Sources:
    """What the stores hold of a window, of one centre or of all."""
    first, before = (datetime.combine(day, time(), CHINA) for day in (window.first, window.before))
    demands = [one for one in intake.demands_confirmed(session, first, before) if one.status not in _INVALID]
    ever = matches.candidates_ever(session, [one.id for one in demands])
    ever = {id: _of_centre(found, centre_id) for id, found in ever.items()}
    if centre_id is not None:
        demands = [one for one in demands if ever.get(one.id)]
    reviewed = _of_centre(matches.candidates_decided(session, first, before), centre_id)
    return Sources(
        demands=tuple(_outcome(one, ever.get(one.id, ())) for one in demands),
        match_reviews=tuple(
            MatchReview(match_id=one.id, is_adopted=one.state == "accepted")
            for one in reviewed
            if one.state in _REVIEWED
        ),
        responses=tuple(_responses(session, demands, ever)),
        complaints=tuple(_complaints(session, first, before, calendar, centre_id, close_days)),
    )


def _of_centre(candidates: Iterable[Candidate], centre_id: str | None) -> tuple[Candidate, ...]:
    return tuple(one for one in candidates if centre_id in (None, one.centre_id))


def _outcome(demand: Demand, candidates: tuple[Candidate, ...]) -> DemandOutcome:
    return DemandOutcome(
        demand_id=demand.id,
        service_category=cast("ServiceCategory | None", demand.draft.value("service_category")),
        is_adopted=any(one.state == "accepted" for one in candidates),
    )


def _responses(
    session: Session, demands: list[Demand], candidates: dict[str, tuple[Candidate, ...]]
) -> Iterable[Response]:
    """Demands nobody has answered yet are left out: their time is not known."""
    for demand in demands:
        care = care_store.find_care(session, demand.id)
        moments = [demand.published_at, care.ended_at if care else None]
        moments += [one.decided_at for one in candidates.get(demand.id, ())]
        answered = [one for one in moments if one is not None and demand.confirmed_at and one >= demand.confirmed_at]
        if answered and demand.confirmed_at is not None:
            yield Response(demand_id=demand.id, submitted_at=demand.confirmed_at, responded_at=min(answered))


def _complaints(
    session: Session,
    first: datetime,
    before: datetime,
    calendar: WorkingCalendar,
    centre_id: str | None,
    close_days: int,
) -> Iterable[ComplaintOutcome]:
    for complaint in complaint_store.complaints_opened(session, first, before):
        engagement_id, of_centre = _about(session, complaint)
        if centre_id not in (None, of_centre):
            continue
        care = care_store.find_care(session, complaint.id)
        ended = care.ended_at if care is not None and complaint.state == "closed" else None
        code = care.ending.reason_code if care is not None and care.ending is not None else None
        opened = complaint.created_at.astimezone(CHINA).date()
        last = calendar.add_working_days(opened, close_days).date
        yield ComplaintOutcome(
            engagement_id=engagement_id,
            is_closed_in_time=ended is not None and ended.astimezone(CHINA).date() <= last,
            is_accepted=ended is not None and code in ACCEPTED,
        )


def _about(session: Session, complaint: Complaint) -> tuple[str | None, str | None]:
    """The project of a complaint and its centre."""
    if complaint.engagement_id is not None:
        return complaint.engagement_id, engagements.load(session, complaint.engagement_id).centre_id
    found = engagements.load_for_demand(session, complaint.demand_id) if complaint.demand_id else ()
    return (found[0].id, found[0].centre_id) if len(found) == 1 else (None, None)
