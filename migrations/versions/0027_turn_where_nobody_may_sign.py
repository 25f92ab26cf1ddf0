"""Whose turn it is in the talks is told anew: where the host may not hold the level, nobody is waited for to sign."""

from __future__ import annotations

from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """A row without the column is read by its content, until its next step writes the column again."""
    op.execute("UPDATE engagements SET turn = NULL WHERE state = 'negotiating'")


def downgrade() -> None:
    """The column is read by content there too."""
    op.execute("UPDATE engagements SET turn = NULL WHERE state = 'negotiating'")
