"""The port of reading: whoever reads an enterprise's words gives readings, never a guess without words."""

from __future__ import annotations

from typing import Protocol

from intake.demand import Reading
from intake.fields import FieldName


class Reader(Protocol):
    """Reads one utterance. ``asked`` is the field that was just asked for, so that a bare "30 万" is understood.

    Every reading's evidence has ``utterance=0`` and offsets into ``utterance``; the dialogue renumbers them.
    """

    def read(self, utterance: str, asked: FieldName | None = None) -> tuple[Reading, ...]: ...
