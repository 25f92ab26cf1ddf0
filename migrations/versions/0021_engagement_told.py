"""What the clock told last of an engagement: once for a state and its due date, once a day."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table; of what is overdue by now the first run tells."""
    op.create_table(
        "engagement_told",
        sa.Column("engagement_id", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=64), nullable=False),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("to", sa.String(length=32), nullable=False),
        sa.Column("told_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["engagement_id"], ["engagements.id"], name=op.f("fk_engagement_told_engagement_id_engagements")
        ),
        sa.PrimaryKeyConstraint("engagement_id", name=op.f("pk_engagement_told")),
    )


def downgrade() -> None:
    """Remove it; the engagements keep their due dates."""
    op.drop_table("engagement_told")
