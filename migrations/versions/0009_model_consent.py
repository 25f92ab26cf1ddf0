"""Whether an enterprise agreed that a model outside the house may read its talk: nobody did until asked."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; talks from before have no consent."""
    with op.batch_alter_table("conversations", schema=None) as batch_op:
        batch_op.add_column(sa.Column("model_consent", sa.Boolean(), server_default=sa.false(), nullable=False))


def downgrade() -> None:
    """Take it away."""
    with op.batch_alter_table("conversations", schema=None) as batch_op:
        batch_op.drop_column("model_consent")
