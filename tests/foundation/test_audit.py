"""The audit chain holds, and every bend in it is found."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine, text

from foundation.audit import Head, entries, head, verify
from foundation.database import reading
from tests.builders import actor
from tests.conftest import Working


def write_three(working: Working) -> None:
    with working(actor("coordinator")) as work:
        for number in range(3):
            work.record("demand.confirmed", f"dem_{number}", {"number": number})


def test_entries_are_numbered_and_chained(engine: Engine, working: Working) -> None:
    write_three(working)
    with reading(engine) as session:
        first, third = entries(session, "dem_0")[0], entries(session, "dem_2")[0]
        assert (first.sequence, third.sequence) == (1, 3)
        assert first.facts == {"number": 0}
        assert verify(session) is None


@pytest.mark.parametrize(
    ("statement", "place"),
    [
        ("UPDATE audit_entries SET facts='{}' WHERE sequence=2", "2"),
        ("UPDATE audit_entries SET actor_id='somebody' WHERE sequence=1", "1"),
        ("DELETE FROM audit_entries WHERE sequence=2", "2"),
    ],
)
def test_a_bent_chain_is_found(engine: Engine, working: Working, statement: str, place: str) -> None:
    write_three(working)
    with engine.begin() as connection:
        connection.execute(text(statement))
    with reading(engine) as session:
        found = verify(session)
    assert found is not None
    assert place in found


def test_a_cut_tail_is_found_only_against_an_exported_head(engine: Engine, working: Working) -> None:
    write_three(working)
    with reading(engine) as session:
        exported = head(session)
    with engine.begin() as connection:
        connection.execute(text("DELETE FROM audit_entries WHERE sequence=3"))
    with reading(engine) as session:
        assert verify(session) is None
        assert verify(session, exported) is not None
        assert verify(session, Head(sequence=0, hash="0" * 64)) is None


def test_an_entry_of_a_failed_transaction_does_not_exist(engine: Engine, working: Working) -> None:
    with pytest.raises(RuntimeError, match="power"), working() as work:
        work.record("demand.confirmed", "dem_9")
        raise RuntimeError("power")
    with reading(engine) as session:
        assert head(session).sequence == 0
