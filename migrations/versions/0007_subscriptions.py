"""Subscriptions and what each has been told of."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from foundation.database import Moment

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "subscriptions",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("subscriber", sa.String(length=120), nullable=False),
        sa.Column("owner", sa.String(length=64), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("filters", sa.Text(), nullable=False),
        sa.Column("min_score", sa.Integer(), nullable=True),
        sa.Column("demand_id", sa.String(length=40), nullable=True),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("updated_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["demand_id"], ["demands.id"], name=op.f("fk_subscriptions_demand_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subscriptions")),
    )
    with op.batch_alter_table("subscriptions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_subscriptions_demand_id"), ["demand_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_subscriptions_owner"), ["owner"], unique=False)
        batch_op.create_index("ix_subscriptions_state_id", ["state", "id"], unique=False)

    op.create_table(
        "subscription_notices",
        sa.Column("subscription_id", sa.String(length=40), nullable=False),
        sa.Column("subject_id", sa.String(length=40), nullable=False),
        sa.Column("best_id", sa.String(length=40), nullable=True),
        sa.Column("points", sa.Integer(), nullable=True),
        sa.Column("told_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["subscription_id"], ["subscriptions.id"], name=op.f("fk_subscription_notices_subscription_id")
        ),
        sa.PrimaryKeyConstraint("subscription_id", "subject_id", name=op.f("pk_subscription_notices")),
    )


def downgrade() -> None:
    """Remove them."""
    op.drop_table("subscription_notices")
    op.drop_table("subscriptions")
