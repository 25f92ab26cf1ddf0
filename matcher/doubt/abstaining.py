"""Whether anybody is proposed at all (B18), and how sure each proposal is. Pure; decided by whole numbers."""

from __future__ import annotations

from matcher.doubt.confidence import Calibration, confidence
from matcher.matchlist import CentreCandidate
from matcher.task_matches import TaskMatches


def answer_confidence(found: TaskMatches, calibration: Calibration | None) -> int | None:
    """Confidence that somebody found for the whole demand fits; ``None``: not calibrated, 0 where nothing was found."""
    if calibration is None:
        return None
    signs = found.whole.signs
    return 0 if signs is None else confidence(signs, calibration.scales(signs).answer)


def centre_confidence(centre: CentreCandidate, answer: int | None, calibration: Calibration | None) -> int | None:
    """Confidence that the centre's best row fits; never more than that anybody does."""
    if calibration is None or answer is None or centre.signs is None:
        return None
    return min(answer, confidence(centre.signs, calibration.scales(centre.signs).row))


def is_abstained(found: TaskMatches, calibration: Calibration | None) -> bool:
    """Nobody fits well enough to be proposed; without a calibration that cannot be said."""
    answer = answer_confidence(found, calibration)
    return calibration is not None and answer is not None and answer < calibration.scales(found.whole.signs).least
