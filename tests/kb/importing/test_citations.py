"""One standard cell into citations; years only where they are written."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kb.importing.cells import fold
from kb.importing.citations import read_citations, read_parted
from kb.importing.numbers import find_numbers

IZOD = "塑料 悬臂梁冲击强度的测定"


@pytest.mark.parametrize(
    ("written", "number", "year"),
    [
        ("GB/T 1843-2008", "GB/T 1843", "2008"),
        ("GB/T1843—2008", "GB/T 1843", "2008"),
        ("GB/T 1843——2008", "GB/T 1843", "2008"),
        ("GB/T 1843一2008", "GB/T 1843", "2008"),
        ("ＧＢ／Ｔ　１８４３－２００８", "GB/T 1843", "2008"),
        ("gb/t 1843 - 2008", "GB/T 1843", "2008"),
        ("GBT 1843-2008", "GB/T 1843", "2008"),
        ("GB/T 18\n43-2008", "GB/T 1843", "2008"),
        ("GB/T 1843-20\n08", "GB/T 1843", "2008"),
        ("GB/T 2423.\n17-2008", "GB/T 2423.17", "2008"),
        ("GB/T 1843（2008）", "GB/T 1843", "2008"),
        ("GB/T 1843", "GB/T 1843", None),
        ("GB 5413-85", "GB 5413", None),
        ("GB/T 1843-3008", "GB/T 1843", None),
        ("GBZ/T 192.1-2007", "GBZ/T 192.1", "2007"),
        ("GJB 150.3A-2009", "GJB 150.3A", "2009"),
        ("HG/T 2003-2001", "HG/T 2003", "2001"),
        ("DB32/T 4194-2022", "DB32/T 4194", "2022"),
        ("DB11/ 501-2017", "DB11/501", "2017"),
        ("T/CIQA 10-2020", "T/CIQA 10", "2020"),
        ("Q/DHJ 003-2021", "Q/DHJ 003", "2021"),
        ("JJG 139-2014", "JJG 139", "2014"),
        ("JJF 1059.1-2012", "JJF 1059.1", "2012"),
        ("JTG E20-2011", "JTG E20", "2011"),
        ("TSG D7002-2006", "TSG D7002", "2006"),
        ("农业部1077号公告-1-2008", "农业部1077号公告-1", "2008"),
        ("农业\n部 1077 号公告－1－2008", "农业部1077号公告-1", "2008"),
        ("ISO 179-1:2010", "ISO 179-1", "2010"),
        ("ISO 179-1-2010", "ISO 179-1", "2010"),
        ("ISO 1996-2:2007", "ISO 1996-2", "2007"),
        ("ISO 105-C06:2010(E)", "ISO 105-C06", "2010"),
        ("ISO/IEC 17025:2017", "ISO/IEC 17025", "2017"),
        ("IEC 60529:1989+A1:1999", "IEC 60529", "1989"),
        ("IEC 60529", "IEC 60529", None),
        ("EN ISO 4892-2:2013", "EN ISO 4892-2", "2013"),
        ("DIN EN ISO 527-1:2019-12", "DIN EN ISO 527-1", "2019"),
        ("ETSI EN 300 328 V2.2.2 (2019-07)", "ETSI EN 300 328", "2019"),
        ("JIS K7110-1999", "JIS K 7110", "1999"),
        ("UL 94-2013", "UL 94", "2013"),
        ("UL 94", "UL 94", None),
        ("AATCC TM16-2016", "AATCC TM16", "2016"),
        ("ASTM D638-14", "ASTM D638", "2014"),
        ("ASTM D 5034-09(2017)", "ASTM D5034", "2009"),
        ("ASTM E8/E8M-16a", "ASTM E8/E8M", "2016"),
        ("ASTM D2240-97", "ASTM D2240", "1997"),
        ("2011/65/EU", "2011/65/EU", None),
        ("BJS 201710", "BJS 201710", None),
    ],
)
def test_a_number_is_read_however_it_is_written(written: str, number: str, year: str | None) -> None:
    (reference,) = read_citations(written).references
    assert (reference.number, reference.year) == (number, year)


@pytest.mark.parametrize(
    "cell",
    [
        f"{IZOD} GB/T 1843-2008",
        f"GB/T 1843-2008 {IZOD}",
        f"《{IZOD}》GB/T 1843-2008",
        f"《{IZOD}》（GB/T 1843-2008）",
        f"<<{IZOD}>> GB/T 1843-2008",
        f"﹡{IZOD} GB/T 1843-2008",
        "塑料 悬臂梁冲击\n强度的测定\nGB/T 18\n43-2008",
        f"{IZOD} GB/T 1843-2008 GB/T 1843",
        f"1、{IZOD}（GB/T 1843-2008）",
        f"标准名称：{IZOD} 标准编号：GB/T 1843-2008",
    ],
)
def test_the_name_is_found_on_either_side_of_the_number(cell: str) -> None:
    (reference,) = read_citations(cell).references
    assert (reference.name, reference.number, reference.year) == (IZOD, "GB/T 1843", "2008")


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (
            "A方法测定 GB/T 1040.1-2018\nB方法测定 ISO 180:2019",
            [("A方法测定", "GB/T 1040.1"), ("B方法测定", "ISO 180")],
        ),
        ("GB/T 1040.1-2018 甲的测定\nISO 180:2019 乙的测定", [("甲的测定", "GB/T 1040.1"), ("乙的测定", "ISO 180")]),
        ("甲的测定 GB/T 1040.1-2018；GB/T 229-2020 乙的测定", [("甲的测定", "GB/T 1040.1"), ("乙的测定", "GB/T 229")]),
        ("GB/T 1040.1-2018、1040.2-2022", [(None, "GB/T 1040.1"), (None, "GB/T 1040.2")]),
        ("1. GB/T 1843-2008; 2. ISO 180:2019", [(None, "GB/T 1843"), (None, "ISO 180")]),
        (
            "盐雾 GB/T 2423.17-2008/IEC 60068-2-11:1981",
            [("盐雾", "GB/T 2423.17"), (None, "IEC 60068-2-11")],
        ),
        ("GB/T 1843-2008；非标方法 跌落作业指导书", [(None, "GB/T 1843"), ("非标方法 跌落作业指导书", None)]),
        ("LED 灯 GB/T 29293-2012", [("LED 灯", "GB/T 29293")]),
        ("LED GB/T 29293-2012", [("LED", "GB/T 29293")]),
    ],
)
def test_several_standards_in_one_cell_are_split(cell: str, expected: list[tuple[str | None, str | None]]) -> None:
    assert [(reference.name, reference.number) for reference in read_citations(cell).references] == expected


@pytest.mark.parametrize(
    ("cell", "name", "clause"),
    [
        ("铅的测定 GB 5009.12-2017 第一法", "铅的测定", "第一法"),
        ("GB 4806.7-2016 3.2", None, "3.2"),
        ("铅的测定 第一法 GB 5009.12-2017", "铅的测定 第一法", None),
        ("拉伸试验 GB/T 228.1-2021 方法A", "拉伸试验", "方法A"),
        ("安全 GB 4943.1-2011/XG1-2014", "安全", "XG1-2014"),
        ("安全 IEC 60335-1:2010/A1:2013", "安全", "A1:2013"),
    ],
)
def test_clause_text_stays_where_it_stood(cell: str, name: str | None, clause: str | None) -> None:
    citations = read_citations(cell)
    assert (citations.references[0].name, citations.clause) == (name, clause)


@pytest.mark.parametrize(
    ("cell", "kind", "number", "proposal"),
    [
        ("GB/T l843-2008", "letters_in_number", "GB/T 1843", "GB/T 1843-2008"),
        ("GB/T 1O40.2-2006", "letters_in_number", "GB/T 1040.2", "GB/T 1040.2-2006"),
        ("IS0 179-1:2010", "letters_in_number", "ISO 179-1", "ISO 179-1:2010"),
        ("GB/T 1843-2OO8", "letters_in_year", "GB/T 1843", "GB/T 1843-2008"),
        ("GB 5413-85", "two_digit_year", "GB 5413", "GB 5413-1985"),
        ("GB/T 1843 2008", "no_year", "GB/T 1843", "GB/T 1843-2008"),
        ("GB/T 1843-3008", "impossible_year", "GB/T 1843", None),
    ],
)
def test_a_doubt_carries_what_was_meant(cell: str, kind: str, number: str, proposal: str | None) -> None:
    citations = read_citations(cell)
    (doubt,) = citations.doubts
    assert (doubt.kind, citations.references[0].number, doubt.proposal) == (kind, number, proposal)


@pytest.mark.parametrize(
    "cell",
    [
        "",
        "GB/T",
        "GB/T-2008",
        "GB/T XXXX-2008",
        "1843-2008",
        "-2008",
        "待定",
        "见附件",
        "塑料 拉伸性能的测定",
        "12345",
        "GB/T ####",
    ],
)
def test_what_is_no_citation_gives_no_reference(cell: str) -> None:
    assert read_citations(cell).references == ()


@pytest.mark.parametrize(
    ("cell", "year"),
    [
        ("非标方法 塑料外壳跌落试验作业指导书 DHJ-ZY-07", None),
        ("自编作业指导书 ZY-01", None),
        ("《水和废水监测分析方法》（第四版增补版）国家环境保护总局（2002年）", "2002"),
        ("《中华人民共和国药典》2020年版 四部 通则0861", "2020"),
    ],
)
def test_a_method_may_have_a_name_only_where_that_is_legitimate(cell: str, year: str | None) -> None:
    (reference,) = read_citations(cell).references
    assert (reference.name, reference.number, reference.year) == (cell, None, year)


def test_name_number_and_year_may_stand_in_columns_of_their_own() -> None:
    (reference,) = read_parted(IZOD, "GB/T 1843", "2008").references
    assert (reference.name, reference.number, reference.year) == (IZOD, "GB/T 1843", "2008")
    pair = read_parted("甲的测定\n乙的测定", "GB/T 1-2008\nGB/T 2-2009").references
    assert [(one.name, one.number) for one in pair] == [("甲的测定", "GB/T 1"), ("乙的测定", "GB/T 2")]


_WRITTEN = (
    "GB /T ISO IEC ASTM D JIS K EN T/CIQA Q/AB DB32 JTG E 农业部 号公告 UL 1843 2008 19 20 08 14 85 - — － : . ( ) 年 "
    "版 《 》 O l I ０ ２ 一 、 ； / 塑料 第一法 A1 XG1 药典 Ed. V2.1"
)
_PIECES = st.sampled_from([*re.split(" ", _WRITTEN), " ", "\n", "\u3000"])


@settings(max_examples=600, deadline=None)
@given(st.one_of(st.lists(_PIECES, max_size=14).map("".join), st.text(max_size=60)))
@example("GB/T 1843-2OO8")
@example("ASTM D638-14")
@example("GB/T 1843-20\n08")
def test_no_year_is_ever_invented(cell: str) -> None:
    written = re.sub(r"\s", "", fold(cell))
    for reference in read_citations(cell).references:
        if reference.year is None:
            continue
        assert re.fullmatch(r"(?:19|20)\d\d", reference.year)
        if (reference.number or "").startswith("ASTM "):
            assert reference.year[2:] in written
        else:
            assert reference.year in written


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=80))
def test_positions_of_numbers_lie_in_the_text_and_do_not_overlap(text: str) -> None:
    folded = fold(text)
    assert len(folded) == len(text)
    end = 0
    for number in find_numbers(folded):
        assert end <= number.start < number.end <= len(text)
        end = number.end


@pytest.mark.parametrize(
    "text", ["GB/T " * 20_000, "《" * 50_000, "1." * 50_000, "A-" * 50_000, "O" * 100_000, " \n" * 50_000]
)
def test_hostile_cells_take_no_longer_than_their_length(text: str) -> None:
    read_citations(text[:32_767])
