"""Conversations and the demands that come of them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from foundation.database import Moment

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "conversations",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("channel", sa.String(length=24), nullable=False),
        sa.Column("submitted_by", sa.String(length=120), nullable=True),
        sa.Column("enterprise", sa.String(length=64), nullable=True),
        sa.Column("started_by", sa.String(length=64), nullable=False),
        sa.Column("demand_id", sa.String(length=40), nullable=True),
        sa.Column("draft", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("updated_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conversations")),
    )
    with op.batch_alter_table("conversations", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_conversations_enterprise"), ["enterprise"], unique=False)
        batch_op.create_index(batch_op.f("ix_conversations_started_by"), ["started_by"], unique=False)

    op.create_table(
        "demands",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("level", sa.String(length=16), nullable=False),
        sa.Column("channel", sa.String(length=24), nullable=False),
        sa.Column("submitted_by", sa.String(length=120), nullable=True),
        sa.Column("enterprise", sa.String(length=64), nullable=True),
        sa.Column("conversation_id", sa.String(length=40), nullable=True),
        sa.Column("service_category", sa.String(length=24), nullable=True),
        sa.Column("industry", sa.String(length=40), nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("condensed", sa.Text(), nullable=False),
        sa.Column("draft", sa.Text(), nullable=False),
        sa.Column("questions", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("confirmed_at", Moment(), nullable=True),
        sa.Column("published_at", Moment(), nullable=True),
        sa.ForeignKeyConstraint(["conversation_id"], ["conversations.id"], name=op.f("fk_demands_conversation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_demands")),
    )
    with op.batch_alter_table("demands", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_demands_conversation_id"), ["conversation_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_demands_enterprise"), ["enterprise"], unique=False)
        batch_op.create_index(batch_op.f("ix_demands_industry"), ["industry"], unique=False)
        batch_op.create_index(batch_op.f("ix_demands_service_category"), ["service_category"], unique=False)
        batch_op.create_index("ix_demands_status_id", ["status", "id"], unique=False)


def downgrade() -> None:
    """Remove them."""
    op.drop_table("demands")
    op.drop_table("conversations")
