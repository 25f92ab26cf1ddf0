"""The charts of a report in Word, and reports of schemes whose grades are words."""

from __future__ import annotations

import io
import json
import re
import struct
import zipfile
from xml.etree import ElementTree

import pytest

from evaluation.assess import assess
from evaluation.editions.shipped import scheme_named
from evaluation.report.chapters import document
from evaluation.report.content import Report
from evaluation.report.docx import docx
from evaluation.report.emf import emf
from evaluation.report.html import html
from evaluation.report.reading import read_report
from evaluation.weighting import weight_set
from foundation.language import Language
from tests.evaluation.examples import OCCASION, ratings
from tests.evaluation.report.reports import exported, report_input

SQUARE = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 50">
<title>一幅图</title><desc>说明</desc>
<rect class="up" x="10.0" y="20.0" width="30.5" height="10.0"/>
<text class="number" x="40.0" y="30.0" text-anchor="end">中1𠮷</text>
</svg>"""


def records(content: bytes) -> list[tuple[int, bytes]]:
    found, place = [], 0
    while place < len(content):
        kind, size = struct.unpack_from("<2I", content, place)
        assert size >= 8
        assert size % 4 == 0
        found.append((kind, content[place + 8 : place + size]))
        place += size
    assert place == len(content)
    return found


def test_a_metafile_tells_its_length_and_has_bar_colour_and_words() -> None:
    content = emf(SQUARE, 100)
    read = records(content)
    assert content[40:44] == b" EMF"
    assert struct.unpack_from("<2I", content, 48) == (len(content), len(read))
    assert struct.unpack_from("<4i", content, 24) == (0, 0, 10_000, 5_000)
    assert read[-1][0] == 14
    bars = [struct.unpack("<4i", body) for kind, body in read if kind == 43]
    assert bars == [(100, 200, 405, 300)]
    assert (39, struct.pack("<4I", 1, 0, 0x9F6F2F, 0)) in read, "the blue of charts.css, as blue, green, red"
    (words,) = [body for kind, body in read if kind == 84]
    assert words[28:40] == struct.pack("<2iI", 400, 300, 4)
    assert (22, struct.pack("<I", 24 | 2)) in read, "on the baseline, ending there"
    assert "中1𠮷".encode("utf-16-le") in words
    assert words[-16:] == struct.pack("<4I", 110, 61, 110, 0), "one em, a figure of Arial, and a pair of units as one"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_word_shows_every_chart_of_the_page_with_the_same_words_in_it(language: Language) -> None:
    made = document(read_report(report_input()), language)
    drawn = re.findall(r"<svg.*?</svg>", html(made), re.DOTALL)
    with zipfile.ZipFile(io.BytesIO(docx(made))) as archive:
        charts = [archive.read(f"word/media/chart{number}.emf") for number in range(1, len(drawn) + 1)]
        body = archive.read("word/document.xml").decode()
        assert "image/x-emf" in archive.read("[Content_Types].xml").decode()
    assert len(charts) == body.count("<pic:pic") >= 6
    for svg, chart in zip(drawn, charts, strict=True):
        records(chart)
        for text in re.findall(r"<text[^>]*>([^<]+)</text>", svg):
            plain = ElementTree.fromstring(f"<t>{text}</t>").text or ""
            assert plain.encode("utf-16-le") in chart, plain
    for said in re.findall(r'descr="([^"]*)"', body):
        assert len(said) > 20


def graded(name: str) -> Report:
    scheme = scheme_named(name)
    known = {leaf.id for leaf in scheme.indicators}
    given = [one for one in ratings("D4.4") if one.indicator in known]
    return read_report(report_input(assessment=exported(assess(scheme, weight_set(scheme), given, occasion=OCCASION))))


@pytest.mark.parametrize(
    ("name", "limits"),
    [("SHANGHAI@1.0.0", "激励管理 ≥ 85、正常管理 ≥ 60、重点监管 ≥ 0"),
     ("GUANGDONG-STATION@1.0.0", "优秀 ≥ 90、良好 ≥ 80、合格 ≥ 60、不合格 ≥ 0")],
)  # fmt: skip
def test_a_scheme_whose_grades_are_words_gets_its_report(name: str, limits: str) -> None:
    made = graded(name)
    page = html(document(made))
    assert f"<td>{limits}</td>" in page
    assert "等级界限" in page
    assert "星级界限" not in page
    assert "4 各要素及各指标得分" in page
    assert f"{made.sources.assessment.results.total}，{made.sources.assessment.results.star_label}" in page


def test_the_english_report_has_the_english_grades_of_the_scheme() -> None:
    assert document(graded("SHANGHAI@1.0.0"), "en").result == "Total 81.15, Normal management"


def test_the_elements_of_every_scheme_have_colours_of_their_own() -> None:
    for made, count in ((graded("SHANGHAI@1.0.0"), 3), (graded("GUANGDONG-STATION@1.0.0"), 2)):
        assert set(re.findall(r"contribution element-(\d)", html(document(made)))) == set("012"[:count])


def test_votes_stand_from_the_best_grade_down_though_a_saved_report_keeps_them_by_code_point() -> None:
    again = read_report(json.loads(read_report(report_input()).canonical)["sources"])
    drawn = html(document(again, "zh"))
    legend = re.findall(r">(优|良|中|合格|差)</text>", drawn)
    assert legend[:5] == ["优", "良", "中", "合格", "差"]
    assert re.search("优: 2、良: [0-9]、中: [0-9]|优: [0-9]、良: [0-9]", drawn)
    assert not re.search("中: [0-9]+、优|中: [0-9]+、良", drawn)
