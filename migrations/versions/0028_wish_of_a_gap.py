"""What is wanted in the demand's own words, beside what the knowledge calls it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Gaps of before have none; the next run of a demand writes it."""
    with op.batch_alter_table("demand_gaps") as table:
        table.add_column(sa.Column("wish", sa.Text(), nullable=True))


def downgrade() -> None:
    """Names stay."""
    with op.batch_alter_table("demand_gaps") as table:
        table.drop_column("wish")
