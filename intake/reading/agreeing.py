"""Choosing one name among many likely ones: not the likeliest, but the one that agrees best with all of them.

A demand often has several good names for its product (``镁碳砖``, ``钢包用镁碳砖``) that share the likelihood among
them, so that a stranger could win. Each name therefore gets the chances of all names like it (a minimum-risk decision).
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence

ALIKE = 0.6
"""Names that share at least this much (Dice, by characters) would be taken for one another."""
_SAME = 0.25
"""What the very same name counts beside one alike: else a name in the middle wins that nobody would write."""
_MOST = 20
"""So many of the likeliest are looked at."""
_DULL = 6.0
"""What is less likely than the likeliest by this factor's exponent says nothing."""


def best_agreed(names: Sequence[str], scores: Sequence[float], nothing: float) -> int | None:
    """The place of the best name by its log score; None where ``nothing`` (the score of no name) wins.

    Equal chances go to the higher score, then to the earlier place.
    """
    highest = max((nothing, *scores))
    likely = [place for place, score in enumerate(scores) if score > highest - _DULL]
    likely = sorted(likely, key=lambda place: (-scores[place], place))[:_MOST]
    said = ["".join(names[place].lower().split()) for place in likely]
    alike = _alike(said)
    chances = [math.exp(scores[place] - highest) for place in likely]
    best, most_valued, most_agreed = None, 0.0, 0.0
    for one, place in enumerate(likely):
        agreed = [other for other in range(len(said)) if alike[one, other]]
        support = math.fsum(chances[other] for other in agreed)
        valued = support + _SAME * math.fsum(chances[other] for other in agreed if said[other] == said[one])
        most_agreed = max(most_agreed, support)
        if valued > most_valued + 1e-9:
            best, most_valued = place, valued
    return best if most_agreed > math.exp(nothing - highest) else None


def _alike(said: Sequence[str]) -> dict[tuple[int, int], bool]:
    """For every pair of names whether they share enough; each pair is looked at once."""
    letters = [Counter(name) for name in said]
    found: dict[tuple[int, int], bool] = {}
    for one, name in enumerate(said):
        found[one, one] = True
        for other in range(one):
            least = ALIKE * (len(name) + len(said[other]))
            is_alike = 2 * min(len(name), len(said[other])) >= least and (
                2 * sum(min(times, letters[other][letter]) for letter, times in letters[one].items()) >= least
            )
            found[one, other] = found[other, one] = is_alike
    return found
