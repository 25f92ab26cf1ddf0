"""Layouts nobody announced: other words, other order, other places; rows that are no data; rows that are broken."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

import pytest
from openpyxl import Workbook

from kb.importing.annex import Annex
from kb.importing.reading import read_annex

IZOD = "塑料 悬臂梁冲击强度的测定 GB/T 1843-2008"
HEADER = ["序号", "检测对象", "项目/参数", "检测标准（方法）", "限制范围", "说明"]
Rows = Sequence[Sequence[object]]


def of_csv(rows: Rows, encoding: str = "utf-8", delimiter: str = ",") -> Annex:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(rows)
    return read_annex(out.getvalue().encode(encoding), "附表.csv")


def of_xlsx(*sheets: tuple[str, Rows, Sequence[str]]) -> Annex:
    book = Workbook()
    for title, rows, merges in sheets:
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(list(row))
        for merge in merges:
            sheet.merge_cells(merge)
    del book["Sheet"]
    out = io.BytesIO()
    book.save(out)
    return read_annex(out.getvalue(), "附表.xlsx")


def told(annex: Annex) -> list[tuple[int | None, str, str, str, str | None]]:
    return [
        (row.place.row, row.product, row.parameter, " ".join(str(one) for one in row.standards), row.restriction)
        for row in annex.rows
    ]


def errors(annex: Annex) -> list[tuple[int | None, str | None]]:
    return [(finding.row, finding.column) for finding in annex.findings if finding.severity == "error"]


def test_columns_may_stand_in_any_order() -> None:
    header = ["备注", "检验依据", "样品名称", "检验项目", "编号"]
    annex = of_csv([header, ["", IZOD, "ABS壳", "冲击", "1"], ["", IZOD, "", "", "2"], ["", "", "", "弯曲", "3"]])
    assert told(annex) == [(2, "ABS壳", "冲击", "GB/T 1843-2008", None)]
    assert errors(annex) == [(3, "检验项目"), (4, "检验依据")]


def test_unheard_of_headers_are_judged_by_content_and_it_is_said() -> None:
    rows = [["我们能做的"], ["东西", "看什么", "按哪个", "不能做的"]]
    rows += [["ABS壳", "冲击", IZOD, ""], ["ABS壳", "拉伸", "GB/T 1040.1-2018", "只做哑铃"]]
    rows += [["PE管", "外观", "GB/T 13663.2-2018", "只测颜色"], ["PE管", "尺寸", "GB/T 8806-2008", "只测外径"]]
    annex = of_csv(rows)
    assert told(annex)[1] == (4, "ABS壳", "拉伸", "GB/T 1040.1-2018", "只做哑铃")
    assert len(annex.rows) == 4
    assert [(f.row, f.severity) for f in annex.findings] == [(2, "warning")]


def test_a_table_without_any_header_is_judged_by_content() -> None:
    rows = [[n, f"产品{n // 3}", f"参数{n}", f"GB/T {1000 + n}-2008", ""] for n in range(1, 9)]
    assert len(of_csv(rows).rows) == 8


def test_a_header_may_be_split_over_two_rows() -> None:
    rows = [["序号", "检测", "项目/", "检测标准（方法）", "限制"], ["", "对象", "参数", "名称及编号（含年号）", "范围"]]
    annex = of_csv([*rows, ["1", "塑料", "冲击", IZOD, "只做A"]])
    assert told(annex) == [(3, "塑料", "冲击", "GB/T 1843-2008", "只做A")]


def test_an_item_header_over_number_and_name_is_understood_with_and_without_its_second_line() -> None:
    top = [
        "序号",
        "产品/产品类别",
        "项目/参数",
        "",
        "领域代码",
        "检测标准（方法）名称及编号（含年号）",
        "限制范围",
        "说明",
    ]
    second = ["", "", "序号", "名称", "", "", "", ""]
    row = ["1", "塑料", "1", "冲击", "0226", IZOD, "", ""]
    for rows in ([top, second, row], [top, row]):
        (read,) = of_csv(rows).rows
        assert (read.parameter, read.field_code) == ("冲击", "0226")


def test_bilingual_headers_are_read_by_their_chinese_part() -> None:
    header = [
        "序号\nNo.",
        "检测对象\nTest Object",
        "项目/参数\nItem/Parameter",
        "检测标准（方法）\nStandard",
        "限制范围\nLimitation",
    ]
    assert told(of_csv([header, ["1", "塑料", "冲击", IZOD, ""]])) == [(2, "塑料", "冲击", "GB/T 1843-2008", None)]


def test_an_annex_only_in_english_is_read() -> None:
    header = ["No.", "Test Object", "Item/Parameter", "Title, Code of Standard or Method", "Limitation", "Note"]
    annex = of_csv(
        [
            header,
            ["1", "ABS", "Izod impact", "Plastics GB/T 1843-2008", "", ""],
            ["2", "", "Tensile", "ASTM D638-14", "", ""],
        ]
    )
    assert [row[3] for row in told(annex)] == ["GB/T 1843-2008", "ASTM D638-2014"]


def test_titles_page_numbers_and_repeated_headers_are_no_rows() -> None:
    rows: Rows = [
        ["检验检测机构资质认定证书附表"], [], ["机构名称", "东海所"],
        ["证书编号", "219900010001", "有效期至", "2027年5月31日"],
        HEADER, [1, "塑料", "冲击", IZOD], ["第1页，共1页"], HEADER, [2, None, "拉伸", "GB/T 1040.1-2018"],
        ["注：以上为现场检测"], ["以下空白"],
    ]  # fmt: skip
    annex = of_xlsx(("s", rows, []))
    assert [(row[0], row[1]) for row in told(annex)] == [(6, "塑料"), (9, "塑料")]
    assert annex.rows_read == 2
    assert annex.headings[0].certificate_number == "219900010001"
    assert annex.findings == ()


def test_two_tables_on_one_sheet_have_their_own_headings_and_columns() -> None:
    rows: Rows = [
        ["证书编号：219900010001  有效期至：2027-05-31"], ["场所A：海风路1号"], HEADER, [1, "塑料", "冲击", IZOD], [],
        ["场所B：海风路2号"], ["产品", "标准", "参数", "限制范围"], ["金属", "GB/T 231.1-2018", "硬度", "只做A"],
    ]  # fmt: skip
    annex = of_xlsx(("s", rows, []))
    assert [(row.site, row.product, row.restriction) for row in annex.rows] == [
        ("A 海风路1号", "塑料", None),
        ("B 海风路2号", "金属", "只做A"),
    ]
    assert {heading.certificate_number for heading in annex.headings} == {"219900010001"}


def test_blank_parents_are_filled_but_never_past_a_wider_change() -> None:
    header = ["领域", "类别", "检测对象", "参数", "标准"]
    annex = of_csv(
        [
            header,
            ["化工", "塑料", "ABS", "冲击", IZOD],
            ["", "", "", "拉伸", IZOD],
            ["机械", "紧固件", "", "硬度", IZOD],
        ]
    )
    assert [(row.product, row.category) for row in annex.rows] == [
        ("ABS", "化工 / 塑料"),
        ("ABS", "化工 / 塑料"),
        ("紧固件", "机械"),
    ]


def test_a_parameter_counts_for_the_next_row_only_when_merged() -> None:
    rows: Rows = [
        HEADER,
        [1, "塑料", "冲击", IZOD, "只做A"],
        [None, None, None, "ISO 180:2019"],
        [2, None, "拉伸", IZOD],
    ]
    merged = of_xlsx(("s", rows, ["B2:B4", "C2:C3", "E2:E3"]))
    assert [row[2:] for row in told(merged)] == [
        ("冲击", "GB/T 1843-2008", "只做A"),
        ("冲击", "ISO 180-2019", "只做A"),
        ("拉伸", "GB/T 1843-2008", None),
    ]
    blank = of_xlsx(("s", rows, []))
    assert errors(blank) == [(3, "项目/参数")]
    assert [row[4] for row in told(blank)] == ["只做A", None]


def test_a_standard_counts_for_the_next_row_only_when_merged_or_said_so() -> None:
    rows: Rows = [
        HEADER,
        [1, "塑料", "冲击", IZOD],
        [2, None, "拉伸", None],
        [3, None, "弯曲", "同上"],
        [4, None, "外观", None],
    ]
    annex = of_xlsx(("s", rows, ["D2:D3"]))
    assert [row[2] for row in told(annex)] == ["冲击", "拉伸", "弯曲"]
    assert errors(annex) == [(5, "检测标准（方法）")]


def test_section_titles_give_the_category_or_the_missing_product() -> None:
    rows: Rows = [HEADER, ["一、塑料"], [1, "ABS", "冲击", IZOD], ["二、金属"], [2, None, "硬度", "GB/T 231.1-2018"]]
    annex = of_xlsx(("s", rows, ["A2:F2", "A4:F4"]))
    assert [(row.product, row.category) for row in annex.rows] == [("ABS", "塑料"), ("金属", None)]
    assert annex.findings == ()


def test_a_row_with_only_a_product_introduces_the_rows_below() -> None:
    annex = of_csv(
        [HEADER, ["1", "塑料", "", "", "", ""], ["1.1", "", "冲击", IZOD, "", ""], ["1.2", "", "", "", "", ""]]
    )
    assert told(annex) == [(3, "塑料", "冲击", "GB/T 1843-2008", None)]
    assert errors(annex) == [(4, "项目/参数")]


def test_a_numbered_row_with_only_a_product_is_broken() -> None:
    annex = of_csv([HEADER, ["1", "塑料", "", "", "", ""], ["2", "", "冲击", IZOD, "", ""]])
    assert errors(annex) == [(2, "项目/参数")]
    assert [row[1] for row in told(annex)] == ["塑料"]


@pytest.mark.parametrize(
    ("row", "column"),
    [
        (["2", "塑料", "\ufffd\ufffd", IZOD, "", ""], "项目/参数"),
        (["2", "塑料", "####", IZOD, "", ""], "项目/参数"),
        (["2", "塑料", "拉伸", "#REF!", "", ""], "检测标准（方法）"),
        (["2", "塑料", "123", IZOD, "", ""], "项目/参数"),
        (["锟斤拷锟斤拷", "", "", "", "", ""], None),
        (["???", "???", "???", "???", "???", "???"], None),
        (["2", "", "", "", "", ""], "项目/参数"),
    ],
)
def test_garbage_is_reported_at_its_place(row: list[str], column: str | None) -> None:
    annex = of_csv([HEADER, ["1", "塑料", "冲击", IZOD, "", ""], row])
    assert errors(annex) == [(3, column)]
    assert annex.rows_read == 2


def test_a_first_row_without_product_is_broken() -> None:
    assert errors(of_csv([HEADER, ["1", "", "冲击", IZOD, "", ""]])) == [(2, "检测对象")]


def test_marks_go_aliases_stay_and_the_raw_cells_keep_all() -> None:
    annex = of_csv([HEADER, ["1", "★蔬菜", "*△克百威（呋喃丹，包括3-羟基克百威）", IZOD, "/", "—"]])
    (row,) = annex.rows
    assert (row.product, row.parameter, row.restriction, row.note) == (
        "蔬菜",
        "克百威（呋喃丹，包括3-羟基克百威）",
        None,
        None,
    )
    assert "*△克百威" in row.raw


def test_a_limit_in_the_remarks_is_a_restriction_where_there_is_no_column_for_it() -> None:
    header = ["序号", "检测对象", "项目/参数", "检测标准（方法）", "说明"]
    annex = of_csv([header, ["1", "塑料", "冲击", IZOD, "只用方法A"], ["2", "塑料", "拉伸", IZOD, "扩项"]])
    assert [(row.restriction, row.note) for row in annex.rows] == [("只用方法A", None), (None, "扩项")]


def test_equipment_and_withdrawn_capabilities_are_not_read_as_capabilities() -> None:
    equipment = ("设备", [["序号", "设备名称", "型号", "检测项目", "依据标准"], [1, "试验机", "X", "拉伸", IZOD]], [])
    withdrawn = ("取消", [["取消检验检测能力审批表"], HEADER, [1, "塑料", "冲击", IZOD]], [])
    annex = of_xlsx(equipment, withdrawn, ("能力", [HEADER, [1, "塑料", "冲击", IZOD]], []))
    assert [row.place.part for row in annex.rows] == ["能力"]
    assert [finding.part for finding in annex.findings] == ["设备", "取消"]


def test_a_file_without_annex_says_so() -> None:
    annex = of_csv([["a", "b"], ["1", "2"]])
    assert [(finding.row, finding.severity) for finding in annex.findings] == [(None, "error")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_encoding_and_delimiter_are_found_out(encoding: str, delimiter: str) -> None:
    annex = of_csv([HEADER, ["1", "塑料", "冲击", f"{IZOD}\n；ISO 180:2019", "", "a,b"]], encoding, delimiter)
    assert told(annex) == [(2, "塑料", "冲击", "GB/T 1843-2008 ISO 180-2019", None)]


def test_a_quotation_mark_typed_for_ditto_swallows_no_rows() -> None:
    lines = ["序号,检测对象,参数,标准", f"1,塑料,冲击,{IZOD}", '2,",拉伸,GB/T 1040.1-2018']
    lines += [f"{n},塑料,参数{n},GB/T {n}-2008" for n in range(3, 40)]
    annex = read_annex("\n".join(lines).encode(), "附表.csv")
    assert len(annex.rows) == 39
    assert annex.rows[1].product == "塑料"


def test_a_broken_byte_in_utf8_does_not_turn_the_file_into_gibberish() -> None:
    text = f"序号,检测对象,参数,标准\n1,塑料,冲击,{IZOD}\n2,塑料,".encode() + b"\xff\xfe" + b",GB/T 1-2008\n"
    annex = read_annex(text, "附表.csv")
    assert [row[2] for row in told(annex)] == ["冲击"]
    assert errors(annex) == [(3, "参数")]


@pytest.mark.slow
def test_a_hundred_thousand_rows_with_one_broken_are_read_whole() -> None:
    rows = [
        [n, f"产品{n // 50}", f"参数{n}", f"第{n}号的测定 GB/T {1000 + n % 30000}-20{n % 20:02d}", ""]
        for n in range(100_000)
    ]
    rows[77_777][3] = ""
    annex = of_csv([["序号", "产品", "参数", "标准", "限制范围"], *rows])
    assert (annex.rows_read, len(annex.rows)) == (100_000, 99_999)
    assert errors(annex) == [(77_779, "标准")]
