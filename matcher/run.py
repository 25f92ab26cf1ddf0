"""One run of the matcher, from its input to what a coordinator is given; pure, so that it can be done again (B8)."""

from __future__ import annotations

import hashlib

from foundation.values import Value
from matcher.doubt.abstaining import answer_confidence, centre_confidence, is_abstained
from matcher.doubt.confidence import Calibration
from matcher.doubt.unmet import unmet
from matcher.facts import facts_of
from matcher.legal_gaps import legal_gaps
from matcher.outcome import Outcome, Proposal
from matcher.policy import MatchPolicy
from matcher.query import Wanted
from matcher.surroundings import Surroundings
from matcher.task_matches import TaskMatches
from matcher.team.composing import Composer

METHOD = "2026.28"
"""The version of the whole method: changed whenever the same input may give another outcome."""
PROPOSED = 5
"""How many centres are put before a coordinator: who sees twenty reads none."""
NEAREST = 2
"""How many where nobody fits well enough: so that a person, not the threshold, says that there is nobody (B3)."""


class RunInput(Value):
    """All that a run depends on: with the index and the model named here it gives the same bytes again."""

    wanted: Wanted
    top: int
    policy: MatchPolicy
    surroundings: Surroundings
    index_identity: str
    model_identity: str
    method: str = METHOD
    calibration: Calibration | None = None
    """``None``: no confidence is told and nobody is held back."""

    @property
    def digest(self) -> str:
        """SHA-256 of the input's JSON."""
        return hashlib.sha256(self.model_dump_json().encode()).hexdigest()


def complete(found: TaskMatches, asked: RunInput) -> Outcome:
    """What was found, made ready for a decision."""
    calibration = asked.calibration
    sure = answer_confidence(found, calibration)
    is_doubtful = is_abstained(found, calibration)
    centres = found.whole.centres[: NEAREST if is_doubtful else PROPOSED]
    ids = [centre.provider_id for centre in centres]
    composer = Composer(found, asked.wanted, asked.surroundings)
    proposals = tuple(
        Proposal(
            centre=centre,
            facts=facts_of(centre.provider_id, ids, asked.wanted, asked.surroundings),
            team=composer.team(centre.provider_id),
            confidence=centre_confidence(centre, sure, calibration),
        )
        for centre in centres
    )
    gaps = unmet(found, asked.wanted) if is_doubtful else legal_gaps(found, asked.wanted)
    return Outcome(found=found, proposals=proposals, gaps=gaps, confidence=sure, is_abstained=is_doubtful)
