"""A change of mind about what is wanted: "其实不想改配方了，先出个检测报告". Pure.

Answers to most questions tell nothing of the service; a wish that is spoken for the first time, or in place of an
earlier one, does. What the service's questions asked for, and no longer do, goes with it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from intake.demand import Draft, Reading
from intake.fields import FieldName
from intake.reading.services import weigh_services
from intake.reading.statement import reading, state

_INSTEAD = re.compile(
    r"其实|改主意|改变主意|算了|(?:不想|不要|不用|不需要|先不)[^,。;!?]{1,12}了|还是[^,。;!?]{1,16}吧|只要[^,。;!?]{1,16}就"
    r"|just need|changed (?:our|my) minds?|instead",
    re.IGNORECASE,
)
_CLEAR = 3.0
"""So much must speak for a service that was not asked about."""

_READ_ANYWAY: frozenset[FieldName | None] = frozenset({None, "product", "problem", "service_category"})
"""Answers in which the service is read by the reader itself."""


def is_instead(words: str) -> bool:
    """Whether folded words put one wish in the place of another."""
    return _INSTEAD.search(words) is not None


def wished_service(
    draft: Draft, utterance: str, words: str, heard: Sequence[Reading], asked: FieldName | None
) -> Reading | None:
    """The service these words ask for, when it is another than was understood and may take its place."""
    known = next((found for found in draft.readings if found.field == "service_category" and found.value), None)
    if asked in _READ_ANYWAY or known is None:
        return None
    has_wished = draft.value("wish") is not None or known.rule in ("answer", "correction", "confirmation")
    if not is_instead(words) and (has_wished or not any(found.field == "wish" for found in heard)):
        return None
    statement = state(None, utterance)
    tally = weigh_services(statement)
    service = tally.best(_CLEAR)
    if service is None or service == known.value:
        return None
    return reading(statement, "service_category", service, *tally.strongest(service, 1)[0], "wish")
