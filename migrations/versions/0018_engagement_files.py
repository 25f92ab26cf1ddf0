"""Files of engagements, beside their log."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from foundation.database import Moment

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "engagement_files",
        sa.Column("engagement_id", sa.String(length=64), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("media_type", sa.String(length=80), nullable=False),
        sa.Column("kept_at", Moment(), nullable=False),
        sa.Column("kept_by", sa.String(length=64), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["engagement_id"], ["engagements.id"], name=op.f("fk_engagement_files_engagement_id")),
        sa.PrimaryKeyConstraint("engagement_id", "sha256", name=op.f("pk_engagement_files")),
    )


def downgrade() -> None:
    """Remove it, with the files."""
    op.drop_table("engagement_files")
