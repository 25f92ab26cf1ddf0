"""A chart as an Enhanced Metafile (EMF, [MS-EMF]): the vector picture that every word processor shows and prints.

Word shows an SVG only with a bitmap beside it, and a bitmap would depend on the fonts of the machine. An EMF holds the
same lines, bars and words as the SVG, in the same colours, and its bytes follow from the SVG alone. Letters are set at
the advances of Arial, Chinese characters one em apart, so that no other font moves a label.
"""

from __future__ import annotations

import re
import struct
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from importlib.resources import files
from xml.etree import ElementTree

Style = Mapping[str, str]

_UNITS = 10
"""Units of the metafile per unit of the SVG, whose coordinates have one decimal."""
_FONT = "Microsoft YaHei"
_ARIAL = (
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556, 556, 556,
    556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833,
    722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556,
    556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334,
    260, 334, 584,
)  # fmt: skip
"""Advances of the signs from space to tilde, in thousandths of an em."""

_HEADER, _POLYGON, _POLYLINE, _WINDOW_SIZE, _WINDOW_AT, _VIEW_SIZE, _VIEW_AT, _END = 1, 3, 4, 9, 10, 11, 12, 14
_MAP_MODE, _BACKGROUND, _ALIGN, _TEXT_COLOUR, _MOVE, _SELECT, _PEN, _BRUSH, _DELETE = 17, 18, 22, 24, 27, 37, 38, 39, 40
_ELLIPSE, _RECTANGLE, _LINE, _CREATE_FONT, _TEXT = 42, 43, 54, 82, 84
_NO_BRUSH, _NO_PEN = 0x80000005, 0x80000008
_ANCHORS = {"start": 0, "end": 2, "middle": 6}
_BASELINE = 24


def emf(svg: str, millimetres: float) -> bytes:
    """The metafile of one of our charts (``rect``, ``line``, ``circle``, ``polygon``, ``polyline``, ``text``).

    ``millimetres``: how wide it is on paper.
    """
    root = ElementTree.fromstring(svg)
    left, top, wide, high = size_of(svg)
    paper = (round(millimetres * 100), round(millimetres * 100 * high / wide))
    records = [
        _record(_MAP_MODE, 8),
        _record(_WINDOW_AT, *_at(left, top)),
        _record(_WINDOW_SIZE, *_at(wide, high)),
        _record(_VIEW_AT, 0, 0),
        _record(_VIEW_SIZE, *paper),
        _record(_BACKGROUND, 1),
    ]
    styles = _styles()
    for shape in root:
        name = shape.tag.rpartition("}")[2]
        if name in _SHAPES:
            style = {**styles.get(name, {})}
            for word in shape.get("class", "").split():
                style |= styles.get(f".{word}", {}) | styles.get(f"{name}.{word}", {})
            records += _SHAPES[name](shape, style)
    records.append(_record(_END, 0, 16, 20))
    return _header(paper, records) + b"".join(records)


def size_of(svg: str) -> tuple[float, float, float, float]:
    """Left, top, width and height of the view box."""
    found = re.search(r'viewBox="([-\d.]+) ([-\d.]+) ([\d.]+) ([\d.]+)"', svg)
    assert found, "our charts have a view box"
    left, top, wide, high = map(float, found.groups())
    return left, top, wide, high


def _header(paper: tuple[int, int], records: Sequence[bytes]) -> bytes:
    """A device of a hundred dots per millimetre, the size of A4."""
    length = 88 + sum(map(len, records))
    bounds = (0, 0, *paper)
    return struct.pack(
        "<2I8i4I2H3I4i", _HEADER, 88, *bounds, *bounds, 0x464D4520, 0x10000, length, len(records) + 1, 2, 0, 0, 0, 0,
        21_000, 29_700, 210, 297,
    )  # fmt: skip


def _record(kind: int, *numbers: int) -> bytes:
    return struct.pack(f"<2I{len(numbers)}I", kind, 8 + 4 * len(numbers), *(number & 0xFFFFFFFF for number in numbers))


def _at(x: float | str, y: float | str) -> tuple[int, int]:
    return round(float(x) * _UNITS), round(float(y) * _UNITS)


def _numbers(shape: ElementTree.Element, *names: str) -> list[float]:
    return [float(shape.get(name, "0")) for name in names]


def _colour(text: str) -> int:
    """``#rrggbb`` as the metafile has it: blue, green, red."""
    return int(text[5:7] + text[3:5] + text[1:3], 16)


def _drawn(style: Style, *drawing: bytes) -> Iterator[bytes]:
    """The drawing with a pen and a brush of this style. A translucent fill would hide the rings: it is left out."""
    fill, stroke = style.get("fill", "#000000"), style.get("stroke", "none")
    brush, pen = fill != "none" and "fill-opacity" not in style, stroke != "none"
    if brush:
        yield _record(_BRUSH, 1, 0, _colour(fill), 0)
    if pen:
        width, dash = round(float(style.get("stroke-width", "1")) * _UNITS), int("stroke-dasharray" in style)
        yield _record(_PEN, 2, dash * 2, 1 if dash else width, 0, _colour(stroke))
    yield _record(_SELECT, 1 if brush else _NO_BRUSH)
    yield _record(_SELECT, 2 if pen else _NO_PEN)
    yield from drawing
    yield _record(_SELECT, _NO_BRUSH)
    yield _record(_SELECT, _NO_PEN)
    yield from (_record(_DELETE, handle) for handle, there in ((1, brush), (2, pen)) if there)


def _rect(shape: ElementTree.Element, style: Style) -> Iterator[bytes]:
    x, y, wide, high = _numbers(shape, "x", "y", "width", "height")
    return _drawn(style, _record(_RECTANGLE, *_at(x, y), *_at(x + wide, y + high)))


def _circle(shape: ElementTree.Element, style: Style) -> Iterator[bytes]:
    x, y, radius = _numbers(shape, "cx", "cy", "r")
    return _drawn(style, _record(_ELLIPSE, *_at(x - radius, y - radius), *_at(x + radius, y + radius)))


def _line(shape: ElementTree.Element, style: Style) -> Iterator[bytes]:
    x1, y1, x2, y2 = _numbers(shape, "x1", "y1", "x2", "y2")
    return _drawn(style, _record(_MOVE, *_at(x1, y1)), _record(_LINE, *_at(x2, y2)))


def _points(kind: int) -> Callable[[ElementTree.Element, Style], Iterator[bytes]]:
    def drawn(shape: ElementTree.Element, style: Style) -> Iterator[bytes]:
        points = [_at(*pair.split(",")) for pair in shape.get("points", "").split()]
        across, down = zip(*points, strict=True)
        bounds = (min(across), min(down), max(across), max(down))
        return _drawn(style, _record(kind, *bounds, len(points), *(one for point in points for one in point)))

    return drawn


def _text(shape: ElementTree.Element, style: Style) -> Iterator[bytes]:
    size = re.match(r"(\d+)px", style.get("font-size", style.get("font", "12px")))
    height = int(size.group(1)) * _UNITS if size else 12 * _UNITS
    text = shape.text or ""
    yield _font(height)
    yield _record(_SELECT, 3)
    yield _record(_ALIGN, _BASELINE | _ANCHORS[shape.get("text-anchor", "start")])
    yield _record(_TEXT_COLOUR, _colour(style.get("fill", "#000000")))
    yield _written(text, *_at(*_numbers(shape, "x", "y")), height)
    yield _record(_SELECT, 0x8000000D)
    yield _record(_DELETE, 3)


def _font(height: int) -> bytes:
    face = _FONT.encode("utf-16-le").ljust(64, b"\0")
    font = struct.pack("<5i8B", -height, 0, 0, 0, 400, 0, 0, 0, 1, 0, 0, 0, 0) + face
    panose = bytes(320 - len(font))
    return struct.pack("<3I", _CREATE_FONT, 12 + len(font) + len(panose), 3) + font + panose


def _written(text: str, x: int, y: int, height: int) -> bytes:
    """The words with the advance of every UTF-16 unit."""
    advances: list[int] = []
    for sign in text:
        advances += [_advance(sign, height)] + [0] * (len(sign.encode("utf-16-le")) // 2 - 1)
    signs = text.encode("utf-16-le")
    padded = signs + bytes(-len(signs) % 4)
    length = 76 + len(padded) + 4 * len(advances)
    head = struct.pack("<2I4iI2f", _TEXT, length, 0, 0, -1, -1, 2, 1.0, 1.0)
    place = struct.pack("<2i3I4iI", x, y, len(advances), 76, 0, 0, 0, -1, -1, 76 + len(padded))
    return head + place + padded + struct.pack(f"<{len(advances)}I", *advances)


def _advance(sign: str, height: int) -> int:
    if " " <= sign <= "~":
        return round(_ARIAL[ord(sign) - 32] * height / 1000)
    return height if unicodedata.east_asian_width(sign) in "WFA" else round(0.62 * height)


def _styles() -> dict[str, dict[str, str]]:
    """The style sheet of the charts: properties by selector."""
    found: dict[str, dict[str, str]] = {}
    sheet = files("evaluation.report").joinpath("charts.css").read_text(encoding="utf-8")
    for selectors, body in re.findall(r"([^{}]+)\{([^{}]*)\}", sheet):
        pairs = (one.partition(":") for one in body.split(";") if one.strip())
        facts = {name.strip(): value.strip() for name, _, value in pairs}
        for selector in selectors.split(","):
            found.setdefault(selector.strip(), {}).update(facts)
    return found


_SHAPES: Mapping[str, Callable[[ElementTree.Element, Style], Iterator[bytes]]] = {
    "rect": _rect,
    "circle": _circle,
    "line": _line,
    "polygon": _points(_POLYGON),
    "polyline": _points(_POLYLINE),
    "text": _text,
}
