"""What waits, and what was told of it last: rows in, values out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from sqlalchemy import and_, case, select, update
from sqlalchemy.orm import Session

from engagement.clocks.clock import Told, Waiting
from engagement.profiles import profile
from engagement.store import turn_kept
from engagement.tables import EngagementRow, EngagementToldRow
from foundation.races import has_changed_one, is_first
from foundation.values import value_of

_AT_ONCE = 500
"""Ids in one query: a database takes only so many parameters."""


def waiting_until(session: Session, until: date) -> Iterator[tuple[Waiting, Told | None]]:
    """Open engagements due on or before ``until``, the soonest first, each with what was told of it last."""
    query = (
        select(
            EngagementRow.id,
            EngagementRow.profile,
            EngagementRow.state,
            EngagementRow.owner_role,
            EngagementRow.turn,
            EngagementRow.due,
            EngagementToldRow,
            case((EngagementRow.turn.is_(None), EngagementRow.content)).label("content"),
        )
        .outerjoin(EngagementToldRow, EngagementToldRow.engagement_id == EngagementRow.id)
        .where(EngagementRow.is_open.is_(True), EngagementRow.due <= until)
        .order_by(EngagementRow.due, EngagementRow.id)
        .execution_options(populate_existing=True)
    )
    for id, profile_id, state, owner_role, turn, due, told, content in session.execute(query).all():
        rows = profile(profile_id).process.transitions
        waiting = Waiting(
            id=id,
            profile=profile_id,
            state=state,
            is_talking=any(row.state == state and row.event == "make_offer" for row in rows),
            owner_role=owner_role,
            turn=turn_kept(turn, content),
            due=due,
        )
        yield waiting, None if told is None else _told(told, profile_id)


def keep(session: Session, seen: Told | None, after: Told) -> bool:
    """Write what is told now in place of what was ``seen``; ``False`` when another run was faster."""
    values = {"state": after.state, "due": after.due, "step": after.step, "to": after.to, "told_on": after.told_on}
    if seen is None:
        row = {"engagement_id": after.engagement_id, **values}
        return is_first(session, EngagementToldRow, row, "engagement_id")
    unchanged = and_(
        EngagementToldRow.engagement_id == seen.engagement_id,
        EngagementToldRow.state == seen.state,
        EngagementToldRow.due == seen.due,
        EngagementToldRow.step == seen.step,
        EngagementToldRow.told_on == seen.told_on,
    )
    return has_changed_one(session, update(EngagementToldRow).where(unchanged).values(values))


def last_told(session: Session, engagement_ids: Sequence[str]) -> dict[str, Told]:
    """What was told last of each of these."""
    found: dict[str, Told] = {}
    for start in range(0, len(engagement_ids), _AT_ONCE):
        some = engagement_ids[start : start + _AT_ONCE]
        query = select(EngagementToldRow, EngagementRow.profile).join(
            EngagementRow, EngagementRow.id == EngagementToldRow.engagement_id
        )
        rows = session.execute(query.where(EngagementToldRow.engagement_id.in_(some)))
        found |= {row.engagement_id: _told(row, profile_id) for row, profile_id in rows}
    return found


def _told(row: EngagementToldRow, profile_id: str) -> Told:
    return value_of(Told, row, profile=profile_id, others=())
