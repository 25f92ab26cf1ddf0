"""A standard as a scope annex cites it: name, number, year; the year only when it is written there."""

from __future__ import annotations

from foundation.values import Value


class StandardReference(Value):
    """One citation: ``number`` normalised (``GB/T 1843``), ``year`` four digits or ``None``, never guessed."""

    name: str | None = None
    number: str | None = None
    year: str | None = None

    def __str__(self) -> str:
        """``GB/T 1843-2008``, or the name when there is no number."""
        if self.number is None:
            return self.name or ""
        return f"{self.number}-{self.year}" if self.year else self.number
