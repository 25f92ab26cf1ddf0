"""A fact that was entered wrongly is put right by a later entry that names it; the log keeps both. Pure.

What is corrected stands in the place of what it corrects, so that everything keeps its number. Deliverables need
none of this (the same name again is the next version), nor do measured values and effects (the last one counts).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, TypeVar

from foundation.language import Sentence, sentence
from foundation.text import clean


class Correcting(Protocol):
    """Something on record that may put an earlier one right."""

    @property
    def corrects(self) -> int | None:
        """The earlier one, counted from 1; ``None``: this is a new one."""


T = TypeVar("T", bound=Correcting)


def corrected(held: Sequence[T], new: T) -> tuple[T, ...]:
    """What is held with the new one: at its end, or in the place of the one that it corrects."""
    if new.corrects is None:
        return (*held, new)
    place = new.corrects - 1
    return (*held[:place], new, *held[place + 1 :])


def correction_fault(new: Correcting, held: Sequence[object], reason: str | None) -> Sentence | None:
    """Why this corrects nothing: there is no such entry, or nobody says why."""
    if new.corrects is None:
        return None
    if new.corrects > len(held):
        return sentence("没有第 {number} 项可以更正", number=new.corrects)
    return None if clean(reason or "") else sentence("更正要写明原因")
