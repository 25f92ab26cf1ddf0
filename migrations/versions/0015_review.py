"""Reviews of matches: centres added by hand, every reviewer's opinion, questions to the enterprise."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from foundation.database import Moment

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """A candidate may be of no run; opinions and questions have tables of their own."""
    with op.batch_alter_table("match_candidates") as table:
        table.alter_column("run_id", existing_type=sa.String(length=40), nullable=True)
        table.add_column(sa.Column("origin", sa.String(length=8), server_default="run", nullable=False))
    # What nobody had decided when a newer run came is replaced by it; from now on that happens with the run.
    op.execute(
        "UPDATE match_candidates SET state = 'superseded', version = version + 1 "
        "WHERE state IN ('proposed', 'on_hold') AND run_id <> (SELECT match_runs.id FROM match_runs "
        "WHERE match_runs.demand_id = match_candidates.demand_id ORDER BY match_runs.created_at DESC, "
        "match_runs.id DESC LIMIT 1)"
    )
    op.create_table(
        "match_opinions",
        sa.Column("candidate_id", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("event", sa.String(length=16), nullable=False),
        sa.Column("next", sa.String(length=16), nullable=False),
        sa.Column("reviewer_id", sa.String(length=64), nullable=False),
        sa.Column("reviewer", sa.String(length=64), nullable=False),
        sa.Column("scores", sa.Text(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=True),
        sa.Column("reason_code", sa.String(length=40), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["candidate_id"], ["match_candidates.id"], name="fk_match_opinions_candidate_id"),
        sa.PrimaryKeyConstraint("candidate_id", "version", name="pk_match_opinions"),
    )
    op.create_table(
        "demand_questions",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("demand_id", sa.String(length=40), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("field", sa.String(length=32), nullable=True),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("asked_by", sa.String(length=64), nullable=False),
        sa.Column("asked_at", Moment(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("answered_by", sa.String(length=64), nullable=True),
        sa.Column("answered_at", Moment(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["demand_id"], ["demands.id"], name="fk_demand_questions_demand_id"),
        sa.PrimaryKeyConstraint("id", name="pk_demand_questions"),
    )
    op.create_index("ix_demand_questions_demand_id", "demand_questions", ["demand_id"])


def downgrade() -> None:
    """Remove them; centres that were added by hand go too, for they are of no run. Replaced ones stay replaced."""
    op.drop_table("demand_questions")
    op.drop_table("match_opinions")
    op.execute("DELETE FROM match_candidates WHERE run_id IS NULL")
    with op.batch_alter_table("match_candidates") as table:
        table.drop_column("origin")
        table.alter_column("run_id", existing_type=sa.String(length=40), nullable=False)
