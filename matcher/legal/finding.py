"""What one look at one side of a row brings: a state and a sentence, still without its class, for there are many."""

from __future__ import annotations

from typing import NamedTuple

from foundation.language import Sentence
from matcher.legal.ruling import STRENGTH, LegalState

_PLACE = {state: place for place, state in enumerate(STRENGTH)}


class Finding(NamedTuple):
    """``inside`` findings are facts beside the row; any other state stands in the way of a plain offer."""

    state: LegalState
    says: Sentence


def gravity(finding: Finding) -> int:
    """How much a finding weighs: 0 for a mere fact."""
    return _PLACE[finding.state]
