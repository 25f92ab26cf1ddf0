"""What every reader hands over: a grid of text cells with merged cells filled downwards."""

from __future__ import annotations

from dataclasses import dataclass, field

_MOST_FILLED = 5_000_000
"""Cells that merged ranges may fill: overlapping ranges, which no program writes, must not multiply."""


@dataclass(frozen=True, slots=True)
class Span:
    """A merged cell: first and last row and column, 0-based, both ends included."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class GridRow:
    """One row. ``number`` is what a person sees. ``covered`` are the columns whose text comes from a merged cell that
    begins further up; the right-hand part of a cell merged sideways stays empty, and ``is_banner`` says that one cell
    is merged over at least half of the row."""

    number: int
    cells: tuple[str, ...]
    covered: frozenset[int] = frozenset()
    is_banner: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """A sheet, a table of a document, or a table on a page.

    ``above`` is the text that stands before it, ``lefts`` the left edges of its columns in points (PDF only),
    ``continues`` says that it may be the next page of the grid before.
    """

    part: str | None
    rows: tuple[GridRow, ...]
    spans: tuple[Span, ...] = ()
    above: tuple[str, ...] = ()
    lefts: tuple[float, ...] = ()
    continues: bool = False

    @property
    def width(self) -> int:
        """Number of columns."""
        return max((len(row.cells) for row in self.rows), default=0)


@dataclass(slots=True)
class GridBuilder:
    """Lays cells and merged cells out; ``grid()`` fills the merged ones downwards in one pass."""

    part: str | None
    numbers: list[int] = field(default_factory=list)
    lines: list[list[str]] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)

    def grid(self, above: tuple[str, ...] = (), lefts: tuple[float, ...] = (), continues: bool = False) -> Grid:
        """The finished grid; every row is as wide as the widest."""
        width = max((len(line) for line in self.lines), default=0)
        for line in self.lines:
            line.extend([""] * (width - len(line)))
        covered: dict[int, set[int]] = {}
        banners = {span.top for span in self.spans if 2 * (span.right - span.left + 1) >= max(width, 3)}
        room = _MOST_FILLED
        for span in self.spans:
            if span.bottom <= span.top or span.top >= len(self.lines) or span.left >= width or room < 0:
                continue
            room -= min(span.bottom, len(self.lines) - 1) - span.top
            text = self.lines[span.top][span.left]
            for row in range(span.top + 1, min(span.bottom, len(self.lines) - 1) + 1):
                self.lines[row][span.left] = text
                covered.setdefault(row, set()).add(span.left)
        rows = tuple(
            GridRow(number, tuple(line), frozenset(covered.get(index, ())), index in banners)
            for index, (number, line) in enumerate(zip(self.numbers, self.lines, strict=True))
        )
        return Grid(self.part, rows, tuple(self.spans), above, lefts, continues)
