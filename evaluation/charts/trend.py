"""The totals of several evaluations as a line. Up to sixty points; names are thinned where they would overlap."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from evaluation.charts.drawing import EM, em, label, line, svg, wrapped
from foundation.language import Language, sentence

_WIDTH, _HEIGHT = 680.0, 300.0
_LEFT, _RIGHT, _TOP, _BOTTOM = 40.0, 660.0, 24.0, 240.0
_LEAST = 64.0
"""Units that a name or a number needs to itself."""


def trend(points: Sequence[tuple[str, Decimal]], language: Language = "zh") -> str:
    """``points``: the name of a period and its displayed total (0–100), oldest first; the newest is always named."""
    body = []
    for mark in (0, 20, 40, 60, 80, 100):
        body.append(line("grid", _LEFT, _y(mark), _RIGHT, _y(mark)))
        body += label([str(mark)], _LEFT - 6, _y(mark), "end", "number")
    slot = (_RIGHT - _LEFT) / max(len(points), 1)
    step = max(1, -(-int(_LEAST) // max(int(slot), 1)))
    at = [(_LEFT + slot * (place + 0.5), _y(float(total))) for place, (_, total) in enumerate(points)]
    if len(at) > 1:
        body.append(f'<polyline class="course" points="{" ".join(f"{x:.1f},{y:.1f}" for x, y in at)}"/>')
    for place, ((name, total), (x, y)) in enumerate(zip(points, at, strict=True)):
        body.append(f'<circle class="score" cx="{x:.1f}" cy="{y:.1f}" r="4"/>')
        if (len(points) - 1 - place) % step == 0:
            lines = wrapped(name, slot * step - 8, 3)
            beside = max(em(one) for one in lines) * EM / 2 + 2
            body += label(lines, max(beside, min(x, _WIDTH - beside)), _BOTTOM + 14 + 7.5 * (len(lines) - 1), "middle")
            near = [height for _, height in at[max(place - 1, 0) : place + 2]]
            is_valley = len(near) > 2 and y == max(near) > min(near) and y + 14 < _BOTTOM
            body += label([f"{total:f}"], x, y + 14 if is_valley else y - 14, "middle", "number")
    title = sentence("历次评价的总分").text(language)
    spoken = "; ".join(f"{name} {total:f}" for name, total in points)
    return svg("trend", _WIDTH, _HEIGHT, title, spoken, body)


def _y(total: float) -> float:
    return _BOTTOM - (_BOTTOM - _TOP) * total / 100
