"""Why one centre stands before another: the difference of their scores, taken apart by what gave the points."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import accumulate, pairwise
from typing import Literal

from foundation.language import Sentence, sentence
from foundation.values import Value
from matcher.matchlist import CentreCandidate, MatchList, shown_parts, shown_score

Side = Literal["words", "meaning", "trade", "product", "parameter", "standard", "law", "other"]

SIDES: Mapping[Side, str] = {
    "words": "用词",
    "meaning": "意思",
    "trade": "行业",
    "product": "产品",
    "parameter": "检测项目",
    "standard": "标准",
    "law": "批准范围",
    "other": "其他",
}


class Lead(Value):
    """How many points of the difference one side of the comparison gives; negative: there the other is better."""

    side: Side
    points: int
    says: Sentence


class Comparison(Value):
    """The first centre and another: ``leads`` add up to ``difference`` (points of a million) exactly."""

    first_id: str | None
    """``None`` where the reader is another centre."""
    centre_id: str
    difference: int
    leads: tuple[Lead, ...]
    says: Sentence


def compared(centre_id: str, found: MatchList) -> Comparison | None:
    """What made the first better; ``None`` for the first itself and for who is not listed."""
    other = next((one for one in found.centres if one.provider_id == centre_id), None)
    if other is None or other.rank == 1:
        return None
    first = found.centres[0]
    mine, theirs = points_by_side(other), points_by_side(first)
    behind = {side: theirs[side] - mine[side] for side in SIDES if theirs[side] != mine[side]}
    ordered = sorted(behind, key=lambda side: -behind[side])
    shown = shown_parts([behind[side] for side in ordered])
    difference = first.score - other.score
    return Comparison(
        first_id=first.provider_id,
        centre_id=centre_id,
        difference=difference,
        leads=tuple(
            Lead(side=side, points=behind[side], says=sentence("{side} {points}", side=SIDES[side], points=said))
            for side, said in zip(ordered, shown, strict=True)
        ),
        says=sentence(
            "现在第 {rank} 名，与第一名相差 {difference} 分，差在（负数是比第一名好的地方）：",
            rank=other.rank,
            difference=shown_score(difference),
        ),
    )


def points_by_side(centre: CentreCandidate) -> dict[Side, int]:
    """The score of a centre by side; adds up to it exactly.

    A row's share of the score is divided as its contributions are: rounded as running sums, in their order.
    """
    by_side: dict[Side, int] = dict.fromkeys(SIDES, 0)
    for row, share in zip(centre.rows, centre.shares, strict=True):
        if row.score == 0:
            continue
        given = [one.points for one in row.contributions]
        sums = [total * share.points // row.score for total in accumulate(given, initial=0)]
        for one, (before, after) in zip(row.contributions, pairwise(sums), strict=True):
            by_side[side_of(one.signal)] += after - before
    return by_side


def side_of(signal: str) -> Side:
    """Which side of the comparison a signal belongs to."""
    view, _, voice = signal.partition("/")
    if voice:
        if view == "trades" or voice == "trade":
            return "trade"
        return "words" if view in ("tfidf", "bm25_bigrams") else "meaning"
    named: Mapping[str, Side] = {
        "product": "product",
        "parameter": "parameter",
        "standard": "standard",
        "scope": "law",
        "trade": "trade",
    }
    return named.get(signal, "other")
