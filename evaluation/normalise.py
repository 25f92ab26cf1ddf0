"""Raw datum → score in units of 0.01 point (0–10 000), exact up to the one rounding that the scheme declares.

What cannot be scored – nothing given, wrong form, outside what the value can be, a denominator of zero, no votes – is
*not assessed*: ``score`` is ``None`` and ``reason`` says why. It is never turned into a zero here; what happens to the
gap is the missing-data policy's business.
"""

from __future__ import annotations

from fractions import Fraction

from evaluation.exact import Rounding, parse, rounded
from evaluation.indicators import Checklist, Indicator, Levels, Linear
from evaluation.ratings import Rating
from foundation.language import Sentence, sentence
from foundation.values import Value

FULL_SCORE = 10_000
"""100.00 points in score units."""

_YES, _NO = frozenset({"yes", "有", "是"}), frozenset({"no", "无", "否"})


class Scored(Value):
    """``score`` in units of 0.01 point, or ``None`` with the ``reason``; ``sample``: how many cases or votes it is."""

    score: int | None
    reason: Sentence | None = None
    sample: int | None = None


def score(indicator: Indicator, rating: Rating | None, rounding: Rounding) -> Scored:
    """Apply the indicator's rule to the datum."""
    if rating is None or _is_empty(rating):
        return _not_assessed(sentence("没有数据"))
    found, sample = _points(indicator, rating)
    if isinstance(found, Sentence):
        return _not_assessed(found)
    return Scored(score=rounded(found * 100, rounding), sample=sample)


_Found = tuple[Fraction | Sentence, int | None]


def _points(indicator: Indicator, rating: Rating) -> _Found:
    """Points from 0 to 100 and the sample size, or why there are none."""
    rule = indicator.rule
    if isinstance(rule, Linear):
        return _linear(rule, rating)
    if isinstance(rule, Levels):
        return _levels(rule, rating)
    if isinstance(rule, Checklist):
        return _checklist(rule, rating), None
    if rule.kind == "RATE":
        return _rate(rating)
    if rule.kind == "LIK":
        return _likert(rating)
    return _yes_no(rating), None


def _linear(rule: Linear, rating: Rating) -> _Found:
    value, sample = _number(rating)
    if isinstance(value, Sentence):
        return value, None
    if rating.value is None:
        value *= rule.per
    if rule.minimum is not None and value < Fraction(rule.minimum):
        return sentence("小于可能的最小值 {limit}", limit=f"{rule.minimum:f}"), None
    if rule.maximum is not None and value > Fraction(rule.maximum):
        return sentence("大于可能的最大值 {limit}（比例用小数写）", limit=f"{rule.maximum:f}"), None
    zero, full = Fraction(rule.zero), Fraction(rule.full)
    if (value <= zero) if zero < full else (value >= zero):
        return Fraction(0), sample
    if (value >= full) if zero < full else (value <= full):
        return Fraction(100), sample
    return 100 * (value - zero) / (full - zero), sample


def _rate(rating: Rating) -> _Found:
    value, sample = _number(rating)
    if isinstance(value, Sentence):
        return value, None
    if not 0 <= value <= 1:
        return sentence("比率不在 0 与 1 之间"), None
    return value * 100, sample


def _number(rating: Rating) -> tuple[Fraction | Sentence, int | None]:
    """The number that was given, as a value or as a ratio with its denominator as the sample size."""
    if rating.votes is not None or rating.items is not None:
        return sentence("这项指标要填数值"), None
    if rating.value is not None:
        if rating.numerator is not None or rating.denominator is not None:
            return sentence("数值与分子、分母只能填一种"), None
        value = parse(rating.value)
        return (sentence("不是十进制数") if value is None else value), None
    numerator, denominator = parse(rating.numerator or ""), parse(rating.denominator or "")
    if numerator is None or denominator is None:
        return sentence("分子、分母不全或不是十进制数"), None
    if denominator == 0:
        return sentence("分母为零"), None
    if denominator < 0:
        return sentence("分母小于零"), None
    return numerator / denominator, int(denominator) if denominator.denominator == 1 else None


def _yes_no(rating: Rating) -> Fraction | Sentence:
    word = (rating.value or "").strip().lower()
    if word in _YES:
        return Fraction(100)
    return Fraction(0) if word in _NO else sentence("这项指标要填“有”或“无”")


def _checklist(rule: Checklist, rating: Rating) -> Fraction | Sentence:
    if rating.items is not None:
        if len(set(rating.items)) != len(rating.items) or not set(rating.items) <= set(rule.items):
            return sentence("清单中有重复或不认识的项")
        return Fraction(100 * len(rating.items), len(rule.items))
    count = parse(rating.value or "")
    if count is None or count.denominator != 1 or not 0 <= count <= len(rule.items):
        return sentence("满足的项数要在 0 与 {count} 之间", count=len(rule.items))
    return count * 100 / len(rule.items)


def _levels(rule: Levels, rating: Rating) -> _Found:
    votes = rating.votes if rating.votes is not None else {(rating.value or "").strip(): 1}
    if not set(votes) <= set(rule.scores):
        return sentence("不认识的等级；可用：{words}", words="、".join(rule.scores)), None
    return _mean({name: Fraction(points) for name, points in rule.scores.items()}, votes, rating)


def _likert(rating: Rating) -> _Found:
    steps = {str(step): Fraction(25 * (step - 1)) for step in range(1, 6)}
    if rating.votes is not None:
        if not set(rating.votes) <= set(steps):
            return sentence("答案要在 1 与 5 之间"), None
        return _mean(steps, rating.votes, rating)
    mean = parse(rating.value or "")
    if mean is None or not 1 <= mean <= 5:
        return sentence("均值要在 1 与 5 之间"), None
    return 25 * (mean - 1), None


def _mean(points: dict[str, Fraction], votes: dict[str, int], rating: Rating) -> _Found:
    """The mean of the points, weighted by votes; no votes at all is missing, not zero."""
    if min(votes.values(), default=0) < 0:
        return sentence("票数小于零"), None
    count = sum(votes.values())
    if count == 0:
        return sentence("没有人评"), None
    mean = sum((points[name] * votes[name] for name in votes), Fraction(0)) / count
    return mean, count if rating.votes is not None else None


def _is_empty(rating: Rating) -> bool:
    given = (rating.value, rating.numerator, rating.denominator, rating.votes, rating.items)
    return all(part is None for part in given)


def _not_assessed(reason: Sentence) -> Scored:
    return Scored(score=None, reason=reason)
