"""Words and numbers of the review page: stretches that are marked, points to the last digit. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise

from foundation.values import Value
from matcher.doubt.shown import share
from matcher.matchlist import CentreCandidate
from matcher.policy import POINTS

Span = tuple[int, int]
_LETTERS_OF_STANDARDS = frozenset(
    {"GB", "GB/T", "ISO", "IEC", "ASTM", "JIS", "DIN", "EN", "HG/T", "QB/T", "JB/T", "YB/T"}
)
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


class Piece(Value):
    """A stretch of a text, marked or not."""

    text: str
    is_marked: bool = False


def pieces(text: str, spans: Iterable[Span]) -> tuple[Piece, ...]:
    """The text in pieces: those within any of the spans are marked. The pieces together are the text."""
    inside = [(max(start, 0), min(end, len(text))) for start, end in spans]
    ends = sorted({0, len(text), *(place for start, end in inside if start < end for place in (start, end))})
    found: list[Piece] = []
    for start, end in pairwise(ends):
        is_marked = any(first <= start and end <= last for first, last in inside)
        if found and found[-1].is_marked == is_marked:
            found[-1] = Piece(text=found[-1].text + text[start:end], is_marked=is_marked)
        else:
            found.append(Piece(text=text[start:end], is_marked=is_marked))
    return tuple(found)


def places_of(quotes: Iterable[str], text: str) -> Iterator[Span]:
    """Where these words stand in another version of the text they were quoted from."""
    for quote in set(quotes):
        at = text.find(quote)
        while quote and at >= 0:
            yield at, at + len(quote)
            at = text.find(quote, at + len(quote))


def is_whole(quote: str, after: str) -> bool:
    """Whether a quote ends where a number ends: the ``GB/T 1`` of GB/T 1843 and GB/T 1043 is no word of both."""
    return not (quote[-1:].isdigit() and after[:1].isdigit()) and quote.strip(" /-") not in _LETTERS_OF_STANDARDS


def row_points(centre: CentreCandidate) -> tuple[int, ...]:
    """How many points each row gives to its centre: the first half of its own, each further half as much again.

    They add up to the centre's score exactly.
    """
    if centre.shares:
        return tuple(one.points for one in centre.shares)
    sums = [0]
    for place, row in enumerate(centre.rows):
        sums.append(sums[-1] + (row.score >> place))
    return tuple(later // 2 - earlier // 2 for earlier, later in pairwise(sums))


def signed(points: int) -> str:
    """Points to the last digit: ``+0.058000``, ``−0.032471``."""
    return f"{'−' if points < 0 else '+'}{abs(points) // POINTS}.{abs(points) % POINTS:06d}"


def shown_confidence(thousandths: int | None) -> str | None:
    """``0.86``; ``None`` where nothing is calibrated."""
    return None if thousandths is None else share(thousandths)


def letter(place: int) -> str:
    """A, B, C … for the candidates as they stand on the page; beyond Z their number."""
    return LETTERS[place] if place < len(LETTERS) else str(place + 1)
