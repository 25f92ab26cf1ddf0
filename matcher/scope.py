"""The certificate of a row in one word, as every hit has carried it from the first run on.

What a row allows beyond the validity of its certificate is in :mod:`matcher.legal` (S0-30, S2-19, S4-19; B4).
"""

from __future__ import annotations

from datetime import date

from kb.passages import Passage
from matcher.legal.ruling import LegalState
from matcher.legal.validity import validity_of
from matcher.matchlist import ScopeState

NEEDS_SCOPE = "检验检测"
"""Only testing is bound to the approved scope; development and advice are not (S0-31)."""


_WORD: dict[LegalState, ScopeState] = {"inside": "valid", "not_yet": "not_yet", "unstated": "unstated"}


def state_on(passage: Passage, day: date) -> ScopeState:
    """The state of a row's certificate on ``day``; an unknown end is not valid, a row without one is *unstated*."""
    return _WORD.get(validity_of(passage.scope, day), "expired")
