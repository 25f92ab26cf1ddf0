"""Engagements and their logs."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from foundation.database import Moment

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "engagements",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("demand_id", sa.String(length=64), nullable=False),
        sa.Column("match_id", sa.String(length=64), nullable=False),
        sa.Column("centre_id", sa.String(length=64), nullable=False),
        sa.Column("host_id", sa.String(length=64), nullable=False),
        sa.Column("profile", sa.String(length=32), nullable=False),
        sa.Column("state", sa.String(length=64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        sa.Column("owner_role", sa.String(length=32), nullable=True),
        sa.Column("owner", sa.Text(), nullable=True),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("due_is_approximate", sa.Boolean(), nullable=False),
        sa.Column("closed_at", Moment(), nullable=True),
        sa.Column("content", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_engagements")),
        sa.UniqueConstraint("match_id", name=op.f("uq_engagements_match_id")),
    )
    with op.batch_alter_table("engagements", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_engagements_centre_id"), ["centre_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_engagements_closed_at"), ["closed_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_engagements_demand_id"), ["demand_id"], unique=False)
        batch_op.create_index("ix_engagements_waiting", ["is_open", "due"], unique=False)

    op.create_table(
        "engagement_entries",
        sa.Column("engagement_id", sa.String(length=64), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("event", sa.String(length=64), nullable=False),
        sa.Column("actor_id", sa.String(length=64), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["engagement_id"], ["engagements.id"], name=op.f("fk_engagement_entries_engagement_id")
        ),
        sa.PrimaryKeyConstraint("engagement_id", "number", name=op.f("pk_engagement_entries")),
    )


def downgrade() -> None:
    """Remove them."""
    op.drop_table("engagement_entries")
    op.drop_table("engagements")
