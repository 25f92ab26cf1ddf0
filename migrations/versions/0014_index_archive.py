"""The archive of indexes: what a match looked at can be built again years later."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from foundation.database import Moment

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables; an index that stands on disk is taken in by the next refresh."""
    op.create_table(
        "archived_passages",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("key", sa.LargeBinary(length=32), nullable=False),
        sa.Column("passage_id", sa.String(length=40), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.Column("struck_at", Moment(), nullable=True),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_archived_passages")),
        sa.UniqueConstraint("key", name=op.f("uq_archived_passages_key")),
    )
    op.create_index(op.f("ix_archived_passages_passage_id"), "archived_passages", ["passage_id"])
    op.create_table(
        "archived_indexes",
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("base", sa.String(length=64), nullable=True),
        sa.Column("passages", sa.LargeBinary(), nullable=False),
        sa.Column("hidden", sa.LargeBinary(), nullable=False),
        sa.Column("model", sa.String(length=200), nullable=False),
        sa.Column("tokeniser", sa.String(length=100), nullable=False),
        sa.Column("user_words", sa.JSON(), nullable=False),
        sa.Column("trade", sa.String(length=64), nullable=False),
        sa.Column("format", sa.Integer(), nullable=False),
        sa.Column("archived_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("content_hash", name=op.f("pk_archived_indexes")),
    )
    op.create_table(
        "archived_trades",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("model", sa.String(length=200), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("digest", "model", name=op.f("pk_archived_trades")),
    )


def downgrade() -> None:
    """Remove them; runs of indexes that no longer stand on disk cannot be replayed then."""
    for table in ("archived_trades", "archived_indexes", "archived_passages"):
        op.drop_table(table)
