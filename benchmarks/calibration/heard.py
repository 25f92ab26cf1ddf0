"""The service that is read of demands the reader has learned from, by readers that have not.

The reader knows its own examples by heart; confidence that was learned from what it says of them would trust it where
nobody should. So these are shared out, and each share is read with weights that were fitted without it.
"""

from __future__ import annotations

from collections.abc import Mapping

from benchmarks.train_reader import fit_kinds, messages, told
from intake.reading.kinds import read_kinds
from intake.reading.learned import Kinds
from intake.reading.statement import state

SHARES = 4


class Heard:
    """Readers by share; a demand belongs to the share of the example that its text holds."""

    def __init__(self) -> None:
        examples = told()
        self._share: Mapping[str, int] = {one["text"]: place % SHARES for place, one in enumerate(examples)}
        known = messages()
        self._readers = [
            Kinds.of(*fit_kinds([*known, *(one for one in examples if self._share[one["text"]] != share)]))
            for share in range(SHARES)
        ]

    def is_example(self, text: str) -> bool:
        """Whether the shipped reader has learned from a demand of these words."""
        return text in self._share

    def service(self, example: str, text: str) -> str | None:
        """What a reader that never saw ``example`` reads of ``text``, which may have more words around it."""
        found = read_kinds(state(None, text), self._readers[self._share[example]])
        return next((one.value for one in found if one.field == "service_category"), None)
