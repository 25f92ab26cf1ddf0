"""Until when a centre's certificates carry the tests that were asked for, as the legal gate read them. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from matcher.lawful import test_lists
from matcher.legal.ruling import Ruling
from matcher.outcome import Outcome
from matcher.query import Wanted


def held_until(outcome: Outcome, wanted: Wanted, centre_id: str) -> date | None:
    """The last day on which every test task and every demanded parameter has a row in force; ``None``: none is asked.

    Of several rows for one parameter the one that lasts longest counts, of several parameters the first that lapses.
    """
    days = []
    for hits in test_lists(outcome.found, wanted):
        rulings = [hit.ruling for hit in hits if hit.provider_id == centre_id and hit.ruling is not None]
        for parameter in wanted.parameters or (None,):
            lasting = _ends(one for one in rulings if parameter is None or one.parameter == parameter)
            if lasting:
                days.append(max(lasting))
    return min(days, default=None)


def _ends(rulings: Iterable[Ruling]) -> list[date]:
    """The last days of the certificates behind the rows that may be offered as a test."""
    facts = (finding.facts for one in rulings if one.way == "test" for finding in one.findings)
    return [date.fromisoformat(str(told["until"])) for told in facts if told.get("kind") and told.get("until")]
