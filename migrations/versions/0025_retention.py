"""Holds and erasures of engagements, and beside the stub of an entry the digest that the entry had."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from foundation.database import Moment

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table and the column; nothing is held or erased yet."""
    op.create_table(
        "engagement_retention",
        sa.Column("engagement_id", sa.String(length=64), nullable=False),
        sa.Column("held_at", Moment(), nullable=True),
        sa.Column("held_by", sa.String(length=64), nullable=True),
        sa.Column("hold_reason", sa.Text(), nullable=True),
        sa.Column("erased_at", Moment(), nullable=True),
        sa.Column("erased_by", sa.String(length=64), nullable=True),
        sa.Column("erase_reason", sa.Text(), nullable=True),
        sa.Column("remains", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(
            ["engagement_id"], ["engagements.id"], name=op.f("fk_engagement_retention_engagement_id_engagements")
        ),
        sa.PrimaryKeyConstraint("engagement_id", name=op.f("pk_engagement_retention")),
    )
    op.add_column("engagement_entries", sa.Column("digest", sa.String(length=64), nullable=True))


def downgrade() -> None:
    """Remove them; what was erased stays erased, and no longer proves that it was."""
    op.drop_column("engagement_entries", "digest")
    op.drop_table("engagement_retention")
