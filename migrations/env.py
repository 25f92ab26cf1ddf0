"""Alembic's entrance: runs on the connection that ``migrations.upgrade`` hands over."""

from __future__ import annotations

from alembic import context

from foundation.database import Base

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=Base.metadata,
    render_as_batch=True,
    compare_type=True,
    transaction_per_migration=False,
)
context.run_migrations()
