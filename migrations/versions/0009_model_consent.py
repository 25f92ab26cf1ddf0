"""Whether an enterprise agreed that a model outside the house may read its talk: nobody did until asked."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column in place (the table must not be made anew: demands point to it); older talks have no consent."""
    op.add_column("conversations", sa.Column("model_consent", sa.Boolean(), server_default=sa.false(), nullable=False))


def downgrade() -> None:
    """Take it away."""
    op.drop_column("conversations", "model_consent")
