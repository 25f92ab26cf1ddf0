"""The legal gate at its edges: the last valid day counts, an unknown end does not."""

from __future__ import annotations

from datetime import date

import pytest

from kb.passages import Passage
from matcher.scope import state_on
from tests.matcher.passages import row

DAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("begins", "until", "state"),
    [
        (None, date(2026, 11, 21), "valid"),
        (None, date(2026, 11, 20), "expired"),
        (date(2026, 11, 22), date(2030, 1, 1), "not_yet"),
        (date(2026, 11, 21), date(2030, 1, 1), "valid"),
        (None, None, "expired"),
    ],
)
def test_a_row_on_the_planned_day(begins: date | None, until: date | None, state: str) -> None:
    assert state_on(row("cap_1", "塑料", "冲击", begins=begins, until=until), DAY) == state


def test_a_row_that_names_no_certificate_is_unstated() -> None:
    assert state_on(Passage(id="cap_1", kind="capability", fields={"body": "x"}), DAY) == "unstated"
