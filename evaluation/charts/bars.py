"""Charts of rows, from plain data: tornado, waterfall, weights by method, votes per grade. Two to sixty rows each.

Names of any length are wrapped, and a row grows with its name, so nothing overlaps and nothing is cut.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from evaluation.charts.drawing import EM, LINE, em, label, legend, line, rect, svg, wrapped
from evaluation.exact import shown
from foundation.language import Language, sentence

WIDTH = 680
_NAME = 200.0
_LEFT = _NAME + 10
_ROW = 24.0


def tornado(effects: Sequence[tuple[str, Fraction]], change: str, language: Language = "zh") -> str:
    """Bars to both sides of zero: how many points the total moves when a weight changes by ± ``change``.

    ``effects`` are name and points for ``+ change``, the largest first.
    """
    number, half = 62.0, (WIDTH - _LEFT - 2 * 62) / 2
    middle = _LEFT + number + half
    largest = max([abs(points) for _, points in effects], default=Fraction(0)) or Fraction(1)
    body: list[str] = []
    y = 0.0
    for name, points in effects:
        lines = wrapped(name, _NAME)
        height, length = _height(lines), half * float(abs(points) / largest)
        right, left = ("up", "down") if points >= 0 else ("down", "up")
        body += label(lines, _NAME, y + height / 2, "end")
        body.append(rect(left, middle - length, y + height / 2 - 8, length, 16))
        body.append(rect(right, middle, y + height / 2 - 8, length, 16))
        body += label([_signed(-points)], middle - length - 5, y + height / 2, "end", "number")
        body += label([_signed(points)], middle + length + 5, y + height / 2, "start", "number")
        y += height
    body.append(line("zero", middle, 0, middle, max(y, _ROW)))
    title = sentence("权重各变化 ±{change} 时总分的变化", change=change).text(language)
    spoken = "; ".join(f"{name} {_signed(points)}" for name, points in effects)
    return svg("tornado", WIDTH, max(y, _ROW), title, spoken, body)


def waterfall(steps: Sequence[tuple[str, Fraction]], total: tuple[str, str], language: Language = "zh") -> str:
    """Each bar begins where the one before ended; the last one is the total (name and displayed number)."""
    room = WIDTH - _LEFT - 70
    whole = sum((points for _, points in steps), Fraction(0))
    scale = room / float(max(whole, Fraction(1)))
    body: list[str] = []
    y, reached = 0.0, Fraction(0)
    for name, points in steps:
        lines = wrapped(name, _NAME)
        height, start = _height(lines), _LEFT + float(reached) * scale
        reached += points
        end = _LEFT + float(reached) * scale
        body += label(lines, _NAME, y + height / 2, "end")
        body.append(rect("step", start, y + height / 2 - 8, end - start, 16))
        body += label([shown(points, 2)], end + 5, y + height / 2, "start", "number")
        body.append(line("joint", end, y + height / 2 + 8, end, y + height + 4))
        y += height
    body += label(wrapped(total[0], _NAME, 1), _NAME, y + _ROW / 2, "end")
    body.append(rect("total", _LEFT, y + _ROW / 2 - 8, float(whole) * scale, 16))
    body += label([total[1]], _LEFT + float(whole) * scale + 5, y + _ROW / 2, "start", "number")
    title = sentence("总分由哪些贡献累加而成").text(language)
    spoken = "; ".join([*(f"{name} {shown(points, 2)}" for name, points in steps), " ".join(total)])
    return svg("waterfall", WIDTH, y + _ROW, title, spoken, body)


def weights_by_method(
    names: Sequence[str], methods: Mapping[str, Sequence[Fraction]], language: Language = "zh"
) -> str:
    """For every name one bar per method, side by side; all weights (0–1) on one scale."""
    body, y = legend(list(methods), WIDTH)
    largest = max([weight for weights in methods.values() for weight in weights], default=Fraction(0)) or Fraction(1)
    room = WIDTH - _LEFT - 60
    for place, name in enumerate(names):
        lines = wrapped(name, _NAME)
        height = max(_height(lines), 13.0 * len(methods) + 10)
        body += label(lines, _NAME, y + height / 2, "end")
        top = y + (height - 13.0 * len(methods)) / 2
        for number, weights in enumerate(methods.values()):
            length = room * float(weights[place] / largest)
            body.append(rect(f"series series-{number % 12}", _LEFT, top + 13 * number + 1, length, 11))
            body += label([shown(weights[place], 4)], _LEFT + length + 5, top + 13 * number + 6, "start", "number")
        y += height
    title = sentence("各种方法的权重").text(language)
    spoken = "; ".join(
        f"{method}: " + ", ".join(f"{name} {shown(one, 4)}" for name, one in zip(names, weights, strict=True))
        for method, weights in methods.items()
    )
    return svg("weights", WIDTH, y, title, spoken, body)


def votes(rows: Sequence[tuple[str, Mapping[str, int]]], grades: Sequence[str], language: Language = "zh") -> str:
    """One bar per indicator, all of one length, cut by the shares of the grades; the count where it fits."""
    body, y = legend(list(grades), WIDTH)
    room = WIDTH - _LEFT - 60
    for name, given in rows:
        lines, cast = wrapped(name, _NAME), sum(given.get(grade, 0) for grade in grades)
        height, x = _height(lines), _LEFT
        body += label(lines, _NAME, y + height / 2, "end")
        for place, grade in enumerate(grades):
            count = given.get(grade, 0)
            length = room * count / cast if cast else 0.0
            if count:
                body.append(rect(f"series series-{place % 12}", x, y + height / 2 - 9, length, 18, f"{grade} {count}"))
                if length > em(str(count)) * EM + 4:
                    body += label([str(count)], x + length / 2, y + height / 2, "middle", "inside")
            x += length
        body += label([f"n={cast}"], _LEFT + room + 6, y + height / 2, "start", "number")
        y += height
    title = sentence("各等级的票数").text(language)
    spoken = "; ".join(
        f"{name}: " + ", ".join(f"{grade} {given.get(grade, 0)}" for grade in grades) for name, given in rows
    )
    return svg("votes", WIDTH, y, title, spoken, body)


def _height(lines: Sequence[str]) -> float:
    return max(_ROW, LINE * len(lines) + 8.0)


def _signed(points: Fraction) -> str:
    text = shown(points, 2)
    return "0.00" if text in ("0.00", "-0.00") else text if points < 0 else f"+{text}"
