"""What an indicator is: its words, its direction, where its data come from, and the rule that turns them into a score.

S1-12 asks for an explicit explanation of every indicator; ``measure`` says in one sentence what is counted, ``rule``
how it becomes 0–100 points. Rules are data, and their anchors are fixed: a score never depends on who else is
evaluated (no minimum and maximum of a batch), so adding a subject moves nobody.
"""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from evaluation.exact import ExactNumber
from evaluation.grades import Mark
from evaluation.growing import Growing
from foundation.values import Value

Source = Literal["case", "match", "accept", "complaint", "survey", "kb", "fin", "file", "expert"]
"""受理至终结流程记录 · 匹配与复核 · 成果验收 · 投诉 · 客户问卷 · 能力库与专家库 · 财务填报 · 附件佐证 · 专家打分."""

ServiceSystem = Literal["质量分析评价", "技术标准", "预警与信息", "科研", "咨询与培训"]
"""The five service systems that an evaluation must cover (S1-01, S1-11)."""

SERVICE_SYSTEMS: tuple[ServiceSystem, ...] = ("质量分析评价", "技术标准", "预警与信息", "科研", "咨询与培训")


class Linear(Value):
    """``LIN(a,b)``: a value at ``zero`` or worse scores 0, at ``full`` or better 100, on the straight line between.

    A ratio may be given as numerator and denominator; ``per`` is then its base (``10`` for papers per ten staff).
    ``minimum`` and ``maximum`` bound what the value can be at all: beyond them it is an error of the data, not a score.
    """

    kind: Literal["LIN"]
    zero: ExactNumber
    full: ExactNumber
    per: int = Field(default=1, ge=1)
    minimum: ExactNumber | None = None
    maximum: ExactNumber | None = None


class Rate(Value):
    """``RATE``: a share between 0 and 1, times 100; given as numerator and denominator or as a decimal."""

    kind: Literal["RATE"]


class YesNo(Value):
    """``YN``: there is one (100) or there is none (0)."""

    kind: Literal["YN"]


class Checklist(Value):
    """``CHK(n)``: the share of the ``items`` that are fulfilled, times 100."""

    kind: Literal["CHK"]
    items: tuple[str, ...] = Field(min_length=1)


class Levels(Value):
    """``LVL``: worded grades with points; several raters give votes, and the points are weighted by their shares."""

    kind: Literal["LVL"]
    scores: dict[str, ExactNumber] = Field(min_length=2)


class Likert(Value):
    """``LIK``: the mean m of answers on 1–5, scored 25 × (m − 1)."""

    kind: Literal["LIK"]


Rule = Annotated[Linear | Rate | YesNo | Checklist | Levels | Likert, Field(discriminator="kind")]


def rule_text(rule: Linear | Rate | YesNo | Checklist | Levels | Likert) -> str:
    """The rule as the method page writes it: ``LIN(0,5)``, ``CHK(4)``, ``RATE``."""
    if isinstance(rule, Linear):
        return f"LIN({rule.zero:f},{rule.full:f})"
    if isinstance(rule, Checklist):
        return f"CHK({len(rule.items)})"
    return rule.kind


class Indicator(Value):
    """A leaf of the tree. Ids are never used again for something else; a changed rule is a new scheme version.

    ``mark`` says whether the element stands in the source document (``verbatim``) or was derived for this service;
    ``named_in_seed`` quotes the items of clause 5.2.4 that it carries (47 in all), ``seed_text`` other words of it.
    """

    id: str
    name: str
    english: str
    kind: Literal["Q", "L"]
    direction: Literal["+", "-"]
    unit: str
    sources: tuple[Source, ...] = Field(min_length=1)
    measure: str
    rule: Rule
    mark: Mark
    clause: str
    named_in_seed: tuple[str, ...] = ()
    seed_text: str = ""
    service_system: ServiceSystem | None = None
    weight: ExactNumber | None = None

    @property
    def is_quantitative(self) -> bool:
        """Counted or measured (Q), not judged (L); S1-06 asks for as much of it as possible."""
        return self.kind == "Q"


class Group(Growing):
    """An inner node: holds either ``groups`` or ``indicators``. ``symbol`` is its weight's name in the formula (S1).

    ``mark`` where the scheme says it of its groups; ``may_take`` names what may fill it from another scheme.
    """

    later: ClassVar[frozenset[str]] = frozenset({"mark", "may_take"})

    id: str
    name: str
    english: str
    clause: str
    mark: Mark | None = None
    symbol: str = ""
    weight: ExactNumber | None = None
    may_take: tuple[str, ...] = ()
    groups: tuple[Group, ...] = ()
    indicators: tuple[Indicator, ...] = ()

    @property
    def children(self) -> tuple[Group, ...] | tuple[Indicator, ...]:
        """The nodes one level down, in the order of the document."""
        return self.groups or self.indicators
