"""The register of gaps: what no centre may or can do of a demand."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table; runs of before have recorded no gaps of this kind."""
    op.create_table(
        "demand_gaps",
        sa.Column("demand_id", sa.String(length=40), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.String(length=40), nullable=False),
        sa.Column("service", sa.Text(), nullable=False),
        sa.Column("product", sa.Text(), nullable=True),
        sa.Column("parameter", sa.Text(), nullable=True),
        sa.Column("standard", sa.Text(), nullable=True),
        sa.Column("trade", sa.Text(), nullable=True),
        sa.Column("region", sa.Text(), nullable=True),
        sa.Column("reason", sa.String(length=16), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["demand_id"], ["demands.id"], name=op.f("fk_demand_gaps_demand_id_demands")),
        sa.ForeignKeyConstraint(["run_id"], ["match_runs.id"], name=op.f("fk_demand_gaps_run_id_match_runs")),
        sa.PrimaryKeyConstraint("demand_id", "place", name=op.f("pk_demand_gaps")),
    )
    op.create_index(op.f("ix_demand_gaps_run_id"), "demand_gaps", ["run_id"])


def downgrade() -> None:
    """Remove it; the stored runs still tell the gaps."""
    op.drop_table("demand_gaps")
