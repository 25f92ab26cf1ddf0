"""What a centre registers of itself beside its scope: secrecy, capacity, conflicts of interest."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table; of centres known so far nothing is registered."""
    op.create_table(
        "centre_facts",
        sa.Column("centre_id", sa.String(length=40), nullable=False),
        sa.Column("secrecy_level", sa.String(length=16), nullable=True),
        sa.Column("capacity", sa.Integer(), nullable=True),
        sa.Column("conflicts", sa.JSON(none_as_null=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["centre_id"], ["centres.id"], name=op.f("fk_centre_facts_centre_id_centres"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("centre_id", name=op.f("pk_centre_facts")),
    )


def downgrade() -> None:
    """Remove it."""
    op.drop_table("centre_facts")
