"""No silent end: who looks after every matter until when, what was released of a demand, complaints, hotline calls.

Demands, talks and complaints that were there before get an owner and the date on which they should have been answered,
counted from their beginning; what had ended gets a reason that says that no reason was recorded. What had been released
stays released for everybody, as it was.
"""

from __future__ import annotations

import hashlib
import json
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from alembic import op

from foundation.clock import CHINA
from foundation.database import Moment
from foundation.working_calendar import load_calendar

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

CLASSES = {
    "失效/缺陷": "质量分析",
    "检测需求": "质量分析",
    "方法缺失": "质量分析",
    "标准/合规": "质量分析",
    "工艺难题": "工艺问题",
    "性能不足": "研发难点",
    "研发攻关": "研发难点",
    "替代进口": "研发难点",
}
WORKING_DAYS = {"demand": 5, "complaint": 3, "talk": 2}
OPEN = ("draft", "confirmed", "published", "matched")
BEFORE = ("before_records", "这件事在记录原因之前已经办结。", "对当时的结果有疑问，请联系协调员")

DEMANDS = sa.table(
    "demands",
    *(sa.column(name, sa.String) for name in ("id", "status", "title", "condensed", "draft", "demand_class")),
    *(sa.column(name, sa.String) for name in ("audience", "released_hash", "released_by", "conversation_id")),
    sa.column("created_at", Moment),
    sa.column("published_at", Moment),
)
CONVERSATIONS = sa.table(
    "conversations",
    *(sa.column(name, sa.String) for name in ("id", "status", "draft", "enterprise")),
    sa.column("created_at", Moment),
    sa.column("updated_at", Moment),
)


def upgrade() -> None:
    """Make the tables, then give every matter of before what it lacks."""
    op.add_column("demands", sa.Column("demand_class", sa.String(length=16), server_default="其他", nullable=False))
    op.add_column("demands", sa.Column("fingerprint", sa.String(length=64), nullable=True))
    op.add_column("demands", sa.Column("audience", sa.String(length=16), nullable=True))
    op.add_column("demands", sa.Column("released_hash", sa.String(length=64), nullable=True))
    op.add_column("demands", sa.Column("released_by", sa.String(length=64), nullable=True))
    op.create_index(op.f("ix_demands_fingerprint"), "demands", ["fingerprint"], unique=False)
    releases = op.create_table(
        "demand_releases",
        sa.Column("demand_id", sa.String(length=40), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("audience", sa.String(length=16), nullable=False),
        sa.Column("is_edited", sa.Boolean(), nullable=False),
        sa.Column("released_by", sa.String(length=64), nullable=False),
        sa.Column("released_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["demand_id"], ["demands.id"], name=op.f("fk_demand_releases_demand_id")),
        sa.PrimaryKeyConstraint("demand_id", "number", name=op.f("pk_demand_releases")),
    )
    cares = op.create_table(
        "cares",
        sa.Column("subject_id", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        sa.Column("owner_role", sa.String(length=32), nullable=True),
        sa.Column("owner", sa.String(length=64), nullable=True),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("due_is_approximate", sa.Boolean(), nullable=False),
        sa.Column("since", Moment(), nullable=False),
        sa.Column("reminded_for", sa.Date(), nullable=True),
        sa.Column("escalations", sa.Integer(), nullable=False),
        sa.Column("reason_code", sa.String(length=32), nullable=True),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("next_step", sa.Text(), nullable=True),
        sa.Column("ended_at", Moment(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("subject_id", name=op.f("pk_cares")),
    )
    op.create_index("ix_cares_waiting", "cares", ["is_open", "due"], unique=False)
    complaints = op.create_table(
        "complaints",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("conversation_id", sa.String(length=40), nullable=True),
        sa.Column("demand_id", sa.String(length=40), nullable=True),
        sa.Column("enterprise", sa.String(length=64), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("updated_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["conversation_id"], ["conversations.id"], name=op.f("fk_complaints_conversation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_complaints")),
    )
    op.create_index(op.f("ix_complaints_conversation_id"), "complaints", ["conversation_id"], unique=False)
    op.create_index(op.f("ix_complaints_demand_id"), "complaints", ["demand_id"], unique=False)
    op.create_index("ix_complaints_state_id", "complaints", ["state", "id"], unique=False)
    op.create_table(
        "hotline_calls",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("taken_by", sa.String(length=64), nullable=False),
        sa.Column("taken_at", Moment(), nullable=False),
        sa.Column("subject_id", sa.String(length=40), nullable=False),
        sa.Column("noted_by", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hotline_calls")),
    )
    op.create_index(op.f("ix_hotline_calls_subject_id"), "hotline_calls", ["subject_id"], unique=False)
    op.create_index(op.f("ix_hotline_calls_taken_at"), "hotline_calls", ["taken_at"], unique=False)
    assert releases is not None
    assert cares is not None
    assert complaints is not None
    _fill(releases, cares, complaints)


def _fill(releases: sa.Table, cares: sa.Table, complaints: sa.Table) -> None:
    connection = op.get_bind()
    rows: list[dict[str, Any]] = []
    for demand in connection.execute(sa.select(DEMANDS).order_by(DEMANDS.c.id)).mappings().all():
        changes: dict[str, Any] = {"demand_class": _class_of(demand["draft"])}
        if demand["published_at"] is not None:
            digest = hashlib.sha256(f"{demand['title']}\0{demand['condensed']}".encode()).hexdigest()
            released = {"audience": "public", "released_by": "before_records"}
            changes |= {**released, "released_hash": digest}
            release = {"title": demand["title"], "text": demand["condensed"], "hash": digest, "is_edited": False}
            release |= {"demand_id": demand["id"], "number": 1, "released_at": demand["published_at"], **released}
            connection.execute(releases.insert().values(release))
        connection.execute(DEMANDS.update().where(DEMANDS.c.id == demand["id"]).values(changes))
        rows.append(_care(demand["id"], "demand", demand["created_at"], demand["status"] in OPEN))
    for talk in connection.execute(sa.select(CONVERSATIONS).order_by(CONVERSATIONS.c.id)).mappings().all():
        words = json.loads(talk["draft"]).get("utterances", [])
        if not words:
            continue
        rows.append(_care(talk["id"], "talk", talk["updated_at"], talk["status"] == "open"))
        if talk["status"] == "complaint":
            number = "cmp_" + talk["id"].partition("_")[2]
            complaint = {"id": number, "state": "opened", "conversation_id": talk["id"], "words": words[-1]}
            complaint |= {"enterprise": talk["enterprise"], "version": 1}
            complaint |= {"created_at": talk["updated_at"], "updated_at": talk["updated_at"]}
            connection.execute(complaints.insert().values(complaint))
            rows.append(_care(number, "complaint", talk["updated_at"], True))
    if rows:
        connection.execute(cares.insert(), rows)


def _care(subject_id: str, kind: str, since: datetime, is_open: bool) -> dict[str, Any]:
    due = load_calendar().add_working_days(since.astimezone(CHINA).date(), WORKING_DAYS[kind])
    reason, answer, step = BEFORE
    return {
        "subject_id": subject_id,
        "kind": kind,
        "is_open": is_open,
        "owner_role": "coordinator" if is_open else None,
        "due": due.date if is_open else None,
        "due_is_approximate": due.is_approximate if is_open else False,
        "since": since,
        "escalations": 0,
        "reason_code": None if is_open else reason,
        "answer": None if is_open else answer,
        "next_step": None if is_open else step,
        "ended_at": None if is_open else since,
        "version": 1,
    }


def _class_of(draft: str) -> str:
    readings = json.loads(draft).get("readings", [])
    kinds = [r["value"] for r in readings if r["field"] == "problem_type" and r["origin"] != "unknown"]
    return CLASSES.get(kinds[0], "其他") if kinds else "其他"


def downgrade() -> None:
    """Remove them."""
    for table in ("hotline_calls", "complaints", "cares", "demand_releases"):
        op.drop_table(table)
    op.drop_index(op.f("ix_demands_fingerprint"), table_name="demands")
    for column in ("released_by", "released_hash", "audience", "fingerprint", "demand_class"):
        op.drop_column("demands", column)
