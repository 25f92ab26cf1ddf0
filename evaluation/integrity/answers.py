"""One rater's answers alone, and answers that are wholly the same: lines, patterns, duplicates, outliers, blanks.

Everything is counted in whole numbers and fractions. How likely honest answers would look so is judged by what the
other raters answered to the same questions, smoothed by one vote for every value that occurs.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from fractions import Fraction
from statistics import median

from evaluation.integrity.findings import Finding, Questionnaire, Survey, six
from foundation.language import sentence

LEAST_ANSWERS = 6
"""Fewer answers cannot show a line or a duplicate."""

FAR, VERY_FAR = Fraction(7, 2), Fraction(6)
"""Robust z-scores from which a rater is outlying, weakly and strongly."""

_MAD_TO_SIGMA = Fraction(14826, 10_000)
_MEAN_TO_SIGMA = Fraction(12533, 10_000)
_RARE = Fraction(1, 100)
_LONGEST_PATTERN = 5


def straight_lines(survey: Survey) -> Iterator[Finding]:
    """All answers the same (strong where the others' answers make that nearly impossible), or a repeated figure."""
    for one in survey.sheets:
        given = [answer for answer in one.answers if answer is not None]
        if len(given) < LEAST_ANSWERS:
            continue
        if len(set(given)) == 1:
            chance = _chance(survey, [one]) * len(survey.sheets)
            says = sentence(
                "“{rater}”的 {count} 个回答全是 {answer}", rater=one.id, count=len(given), answer=_number(given[0])
            )
            yield Finding(
                id=f"straight_line:{one.id}", kind="straight_line", raters=(one.id,),
                strength="strong" if chance < _RARE else "weak", says=says,
                evidence={"answers": str(len(given)), "expected": six(chance)},
            )  # fmt: skip
        elif period := _period(given):
            figure = "、".join(map(_number, given[:period]))
            says = sentence("“{rater}”的回答是“{figure}”的反复", rater=one.id, figure=figure)
            yield Finding(
                id=f"pattern:{one.id}", kind="pattern", raters=(one.id,),
                strength="strong" if len(given) - period >= 10 else "weak", says=says,
                evidence={"answers": str(len(given)), "figure": figure},
            )  # fmt: skip


def is_straight(one: Questionnaire) -> bool:
    """Whether all answers are the same; such sheets equal each other without anybody having copied."""
    return len(set(one.answers) - {None}) <= 1


def exact_groups(survey: Survey) -> list[list[Questionnaire]]:
    """Questionnaires with the very same answers and gaps, two or more, straight lines left out."""
    groups: dict[tuple[Fraction | None, ...], list[Questionnaire]] = {}
    for one in survey.sheets:
        if not is_straight(one) and sum(answer is not None for answer in one.answers) >= LEAST_ANSWERS:
            groups.setdefault(one.answers, []).append(one)
    return [group for group in groups.values() if len(group) > 1]


def duplicates(survey: Survey) -> Iterator[Finding]:
    """Exact duplicates, group by group."""
    pairs = len(survey.sheets) * (len(survey.sheets) - 1) // 2
    for group in exact_groups(survey):
        names = tuple(one.id for one in group)
        chance = _chance(survey, group) * pairs
        yield Finding(
            id=f"duplicate:{names[0]}", kind="duplicate", raters=names,
            strength="strong" if chance < _RARE else "weak",
            evidence={"answers": str(sum(a is not None for a in group[0].answers)), "expected": six(chance)},
            says=sentence("这些问卷的回答完全相同：{raters}", raters="、".join(names)),
        )  # fmt: skip


def outlying(survey: Survey) -> Iterator[Finding]:
    """Raters whose mean distance from the questions' medians is far above the others': candidates for trimming."""
    middles = [_median([one.answers[place] for one in survey.sheets]) for place in range(len(survey.questions))]
    distances: dict[str, Fraction] = {}
    for one in survey.sheets:
        gaps = [
            abs(answer - middle)
            for answer, middle in zip(one.answers, middles, strict=True)
            if answer is not None and middle is not None
        ]
        if gaps:
            distances[one.id] = sum(gaps, Fraction(0)) / len(gaps)
    if len(distances) < 5:
        return
    usual = median(distances.values())
    away = [abs(distance - usual) for distance in distances.values()]
    spread = median(away) * _MAD_TO_SIGMA or sum(away, Fraction(0)) / len(away) * _MEAN_TO_SIGMA
    for rater, distance in distances.items():
        score = (distance - usual) / spread if spread else Fraction(0)
        if score > FAR:
            yield Finding(
                id=f"outlying:{rater}", kind="outlying", raters=(rater,),
                strength="strong" if score > VERY_FAR else "weak",
                evidence={"distance": six(distance), "usual": six(usual), "robust_z": six(score)},
                says=sentence("“{rater}”离多数人的答案平均 {distance}，一般为 {usual}；可考虑截尾",
                              rater=rater, distance=_two(distance), usual=_two(usual)),
            )  # fmt: skip


def blanks(survey: Survey) -> Iterator[Finding]:
    """Fewer than half of the questions answered."""
    for one in survey.sheets:
        given = sum(answer is not None for answer in one.answers)
        if 2 * given < len(survey.questions):
            says = sentence("“{rater}”只回答了 {count} 题（共 {all} 题）", rater=one.id, count=given,
                            all=len(survey.questions))  # fmt: skip
            yield Finding(
                id=f"blank:{one.id}", kind="blank", raters=(one.id,), strength="weak" if given else "strong",
                questions=tuple(q for q, a in zip(survey.questions, one.answers, strict=True) if a is None), says=says,
            )  # fmt: skip


def _chance(survey: Survey, group: Sequence[Questionnaire]) -> Fraction:
    """How likely one more rater, answering as the others do, question by question, gives the answers of ``group``."""
    names = {one.id for one in group}
    values = {answer for one in survey.sheets for answer in one.answers} - {None}
    chance = Fraction(1)
    for place, answer in enumerate(group[0].answers):
        if answer is not None:
            others = Counter(one.answers[place] for one in survey.sheets if one.id not in names)
            known = sum(count for value, count in others.items() if value is not None)
            chance *= Fraction(others[answer] + 1, known + len(values))
    return chance


def _period(given: Sequence[Fraction]) -> int | None:
    for period in range(2, _LONGEST_PATTERN + 1):
        long_enough = len(given) >= max(3 * period, LEAST_ANSWERS + 2)
        if long_enough and all(a == b for a, b in zip(given, given[period:], strict=False)):
            return period
    return None


def _median(answers: Sequence[Fraction | None]) -> Fraction | None:
    known = [answer for answer in answers if answer is not None]
    return Fraction(median(known)) if known else None


def _number(value: Fraction) -> str:
    return str(value) if value.denominator == 1 else f"{float(value):g}"


def _two(value: Fraction) -> str:
    return f"{float(value):.2f}"
