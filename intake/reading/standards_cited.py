"""The standards a demand names: each once, as written, never with a year that is not there."""

from __future__ import annotations

import re
from collections.abc import Iterator

from intake.demand import Reading
from intake.reading.negation import is_denied
from intake.reading.statement import Statement, reading

_NOT_A_STANDARD = re.compile(r"^(?:ISO ?9001|ISO ?14001|ISO ?45001|ISO ?27001|ISO ?13485|IATF ?16949)", re.IGNORECASE)


def read_standards(statement: Statement) -> Iterator[Reading]:
    """Each cited standard once, but for those that are expressly not wanted (``不是要做GB/T 3766的检测``).

    Certificates of management systems (ISO 9001 …) are no test standards.
    """
    seen: set[str] = set()
    for utterance in (0, 1):
        text = statement.utterance(utterance).text
        for start, end, number in statement.cited(utterance):
            if number not in seen and not _NOT_A_STANDARD.match(number) and not is_denied(text, start):
                seen.add(number)
                yield reading(statement, "standards", number, utterance, start, end, "standard")
