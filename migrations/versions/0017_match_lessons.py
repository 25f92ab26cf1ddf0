"""What decisions about matches taught, one lesson in use at most."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from foundation.database import Moment

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table; until something is learned the shipped policy is in use."""
    op.create_table(
        "match_lessons",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("policy", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("base_digest", sa.String(length=64), nullable=False),
        sa.Column("decisions", sa.Integer(), nullable=False),
        sa.Column("demands", sa.Integer(), nullable=False),
        sa.Column("pairs", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_match_lessons")),
    )
    is_active = sa.text("state = 'active'")
    op.create_index(
        "uq_match_lessons_active",
        "match_lessons",
        ["state"],
        unique=True,
        sqlite_where=is_active,
        postgresql_where=is_active,
    )


def downgrade() -> None:
    """Remove it; runs keep the policy they were made with."""
    op.drop_table("match_lessons")
