"""The legal gate: is a row inside a valid scope on the planned day (S0-30, S2-19, S4-19; B4)?

An unknown end of validity is not valid (fail closed) wherever a certificate is named; rows that name no certificate
at all are *unstated*, which a page says aloud.
"""

from __future__ import annotations

from datetime import date

from kb.passages import Passage
from matcher.matchlist import ScopeState

NEEDS_SCOPE = "检验检测"
"""Only testing is bound to the approved scope; development and advice are not (S0-31)."""


def state_on(passage: Passage, day: date) -> ScopeState:
    """The legal state of a row on ``day``."""
    facts = passage.scope
    if facts is None or (facts.qualification is None and facts.valid_until is None):
        return "unstated"
    if facts.valid_from is not None and day < facts.valid_from:
        return "not_yet"
    if facts.valid_until is None or day > facts.valid_until:
        return "expired"
    return "valid"
