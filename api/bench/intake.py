"""How well demands are read: the reader without a model beside what a careful person reads in the same words.

A gold demand is one JSON line: ``id, title, text`` and the fields of :data:`FIELDS`; null means that nothing was said,
or, for the two kinds (``problem_type``, ``service_category``), that two careful persons would not agree. ``split`` is
*dev* or *held*; what is held is read only when asked for.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Literal

from pydantic import TypeAdapter, ValidationError

from api.bench.reading import invalid
from foundation.values import Value
from intake.reading.numerals import NUMERAL, about, numeral
from intake.reading.record import read_demand

ALIKE = 0.6
"""From this overlap of characters on two names are one."""
KINDS = ("service_category", "problem_type")
EXACT = ("standards", "budget", "deadline", "region")
FIELDS = (*KINDS, "product", *EXACT)
"""What is measured, in the order of the table."""


class GoldDemand(Value):
    """A demand and what a careful person reads in it."""

    id: str
    split: Literal["dev", "held"] = "dev"
    title: str | None = ""
    text: str
    product: str | None = None
    problem_type: str | None = None
    service_category: str | None = None
    standards: tuple[str, ...] = ()
    budget: str | None = None
    deadline: str | None = None
    region: str | None = None


class FieldFigures(Value):
    """Of one field: how often it was right, of how many asked, in which demands it was wrong, and how many values were
    read where nothing was said."""

    field: str
    right: int
    asked: int
    wrong: tuple[str, ...]
    beyond: int

    @property
    def share(self) -> float:
        """0 … 1."""
        return self.right / self.asked if self.asked else 1.0


class ReadingReport(Value):
    """What ``docking bench intake`` prints. ``ungrounded``: values without words, or whose quote is not the text."""

    demands: int
    split: str
    fields: tuple[FieldFigures, ...]
    ungrounded: tuple[str, ...]


_Lines: TypeAdapter[list[GoldDemand]] = TypeAdapter(list[GoldDemand])


def read_gold(path: Path, with_held: bool = False) -> tuple[GoldDemand, ...]:
    """The gold demands of a JSONL file. InvalidInput naming file, line and reason."""
    try:
        lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
        every = _Lines.validate_python(lines)
    except ValidationError as fault:
        first = fault.errors()[0]
        raise invalid(path, " → ".join(map(str, first["loc"])), first["msg"]) from fault
    except (OSError, UnicodeDecodeError, ValueError) as fault:
        raise invalid(path, "", str(fault)) from fault
    return tuple(one for one in every if with_held or one.split != "held")


def measure_reading(gold: Sequence[GoldDemand], split: str = "dev") -> ReadingReport:
    """Read every demand and compare."""
    right: Counter[str] = Counter()
    asked: Counter[str] = Counter()
    beyond: Counter[str] = Counter()
    wrong: dict[str, list[str]] = {field: [] for field in FIELDS}
    ungrounded: list[str] = []
    for one in gold:
        found: dict[str, Any] = dict(read_demand(one.id, one.title, one.text))
        ungrounded += [f"{one.id} {field}" for field in _ungrounded(one, found)]
        for field in FIELDS:
            wanted, got = getattr(one, field), found[field]
            if wanted is None and field in KINDS:
                continue
            asked[field] += 1
            beyond[field] += not wanted and bool(got)
            if agree(field, wanted, got):
                right[field] += 1
            else:
                wrong[field].append(one.id)
    figures = tuple(
        FieldFigures(
            field=field, right=right[field], asked=asked[field], wrong=tuple(wrong[field]), beyond=beyond[field]
        )
        for field in FIELDS
    )
    return ReadingReport(demands=len(gold), split=split, fields=figures, ungrounded=tuple(ungrounded))


def overlap(one: str, other: str) -> float:
    """Shared characters of two names, 0 … 1 (Dice, each character as often as it stands)."""
    shared = (Counter(one) & Counter(other)).total()
    return 2 * shared / (len(one) + len(other)) if one or other else 1.0


def agree(field: str, wanted: Any, got: Any) -> bool:
    if field == "standards":
        return sorted(map(_plain, wanted)) == sorted(map(_plain, got or ()))
    if wanted is None or got is None:
        return wanted is None and got is None
    if field == "product":
        return overlap(_plain(wanted), _plain(got)) >= ALIKE
    if field in ("budget", "deadline"):
        return _figures(wanted) == _figures(got)
    return _plain(wanted) == _plain(got)


_NUMERALS = re.compile(rf"(?<!\d)(?:[{NUMERAL}]+|半)")
_SCALE = {"万": 10_000.0, "w": 10_000.0, "千": 1_000.0, "k": 1_000.0, "百": 100.0, "亿": 1e8}
_FIGURE = re.compile(r"(\d+(?:\.\d+)?)(?:[元块]*[-~到至](\d+(?:\.\d+)?))?([万千百亿kw]?)")


def _figures(text: str) -> tuple[str, ...]:
    """Numbers with their scale, and the other words of a day: how a value is written says nothing.

    ``三五万以内`` and ``3-5万元`` are one, so are ``两个月内`` and ``2个月内``.
    """
    folded = _plain(unicodedata.normalize("NFKC", text)).replace(",", "")
    digits = _NUMERALS.sub(lambda found: "-".join(about(found[0]) or (numeral(found[0]),)), folded)
    if not (found := list(_FIGURE.finditer(digits))):
        return (digits.removesuffix("之前").removesuffix("前"),)
    scaled = [(float(one), one_more, _SCALE.get(scale, 1.0)) for one, one_more, scale in (m.groups() for m in found)]
    return tuple(
        f"{value * scale:g}" for one, other, scale in scaled for value in (one, *((float(other),) if other else ()))
    )


def _plain(text: str) -> str:
    """Spaces and case say nothing."""
    return "".join(text.split()).casefold()


def _ungrounded(one: GoldDemand, found: dict[str, Any]) -> list[str]:
    evidence = found["evidence"]
    without = [field for field in (*EXACT, "product") if found[field] and not evidence.get(field)]
    lying = [
        field
        for field, quotes in evidence.items()
        for quote in quotes
        if ((one.title or "") if quote.get("in") == "title" else one.text)[quote["start"] : quote["end"]]
        != quote["quote"]
    ]
    return without + lying
