"""One table of links: those for one answer move to the parties'; which questions were asked after closure."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from foundation.database import Moment

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Links that are out go on working: their hashes move, and the ids by which the log names who used them."""
    op.add_column(
        "engagement_links", sa.Column("purpose", sa.String(length=16), server_default="party", nullable=False)
    )
    op.add_column("engagement_links", sa.Column("reviewer_id", sa.String(length=64), nullable=True))
    op.add_column("engagement_links", sa.Column("month", sa.Integer(), nullable=True))
    op.add_column("engagement_links", sa.Column("used_at", Moment(), nullable=True))
    op.execute(
        "INSERT INTO engagement_links (id, engagement_id, purpose, role, person, month, token_hash, issued_by,"
        " issued_at, expires_at, used_at) SELECT 'link_' || substr(digest, 1, 24), engagement_id, purpose,"
        " 'enterprise', '企业（凭链接）', month, digest, issued_by, issued_at, expires_at, used_at"
        " FROM engagement_invitations"
    )
    op.drop_table("engagement_invitations")
    op.create_table(
        "engagement_asked",
        sa.Column("engagement_id", sa.String(length=64), nullable=False),
        sa.Column("closed_at", Moment(), nullable=False),
        sa.Column("month", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("asked_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["engagement_id"], ["engagements.id"], name=op.f("fk_engagement_asked_engagement_id_engagements")
        ),
        sa.PrimaryKeyConstraint("engagement_id", "closed_at", "month", name=op.f("pk_engagement_asked")),
    )


def downgrade() -> None:
    """Two tables again; a link for one answer that was taken back does not come to life, it is left out."""
    op.drop_table("engagement_asked")
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
    op.execute(
        "INSERT INTO engagement_invitations (digest, engagement_id, purpose, month, issued_at, issued_by, expires_at,"
        " used_at) SELECT token_hash, engagement_id, purpose, month, issued_at, issued_by, expires_at, used_at"
        " FROM engagement_links WHERE purpose <> 'party' AND revoked_at IS NULL"
    )
    op.execute("DELETE FROM engagement_links WHERE purpose <> 'party'")
    for name in ("used_at", "month", "reviewer_id", "purpose"):
        op.drop_column("engagement_links", name)
