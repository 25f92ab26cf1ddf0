"""Engagements in the database: rows in, values out.

A new version is written with ``UPDATE … WHERE id = … AND version = …``; nobody can overwrite what they have not seen.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime
from itertools import islice
from typing import Any, cast

from sqlalchemy import Select, case, func, insert, or_, select, update
from sqlalchemy.orm import Session

from engagement.folding import fold
from engagement.keeping_store import expect_whole
from engagement.log import Entry, chain_fault
from engagement.profiles import profile
from engagement.record import Engagement
from engagement.tables import EngagementEntryRow, EngagementRow
from engagement.turn import roles_on_turn
from foundation.actors import Role
from foundation.errors import NotFound
from foundation.races import has_changed_one
from foundation.values import Value
from foundation.working_calendar import Deadline


class OpenItem(Value):
    """One engagement on somebody's list: what it waits for, whom, and until when (B3)."""

    id: str
    demand_id: str
    centre_id: str
    state: str
    step: str
    """The name of the state."""
    version: int
    owner_role: Role | None
    owner: str | None
    turn: tuple[Role, ...] = ()
    """Every role whose act it waits for, ``owner_role`` first."""
    due: Deadline | None
    is_overdue: bool


def add(session: Session, engagement: Engagement) -> None:
    """Write a new engagement and the first entry of its log."""
    session.execute(insert(EngagementRow).values(id=engagement.id, **_columns(engagement)))
    _add_entry(session, engagement)


def save(session: Session, engagement: Engagement) -> bool:
    """Write the version that follows the one in the database, and its entry; ``False`` when another was faster.

    Raises Conflict ``engagement_erased``: nothing is added to what was erased.
    """
    expect_whole(session, engagement.id)
    before = update(EngagementRow).where(
        EngagementRow.id == engagement.id, EngagementRow.version == engagement.version - 1
    )
    if not has_changed_one(session, before.values(**_columns(engagement))):
        return False
    _add_entry(session, engagement)
    return True


def strike(session: Session, left: Engagement, digests: Sequence[str]) -> bool:
    """Write what is left of an engagement over the same version of it, and beside each stub the digest that the entry
    had; ``False`` when another was faster.
    """
    before = update(EngagementRow).where(EngagementRow.id == left.id, EngagementRow.version == left.version)
    if not has_changed_one(session, before.values(**_columns(left))):
        return False
    for entry, digest in zip(left.history, digests, strict=True):
        session.execute(
            update(EngagementEntryRow)
            .where(EngagementEntryRow.engagement_id == left.id, EngagementEntryRow.number == entry.number)
            .values(
                content=entry.model_dump_json(exclude_none=True),
                actor_id=entry.actor_id,
                digest=digest,
            )
            .execution_options(synchronize_session=False)
        )
    return True


def entry_digests(session: Session, engagement_id: str) -> tuple[str | None, ...]:
    """The digests that stand beside the stubs of an erased engagement, in order; ``None`` beside an entry."""
    query = select(EngagementEntryRow.digest).where(EngagementEntryRow.engagement_id == engagement_id)
    return tuple(session.scalars(query.order_by(EngagementEntryRow.number)))


def load(session: Session, engagement_id: str) -> Engagement:
    """The engagement with its history; ``NotFound`` when there is none."""
    content = session.scalar(select(EngagementRow.content).where(EngagementRow.id == engagement_id))
    if content is None:
        raise _absent(engagement_id)
    engagement = Engagement.model_validate_json(content)
    return engagement.model_copy(update={"history": _log(session, [engagement_id])[engagement_id]})


def load_log(session: Session, engagement_id: str) -> tuple[Entry, ...]:
    """The log alone, oldest entry first; ``NotFound`` when there is none."""
    entries = _log(session, [engagement_id])[engagement_id]
    if not entries:
        raise _absent(engagement_id)
    return entries


def find_by_match(session: Session, match_id: str) -> Engagement | None:
    """The engagement that a match has led to."""
    id = session.scalar(select(EngagementRow.id).where(EngagementRow.match_id == match_id))
    return load(session, id) if id is not None else None


def load_for_demand(session: Session, demand_id: str) -> tuple[Engagement, ...]:
    """Every engagement of a demand, oldest first."""
    return _load_all(session, select(EngagementRow.content).where(EngagementRow.demand_id == demand_id))


def load_for_centre(session: Session, centre_id: str) -> tuple[Engagement, ...]:
    """Every engagement of a centre, oldest first."""
    return _load_all(session, select(EngagementRow.content).where(EngagementRow.centre_id == centre_id))


def load_closed(
    session: Session, first: datetime, before: datetime, centre_id: str | None = None
) -> tuple[Engagement, ...]:
    """The engagements that closed in ``[first, before)``, of one centre or of all, oldest first."""
    query = select(EngagementRow.content).where(EngagementRow.closed_at >= first, EngagementRow.closed_at < before)
    if centre_id is not None:
        query = query.where(EngagementRow.centre_id == centre_id)
    return _load_all(session, query)


def closed_between(session: Session, first: datetime, before: datetime) -> tuple[tuple[str, datetime], ...]:
    """Which engagements closed in ``[first, before)`` and when; nothing else of them is read."""
    closed_at = EngagementRow.closed_at
    query = select(EngagementRow.id, closed_at).where(closed_at >= first, closed_at < before)
    return tuple((id, at) for id, at in session.execute(query.order_by(EngagementRow.id)) if at is not None)


def list_open(
    session: Session,
    today: date,
    *,
    owner: str | None = None,
    owner_role: Role | None = None,
    centre_id: str | None = None,
    states: Collection[str] = (),
    only_overdue: bool = False,
    limit: int = 100,
) -> tuple[OpenItem, ...]:
    """What waits for somebody, most pressing first. ``owner_role``: with everything that waits for this role too."""
    query = select(*_LISTED).where(EngagementRow.is_open.is_(True))
    if owner is not None:
        query = query.where(EngagementRow.owner == owner)
    if owner_role is not None:
        on_turn = EngagementRow.turn.contains(f",{owner_role},", autoescape=True)
        query = query.where(or_(on_turn, EngagementRow.turn.is_(None)))
    if centre_id is not None:
        query = query.where(EngagementRow.centre_id == centre_id)
    if states:
        query = query.where(EngagementRow.state.in_(states))
    if only_overdue:
        query = query.where(EngagementRow.due < today)
    query = query.order_by(EngagementRow.due, EngagementRow.id)
    rows = session.execute(query.limit(limit) if owner_role is None else query)
    items = (_item(row, today) for row in rows)
    return tuple(islice((one for one in items if owner_role is None or owner_role in one.turn), limit))


def open_centres(session: Session) -> tuple[str, ...]:
    """The centres that carry an open engagement, in the order of their ids."""
    query = select(EngagementRow.centre_id).where(EngagementRow.is_open.is_(True)).distinct()
    return tuple(session.scalars(query.order_by(EngagementRow.centre_id)))


def count_open(session: Session, centre_ids: Sequence[str]) -> dict[str, int]:
    """How many engagements each of these centres carries at present; those that carry none are left out."""
    query = (
        select(EngagementRow.centre_id, func.count())
        .where(EngagementRow.is_open.is_(True), EngagementRow.centre_id.in_(centre_ids))
        .group_by(EngagementRow.centre_id)
    )
    return dict(session.execute(query).all())


def check(session: Session, engagement_id: str) -> bool:
    """Whether the stored engagement is exactly what its log tells, and the log is the one that was written."""
    stored = load(session, engagement_id)
    try:
        return chain_fault(stored.history) is None and fold(stored.history) == stored
    except ValueError:  # a log without its beginning or with a gap tells of nothing
        return False


def turn_kept(turn: str | None, content: str) -> tuple[Role, ...]:
    """Whose turn it is as the column says; of a row from before the column, as its content tells."""
    if turn is None:
        return roles_on_turn(Engagement.model_validate_json(content))
    return tuple(cast("Role", role) for role in turn.split(",") if role)


def every_id(session: Session) -> tuple[str, ...]:
    """The ids of all engagements, in order."""
    return tuple(session.scalars(select(EngagementRow.id).order_by(EngagementRow.id)))


def has_its_columns(session: Session, engagement: Engagement) -> bool:
    """Whether the columns by which the engagement is found say what its content says."""
    row = session.get_one(EngagementRow, engagement.id)
    unkept = ("content", "turn") if row.turn is None else ("content",)  # a row from before the column has no turn
    expected = {name: value for name, value in _columns(engagement).items() if name not in unkept}
    return all(getattr(row, name) == value for name, value in expected.items())


_LISTED = (
    EngagementRow.id,
    EngagementRow.demand_id,
    EngagementRow.centre_id,
    EngagementRow.profile,
    EngagementRow.state,
    EngagementRow.version,
    EngagementRow.owner_role,
    EngagementRow.owner,
    EngagementRow.turn,
    EngagementRow.due,
    EngagementRow.due_is_approximate,
    case((EngagementRow.turn.is_(None), EngagementRow.content)).label("content"),
)
"""What a list shows; the content only of rows from before the column ``turn``."""


def _item(row: Any, today: date) -> OpenItem:
    due = None if row.due is None else Deadline(date=row.due, is_approximate=row.due_is_approximate)
    return OpenItem(
        id=row.id,
        demand_id=row.demand_id,
        centre_id=row.centre_id,
        state=row.state,
        step=profile(row.profile).process.state(row.state).label,
        version=row.version,
        owner_role=cast("Role | None", row.owner_role),
        owner=row.owner,
        turn=turn_kept(row.turn, row.content),
        due=due,
        is_overdue=due is not None and due.date < today,
    )


def _load_all(session: Session, query: Select[str]) -> tuple[Engagement, ...]:
    """Engagements with their histories, in two queries however many there are."""
    found = [Engagement.model_validate_json(content) for content in session.scalars(query.order_by(EngagementRow.id))]
    logs = _log(session, [engagement.id for engagement in found])
    return tuple(one.model_copy(update={"history": logs[one.id]}) for one in found)


def _log(session: Session, ids: Sequence[str]) -> dict[str, tuple[Entry, ...]]:
    query = select(EngagementEntryRow.engagement_id, EngagementEntryRow.content).order_by(
        EngagementEntryRow.engagement_id, EngagementEntryRow.number
    )
    logs: dict[str, list[Entry]] = {id: [] for id in ids}
    for start in range(0, len(ids), _AT_ONCE):
        some = ids[start : start + _AT_ONCE]
        for id, content in session.execute(query.where(EngagementEntryRow.engagement_id.in_(some))):
            logs[id].append(Entry.model_validate_json(content))
    return {id: tuple(entries) for id, entries in logs.items()}


_AT_ONCE = 500
"""Ids in one query: a database takes only so many parameters."""


def _columns(engagement: Engagement) -> dict[str, Any]:
    due = engagement.due
    return {
        "demand_id": engagement.demand_id,
        "match_id": engagement.match_id,
        "centre_id": engagement.centre_id,
        "host_id": engagement.host_id,
        "profile": engagement.profile,
        "state": engagement.state,
        "version": engagement.version,
        "is_open": profile(engagement.profile).is_open(engagement.state),
        "owner_role": engagement.owner_role,
        "owner": engagement.owner,
        "turn": ",".join(("", *roles_on_turn(engagement), "")),
        "due": due.date if due else None,
        "due_is_approximate": due.is_approximate if due else False,
        "closed_at": engagement.closed_at,
        "content": engagement.model_dump_json(exclude={"history"}, exclude_none=True),
    }


def _add_entry(session: Session, engagement: Engagement) -> None:
    entry = engagement.history[-1]
    session.execute(
        insert(EngagementEntryRow).values(
            engagement_id=engagement.id,
            number=entry.number,
            event=entry.event,
            actor_id=entry.actor_id,
            at=entry.at,
            content=entry.model_dump_json(exclude_none=True),
        )
    )


def _absent(engagement_id: str) -> NotFound:
    return NotFound("engagement_not_found", "没有这个项目：{engagement}", engagement=engagement_id)
