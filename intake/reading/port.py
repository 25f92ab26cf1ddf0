"""The port of reading: whoever reads an enterprise's words gives readings, never a guess without words."""

from __future__ import annotations

from typing import Literal, Protocol, runtime_checkable

from foundation.values import Value
from intake.demand import Reading
from intake.fields import FieldName

ModelPart = Literal[
    "none", "ok", "not_needed", "no_consent", "level", "timeout", "refused", "bad_answer", "breaker_open"
]
"""What a language model had to do with a turn: there is none; it answered; nothing was left open for it; it may not be
asked (no consent, too high a level); or the fault after which the rules went on alone."""

FAULTS: frozenset[ModelPart] = frozenset({"timeout", "refused", "bad_answer", "breaker_open"})


class Heard(Value):
    """What was read in one utterance, and the model's part in it.

    ``proposals`` are what a model reads otherwise, or more freely, than the rules: words to ask about, taken by nobody
    but the person.
    """

    readings: tuple[Reading, ...] = ()
    model: ModelPart = "none"
    proposals: tuple[Reading, ...] = ()

    def path(self, found: Reading) -> str:
        """Who read this value: ``rules``, ``model``, or ``rules_after_model_fault: timeout``."""
        if found.rule == "model":
            return "model"
        return f"rules_after_model_fault: {self.model}" if self.model in FAULTS else "rules"


class Reader(Protocol):
    """Reads one utterance. ``asked`` is the field that was just asked for, so that a bare "30 万" is understood.

    Every reading's evidence has ``utterance=0`` and offsets into ``utterance``; the dialogue renumbers them.
    """

    def read(self, utterance: str, asked: FieldName | None = None) -> tuple[Reading, ...]: ...


@runtime_checkable
class AccountableReader(Reader, Protocol):
    """A reader that also says what part a model had."""

    def hear(self, utterance: str, asked: FieldName | None = None) -> Heard: ...


def hear(reader: Reader, utterance: str, asked: FieldName | None = None) -> Heard:
    """What any reader reads, with the model's part where it tells of one."""
    if isinstance(reader, AccountableReader):
        return reader.hear(utterance, asked)
    return Heard(readings=reader.read(utterance, asked))
