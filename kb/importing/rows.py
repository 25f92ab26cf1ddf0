"""The rows of a table into annex rows and findings. Parents are filled down, nothing else is, nothing is invented.

A parent is what a row belongs to: field, category, product. Its cell may be merged or left blank below. A parameter,
a standard or a restriction counts for another row only where the annex says so itself: by a merged cell or by 同上.
A row that misses parameter or standard after that, or whose standard cannot be read as a citation, is an error at its
place and is not imported.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from foundation.language import Sentence, sentence
from kb.importing.annex import AnnexHeading, AnnexRow, Finding, Place, Severity
from kb.importing.cells import fold, is_ditto, is_garbage, tidy, value_of, without_marks
from kb.importing.citations import CitationDoubt, Citations, read_citations, read_parted
from kb.importing.columns import Columns
from kb.importing.grid import GridRow
from kb.importing.heading import day_of, first_day_of, site_of
from kb.importing.layout import Table, TableRow
from kb.importing.noise import kind_of, section_title

WHOLE_STANDARD = "全部参数"
"""The parameter of a row that covers a whole product standard."""

_WHOLE = re.compile(r"[(（\[【]?\s*全\s*部?\s*参\s*数\s*[)）\]】]?")
_LIMIT = re.compile(r"只|仅|不[做测含用能]|除.+外|限于|第.法|except|only", re.IGNORECASE)
_FIGURES = re.compile(r"[\d.\s]+")
_DOUBTS: dict[str, Sentence] = {
    "letters_in_number": sentence("标准号里的字母像是数字：按“建议”读入，请核对"),
    "letters_in_year": sentence("年代号里的字母像是数字：年代号没有读入，请改正"),
    "two_digit_year": sentence("年代号只有两位：没有读入，请写四位"),
    "impossible_year": sentence("年代号不像年份：没有读入，请改正"),
    "no_year": sentence("标准号没有年代号：请补上，或保持原样"),
}


@dataclass(slots=True)
class TableReading:
    """What one table gives."""

    rows: list[AnnexRow] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    rows_read: int = 0


@dataclass(slots=True)
class Headings:
    """The headings of a file, each once; rows point at them by index."""

    known: dict[AnnexHeading, int] = field(default_factory=dict)

    def index(self, heading: AnnexHeading) -> int:
        """The place of ``heading``, added when it is new."""
        return self.known.setdefault(heading, len(self.known))


class CitationMemory:
    """Annexes repeat the same standard cell thousands of times; each text is read once."""

    def __init__(self) -> None:
        self._read: dict[tuple[str, str, str], Citations] = {}

    def read(self, columns: Columns, cells: Sequence[str]) -> Citations:
        """The citations of a row, from one column or from name, number and year apart."""
        name, number = "", _cell(cells, columns.citation)
        if columns.standard is None and columns.standard_name is not None and columns.standard_number is not None:
            name = _cell(cells, columns.standard_name)
        key = (name, number, _cell(cells, columns.standard_year))
        found = self._read.get(key)
        if found is None:
            found = read_parted(*key) if key[0] or key[2] else read_citations(number)
            self._read[key] = found
        return found


def read_table(table: Table, file: str, headings: Headings, memory: CitationMemory) -> TableReading:
    """All rows of ``table``; time grows with their number only."""
    return _Reader(table, file, headings, memory).read()


class _Reader:
    """One pass over a table with what has to be remembered from row to row."""

    def __init__(self, table: Table, file: str, headings: Headings, memory: CitationMemory) -> None:
        self.table, self.file, self.headings, self.memory = table, file, headings, memory
        self.out = TableReading()
        self.parents: list[str | None] = []
        self.before: dict[str, str] = {}
        self.section: str | None = None
        self.site = table.heading.site
        self.heading = table.heading
        self.heading_index: int | None = None

    def read(self) -> TableReading:
        rows = list(_joined_over_pages(self.table, self.memory))
        for at, row in enumerate(rows):
            kind = kind_of(row.row, row.columns, self.table.titles)
            text = next((cell for cell in row.row.cells if cell.strip()), "")
            if kind == "data":
                self._data(row, rows[at + 1] if at + 1 < len(rows) else None)
            elif kind == "garbage":
                self.out.rows_read += 1
                self._find(row, None, _GARBAGE_REASON, "error", text)
            elif kind in ("section", "doubtful_section"):
                self.section, self.parents = section_title(text), []
                if kind == "doubtful_section":
                    self._find(row, None, _SECTION_REASON, "warning", text)
            elif kind == "furniture" and (site := site_of(text)):
                self.site = site
        return self.out

    def _data(self, row: TableRow, following: TableRow | None) -> None:
        columns, cells = row.columns, row.row.cells
        parents = self._parents(row)
        parameter_cell = self._repeated("parameter", _cell(cells, columns.parameter))
        cited_cell = self._repeated("standard", _cell(cells, columns.citation))
        parameter = value_of(parameter_cell)
        if parameter is None and value_of(cited_cell) is None:
            verdict = _group_row(row, following)
            if verdict != "no":
                self.parents = parents
                if verdict == "perhaps":
                    self._find(row, columns.product, _GROUP_REASON, "warning", None)
                return
        self.parents = parents
        self.out.rows_read += 1
        self.before = {
            "parameter": parameter_cell,
            "standard": cited_cell,
            "restriction": self.before.get("restriction", ""),
        }
        restriction_cell = self._repeated("restriction", _cell(cells, columns.restriction))
        self.before["restriction"] = restriction_cell
        if parameter is None or (value_of(cited_cell) is None and not self._has_other_citation(row)):
            self._report_missing(row, parameter, cited_cell)
            return
        spoiled = next(
            ((c, t) for c, t in ((columns.parameter, parameter_cell), (columns.citation, cited_cell)) if is_garbage(t)),
            None,
        )
        if spoiled or _FIGURES.fullmatch(parameter):
            column, text = spoiled or (columns.parameter, parameter_cell)
            self._find(row, column, _GARBAGE_REASON, "error", text)
            return
        citations = self._citations(row, cited_cell)
        if not citations.references:
            reason = _UNREADABLE_REASON if cited_cell.strip() else _STANDARD_REASON
            self._find(row, columns.citation, reason, "error", cited_cell.strip() or None)
            return
        product, category = self._product(parents, parameter)
        if product is None or is_garbage(product):
            self._find(row, columns.product, _PRODUCT_REASON, "error", product)
            return
        self._take(row, product, category, parameter, citations, restriction_cell)

    def _take(
        self,
        row: TableRow,
        product: str,
        category: str | None,
        parameter: str,
        citations: Citations,
        restriction_cell: str,
    ) -> None:
        columns, cells = row.columns, row.row.cells
        restriction, note = value_of(restriction_cell), value_of(_cell(cells, columns.note))
        if columns.restriction is None and note and _LIMIT.search(note):
            restriction, note = note, None
        self.out.rows.append(
            AnnexRow(
                product=product,
                parameter=WHOLE_STANDARD if _WHOLE.fullmatch(parameter) else without_marks(parameter),
                standards=citations.references,
                restriction=restriction,
                note=note,
                method_range=value_of(_cell(cells, columns.method_range)),
                method_clause=citations.clause,
                category=category,
                field_code=value_of(_cell(cells, columns.field_code)),
                site=value_of(_cell(cells, columns.site)) or self.site,
                heading=self._heading_index(row),
                raw=" | ".join(cells).rstrip(" |"),
                place=Place(file=self.file, part=row.part, row=row.row.number),
            )
        )
        for doubt in citations.doubts:
            self._doubt(row, doubt)

    def _parents(self, row: TableRow) -> list[str | None]:
        """Field, category, product of a row: given, or carried down until a wider one changes."""
        carried = self.parents if len(self.parents) == len(row.columns.parents) else [None] * len(row.columns.parents)
        filled: list[str | None] = []
        has_changed = False
        for before, column in zip(carried, row.columns.parents, strict=True):
            cell = _cell(row.row.cells, column)
            if not cell.strip():
                filled.append(None if has_changed else before)
            elif is_ditto(cell):
                filled.append(before)
            else:
                given = value_of(cell)
                given = without_marks(given) if given else None
                has_changed = has_changed or given != before
                filled.append(given)
        return filled

    def _product(self, parents: list[str | None], parameter: str) -> tuple[str | None, str | None]:
        """The deepest parent is the product; where it only repeats the parameter, the one above it is."""
        levels = [level for level in parents if level]
        if len(levels) > 1 and levels[-1] == parameter:
            levels.pop()
        product = levels.pop() if levels else self.section
        wider = [level for level in ([self.section] if self.section else []) + levels if level and level != product]
        return product, " / ".join(dict.fromkeys(wider)) or None

    def _repeated(self, role: str, cell: str) -> str:
        """The cell, or the one above it where it says 同上."""
        return self.before.get(role, "") if 0 < len(cell) < 12 and is_ditto(tidy(cell)) else cell

    def _has_other_citation(self, row: TableRow) -> bool:
        """Name and number in columns of their own: the other one may be filled."""
        parts = (row.columns.standard_name, row.columns.standard_number)
        return any(value_of(_cell(row.row.cells, part)) for part in parts)

    def _citations(self, row: TableRow, cited_cell: str) -> Citations:
        cells = list(row.row.cells)
        if row.columns.citation is not None:
            cells[row.columns.citation] = cited_cell
        return self.memory.read(row.columns, cells)

    def _report_missing(self, row: TableRow, parameter: str | None, cited_cell: str) -> None:
        columns = row.columns
        if parameter is None and value_of(cited_cell) is None:
            self._find(row, columns.parameter, _EMPTY_REASON, "error", None)
        elif parameter is None:
            self._find(row, columns.parameter, _PARAMETER_REASON, "error", None)
        else:
            self._find(row, columns.citation, _STANDARD_REASON, "error", cited_cell.strip() or None)

    def _heading_index(self, row: TableRow) -> int:
        """The heading of a row; files that repeat certificate and validity in columns have one for each certificate."""
        columns, cells = row.columns, row.row.cells
        has_columns = any(
            column is not None
            for column in (columns.certificate_number, columns.institution, columns.valid_until, columns.valid_from)
        )
        if self.heading_index is not None and not has_columns:
            return self.heading_index
        until = _cell(cells, columns.valid_until)
        given = {
            "institution": value_of(_cell(cells, columns.institution)),
            "certificate_number": value_of(_cell(cells, columns.certificate_number)),
            "valid_from": first_day_of(until) or day_of(_cell(cells, columns.valid_from)),
            "valid_until": day_of(until),
        }
        update: dict[str, object] = {name: value for name, value in given.items() if value is not None}
        number = update.get("certificate_number")
        if isinstance(number, str) and self.heading.certificate_kind is None:
            update["certificate_kind"] = (
                "CNAS" if re.match(r"CNAS|L\d", number) else "CMA" if number.isdigit() else None
            )
        if self.heading_index is None or any(getattr(self.heading, name) != value for name, value in update.items()):
            self.heading = self.heading.model_copy(update=update)
            self.heading_index = self.headings.index(self.heading)
        return self.heading_index

    def _doubt(self, row: TableRow, doubt: CitationDoubt) -> None:
        column = row.columns.citation
        self._find(row, column, _DOUBTS[doubt.kind], "warning", doubt.text, doubt.proposal)

    def _find(
        self,
        row: TableRow,
        column: int | None,
        reason: Sentence,
        severity: Severity,
        text: str | None,
        proposal: str | None = None,
    ) -> None:
        self.out.findings.append(
            Finding(
                row=row.row.number,
                column=row.columns.header(column),
                reason=reason,
                severity=severity,
                part=row.part,
                text=text,
                proposal=proposal,
            )
        )


_EMPTY_REASON = sentence("没有参数，也没有标准：请补全这一行，或删去")
_PARAMETER_REASON = sentence("没有参数：请补上；整个产品标准都能做的，写“全部参数”")
_STANDARD_REASON = sentence("没有标准：请补上标准号和年代号，非标方法请写明“非标方法”和名称")
_UNREADABLE_REASON = sentence("这里读不出标准号：请写成“名称 编号-年代号”，非标方法请写明“非标方法”和名称")
_PRODUCT_REASON = sentence("不知道是什么产品：请在本行或上一行写明产品")
_GARBAGE_REASON = sentence("内容是乱码：请改正这一行，或检查文件编码")
_SECTION_REASON = sentence("这一行只有一格文字：按分组标题处理，没有读成能力")
_GROUP_REASON = sentence("这一行只有产品，没有参数和标准：按下面各行的产品处理")


def _cell(cells: Sequence[str], index: int | None) -> str:
    return cells[index] if index is not None and index < len(cells) else ""


def _group_row(row: TableRow, following: TableRow | None) -> str:
    """Whether a row with nothing but a product introduces the rows below: ``yes``, ``perhaps`` or ``no``."""
    columns, cells = row.columns, row.row.cells
    given = [index for index, cell in enumerate(cells) if cell.strip() and index not in columns.serials]
    if not given or any(index not in columns.parents or index in row.row.covered for index in given):
        return "no"
    if following is None or any(_cell(following.row.cells, index).strip() for index in given):
        return "no"
    here = next((_plain(cells[index]) for index in columns.serials if _cell(cells, index).strip()), "")
    below = next(
        (
            _plain(_cell(following.row.cells, index))
            for index in columns.serials
            if _cell(following.row.cells, index).strip()
        ),
        "",
    )
    if here and (below.startswith(f"{here}.") or below == "1" or not here.isdigit()):
        return "yes"
    if here.isdigit() and below.isdigit() and int(below) == int(here) + 1:
        return "no"
    return "perhaps"


def _plain(serial: str) -> str:
    return fold(serial).strip(" ().、")


def _joined_over_pages(table: Table, memory: CitationMemory) -> Iterator[TableRow]:
    """Puts a row together again that a page break cut: the first row of a page without number and parameter."""
    pending: TableRow | None = None
    for row in table.rows:
        if pending is not None and row.opens_page and _is_rest(pending, row, memory):
            pending = _with_rest(pending, row)
            continue
        if pending is not None:
            yield pending
        pending = row
    if pending is not None:
        yield pending


def _is_rest(before: TableRow, row: TableRow, memory: CitationMemory) -> bool:
    columns, cells = row.columns, row.row.cells
    if _cell(cells, columns.parameter).strip() or not any(cell.strip() for cell in cells):
        return False
    if any(_cell(cells, index).strip() for index in columns.serials):
        return False
    if not value_of(_cell(before.row.cells, before.columns.parameter)):
        return False
    if columns.serials and any(_cell(before.row.cells, index).strip() for index in before.columns.serials):
        filled = [index for index, cell in enumerate(cells) if cell.strip()]
        return any(index not in columns.parents for index in filled)
    alone = memory.read(before.columns, before.row.cells)
    return not alone.references and bool(memory.read(columns, _with_rest(before, row).row.cells).references)


def _with_rest(before: TableRow, row: TableRow) -> TableRow:
    cells = list(before.row.cells)
    for index, rest in enumerate(row.row.cells):
        if rest.strip() and index < len(cells) and index not in row.columns.parents:
            cells[index] = f"{cells[index]}\n{rest}".strip()
    joined = GridRow(before.row.number, tuple(cells), before.row.covered, before.row.is_banner)
    return TableRow(before.part, joined, before.columns, before.opens_page)
