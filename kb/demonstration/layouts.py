"""How annexes look on paper: scope rows laid out as the tables that centres hand in. Pure.

Five layouts: the CNAS list of 2009 with its two-line header and merged product cells, the same list flat (as it is
printed), table 4 of the CMA review with its four numbered levels, the Shanghai query page, and the Guangdong export.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import groupby

from kb.demonstration.scope import ScopeRow
from kb.demonstration.world import AnnexFile, Layout
from kb.provider import Centre
from kb.standards import StandardReference

_STANDARD = "检测标准（方法）名称及编号（含年号）"


@dataclass(frozen=True, slots=True)
class Merge:
    """A merged block of the table, both ends included, 0-based with the header rows counted."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class Table:
    """Lines above the table, then its cells; the first ``header_rows`` of them are headers.

    ``widths`` are relative. Covered cells of a merge are empty strings.
    """

    above: tuple[str, ...]
    cells: tuple[tuple[str, ...], ...]
    header_rows: int
    widths: tuple[int, ...]
    merges: tuple[Merge, ...] = ()


def lay_out(centre: Centre, annex: AnnexFile, rows: Sequence[ScopeRow]) -> Table:
    """The table of one annex file."""
    return _LAYOUTS[annex.layout](_above(centre, annex), rows)


def _above(centre: Centre, annex: AnnexFile) -> tuple[str, ...]:
    qualification = annex.qualification
    title = {"CMA": "检验检测机构资质认定证书附表", "CNAS": "实验室认可证书附件"}[qualification.kind]
    begins, ends = qualification.valid_from, qualification.valid_until
    assert begins is not None
    assert ends is not None
    return (
        f"{title}（示范数据，内容虚构）",
        f"机构名称：{centre.name}",
        f"证书编号：{qualification.number}",
        f"发证日期：{begins.year}年{begins.month:02d}月{begins.day:02d}日",
        f"有效期至：{ends.year}年{ends.month:02d}月{ends.day:02d}日",
    )


def _name_first(standards: Sequence[StandardReference]) -> str:
    return "\n".join(" ".join(filter(None, (s.name, _number(s)))) for s in standards)


def _name_in_brackets(standards: Sequence[StandardReference]) -> str:
    return "\n".join(f"《{s.name}》 {_number(s)}".strip() if s.number else str(s.name) for s in standards)


def _number_first(standards: Sequence[StandardReference]) -> str:
    return "\n".join(" ".join(filter(None, (_number(s), s.name))) for s in standards)


def _number(standard: StandardReference) -> str:
    """As it is printed: a colon before the year in international numbers."""
    if standard.number is None:
        return ""
    international = standard.number.startswith(("ISO", "IEC", "DIN"))
    return f"{standard.number}{':' if international else '-'}{standard.year}" if standard.year else standard.number


def _cnas_2009(above: tuple[str, ...], rows: Sequence[ScopeRow]) -> Table:
    """Two header lines; serial and product are merged downwards over their items."""
    cells: list[tuple[str, ...]] = [
        (
            "序号",
            "产品/产品类别",
            "项目/参数",
            "",
            "领域代码",
            "检测标准（方法）名称及编号（含年号）",
            "限制范围",
            "说明",
        ),
        ("", "", "序号", "名称", "", "", "", ""),
    ]
    merges = [Merge(0, 2, 0, 3)] + [Merge(0, column, 1, column) for column in (0, 1, 4, 5, 6, 7)]
    for serial, (_, group) in enumerate(groupby(rows, key=lambda row: (row.category, row.product)), start=1):
        top = len(cells)
        for item, row in enumerate(group, start=1):
            first = (str(serial), row.product) if item == 1 else ("", "")
            standards = _name_first(row.standards)
            cells.append((*first, str(item), row.parameter, "", standards, row.restriction or "", row.note or ""))
        merges.extend(_downwards(top, len(cells) - 1, (0, 1)))
    return Table(above, tuple(cells), 2, (5, 18, 5, 26, 8, 52, 24, 16), tuple(merges))


def _cnas_flat(above: tuple[str, ...], rows: Sequence[ScopeRow]) -> Table:
    """As printed: one header line, the product only in the first row of its group."""
    cells: list[tuple[str, ...]] = [
        ("序号", "检测对象", "项目/参数", "检测标准（方法）名称及编号（含年号）", "限制范围", "说明")
    ]
    merges: list[Merge] = []
    for serial, (_, group) in enumerate(groupby(rows, key=lambda row: (row.category, row.product)), start=1):
        top = len(cells)
        for item, row in enumerate(group, start=1):
            product = row.product if item == 1 else ""
            standards = _name_first(row.standards)
            cells.append((f"{serial}.{item}", product, row.parameter, standards, row.restriction or "", row.note or ""))
        merges.extend(_downwards(top, len(cells) - 1, (1,)))
    return Table(above, tuple(cells), 1, (7, 16, 26, 48, 24, 10), tuple(merges))


def _cma_table4(above: tuple[str, ...], rows: Sequence[ScopeRow]) -> Table:
    """Four numbered levels, each parent merged over its children."""
    header = (
        "领域序号", "领域", "类别序号", "类别", "对象序号", "检测对象", "参数序号", "参数名称",
        "依据的标准（方法）名称及编号（含年号）", "限制范围", "说明",
    )  # fmt: skip
    cells: list[tuple[str, ...]] = [header]
    merges: list[Merge] = []
    keys: tuple[Callable[[ScopeRow], tuple[str, ...]], ...] = (
        lambda row: (row.domain,),
        lambda row: (row.domain, row.category),
        lambda row: (row.domain, row.category, row.product),
    )
    counts = [0, 0, 0]
    tops = [0, 0, 0]
    item = 0
    previous: ScopeRow | None = None
    for row in rows:
        here = len(cells)
        changed = next((i for i, key in enumerate(keys) if previous is None or key(row) != key(previous)), 3)
        if previous is not None:
            for level in range(changed, 3):
                merges.extend(_downwards(tops[level], here - 1, (2 * level, 2 * level + 1)))
        for level in range(changed, 3):
            tops[level] = here
            counts[level] = counts[level] + 1 if level == changed else 1
        item = 1 if changed < 3 else item + 1
        serials = [".".join(map(str, counts[: level + 1])) for level in range(3)]
        parents = [
            text
            for level, name in enumerate((row.domain, row.category, row.product))
            for text in ((serials[level], name) if level >= changed else ("", ""))
        ]
        own = (f"{serials[2]}.{item}", row.parameter, _name_in_brackets(row.standards))
        cells.append((*parents, *own, row.restriction or "", row.note or ""))
        previous = row
    for level in range(3):
        merges.extend(_downwards(tops[level], len(cells) - 1, (2 * level, 2 * level + 1)))
    return Table(above, tuple(cells), 1, (8, 12, 8, 14, 9, 18, 11, 26, 52, 24, 12), tuple(merges))


def _shanghai(above: tuple[str, ...], rows: Sequence[ScopeRow]) -> Table:
    """A query page: no serial, no merged cells, 同上 where the product repeats, limits and remarks in one column."""
    cells: list[tuple[str, ...]] = [("检测产品/类别", "检测项目/参数", "检测标准（方法）名称及编号", "限制范围或说明")]
    product = ""
    for row in rows:
        limits = "；".join(filter(None, (row.restriction, row.note)))
        shown = "同上" if row.product == product else row.product
        cells.append((shown, row.parameter, _number_first(row.standards), limits or "/"))
        product = row.product
    return Table(above, tuple(cells), 1, (20, 28, 52, 30))


def _guangdong(above: tuple[str, ...], rows: Sequence[ScopeRow]) -> Table:
    """The public page's export: every cell filled, limits in 检测范围."""
    cells: list[tuple[str, ...]] = [
        ("序号", "检测项目类别", "检测项目名称", "检测标准/方法", "检测参数", "检测范围", "备注")
    ]
    for serial, row in enumerate(rows, start=1):
        standards = _name_first(row.standards)
        cells.append(
            (str(serial), row.category, row.product, standards, row.parameter, row.restriction or "", row.note or "")
        )
    return Table(above, tuple(cells), 1, (6, 14, 18, 50, 28, 24, 14))


def _downwards(top: int, bottom: int, columns: Sequence[int]) -> list[Merge]:
    return [Merge(top, column, bottom, column) for column in columns] if bottom > top else []


_LAYOUTS: dict[Layout, Callable[[tuple[str, ...], Sequence[ScopeRow]], Table]] = {
    "cnas_2009": _cnas_2009,
    "cnas_flat": _cnas_flat,
    "cma_table4": _cma_table4,
    "shanghai": _shanghai,
    "guangdong": _guangdong,
}
