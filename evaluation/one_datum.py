"""One indicator, one datum: a rating that states it twice is refused by the indicator's name unless both say the same.

The stated rule: votes of levels (LVL) agree with a grade word when every vote is for that word; votes of 1–5 (LIK)
agree with a mean that is their exact mean, rounded half up to the decimals with which it is written; ticked items (CHK)
agree with their number. What agrees is scored by the votes or items, which say more. No votes at all agree with
nothing.
"""

from __future__ import annotations

from fractions import Fraction

from evaluation.exact import fixed, parse, rounded
from evaluation.indicators import Checklist, Indicator, Levels
from evaluation.ratings import Rating
from foundation.errors import InvalidInput


def require_one_datum(indicator: Indicator, rating: Rating) -> None:
    """Raises ``InvalidInput`` naming the indicator, its value, and what the votes or items say instead."""
    if rating.value is None:
        return
    value, rule = rating.value.strip(), indicator.rule
    if isinstance(rule, Checklist) and rating.items is not None:
        number = parse(value)
        agrees, other = number == len(rating.items), str(len(rating.items))
    elif isinstance(rule, Levels) and rating.votes is not None:
        voted = [word for word, count in rating.votes.items() if count]
        agrees, other = voted == [value], "、".join(f"{word} {rating.votes[word]}" for word in voted)
    elif rule.kind == "LIK" and rating.votes is not None:
        places = len(value.partition(".")[2])
        mean = _mean(rating.votes)
        other = "" if mean is None else fixed(rounded(mean * 10**places, "half_up"), places)
        agrees = other != "" and parse(value) == parse(other)
    else:
        return
    if not agrees:
        raise InvalidInput(
            "rating_contradicts_itself",
            "指标“{id}”既给了数值 {value}，又给了票数或清单（{other}），两者不一致；只留一种",
            field="ratings", id=indicator.id, value=value, other=other or "—",
        )  # fmt: skip


def _mean(votes: dict[str, int]) -> Fraction | None:
    """The mean answer, ``None`` where the votes are none or cannot be read."""
    count = sum(votes.values())
    if not set(votes) <= set("12345") or count <= 0 or min(votes.values()) < 0:
        return None
    return Fraction(sum(int(answer) * number for answer, number in votes.items()), count)
