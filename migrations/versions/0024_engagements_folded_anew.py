"""Engagements are told anew by their logs: what an amendment or a reopening sets back was kept until now.

The log is the truth and stays as it is. What cannot be read is left alone; ``docking verify`` names it.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from engagement.folding import fold
from engagement.log import Entry

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

_ENTRIES = sa.text("SELECT content FROM engagement_entries WHERE engagement_id = :id ORDER BY number")


def upgrade() -> None:
    """Write the fold of each log where it differs from what is stored."""
    connection = op.get_bind()
    for id, stored in connection.execute(sa.text("SELECT id, content FROM engagements ORDER BY id")).all():
        try:
            log = [Entry.model_validate_json(one) for (one,) in connection.execute(_ENTRIES, {"id": id})]
            content = fold(log).model_dump_json(exclude={"history"}, exclude_none=True)
        except ValueError:
            continue
        if content != stored:
            connection.execute(
                sa.text("UPDATE engagements SET content = :content WHERE id = :id"), {"id": id, "content": content}
            )


def downgrade() -> None:
    """Nothing to do: what is stored is the fold of the same logs."""
