"""Numbers, star changes and grade changes as a person reads them."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from evaluation.exact import fixed, rounded
from evaluation.quantise import ONE, PLACES
from evaluation.sensitivity.grades import Grades
from foundation.language import Sentence, sentence

_FEWER = ("少一颗星", "少两颗星", "少三颗星", "少四颗星", "少五颗星")
_MORE = ("多一颗星", "多两颗星", "多三颗星", "多四颗星", "多五颗星")


def change_of_stars(now: int, then: int) -> str:
    """ "少一颗星", "多两颗星": a word of ours, translated where it is shown."""
    steps = abs(then - now)
    words = _FEWER if then < now else _MORE
    return words[steps - 1] if 1 <= steps <= len(words) else "星级改变"


def flipping(grades: Grades, now: int, then: int, by_stars: str, by_grade: str, **facts: str) -> Sentence:
    """What a change of weights does: ``by_stars`` with a {change} of stars, ``by_grade`` with the {grade} reached."""
    if grades.names:
        return sentence(by_grade, **facts, grade=grades.name(then))
    return sentence(by_stars, **facts, change=change_of_stars(now, then))


def six(value: Fraction) -> str:
    """Six decimals, half up, without trailing zeros: ``0.16``."""
    return _trimmed(_six(value))


def six_beyond(value: Fraction, there: bool, up: bool) -> str:
    """The first number of six decimals at which what holds beyond ``value`` holds (``there``: at it already)."""
    scaled = value * ONE
    whole = scaled.numerator // scaled.denominator
    if up:
        units = whole if there and scaled == whole else whole + 1
    else:
        units = whole if there or scaled != whole else whole - 1
    return _trimmed(fixed(units, PLACES))


def points(value: Fraction) -> str:
    """A change of points with its sign and six decimals."""
    return ("" if value < 0 else "+") + _six(value)


def percent(share: Fraction) -> str:
    """A share as a percentage with one decimal; 100 and 0 only when they are exact."""
    tenths = rounded(share * 1000, "half_up")
    if share < 1 <= Fraction(tenths, 1000):
        tenths = 999
    if share > 0 and not tenths:
        tenths = 1
    return fixed(tenths, 1)


def root(value: Fraction) -> Fraction:
    """The square root to 20 decimals, cut down: integers only, the same digits everywhere."""
    from math import isqrt

    return Fraction(isqrt(value.numerator * 10**40 // value.denominator), 10**20)


def _six(value: Fraction) -> str:
    sign = "-" if value < 0 and rounded(-value * ONE, "half_up") else ""
    return sign + fixed(rounded(abs(value) * ONE, "half_up"), PLACES)


def _trimmed(text: str) -> str:
    return f"{Decimal(text).normalize():f}"
