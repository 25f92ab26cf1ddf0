"""The parties' links to their engagements: who, in which role, until when; of the token only its hash."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from foundation.database import Moment

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table; nobody has a link yet."""
    op.create_table(
        "engagement_links",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("engagement_id", sa.String(length=64), nullable=False),
        sa.Column("role", sa.String(length=32), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("issued_by", sa.String(length=64), nullable=False),
        sa.Column("issued_at", Moment(), nullable=False),
        sa.Column("expires_at", Moment(), nullable=False),
        sa.Column("revoked_at", Moment(), nullable=True),
        sa.ForeignKeyConstraint(
            ["engagement_id"], ["engagements.id"], name=op.f("fk_engagement_links_engagement_id_engagements")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_engagement_links")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_engagement_links_token_hash")),
    )
    op.create_index(op.f("ix_engagement_links_engagement_id"), "engagement_links", ["engagement_id"])


def downgrade() -> None:
    """Remove it; every link is over."""
    op.drop_table("engagement_links")
