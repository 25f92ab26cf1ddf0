"""What a service brought about, reported some months after closure, each figure with its evidence grade (B19). Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from fractions import Fraction
from types import MappingProxyType
from typing import Literal

from pydantic import Field, model_validator

from engagement.facts.acceptance import DecimalText
from foundation.values import Value

EffectKind = Literal[
    "cost_saved", "profit_gain", "new_product_income", "funds_raised", "jobs_created", "patents", "standards", "other"
]
Grade = Literal["stated", "documented", "third_party"]
GRADE_LABELS: Mapping[Grade, str] = MappingProxyType(
    {"stated": "声明（无佐证）", "documented": "有凭证", "third_party": "第三方核实"}
)


class KindOfEffect(Value):
    """What one kind of effect is called and counted in; ``indicator``: which one it speaks to."""

    label: str
    units: tuple[str, ...]
    """Units it may be given in; empty: any."""
    indicator: str | None = None


KINDS: Mapping[EffectKind, KindOfEffect] = MappingProxyType(
    {
        "cost_saved": KindOfEffect(label="降低成本", units=("元", "万元"), indicator="D2.1"),
        "profit_gain": KindOfEffect(label="利润率提高", units=("%",), indicator="D2.2"),
        "new_product_income": KindOfEffect(label="新产品收入", units=("元", "万元"), indicator="D2.3"),
        "funds_raised": KindOfEffect(label="带动投入", units=("元", "万元"), indicator="D2.4"),
        "jobs_created": KindOfEffect(label="新增就业", units=("人",)),
        "patents": KindOfEffect(label="专利", units=("件",)),
        "standards": KindOfEffect(label="标准", units=("项",)),
        "other": KindOfEffect(label="其他社会效应", units=()),
    }
)
"""Every kind by its id; money is Chinese yuan."""


class Effect(Value):
    """One figure over one period, both days included. Its grade follows from what stands behind it."""

    kind: EffectKind
    amount: DecimalText
    unit: str = Field(min_length=1, max_length=40)
    first: date
    last: date
    evidence: str | None = Field(default=None, pattern=r"^[0-9a-f]{64}$")
    """The SHA-256 of a file that shows it."""
    verified_by: str | None = Field(default=None, min_length=1, max_length=200)
    """Who outside the parties confirmed the evidence."""
    note: str = Field(default="", max_length=2_000)

    @model_validator(mode="after")
    def _sound(self) -> Effect:
        units = KINDS[self.kind].units
        if units and self.unit not in units:
            raise ValueError("this kind of effect is not counted in this unit")
        if self.last < self.first:
            raise ValueError("the period ends before it begins")
        if self.verified_by is not None and self.evidence is None:
            raise ValueError("nobody verifies what has no evidence")
        if self.kind == "other" and not self.note.strip():
            raise ValueError("another effect says what it is")
        return self

    @property
    def grade(self) -> Grade:
        """Stated alone, documented, or confirmed by a third party."""
        if self.evidence is None:
            return "stated"
        return "documented" if self.verified_by is None else "third_party"

    @property
    def plain(self) -> tuple[str, Fraction]:
        """The unit in which figures are added up, and the exact amount in it: 万元 become 元."""
        if self.unit == "万元":
            return "元", Fraction(self.amount) * 10_000
        return self.unit, Fraction(self.amount)


class EffectReport(Value):
    """What is reported for one of the set months; no effects at all is an answer too, with a word about it."""

    month: int = Field(ge=1, le=120)
    """Months after closure."""
    effects: tuple[Effect, ...] = Field(default=(), max_length=50)
    note: str = Field(default="", max_length=2_000)

    @model_validator(mode="after")
    def _says_something(self) -> EffectReport:
        if not self.effects and not self.note.strip():
            raise ValueError("a report without effects says why")
        return self


class ReportedEffects(Value):
    """A report that came in; a later one for the same month takes its place."""

    report: EffectReport
    reported_by: str
    reported_at: datetime
