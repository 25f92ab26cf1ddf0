"""Whose turn it is, for the lists: every role whose act an engagement waits for."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; rows of before have none until their next step, and are read from their content."""
    op.add_column("engagements", sa.Column("turn", sa.String(length=120), nullable=True))


def downgrade() -> None:
    """Remove it; whose turn it is follows from the content."""
    op.drop_column("engagements", "turn")
