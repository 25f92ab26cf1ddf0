"""Two pictures of an assessment as SVG text: a radar of the second level, and bars of what each contributes.

Coordinates have one decimal, so the same assessment gives the same bytes. Colours and fonts come from the page: only
class names here, no ``style`` attribute (a strict content-security policy forbids it). Each picture has a role, a
title and a description, for those who hear it instead of seeing it.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape, quoteattr

from evaluation.assessment import Assessment, GroupLine
from foundation.language import Language, sentence

_SIZE = 480
_CENTRE = _SIZE / 2
_RADIUS = 170.0
_RINGS = (20, 40, 60, 80, 100)
_ROW = 24
_LABEL_WIDTH, _BAR_WIDTH, _NUMBER_WIDTH = 170, 360, 90


def radar(assessment: Assessment, language: Language = "zh", names: Mapping[str, str] | None = None) -> str:
    """The second-level scores (or the elements, in a two-level scheme) on axes from 0 to 100.

    What was not assessed leaves its axis empty. ``names`` replaces the Chinese names by id.
    """
    lines = _second_level(assessment)
    body = [f'<circle class="ring" cx="{_CENTRE:.1f}" cy="{_CENTRE:.1f}" r="{_RADIUS * r / 100:.1f}"/>' for r in _RINGS]
    points = []
    for place, line in enumerate(lines):
        angle = 2 * math.pi * place / len(lines)
        x, y = _at(angle, _RADIUS)
        body.append(f'<line class="axis" x1="{_CENTRE:.1f}" y1="{_CENTRE:.1f}" x2="{x}" y2="{y}"/>')
        if line.score is not None:
            points.append((*_at(angle, _RADIUS * float(line.score) / 100), line))
    if points:
        outline = " ".join(f"{x},{y}" for x, y, _ in points)
        body.append(f'<polygon class="scores" points="{outline}"/>')
    for x, y, line in points:
        tip = escape(f"{_name(line, names)} {line.score}")
        kind = f"score element-{escape(line.parent)}"
        body.append(f'<circle class="{kind}" cx="{x}" cy="{y}" r="4"><title>{tip}</title></circle>')
    for place, line in enumerate(lines):
        angle = 2 * math.pi * place / len(lines)
        x, y = _at(angle, _RADIUS + 18)
        anchor = "middle" if abs(math.sin(angle)) < 0.1 else "start" if math.sin(angle) > 0 else "end"
        body.append(f'<text class="label" x="{x}" y="{y}" text-anchor="{anchor}">{escape(_name(line, names))}</text>')
    title = sentence("二级指标得分雷达图").text(language)
    return _svg("radar", _SIZE, _SIZE, title, _spoken(lines, names, language), body)


def contribution_bars(assessment: Assessment, language: Language = "zh", names: Mapping[str, str] | None = None) -> str:
    """One bar per second-level indicator: points it adds to the total, before the most it could add."""
    lines = _second_level(assessment)
    most = {line.id: _most(assessment, line) for line in lines}
    scale = _BAR_WIDTH / max([*most.values(), 0.01])
    body = []
    for row, line in enumerate(lines):
        y = row * _ROW
        length = float(line.contribution)
        name, shown = escape(_name(line, names)), f"{length:.2f} / {most[line.id]:.2f}"
        right = _LABEL_WIDTH + _BAR_WIDTH + 8
        body += [
            f'<text class="label" x="{_LABEL_WIDTH - 8}" y="{y + 16}" text-anchor="end">{name}</text>',
            _bar("room", y, most[line.id] * scale),
            _bar(f"contribution element-{escape(line.parent)}", y, length * scale),
            f'<text class="number" x="{right}" y="{y + 16}">{shown}</text>',
        ]
    title = sentence("各二级指标对总分的贡献").text(language)
    width, height = _LABEL_WIDTH + _BAR_WIDTH + 8 + _NUMBER_WIDTH, max(len(lines), 1) * _ROW
    return _svg("bars", width, height, title, _spoken(lines, names, language), body)


def _second_level(assessment: Assessment) -> Sequence[GroupLine]:
    """The groups that hold indicators directly."""
    holders = {line.parent for line in assessment.results.indicators}
    return [group for group in assessment.results.groups if group.id in holders]


def _most(assessment: Assessment, line: GroupLine) -> float:
    """Points of the total that full marks would bring: 100 × the effective weights from the whole down."""
    elements = {group.id: group for group in assessment.results.groups}
    above = elements.get(line.parent)
    return 100 * float(line.effective) * (float(above.effective) if above else 1.0)


def _spoken(lines: Sequence[GroupLine], names: Mapping[str, str] | None, language: Language) -> str:
    gap = sentence("未评").text(language)
    return "; ".join(f"{_name(line, names)} {line.score if line.score is not None else gap}" for line in lines)


def _name(line: GroupLine, names: Mapping[str, str] | None) -> str:
    return (names or {}).get(line.id, line.name)


def _at(angle: float, radius: float) -> tuple[str, str]:
    """A point on the circle, clockwise from the top."""
    return f"{_CENTRE + radius * math.sin(angle):.1f}", f"{_CENTRE - radius * math.cos(angle):.1f}"


def _bar(kind: str, y: int, length: float) -> str:
    return f'<rect class="{kind}" x="{_LABEL_WIDTH}" y="{y + 4}" width="{length:.1f}" height="{_ROW - 8}"/>'


def _svg(kind: str, width: int, height: int, title: str, description: str, body: Sequence[str]) -> str:
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="chart {kind}" viewBox="0 0 {width} {height}" '
        f'role="img" aria-label={quoteattr(title)}>'
    )
    spoken = f"<title>{escape(title)}</title><desc>{escape(description)}</desc>"
    return "\n".join([head, spoken, *body, "</svg>"]) + "\n"
