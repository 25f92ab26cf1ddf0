"""One adversarial case: what is true of it, as data, and the texts in which row and demand say so."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from kb.passages import Passage, ScopeFacts
from matcher.query import Wanted

Edition = tuple[str, int | None]
"""Number and year: ``("GB/T 228.1", 2021)``."""


@dataclass(frozen=True)
class Truth:
    """What the oracle is told. Sets of plain tokens: ``method:1``, ``thing:低温冲击``; ranges in one unit."""

    day: date
    certificate: str | None = "CMA"
    begins: date | None = date(2024, 1, 1)
    ends: date | None = date(2029, 12, 31)
    marks: frozenset[str] = frozenset()
    marks_either: bool = False
    product_is_covered: bool | None = True
    """``None``: nobody can tell from the words."""
    parameter_is_covered: bool | None = True
    cited: tuple[Edition, ...] = (("GB/T 9999", 2019),)
    asked_standards: tuple[Edition, ...] = ()
    only: frozenset[str] | None = None
    """Nothing but these; ``None``: no such clause."""
    never: frozenset[str] = frozenset()
    low: float | None = None
    high: float | None = None
    asks: frozenset[str] = frozenset()
    """Methods and things that the demand names."""
    values: tuple[float, ...] = ()
    is_readable: bool = True
    """``False``: the restriction says something that only a person can judge."""


@dataclass(frozen=True)
class Case:
    """A case with its texts. ``kind`` groups the figures; ``state`` is what the row should be called, where it is one
    thing only."""

    kind: str
    truth: Truth
    text: str
    product: str | None = "塑料管材"
    row_product: str = "塑料管材"
    parameter: str | None = "拉伸强度"
    row_parameter: str = "拉伸强度"
    limits: str = ""
    answered_marks: tuple[str, ...] = ()
    state: str | None = None
    extra: dict[str, str] = field(default_factory=dict)
    """Further cells of the row."""

    @property
    def row(self) -> Passage:
        """The row as the index knows it."""
        truth = self.truth
        cells = {
            "product": self.row_product,
            "parameter": self.row_parameter,
            "standards": self.extra.get("standards") or "；".join(map(written, truth.cited)),
            "limit": self.limits,
            "body": self.extra.get("body", ""),
        }
        return Passage(
            id="cap_case",
            kind="capability",
            provider_id="cen_case",
            fields={name: cell for name, cell in cells.items() if cell},
            scope=ScopeFacts.model_validate(
                {
                    "qualification": truth.certificate,
                    "valid_from": truth.begins,
                    "valid_until": truth.ends,
                    "restriction": self.limits or None,
                }
            ),
        )

    @property
    def wanted(self) -> Wanted:
        """The demand as it was read."""
        asked = tuple(map(written, self.truth.asked_standards))
        return Wanted(
            text=self.text,
            product=self.product,
            parameters=(self.parameter,) if self.parameter else (),
            standards=(self.extra["asked"],) if "asked" in self.extra else asked,
            service_category="检验检测",
            marks=self.answered_marks,
            planned_on=self.truth.day,
        )


def written(edition: Edition) -> str:
    """``GB/T 228.1-2021``."""
    number, year = edition
    return f"{number}-{year}" if year else number
