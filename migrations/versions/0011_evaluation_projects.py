"""Evaluation projects, and improvement records, append-only by version."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from foundation.database import Moment

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "evaluation_projects",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("subject", sa.String(length=64), nullable=False),
        sa.Column("evaluator", sa.String(length=64), nullable=False),
        sa.Column("report_due", sa.Date(), nullable=True),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("changed_at", Moment(), nullable=False),
        sa.Column("changed_by", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evaluation_projects")),
    )
    with op.batch_alter_table("evaluation_projects", schema=None) as batch_op:
        batch_op.create_index("ix_evaluation_projects_due", ["state", "report_due"], unique=False)
        batch_op.create_index(batch_op.f("ix_evaluation_projects_subject"), ["subject"], unique=False)
    op.create_table(
        "improvement_records",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("subject", sa.String(length=64), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("created_by", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", "version", name=op.f("pk_improvement_records")),
    )
    with op.batch_alter_table("improvement_records", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_improvement_records_subject"), ["subject"], unique=False)


def downgrade() -> None:
    """Remove them."""
    op.drop_table("improvement_records")
    op.drop_table("evaluation_projects")
