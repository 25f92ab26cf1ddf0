"""Conversations and demands: rows in, values out. A save names the version it saw; a stale one is a Conflict."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any, cast

from sqlalchemy import ColumnElement, Row, Table, bindparam, select, update
from sqlalchemy.orm import Session

from foundation.errors import NotFound
from foundation.races import changed_meanwhile, has_changed_one, save_over
from foundation.values import value_of
from intake.audience import Audience
from intake.conversation import Conversation
from intake.demand import Channel, Demand, DemandStatus, Draft, unknown_demand
from intake.entering.duplicates import fingerprint
from intake.fields import DemandClass
from intake.tables import ConversationRow, DemandRow

# Every turn of every talk asks these: written once, on the table itself, they cost a third of the mapped ones.
_TALKS = cast(Table, ConversationRow.__table__)
_ONE_TALK = select(_TALKS).where(_TALKS.c.id == bindparam("talk"))
_SEEN_TALK = update(_TALKS).where(_TALKS.c.id == bindparam("talk"), _TALKS.c.version == bindparam("seen"))

_CHANGING = {"status", "level", "title", "condensed", "published_at", "audience", "released_hash", "released_by"}
"""What a confirmed demand may still change of itself."""


def add_conversation(session: Session, conversation: Conversation, started_by: str) -> None:
    """Store a new conversation."""
    held, draft = conversation.model_dump(exclude={"draft"}), conversation.draft.model_dump_json()
    session.add(ConversationRow(**held, draft=draft, started_by=started_by))
    session.flush()


def get_conversation(session: Session, conversation_id: str) -> Conversation:
    """One conversation; NotFound when there is none."""
    row = session.execute(_ONE_TALK, {"talk": conversation_id}).one_or_none()
    if row is None:
        raise NotFound("conversation_unknown", "没有这个对话：{conversation}", conversation=conversation_id)
    return _conversation(row)


def save_conversation(session: Session, seen: Conversation, after: Conversation) -> Conversation:
    """Store ``after`` in place of ``seen``; Conflict when somebody saved in between."""
    version = seen.version + 1
    values = {
        "status": after.status,
        "draft": after.draft.model_dump_json(),
        "demand_id": after.demand_id,
        "model_consent": after.model_consent,
        "version": version,
        "updated_at": after.updated_at,
    }
    if not has_changed_one(session, _SEEN_TALK, {"talk": seen.id, "seen": seen.version, **values}):
        raise changed_meanwhile()
    session.expire_all()
    return after.model_copy(update={"version": version})


def add_demand(session: Session, demand: Demand) -> None:
    """Store a new demand."""
    held = demand.model_dump(exclude={"draft", "questions"})
    session.add(
        DemandRow(
            **held,
            draft=demand.draft.model_dump_json(),
            questions=json.dumps(demand.questions, ensure_ascii=False),
            service_category=demand.draft.value("service_category"),
            industry=demand.draft.value("industry"),
            fingerprint=fingerprint(demand.draft),
        )
    )
    session.flush()


def get_demand(session: Session, demand_id: str) -> Demand:
    """One demand; NotFound when there is none."""
    row = session.get(DemandRow, demand_id)
    if row is None:
        raise unknown_demand(demand_id)
    return _demand(row)


def hold_demand(session: Session, demand_id: str) -> Demand:
    """One demand, held for this transaction alone until it ends; who comes meanwhile waits. NotFound as above.

    On SQLite there is only one writer at a time.
    """
    query = select(DemandRow).where(DemandRow.id == demand_id).with_for_update()
    row = session.scalars(query.execution_options(populate_existing=True)).one_or_none()
    if row is None:
        raise unknown_demand(demand_id)
    return _demand(row)


def demands_by_id(session: Session, ids: Sequence[str]) -> dict[str, Demand]:
    """The demands with these ids that there are; one query."""
    return {row.id: _demand(row) for row in session.scalars(select(DemandRow).where(DemandRow.id.in_(ids)))}


def list_demands(
    session: Session,
    statuses: Sequence[DemandStatus] = (),
    enterprise: str | None = None,
    before: str | None = None,
    limit: int = 50,
    channel: Channel | None = None,
    demand_class: DemandClass | None = None,
    audiences: Sequence[Audience] = (),
) -> tuple[Demand, ...]:
    """Demands, newest first. ``before`` is the id to go on after (ids sort by birth); one query."""
    query = select(DemandRow).order_by(DemandRow.id.desc()).limit(limit)
    if channel is not None:
        query = query.where(DemandRow.channel == channel)
    if demand_class is not None:
        query = query.where(DemandRow.demand_class == demand_class)
    if audiences:
        query = query.where(DemandRow.audience.in_(audiences))
    if statuses:
        query = query.where(DemandRow.status.in_(statuses))
    if enterprise is not None:
        query = query.where(DemandRow.enterprise == enterprise)
    if before is not None:
        query = query.where(DemandRow.id < before)
    return tuple(_demand(row) for row in session.scalars(query))


def demands_confirmed(session: Session, first: datetime, before: datetime) -> tuple[Demand, ...]:
    """The demands that enterprises confirmed in ``[first, before)``, oldest first; one query."""
    query = select(DemandRow).where(DemandRow.confirmed_at >= first, DemandRow.confirmed_at < before)
    return tuple(_demand(row) for row in session.scalars(query.order_by(DemandRow.id)))


def save_demand(session: Session, seen: Demand, after: Demand) -> Demand:
    """Store status, level and publication of ``after`` in place of ``seen``; Conflict for a lost race."""
    saved = save_over(session, DemandRow, seen, after, **after.model_dump(include=_CHANGING))
    session.expire_all()
    return saved


def condensed_texts(session: Session, statuses: Sequence[DemandStatus], limit: int) -> dict[str, str]:
    """Condensed texts by id of the newest ``limit`` demands in these states."""
    query = select(DemandRow.id, DemandRow.condensed).where(DemandRow.status.in_(statuses))
    rows = session.execute(query.order_by(DemandRow.id.desc()).limit(limit))
    return {row[0]: row[1] for row in rows}


def released_demands(session: Session, statuses: Sequence[DemandStatus]) -> tuple[Demand, ...]:
    """Demands in these states that were published and are not secret, in the order of their ids."""
    query = select(DemandRow).where(*_may_be_released(statuses)).order_by(DemandRow.id)
    return tuple(_demand(row) for row in session.scalars(query))


def released_versions(session: Session, statuses: Sequence[DemandStatus]) -> tuple[tuple[str, int], ...]:
    """Id and version of the same demands: cheap to ask whether one of them changed."""
    query = select(DemandRow.id, DemandRow.version).where(*_may_be_released(statuses)).order_by(DemandRow.id)
    return tuple((row[0], row[1]) for row in session.execute(query))


def _may_be_released(statuses: Sequence[DemandStatus]) -> tuple[ColumnElement[bool], ...]:
    return (
        DemandRow.status.in_(statuses),
        DemandRow.published_at.is_not(None),
        DemandRow.audience.is_not(None),
        DemandRow.level.in_(("public", "internal")),
    )


def _conversation(row: ConversationRow | Row[Any]) -> Conversation:
    return value_of(Conversation, row, draft=Draft.model_validate_json(row.draft))


def _demand(row: DemandRow) -> Demand:
    return value_of(Demand, row, draft=Draft.model_validate_json(row.draft), questions=json.loads(row.questions))
