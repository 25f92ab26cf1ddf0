"""The four forms of a report: the same bytes again, whole on the page, in both languages."""

from __future__ import annotations

import hashlib
import io
import json
import re
import zipfile
from collections.abc import Iterator
from typing import Any

import pytest

from evaluation.canonical import canonical_json
from evaluation.report.chapters import document
from evaluation.report.content import Report
from evaluation.report.forms import FORMS, Form, written
from evaluation.report.reading import read_report
from foundation.errors import DockingError
from foundation.language import Language
from tests.evaluation.report.reports import report_input
from tests.skipping import lacking

CHINESE = re.compile(r"[\u4e00-\u9fff]")
LONG = "检验检测公共技术服务平台共性关键技术研究开发推广和产业化支持" * 3


def whole() -> dict[str, Any]:
    return report_input(
        sensitivity={"conclusion": "要素权重变动 20 %，仍为四星。"},
        history=[{"label": str(year), "total": "71.20", "stars": 3} for year in range(1990, 2024)],
        weights_by_method=[
            {"parent": "T", "methods": {"ahp": {"A": "0.4", "B": "0.6"}, "自己的方法": {"A": "0.5", "B": "0.5"}}}
        ],
    )


def report() -> Report:
    return read_report(whole())


def form(kind: Form, language: Language = "zh", made: Report | None = None) -> bytes:
    try:
        return written(made or report(), kind, language)
    except DockingError as missing:
        if missing.code in ("pdf_printer_missing", "pdf_font_missing"):
            lacking(str(missing))
        raise


@pytest.mark.parametrize("kind", FORMS)
def test_the_same_input_gives_the_same_bytes(kind: Form) -> None:
    assert form(kind) == form(kind)


def test_the_json_is_canonical_and_carries_its_hash() -> None:
    text = form("json").decode()
    plain = json.loads(text)
    assert text == canonical_json(plain) + "\n"
    assert hashlib.sha256(canonical_json(plain["report"]).encode()).hexdigest() == plain["sha256"] == report().sha256


def test_the_html_stands_alone_and_holds_every_item() -> None:
    page = form("html").decode()
    assert not re.search(r"<script|<link|@import|url\(|src=|http(?!://www\.w3\.org)", page)
    for words in ("1 评价机构和项目方", "2 评价目标", "3 评价内容和方法", "4 四要素及各指标得分",
                  "5 专家及评价机构指导意见",
                  "6 评价时间", "7 结论及建议", "CIQA-2020@1.0.0", "0.011475", "2024-01-01 至 2024-12-31", "覆盖 5/5",
                  "要素权重变动 20 %，仍为四星。", report().sha256, "权重归其余各项"):  # fmt: skip
        assert words in page, words
    assert page.count("<svg") == page.count("</svg>") == 8


def test_what_people_write_cannot_become_markup() -> None:
    given = whole()
    given["project"]["conclusion"] = "<script>alert(1)</script>\u0000\u0007 & “完”"
    page = form("html", made=read_report(given)).decode()
    assert "<script" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; “完”" in page
    assert form("docx", made=read_report(given))


def test_an_english_report_is_english_but_for_what_people_wrote() -> None:
    given = whole()
    said = json.dumps({"project": given["project"], "sensitivity": given["sensitivity"]}, ensure_ascii=False)
    content = given["assessment"]["content"]
    said += json.dumps([line["rating"] for line in content["results"]["indicators"]], ensure_ascii=False) + "自己的方法"
    made = document(read_report(given), "en")
    texts = [made.title, *(name for name, _ in made.facts), *_texts(made.blocks)]
    for text in texts:
        for part in re.findall(r"[\u4e00-\u9fff]+", text):
            assert part in said, text


def _texts(blocks: Any) -> Iterator[str]:
    for block in blocks:
        plain = block.model_dump()
        for key in ("text", "caption", "svg"):
            if key in plain:
                yield re.sub(r"<style>.*?</style>", "", plain[key], flags=re.DOTALL)
        yield from plain.get("items", ())
        yield from plain.get("head", ())
        for row in plain.get("rows", ()):
            yield from row


def test_the_docx_reads_back_whole_and_bears_the_date_of_the_report() -> None:
    import docx

    content = form("docx")
    read = docx.Document(io.BytesIO(content))
    headings = [one.text for one in read.paragraphs if one.style.name == "Heading 1"]
    assert [text[0] for text in headings[:7]] == list("1234567")
    cells = [cell.text for table in read.tables for row in table.rows for cell in row.cells]
    for words in ("D4.4", "未评", "80.36", "郑专", "CR = 0.011475", report().sha256):
        assert words in cells
    assert (read.core_properties.created.isoformat()[:10], read.core_properties.author) == (
        "2025-03-10",
        "东方技术评价院",
    )
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert {entry.date_time[0] for entry in archive.infolist()} == {1980}


@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_text_of_the_pdf_lies_outside_its_page_and_no_page_is_empty(language: Language) -> None:
    import pypdfium2

    given = whole()
    given["project"]["participants"][0] |= {"name": LONG, "unit": LONG, "qualification": "A" * 300, "identity": LONG}
    given["project"]["conclusion"] = (LONG + "\n") * 40
    made = read_report(given)
    said = ""
    with pypdfium2.PdfDocument(form("pdf", language, made)) as opened:
        assert opened.get_metadata_dict()["CreationDate"].startswith("D:20250310")
        for page in opened:
            text = page.get_textpage()
            wide, high = page.get_size()
            assert text.count_chars() > 60
            for place in range(text.count_chars()):
                left, bottom, right, top = text.get_charbox(place)
                assert -0.5 <= left <= right <= wide + 0.5
                assert -0.5 <= bottom <= top <= high + 0.5
            said += text.get_text_range()
    plain = re.sub(r"\s", "", said)
    assert CHINESE.search(plain)
    for words in ("东方技术评价院", "郑专", made.sha256, "0.011475"):
        assert words in plain
    if language == "zh":
        for line in made.sources.assessment.results.indicators:
            assert re.sub(r"\s", "", line.name) in plain
