"""The columns of one table: which index holds what, decided by all headers together and settled by content."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, get_args

from kb.importing.cells import fold, tidy, value_of
from kb.importing.headers import Meaning, Role, is_english, meaning_of
from kb.importing.numbers import find_numbers

SAMPLE = 60
"""Rows looked at when content has to settle what headers leave open."""

_SERIAL = re.compile(r"\(?(?:[0-9]{1,5}(?:[.\-][0-9]{1,4})*|[A-Z]?[0-9]{1,4}|[一二三四五六七八九十]{1,3})\)?[.、]?")
_BLANKS = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Columns:
    """0-based column indexes. ``parents`` go from the widest (领域) to the product itself, which is the last.

    ``standard`` holds name and number together; ``standard_name`` and ``standard_number`` hold them apart.
    ``headers`` are the header texts as they stand, all lines joined by a space.
    """

    headers: tuple[str, ...]
    parents: tuple[int, ...] = ()
    parameter: int | None = None
    standard: int | None = None
    standard_name: int | None = None
    standard_number: int | None = None
    standard_year: int | None = None
    restriction: int | None = None
    method_range: int | None = None
    note: int | None = None
    field_code: int | None = None
    site: int | None = None
    institution: int | None = None
    certificate_number: int | None = None
    valid_from: int | None = None
    valid_until: int | None = None
    serials: tuple[int, ...] = ()
    is_english: bool = False

    @property
    def product(self) -> int | None:
        """The column of the product, the deepest parent."""
        return self.parents[-1] if self.parents else None

    @property
    def citation(self) -> int | None:
        """The column to point at when a standard is missing."""
        if self.standard is not None:
            return self.standard
        return self.standard_number if self.standard_number is not None else self.standard_name

    @property
    def is_complete(self) -> bool:
        """Whether rows can be read: parameter and standard are known."""
        return self.parameter is not None and self.citation is not None

    def header(self, index: int | None) -> str | None:
        """The header text of a column, its letter where there is none."""
        if index is None:
            return None
        text = self.headers[index] if index < len(self.headers) else ""
        return text or column_letter(index)

    def says_the_same(self, other: Columns) -> bool:
        """The same header again, perhaps on another page with other cell borders."""
        return sorted(_BLANKS.sub("", text) for text in self.headers if text) == sorted(
            _BLANKS.sub("", text) for text in other.headers if text
        )

    def moved(self, to: dict[int, int]) -> Columns | None:
        """The same columns at other indexes; ``None`` when parameter or standard has no place there."""
        width = max(to.values(), default=-1) + 1
        headers = [""] * width
        for old, new in to.items():
            if old < len(self.headers):
                headers[new] = self.headers[old]
        single: dict[str, Any] = {name: to.get(value) for name in _SINGLE if (value := getattr(self, name)) is not None}
        moved = replace(
            self,
            headers=tuple(headers),
            parents=tuple(to[c] for c in self.parents if c in to),
            serials=tuple(to[c] for c in self.serials if c in to),
            **single,
        )
        return moved if moved.is_complete else None


_SINGLE = [role for role in get_args(Role) if role not in ("serial", "parent", "item", "other")]
"""The roles that one column alone has."""


def column_letter(index: int) -> str:
    """``0`` → ``A``, ``26`` → ``AA``."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def columns_from(headers: Sequence[str], sample: Sequence[Sequence[str]]) -> Columns:
    """Columns out of header texts; ``sample`` is a few data rows, asked only where headers leave a choice."""
    shown = tuple(tidy(header) for header in headers)
    english = is_english([header for header in shown if header])
    meanings: dict[int, Meaning] = {}
    for index, header in enumerate(headers):
        if not header.strip() or (not english and is_english([header])):
            continue  # beside Chinese columns, purely English ones are their twins
        meaning = meaning_of(header)
        if meaning is not None:
            meanings[index] = meaning
    single: dict[str, int] = {}
    parents: list[tuple[int, int]] = []
    for index, meaning in meanings.items():
        if meaning.role == "parent":
            parents.append((meaning.depth, index))
        elif meaning.role in _SINGLE:
            single.setdefault(meaning.role, index)
    serials = [index for index, meaning in meanings.items() if meaning.role == "serial"]
    items = [index for index, meaning in meanings.items() if meaning.role == "item"]
    named = [index for index, meaning in meanings.items() if meaning.role == "parameter"]
    candidates = [index for index in named if not items or not _is_empty(sample, index)] or items[-1:] or named
    parameter = _settled_parameter(candidates, shown, sample, serials)
    product_depth = 45 if any(depth >= 50 for depth, _ in parents) else 60
    parents.extend((product_depth, index) for index in items if index != parameter and index not in candidates)
    single.pop("parameter", None)
    _settle_standards(single, meanings, sample)
    return Columns(
        headers=shown,
        parents=tuple(index for _, index in sorted(parents)),
        parameter=parameter,
        serials=tuple(serials),
        is_english=english,
        **single,
    )


def is_serial(text: str) -> bool:
    """A row number: ``12``, ``1.2.3``, ``(3)``, ``十二``."""
    return _SERIAL.fullmatch(fold(text).strip()) is not None


def share(sample: Sequence[Sequence[str]], column: int, test: object) -> float:
    """How many of the filled cells of a column pass ``test``, 0 to 1; 0 for an empty column."""
    cells = [row[column] for row in sample if column < len(row) and row[column].strip()]
    return sum(1 for cell in cells if test(cell)) / len(cells) if cells and callable(test) else 0.0


def cites(text: str) -> bool:
    """Whether a cell holds a standard number."""
    return bool(find_numbers(fold(text)))


def _is_empty(sample: Sequence[Sequence[str]], column: int) -> bool:
    """Whether a column is hardly ever filled, so that the parameter must stand elsewhere."""
    filled = sum(1 for row in sample if column < len(row) and value_of(row[column]) is not None)
    return bool(sample) and filled <= len(sample) // 10


def _settled_parameter(
    candidates: list[int], headers: tuple[str, ...], sample: Sequence[Sequence[str]], serials: list[int]
) -> int | None:
    """The parameter column; one that holds only row numbers stands under the left half of a spanning header."""
    for index in candidates:
        if share(sample, index, is_serial) < 0.8:
            return index
        neighbour = index + 1
        if neighbour < len(headers) and (not headers[neighbour] or neighbour in candidates):
            serials.append(index)
            return neighbour
    return candidates[0] if candidates else None


def _settle_standards(single: dict[str, int], meanings: dict[int, Meaning], sample: Sequence[Sequence[str]]) -> None:
    """Two columns about standards are name and number when only one of them holds numbers."""
    columns = [index for index, meaning in meanings.items() if meaning.role in ("standard", "standard_number")]
    if len(columns) < 2:
        return
    shares = [share(sample, index, cites) for index in columns]
    best = max(range(len(columns)), key=lambda at: (shares[at], -at))
    first = single.get("standard")
    if first is not None and columns[best] != first and shares[columns.index(first)] < 0.3:
        single["standard_name"] = first
        single["standard_number"] = columns[best]
        del single["standard"]
