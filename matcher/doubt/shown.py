"""How a confidence is shown: in hundredths, halves up, at every door alike."""

from __future__ import annotations


def hundredths(thousandths: int) -> int:
    """``865`` is shown as 87: as ``87%`` or as ``0.87``."""
    return (thousandths + 5) // 10


def percent(thousandths: int) -> str:
    """``62%``."""
    return f"{hundredths(thousandths)}%"


def share(thousandths: int) -> str:
    """``0.62``."""
    return f"{hundredths(thousandths) / 100:.2f}"
