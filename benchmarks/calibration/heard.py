"""What is read of demands the readers have learned from, by readers that have not.

A reader knows its own examples by heart; confidence that was learned from what it says of them would trust it where
nobody should. So these are shared out, and each share is read with weights that were fitted without it.
"""

from __future__ import annotations

from collections.abc import Mapping

from benchmarks import train_errands
from benchmarks.train_reader import fit_kinds, messages, told, told_amid_business
from foundation.text import fold
from intake.reading.kinds import read_kinds
from intake.reading.learned import Kinds
from intake.reading.statement import state
from kb.trade.errand import Weights, from_bytes, lean_of
from kb.trade.reading import Knowledge

SHARES = 4


class Heard:
    """Readers of the service by share; a demand belongs to the share of the example that its text holds."""

    def __init__(self) -> None:
        examples = [*told(), *told_amid_business()]
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


class Leaning:
    """Readers of errands (:mod:`kb.trade.errand`) by share, each made when it is first asked."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._knowledge = knowledge
        shares = train_errands.SHARES
        self._share = {one.text: place % shares for place, one in enumerate(train_errands.told())}
        self._readers: dict[int, Weights] = {}

    def lean(self, text: str) -> int | None:
        """How far a message leans by a reader that never saw it; ``None``: no reader has learned from it."""
        share = self._share.get(text)
        if share is None:
            return None
        if share not in self._readers:
            some = train_errands.examples(self._knowledge, without=share)
            self._readers[share] = from_bytes(train_errands.fitted(some))
        return lean_of(fold(text), self._readers[share])
