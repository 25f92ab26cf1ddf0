"""The queue: demands under review, the soonest due first. Their clock is the demand's care, there is no other (B3)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime

from sqlalchemy.orm import Session

from foundation.actors import Actor
from foundation.errors import InvalidInput
from foundation.listing import check_limit
from foundation.secrecy import Level
from foundation.working_calendar import WorkingCalendar, load_calendar
from intake.cares.care import Care
from intake.cares.caring import due_items
from intake.demand import Demand
from intake.questions.asking import last_answers
from intake.service import demands_by_id
from kb.service import names_of
from matcher import store
from matcher.review.looks import expect_desk
from matcher.review.process import REVIEW
from matcher.review.views import CaseState, QueueItem, QueuePage, case_state
from matcher.store import Candidate, Prospect

_AT_ONCE = 200
"""So many open matters are looked at in one go; what is filtered out costs no page."""

_Entry = tuple[Care, Demand, tuple[Candidate, ...]]


def queue(
    session: Session,
    actor: Actor,
    today: date,
    *,
    states: Sequence[CaseState] = (),
    owner: str | None = None,
    service: str | None = None,
    level: Level | None = None,
    until: date | None = None,
    after: str | None = None,
    limit: int = 50,
    calendar: WorkingCalendar | None = None,
) -> QueuePage:
    """Matched demands that wait for something, the soonest due first; for a coordinator.

    Demands without candidates are left out unless ``states`` asks for ``nobody``. ``until`` a day counts.
    Raises NotAllowed for others, InvalidInput for a limit outside 1–200 or an ``after`` that no page gave.
    """
    expect_desk(actor)
    check_limit(limit)
    wanted = frozenset(states or ("proposed", "seconding", "on_hold", "asked", "decided"))
    found: list[_Entry] = []
    for entry in _entries(session, actor, until, _place(after), wanted, owner):
        if service is not None and entry[1].draft.value("service_category") != service:
            continue
        if level is not None and entry[1].level != level:
            continue
        found.append(entry)
        if len(found) > limit:
            break
    page, more = found[:limit], len(found) > limit
    best = [one.centre_id for _, _, candidates in page for one in candidates if _is_open(one)]
    names, days = names_of(session, sorted(set(best))), calendar or load_calendar()
    ids = [demand.id for _, demand, _ in page]
    prospects = store.prospects_of(session, ids) if page else {}
    answers = last_answers(session, ids) if page else {}
    items = tuple(_item(entry, names, today, days, prospects.get(entry[1].id), answers) for entry in page)
    return QueuePage(items=items, next=_name(page[-1][0]) if more else None)


def _entries(
    session: Session,
    actor: Actor,
    until: date | None,
    place: tuple[date, str] | None,
    states: frozenset[CaseState],
    owner: str | None,
) -> Iterator[_Entry]:
    """Open demands with their candidates in the order of their due dates, a batch at a time; the cheap tests first."""
    while True:
        batch = due_items(session, actor, ("demand",), until, _AT_ONCE, place)
        cares = [care for care in batch if owner is None or care.owner == owner]
        candidates = store.candidates_of_all(session, [care.subject_id for care in cares]) if cares else {}
        wanted = [care for care in cares if case_state(candidates.get(care.subject_id, ())) in states]
        demands = demands_by_id(session, [care.subject_id for care in wanted]) if wanted else {}
        for care in wanted:
            if care.subject_id in demands:
                yield care, demands[care.subject_id], candidates.get(care.subject_id, ())
        if len(batch) < _AT_ONCE:
            return
        place = _of(batch[-1])


def _item(
    entry: _Entry,
    names: dict[str, str],
    today: date,
    calendar: WorkingCalendar,
    prospect: Prospect | None,
    answers: Mapping[str, datetime],
) -> QueueItem:
    care, demand, candidates = entry
    counts: dict[str, int] = {}
    for one in candidates:
        counts[one.state] = counts.get(one.state, 0) + 1
    first = next((one.centre_id for one in candidates if _is_open(one)), None)
    return QueueItem(
        demand_id=demand.id,
        title=demand.title,
        service=demand.draft.value("service_category"),
        level=demand.level,
        status=demand.status,
        state=case_state(candidates),
        counts=counts,
        owner_role=care.owner_role,
        owner=care.owner,
        due=care.due,
        due_is_approximate=care.due_is_approximate,
        days_left=calendar.working_days_between(today, care.due).days if care.due else None,
        best_centre=None if first is None else names.get(first, first),
        confidence=prospect.confidence if prospect else None,
        is_abstained=prospect.is_abstained if prospect else False,
        is_answered=_is_news(answers.get(demand.id), candidates),
    )


def _is_news(answered_at: datetime | None, candidates: Sequence[Candidate]) -> bool:
    """Whether the enterprise's answer is younger than every decision."""
    return answered_at is not None and all(one.decided_at is None or one.decided_at < answered_at for one in candidates)


def _is_open(one: Candidate) -> bool:
    return not REVIEW.state(one.state).is_end


def _of(care: Care) -> tuple[date, str]:
    assert care.due is not None
    return care.due, care.subject_id


def _name(care: Care) -> str:
    day, subject = _of(care)
    return f"{day.isoformat()}.{subject}"


def _place(after: str | None) -> tuple[date, str] | None:
    if after is None:
        return None
    day, _, subject = after.partition(".")
    try:
        return date.fromisoformat(day), subject[:40]
    except ValueError:
        raise InvalidInput("page_unknown", "没有这一页，请从头看起", field="after") from None
