"""The charts of a report, each an SVG that carries its own style, so that it looks the same wherever it is opened."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from importlib.resources import files
from typing import TypeVar

from evaluation.assessment import Assessment, IndicatorLine
from evaluation.charts.bars import tornado, votes, waterfall, weights_by_method
from evaluation.charts.of_assessment import contribution_bars, radar
from evaluation.charts.trend import trend
from evaluation.report.blocks import Picture
from evaluation.report.content import Report, WeightComparison
from evaluation.report.wording import Words, grades_of
from evaluation.weight_effects import weight_effects

Row = TypeVar("Row")

_ROWS = 20
"""Rows that fit on one printed page beside text."""


def score_pictures(report: Report, words: Words) -> list[Picture]:
    """Radar and bars first, then waterfall, votes and, with earlier results, the trend."""
    assessment = Assessment(content=report.sources.assessment, sha256=report.assessment_sha256)
    found = [
        _picture("radar", radar(assessment, words.language, words.names), words.say("图：二级指标得分")),
        _picture("bars", contribution_bars(assessment, words.language, words.names),
                 words.say("图：各二级指标的贡献和最多可贡献的分数")),
        _picture("waterfall", _waterfall(report, words), words.say("图：总分由哪些贡献累加而成")),
    ]  # fmt: skip
    found += _votes(report, words)
    if report.sources.history:
        points = [(one.label, one.total) for one in report.sources.history]
        results = assessment.results
        if results.total is not None:
            points.append((words.say("本次"), Decimal(results.total)))
        found.append(_picture("trend", trend(points, words.language), words.say("图：历次评价的总分")))
    return found


def weight_pictures(report: Report, words: Words) -> list[Picture]:
    """The ten largest weight effects, and weights by method: those handed in, else the ones of the elements."""
    effects = [(_named(words, one.id), one.points) for one in weight_effects(report.sources.assessment)]
    found = []
    if effects:
        drawn = tornado(effects, "10 %", words.language)
        found.append(_picture("tornado", drawn, words.say("图：影响最大的十个权重各变化 ±10 % 时，总分变化多少分")))
    for comparison in report.sources.weights_by_method or _used(report):
        found += _comparison(comparison, words)
    return found


def _comparison(comparison: WeightComparison, words: Words) -> Iterator[Picture]:
    methods = {
        name: {key: Fraction(one) for key, one in weights.items()} for name, weights in comparison.methods.items()
    }
    ids = list(next(iter(methods.values())))
    level = words.names.get(comparison.parent, comparison.parent)
    per_page = max(2, 30 // len(methods))
    for number, some in enumerate(_parts(ids, per_page)):
        shown = {words.method(name): [weights[one] for one in some] for name, weights in methods.items()}
        drawn = weights_by_method([_named(words, one) for one in some], shown, words.language)
        caption = words.say("图：“{level}”之下各种方法的权重", level=level)
        yield _picture(f"weights-{comparison.parent}-{number}", drawn, caption)


def _used(report: Report) -> Sequence[WeightComparison]:
    for group in report.sources.assessment.weights.get("groups", ()):
        if group["parent"] == "T":
            return [WeightComparison(parent="T", methods={str(group["method"]): group["weights"]})]
    return []


def _waterfall(report: Report, words: Words) -> str:
    results = report.sources.assessment.results
    holders = {line.parent for line in results.indicators}
    steps = [(_named(words, one.id), Fraction(one.contribution)) for one in results.groups if one.id in holders]
    return waterfall(steps, (words.names["T"], results.total or "—"), words.language)


def _votes(report: Report, words: Words) -> Iterator[Picture]:
    lines = [line for line in report.sources.assessment.results.indicators if line.rating and line.rating.votes]
    scales: dict[tuple[str, ...], list[IndicatorLine]] = {}
    for line in lines:
        if grades := grades_of(line.rule):
            scales.setdefault(grades, []).append(line)
    for number, (grades, voted) in enumerate(scales.items()):
        for part, some in enumerate(_parts(voted, _ROWS)):
            rows = [
                (_named(words, line.id), {words.word(grade): count for grade, count in line.rating.votes.items()})
                for line in some
                if line.rating and line.rating.votes
            ]
            drawn = votes(rows, [words.word(grade) for grade in grades], words.language)
            yield _picture(f"votes-{number}-{part}", drawn, words.say("图：各等级的票数"))


def _parts(rows: Sequence[Row], size: int) -> Iterator[Sequence[Row]]:
    """As few parts as needed, of nearly the same length: no picture with a single row left over."""
    count = -(-len(rows) // size) if rows else 0
    for number in range(count):
        yield rows[len(rows) * number // count : len(rows) * (number + 1) // count]


def _named(words: Words, name: str) -> str:
    return f"{name} {words.names.get(name, '')}".rstrip()


def _picture(name: str, drawn: str, caption: str) -> Picture:
    head, rest = drawn.split("\n", 1)
    return Picture(name=name, svg=f"{head}\n<style>{_style()}</style>\n{rest}", caption=caption)


def _style() -> str:
    return files("evaluation.report").joinpath("charts.css").read_text(encoding="utf-8").strip()
