"""After closure: packs that were made, links for those without an account, and which project a complaint is about."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from foundation.database import Moment

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables and the column; complaints of before name no project."""
    op.create_table(
        "engagement_packs",
        sa.Column("engagement_id", sa.String(length=64), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("with_secret", sa.Boolean(), nullable=False),
        sa.Column("with_files", sa.Boolean(), nullable=False),
        sa.Column("made_at", Moment(), nullable=False),
        sa.Column("made_by", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["engagement_id"], ["engagements.id"], name=op.f("fk_engagement_packs_engagement_id")),
        sa.PrimaryKeyConstraint("engagement_id", "number", name=op.f("pk_engagement_packs")),
    )
    op.create_table(
        "engagement_invitations",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("engagement_id", sa.String(length=64), nullable=False),
        sa.Column("purpose", sa.String(length=16), nullable=False),
        sa.Column("month", sa.Integer(), nullable=True),
        sa.Column("issued_at", Moment(), nullable=False),
        sa.Column("issued_by", sa.String(length=64), nullable=False),
        sa.Column("expires_at", Moment(), nullable=False),
        sa.Column("used_at", Moment(), nullable=True),
        sa.ForeignKeyConstraint(
            ["engagement_id"], ["engagements.id"], name=op.f("fk_engagement_invitations_engagement_id")
        ),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_engagement_invitations")),
    )
    op.create_index(
        op.f("ix_engagement_invitations_engagement_id"), "engagement_invitations", ["engagement_id"], unique=False
    )
    op.add_column("complaints", sa.Column("engagement_id", sa.String(length=64), nullable=True))
    op.create_index(op.f("ix_complaints_engagement_id"), "complaints", ["engagement_id"], unique=False)


def downgrade() -> None:
    """Remove them."""
    op.drop_index(op.f("ix_complaints_engagement_id"), table_name="complaints")
    op.drop_column("complaints", "engagement_id")
    op.drop_table("engagement_invitations")
    op.drop_table("engagement_packs")
