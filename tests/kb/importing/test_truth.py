"""Every layout in its natural format against the truth beside it: what is good is read exactly, what is broken is
reported at its place, no year is invented (S0-30)."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from kb.importing.annex import Annex, AnnexRow
from kb.importing.cells import fold
from kb.importing.reading import read_annex

FIXTURES = Path(__file__).parent / "fixtures"
NAMES = sorted(path.name.removesuffix(".truth.json") for path in FIXTURES.glob("*.truth.json"))


@pytest.fixture(scope="module", params=NAMES)
def case(request: pytest.FixtureRequest) -> tuple[Annex, dict[str, Any]]:
    name = str(request.param)
    truth = json.loads((FIXTURES / f"{name}.truth.json").read_text(encoding="utf-8"))
    return read_annex(FIXTURES / name), truth


def _as_told(row: AnnexRow) -> dict[str, Any]:
    return {
        "row": row.place.row,
        "part": row.place.part,
        "product": row.product,
        "parameter": row.parameter,
        "standards": [[standard.name, standard.number, standard.year] for standard in row.standards],
        "restriction": row.restriction,
    }


def test_all_six_layouts_are_there_with_at_least_forty_rows_each(case: tuple[Annex, dict[str, Any]]) -> None:
    assert len(NAMES) >= 6
    assert len(case[1]["rows"]) >= 40


def test_at_least_99_percent_of_the_good_rows_are_read_exactly(case: tuple[Annex, dict[str, Any]]) -> None:
    annex, truth = case
    read = [_as_told(row) for row in annex.rows]
    wrong = [row for row in truth["rows"] if row not in read]
    assert len(wrong) <= len(truth["rows"]) // 100, wrong


def test_nothing_is_read_that_is_not_in_the_annex(case: tuple[Annex, dict[str, Any]]) -> None:
    annex, truth = case
    places = [(row["part"], row["row"]) for row in truth["rows"]]
    assert [(row.place.part, row.place.row) for row in annex.rows] == places


def test_every_broken_row_is_reported_at_its_row_and_column(case: tuple[Annex, dict[str, Any]]) -> None:
    annex, truth = case
    reported = [(f.part, f.row, f.column) for f in annex.findings if f.severity == "error"]
    assert reported == [(broken["part"], broken["row"], broken["column"]) for broken in truth["broken"]]


def test_rows_read_are_the_imported_and_the_broken_ones(case: tuple[Annex, dict[str, Any]]) -> None:
    annex, truth = case
    assert annex.rows_read == len(truth["rows"]) + len(truth["broken"])


def test_every_year_stands_in_the_raw_cells(case: tuple[Annex, dict[str, Any]]) -> None:
    for row in case[0].rows:
        written = re.sub(r"\s", "", fold(row.raw))
        for standard in row.standards:
            if standard.year is not None and "〃" not in row.raw and "同上" not in row.raw:
                assert standard.year in written or (standard.number or "").startswith("ASTM ")


def test_letters_typed_for_figures_are_a_warning_with_a_proposal(case: tuple[Annex, dict[str, Any]]) -> None:
    found = [f for f in case[0].findings if f.proposal == "GB/T 230.1-2018"]
    assert [f.severity for f in found] == ["warning"]
    assert found[0].text == "GB/T 23O.1-2018"


def test_the_same_bytes_give_the_same_annex() -> None:
    path = FIXTURES / "cnas.xlsx"
    assert read_annex(path) == read_annex(path.read_bytes(), path.name)


@pytest.mark.parametrize(
    ("name", "institution", "kind", "number", "until"),
    [
        ("cnas.xlsx", "东海甲质量检测中心", "CNAS", "CNAS L90001", "2027-05-31"),
        ("cma_table4.xlsx", "东海乙质量检验所", "CMA", "219900010001", "2027-05-31"),
        ("shanghai.xlsx", "东海丙检测有限公司", "CMA", "200900010002", "2026-02-28"),
        ("cma.docx", "东海丁质量监督检验站", "CMA", "219900010003", "2027-05-31"),
        ("cnas.pdf", None, "CNAS", "CNAS L90005", "2028-01-15"),
    ],
)
def test_the_heading_of_the_certificate_is_read(
    name: str, institution: str | None, kind: str, number: str, until: str
) -> None:
    annex = read_annex(FIXTURES / name)
    for heading in annex.headings:
        assert (heading.institution, heading.certificate_kind, heading.certificate_number) == (
            institution,
            kind,
            number,
        )
        assert str(heading.valid_until) == until


def test_each_site_keeps_its_own_list() -> None:
    annex = read_annex(FIXTURES / "cnas.xlsx")
    assert {(row.place.part, row.site) for row in annex.rows} == {
        ("地址A", "A 东海市海风路 1 号"),
        ("地址B", "B 东海市海风路 2 号"),
    }


def test_text_behind_a_number_is_kept_apart_from_the_name() -> None:
    annex = read_annex(FIXTURES / "cma_table4.xlsx")
    clauses = {row.parameter: row.method_clause for row in annex.rows if row.method_clause}
    assert clauses == {"外观": "6.1", "下屈服强度": "方法B", "铅": "第一法", "感官": "3.2", "安全要求": "XG1-2014"}


def test_the_english_twin_sheet_is_left_out_and_named() -> None:
    annex = read_annex(FIXTURES / "cnas.xlsx")
    assert [f.part for f in annex.findings if "英文表" in f.reason.template] == ["English"]
