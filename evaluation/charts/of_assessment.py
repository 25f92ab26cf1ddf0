"""Two pictures of an assessment as SVG text: a radar of the second level, and bars of what each contributes.

Coordinates have one decimal, so the same assessment gives the same bytes. Colours and fonts come from the page: only
class names here, no ``style`` attribute (a strict content-security policy forbids it). Each picture has a role, a
title and a description, for those who hear it instead of seeing it.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from fractions import Fraction
from xml.sax.saxutils import escape

from evaluation.assessment import Assessment, GroupLine
from evaluation.charts.drawing import LINE, label, rect, svg, wrapped
from evaluation.exact import shown
from foundation.language import Language, sentence

_SIZE = 480
_CENTRE = _SIZE / 2
_RADIUS = 170.0
_MARGIN = 170
_RINGS = (20, 40, 60, 80, 100)
_NAMED = 20
"""Axes that have room for names; a radar with more shows ids, the names stand in its description."""
_ROW = 24.0
_LABEL_WIDTH, _BAR_WIDTH, _NUMBER_WIDTH = 190, 380, 100


def radar(assessment: Assessment, language: Language = "zh", names: Mapping[str, str] | None = None) -> str:
    """The second-level scores (or the elements, in a two-level scheme) on axes from 0 to 100.

    What was not assessed leaves its axis empty. ``names`` replaces the Chinese names by id.
    """
    second = _second_level(assessment)
    colours = _colours(second)
    body = [f'<circle class="ring" cx="{_CENTRE:.1f}" cy="{_CENTRE:.1f}" r="{_RADIUS * r / 100:.1f}"/>' for r in _RINGS]
    points = []
    for place, line in enumerate(second):
        angle = 2 * math.pi * place / len(second)
        x, y = _at(angle, _RADIUS)
        body.append(f'<line class="axis" x1="{_CENTRE:.1f}" y1="{_CENTRE:.1f}" x2="{x}" y2="{y}"/>')
        if line.score is not None:
            points.append((*_at(angle, _RADIUS * float(line.score) / 100), line))
    if points:
        outline = " ".join(f"{x},{y}" for x, y, _ in points)
        body.append(f'<polygon class="scores" points="{outline}"/>')
    for x, y, line in points:
        tip = escape(f"{_name(line, names)} {line.score}")
        kind = f"score {colours[line.parent]}"
        body.append(f'<circle class="{kind}" cx="{x}" cy="{y}" r="4"><title>{tip}</title></circle>')
    for place, line in enumerate(second):
        angle = 2 * math.pi * place / len(second)
        x, y = _at(angle, _RADIUS + 18)
        anchor = "middle" if abs(math.sin(angle)) < 0.1 else "start" if math.sin(angle) > 0 else "end"
        beside = 2 * _RADIUS * math.sin(2 * math.pi / len(second)) if len(second) > 4 else _SIZE
        shown = _name(line, names) if len(second) <= _NAMED else line.id
        lines = wrapped(shown, beside if anchor == "middle" else _MARGIN - 20)
        away = {"middle": -math.cos(angle) * LINE * (len(lines) - 1) / 2}.get(anchor, 0.0)
        body += label(lines, float(x), float(y) + away, anchor)
    title = sentence("二级指标得分雷达图").text(language)
    wide, spoken = _SIZE + 2 * _MARGIN, _spoken(second, names, language)
    return svg("radar", wide, _SIZE - 30, title, spoken, body, left=-_MARGIN, top=15)


def contribution_bars(assessment: Assessment, language: Language = "zh", names: Mapping[str, str] | None = None) -> str:
    """One bar per second-level indicator: points it adds to the total, before the most it could add."""
    lines = _second_level(assessment)
    colours = _colours(lines)
    most = {line.id: _most(assessment, line) for line in lines}
    scale = _BAR_WIDTH / max([*map(float, most.values()), 0.01])
    body = []
    y = 0.0
    for line in lines:
        name = wrapped(_name(line, names), _LABEL_WIDTH - 10)
        height, points = max(_ROW, LINE * len(name) + 8.0), Fraction(line.contribution)
        middle = y + height / 2
        body += label(name, _LABEL_WIDTH - 8, middle, "end")
        body.append(rect("room", _LABEL_WIDTH, middle - 8, float(most[line.id]) * scale, 16))
        body.append(rect(f"contribution {colours[line.parent]}", _LABEL_WIDTH, middle - 8, float(points) * scale, 16))
        text = f"{shown(points, 2)} / {shown(most[line.id], 2)}"
        body += label([text], _LABEL_WIDTH + _BAR_WIDTH + 8, middle, "start", "number")
        y += height
    title = sentence("各二级指标对总分的贡献").text(language)
    width = _LABEL_WIDTH + _BAR_WIDTH + 8 + _NUMBER_WIDTH
    return svg("bars", width, max(y, _ROW), title, _spoken(lines, names, language), body)


def _second_level(assessment: Assessment) -> Sequence[GroupLine]:
    """The groups that hold indicators directly."""
    holders = {line.parent for line in assessment.results.indicators}
    return [group for group in assessment.results.groups if group.id in holders]


def _colours(lines: Sequence[GroupLine]) -> dict[str, str]:
    """A class of its own for every element, by its place: schemes name their elements as they like."""
    return {parent: f"element-{place % 6}" for place, parent in enumerate(dict.fromkeys(one.parent for one in lines))}


def _most(assessment: Assessment, line: GroupLine) -> Fraction:
    """Points of the total that full marks would bring: 100 × the effective weights from the whole down."""
    elements = {group.id: group for group in assessment.results.groups}
    above = elements.get(line.parent)
    return 100 * Fraction(line.effective) * (Fraction(above.effective) if above else 1)


def _spoken(lines: Sequence[GroupLine], names: Mapping[str, str] | None, language: Language) -> str:
    gap = sentence("未评").text(language)
    return "; ".join(f"{_name(line, names)} {line.score if line.score is not None else gap}" for line in lines)


def _name(line: GroupLine, names: Mapping[str, str] | None) -> str:
    return (names or {}).get(line.id, line.name)


def _at(angle: float, radius: float) -> tuple[str, str]:
    """A point on the circle, clockwise from the top."""
    return f"{_CENTRE + radius * math.sin(angle):.1f}", f"{_CENTRE - radius * math.cos(angle):.1f}"
