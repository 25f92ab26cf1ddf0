"""What came of a change, read off the two lists."""

from __future__ import annotations

from foundation.values import Value
from matcher.advice.lift import Lift, centre_lift
from matcher.doubt.confidence import Calibration
from matcher.matchlist import MatchList
from matcher.policy import POINTS


class Effect(Value):
    """Rank (1 = first, ``None`` = not listed) and points of a million of one centre, before and after a change."""

    centre_id: str
    rank_before: int | None
    points_before: int
    rank_after: int | None
    points_after: int
    confidence: Lift | None = None
    """How sure a run would be of the centre; ``None`` where it would say nothing of that."""

    @property
    def places(self) -> int:
        """How many places it goes up; to be listed at all counts from the place behind the last of a long list."""
        return (self.rank_before or UNLISTED) - (self.rank_after or UNLISTED)


UNLISTED = 10_000
"""Stands for the rank of who is not listed, where ranks are compared."""


def effect_on(
    centre_id: str,
    before: MatchList,
    after: MatchList,
    calibration: Calibration | None = None,
    is_rough: bool = False,
) -> Effect:
    """The effect on one centre; ``is_rough``: words for its confidence leave room for an index that is built anew."""
    rank_before, points_before = standing(centre_id, before)
    rank_after, points_after = standing(centre_id, after)
    return Effect(
        centre_id=centre_id,
        rank_before=rank_before,
        points_before=points_before,
        rank_after=rank_after,
        points_after=points_after,
        confidence=centre_lift(centre_id, before, after, calibration, is_rough),
    )


def standing(centre_id: str, found: MatchList) -> tuple[int | None, int]:
    """Rank and points of a centre in a list; ``(None, 0)`` when it is not listed."""
    one = next((centre for centre in found.centres if centre.provider_id == centre_id), None)
    return (None, 0) if one is None else (one.rank, one.score)


def lead(found: MatchList) -> int:
    """How many points the first centre is before the second; all of its own where it is alone."""
    first, second = [*(centre.score for centre in found.centres[:2]), 0, 0][:2]
    return first - second


def clearance(centre_id: str, found: MatchList, top: int) -> int:
    """By how many points a listed centre's place is clear: to its neighbours, and of its rows to the end of the list.

    A row that is only just among the ``top`` hits may be gone when the index is built anew.
    """
    scores = [centre.score for centre in found.centres]
    place = next(place for place, centre in enumerate(found.centres) if centre.provider_id == centre_id)
    clear = [abs(scores[place] - scores[other]) for other in (place - 1, place + 1) if 0 <= other < len(scores)]
    if len(found.hits) >= top:
        clear += [row.score - found.hits[-1].score for row in found.centres[place].rows]
    return min(clear, default=POINTS)
