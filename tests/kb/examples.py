"""Invented rows of scope annexes, centres and experts for the tests of kb."""

from __future__ import annotations

from kb.capability import Capability
from kb.importing.annex import Annex, AnnexHeading, AnnexRow, Place
from kb.passages import Passage, passage_of_capability
from kb.standards import StandardReference

PRODUCTS = ("电池隔膜", "塑料管材", "铝合金型材", "运动鞋", "电线电缆", "建筑玻璃", "复混肥料")
PARAMETERS = ("热收缩率", "拉伸强度", "盐雾试验", "耐磨性能", "绝缘电阻", "冲击强度", "铅含量", "密度")


def standard(number: str, year: str | None = None, name: str | None = None) -> StandardReference:
    """A citation."""
    return StandardReference(number=number, year=year, name=name)


def capability(number: int, provider_id: str = "ctr_1") -> Capability:
    """The row with this number: product and parameter by turns, a standard of its own."""
    product = PRODUCTS[number % len(PRODUCTS)]
    parameter = PARAMETERS[number // len(PRODUCTS) % len(PARAMETERS)]
    cited = standard(f"GB/T {1000 + number}", "2008", f"{product} {parameter}的测定")
    return Capability(
        id=f"cap_{number:05d}", provider_id=provider_id, product=product, parameter=parameter, standards=(cited,)
    )


def passages(count: int) -> list[Passage]:
    """The first ``count`` rows as passages."""
    return [passage_of_capability(capability(number)) for number in range(count)]


def row(
    product: str, parameter: str, *standards: StandardReference, number: int = 1, restriction: str | None = None
) -> AnnexRow:
    """A row of an annex."""
    return AnnexRow(
        product=product,
        parameter=parameter,
        standards=standards,
        restriction=restriction,
        raw=f"{product}|{parameter}|{'、'.join(map(str, standards))}|{restriction or ''}",
        place=Place(file="附表.xlsx", part="检测", row=number),
    )


def annex(*rows: AnnexRow, heading: AnnexHeading | None = None, file: str = "附表.xlsx") -> Annex:
    """An annex with one heading."""
    return Annex(file=file, headings=(heading or AnnexHeading(),), rows=rows, findings=(), rows_read=len(rows))
