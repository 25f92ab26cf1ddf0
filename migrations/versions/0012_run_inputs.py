"""Runs of the matcher keep what they were asked, so that they can be done again."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the input and its digest; runs of before have none."""
    with op.batch_alter_table("match_runs") as table:
        table.add_column(sa.Column("input", sa.Text(), nullable=True))
        table.add_column(sa.Column("input_digest", sa.String(length=64), nullable=True))


def downgrade() -> None:
    """Remove them."""
    with op.batch_alter_table("match_runs") as table:
        table.drop_column("input_digest")
        table.drop_column("input")
