"""The ground is tested on its own tables: it knows nothing of the storeys above, nor do these tests."""

from __future__ import annotations

from typing import cast

import pytest
from sqlalchemy import Table

from foundation.tables import AuditRow, OutboxRow


@pytest.fixture(scope="session")
def tables() -> list[Table]:
    """The tables of the ground only."""
    return [cast(Table, row.__table__) for row in (AuditRow, OutboxRow)]
