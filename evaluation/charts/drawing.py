"""The pencil of the charts: text that is measured and wrapped, bars, lines, and the frame of an SVG.

Coordinates have one decimal, so the same data give the same bytes. Only class names, no ``style`` attribute. Widths are
estimates on the safe side: a Chinese character is one em wide, another one at most 0.62 em on average.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from xml.sax.saxutils import escape, quoteattr

EM = 12
"""Units per em: the font size that every page gives to charts."""
LINE = 15
"""Units from one line of a label to the next."""


def em(text: str) -> float:
    """How wide ``text`` is, in em, on the safe side."""
    return sum(1.0 if unicodedata.east_asian_width(one) in "WFA" else 0.62 for one in text)


def wrapped(text: str, width: float, most: int = 12) -> list[str]:
    """``text`` in lines of at most ``width`` units; beyond ``most`` lines the last one ends with an ellipsis."""
    lines, line = [], ""
    for piece in _pieces(text):
        if line and em((line + piece).rstrip()) * EM > width:
            lines.append(line.rstrip())
            line = ""
        line += piece if line else piece.lstrip()
        while em(line.rstrip()) * EM > width and len(line) > 1:
            cut = next(n for n in range(1, len(line) + 1) if n == len(line) or em(line[: n + 1]) * EM > width)
            lines.append(line[:cut])
            line = line[cut:]
    lines.append(line.rstrip())
    lines = [one for one in lines if one] or [""]
    if len(lines) <= most:
        return lines
    last = lines[most - 1]
    while last and em(last + "…") * EM > width:
        last = last[:-1]
    return [*lines[: most - 1], last + "…"]


def _pieces(text: str) -> list[str]:
    """Words with the space after them; Chinese characters one by one."""
    pieces: list[str] = []
    visible = "".join(one for one in text if one.isspace() or unicodedata.category(one) not in ("Cc", "Cs", "Cn"))
    for one in " ".join(visible.split()):
        is_wide = unicodedata.east_asian_width(one) in "WF"
        if not pieces or is_wide or pieces[-1].endswith(" ") or unicodedata.east_asian_width(pieces[-1][-1]) in "WF":
            pieces.append(one)
        else:
            pieces[-1] += one
    return pieces


def label(lines: Sequence[str], x: float, middle: float, anchor: str = "start", kind: str = "label") -> list[str]:
    """Lines of text around the height ``middle``."""
    top = middle - LINE * (len(lines) - 1) / 2 + 4
    return [
        f'<text class="{kind}" x="{x:.1f}" y="{top + LINE * n:.1f}" text-anchor="{anchor}">{escape(one)}</text>'
        for n, one in enumerate(lines)
    ]


def rect(kind: str, x: float, y: float, width: float, height: float, tip: str = "") -> str:
    """A bar; ``tip`` shows on pointing."""
    inside = f"<title>{escape(tip)}</title>" if tip else ""
    size = f'width="{max(width, 0):.1f}" height="{height:.1f}"'
    return f'<rect class="{kind}" x="{x:.1f}" y="{y:.1f}" {size}>{inside}</rect>'


def line(kind: str, x1: float, y1: float, x2: float, y2: float) -> str:
    """A straight line."""
    return f'<line class="{kind}" x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}"/>'


def legend(names: Sequence[str], width: float) -> tuple[list[str], float]:
    """Coloured squares with their names, row after row within ``width``; and the height they take."""
    body: list[str] = []
    x, y = 4.0, 4.0
    for place, name in enumerate(names):
        shown = wrapped(name, width - 40, 1)[0]
        wide = 18 + em(shown) * EM + 14
        if x > 4 and x + wide > width:
            x, y = 4.0, y + 20
        body.append(rect(f"series series-{place % 12}", x, y, 12, 12))
        body += label([shown], x + 18, y + 6)
        x += wide
    return body, y + 24


def svg(kind: str, width: float, height: float, title: str, description: str, body: Sequence[str], left: float = 0,
        top: float = 0) -> str:  # fmt: skip
    """The whole picture with its role, title and description."""
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="chart {kind}" '
        f'viewBox="{left:g} {top:g} {width:g} {height:g}" role="img" aria-label={quoteattr(title)}>'
    )
    spoken = f"<title>{escape(title)}</title><desc>{escape(description)}</desc>"
    return "\n".join([head, spoken, *body, "</svg>"]) + "\n"
