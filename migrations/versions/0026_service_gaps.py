"""Gaps that the technical review of a service showed: of an engagement, and perhaps of no run."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """A gap may name its engagement; services that ended before have entered none."""
    with op.batch_alter_table("demand_gaps") as table:
        table.alter_column("run_id", existing_type=sa.String(length=40), nullable=True)
        table.add_column(sa.Column("engagement_id", sa.String(length=64), nullable=True))


def downgrade() -> None:
    """Only the gaps of runs stay."""
    op.execute("DELETE FROM demand_gaps WHERE engagement_id IS NOT NULL")
    with op.batch_alter_table("demand_gaps") as table:
        table.drop_column("engagement_id")
        table.alter_column("run_id", existing_type=sa.String(length=40), nullable=False)
