"""A centre's own template on paper: its pictures and letterhead are printed, what acts or hides is refused by name."""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Callable
from typing import Any

import docx
import pytest
from docx.oxml.parser import parse_xml
from docx.shared import Mm

from engagement.documents.content import Content, content_of
from engagement.documents.filling import filled
from engagement.documents.printing import html_of, pdf_of
from engagement.documents.template import shipped
from engagement.facts.agreement import Offer
from engagement.facts.criteria import Criterion
from foundation.errors import DockingError, InvalidInput
from tests.engagement.cases import CRITERIA, OFFER, at
from tests.engagement.documents.test_documents import PARTIES, altered, content, offered, paper, squeezed, text_of
from tests.skipping import lacking

WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
NEVER_BEGINS_A_LINE = "，。；：、）》”’！？…"


def png(colour: bytes = b"\x20\x60\xa0") -> bytes:
    """A picture of one colour."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", 8, 8, 8, 2, 0, 0, 0)
    rows = (b"\0" + colour * 8) * 8
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def edited(change: Callable[[Any], None]) -> bytes:
    """The shipped template after a change in Word."""
    made = docx.Document(io.BytesIO(shipped()))
    change(made)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def rezipped(template: bytes, change: Callable[[dict[str, bytes]], None]) -> bytes:
    """The template with other parts in its archive."""
    with zipfile.ZipFile(io.BytesIO(template)) as file:
        parts = {name: file.read(name) for name in file.namelist()}
    change(parts)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, body in parts.items():
            file.writestr(name, body)
    return out.getvalue()


def with_letterhead(made: Any) -> None:
    header = made.sections[0].header
    header.paragraphs[0].add_run().add_picture(io.BytesIO(png()), width=Mm(24), height=Mm(18))
    header.add_paragraph("示例检验研究院 · 检字")
    made.paragraphs[-1].add_run().add_picture(io.BytesIO(png(b"\xc0\x20\x20")), width=Mm(30), height=Mm(30))


def printed(template: bytes, made: Content) -> Any:
    import pypdfium2

    try:
        return pypdfium2.PdfDocument(pdf_of(filled(template, made), made))
    except DockingError as missing:
        if missing.code in ("pdf_printer_missing", "pdf_font_missing"):
            lacking(str(missing))
        raise


def test_logo_letterhead_and_seal_of_a_template_reach_the_pdf() -> None:
    made = content(at("agreed"))
    with printed(edited(with_letterhead), made) as read:
        drawn = [[one for one in page.get_objects() if one.type == 3] for page in read]
        assert all(drawn), "the logo stands on every page"
        assert len(drawn[-1]) == 2, "and the seal at the end"
        for page in read:
            said = squeezed(page.get_textpage().get_text_range())
            assert "示例检验研究院·检字" in said.replace("・", "·")
            assert made.digest in said
        logo = drawn[0][0].get_bounds()
        text = read[0].get_textpage()
        title = text.get_charbox(text.get_text_range().index("技术服务协议"))
        assert logo[3] <= read[0].get_height()
        assert title[3] < logo[1], "the text begins below the letterhead"


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (f"<w:p {WORD}><w:r><w:pict/></w:r></w:p>", "旧格式的图形或水印"),
        (f'<w:p {WORD}><w:r><w:footnoteReference w:id="1"/></w:r></w:p>', "脚注或尾注"),
        (
            f"<w:p {WORD}><w:r><w:drawing><w:txbxContent><w:p><w:r><w:t>隐</w:t></w:r></w:p></w:txbxContent>"
            "</w:drawing></w:r></w:p>",
            "文本框",
        ),
    ],
)
def test_what_a_pdf_cannot_show_is_named_and_never_left_out(wrong: str, said: str) -> None:
    made = content(at("agreed"))
    document = filled(edited(lambda one: one.element.body.insert(0, parse_xml(wrong))), made)
    with pytest.raises(InvalidInput) as refused:
        pdf_of(document, made)
    assert (refused.value.code, refused.value.facts["lost"]) == ("agreement_not_printable", said)


def test_a_metafile_as_logo_is_refused_for_the_pdf_and_stays_in_the_docx() -> None:
    def emf(parts: dict[str, bytes]) -> None:
        body = parts.pop("word/media/image1.png")
        parts["word/media/image1.emf"] = body
        for name, text in parts.items():
            if name.endswith(".rels"):
                parts[name] = text.replace(b"image1.png", b"image1.emf")
        parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(
            b'<Default Extension="png" ContentType="image/png"/>',
            b'<Default Extension="emf" ContentType="image/x-emf"/>',
        )

    made = content(at("agreed"))
    logo = edited(
        lambda one: one.sections[0].header.paragraphs[0].add_run().add_picture(io.BytesIO(png()), width=Mm(20)) and None
    )
    document = filled(rezipped(logo, emf), made)
    with pytest.raises(InvalidInput, match="PNG、JPEG、GIF 以外的图片"):
        pdf_of(document, made)


def test_content_controls_accepted_changes_and_merged_cells_are_printed_deleted_text_is_not() -> None:
    added = (
        f"<w:sdt {WORD}><w:sdtContent><w:p><w:r><w:t>内容控件里的话</w:t></w:r></w:p></w:sdtContent></w:sdt>",
        f"<w:p {WORD}><w:ins><w:r><w:t>插入的话</w:t></w:r></w:ins>"
        "<w:del><w:r><w:delText>删去的话</w:delText></w:r></w:del></w:p>",
        f"<w:tbl {WORD}><w:tblPr/><w:tblGrid><w:gridCol w:w='1'/><w:gridCol w:w='1'/></w:tblGrid>"
        "<w:tr><w:tc><w:tcPr><w:vMerge w:val='restart'/></w:tcPr><w:p><w:r><w:t>竖并的话</w:t></w:r></w:p></w:tc>"
        "<w:tc><w:p><w:r><w:t>甲</w:t></w:r></w:p></w:tc></w:tr>"
        "<w:tr><w:tc><w:tcPr><w:vMerge/></w:tcPr><w:p/></w:tc><w:tc><w:p><w:r><w:t>乙</w:t></w:r></w:p></w:tc></w:tr></w:tbl>",
    )
    made = content(at("agreed"))

    def change(one: Any) -> None:
        for xml in reversed(added):
            one.element.body.insert(0, parse_xml(xml))

    page = html_of(filled(edited(change), made), made)
    assert [page.count(said) for said in ("内容控件里的话", "插入的话", "竖并的话", "删去的话")] == [1, 1, 1, 0]
    assert 'rowspan="2"' in page
    with printed(edited(change), made) as read:
        assert "内容控件里的话" in squeezed(read[0].get_textpage().get_text_range())


def test_a_page_number_that_word_wrote_in_pieces_counts_on_every_page() -> None:
    pieces = "".join(
        f"<w:r>{one}</w:r>"
        for one in (
            "<w:fldChar w:fldCharType='begin'/>",
            "<w:instrText xml:space='preserve'> PA</w:instrText>",
            "<w:instrText xml:space='preserve'>GE </w:instrText>",
            "<w:fldChar w:fldCharType='separate'/>",
            "<w:t>77</w:t>",
            "<w:fldChar w:fldCharType='end'/>",
        )
    )

    def change(made: Any) -> None:
        foot = made.sections[0].footer
        foot.paragraphs[-1]._p.getparent().remove(foot.paragraphs[-1]._p)
        foot._element.append(parse_xml(f"<w:p {WORD}><w:r><w:t>第</w:t></w:r>{pieces}<w:r><w:t>页</w:t></w:r></w:p>"))

    with printed(edited(change), content(at("agreed"))) as read:
        said = [squeezed(page.get_textpage().get_text_range()) for page in read]
    assert [f"第{number}页" in text for number, text in enumerate(said, 1)] == [True] * len(said)
    assert not any("第77" in text for text in said)


def field(instruction: str) -> Callable[[Any], None]:
    xml = f'<w:p {WORD}><w:fldSimple w:instr="{instruction}"><w:r><w:t>x</w:t></w:r></w:fldSimple></w:p>'
    return lambda made: made.element.body.insert(0, parse_xml(xml))


@pytest.mark.parametrize(
    "instruction", ["DDEAUTO c:\\x cmd", "INCLUDEPICTURE http://a/b.png", "INCLUDETEXT x", "LINK a"]
)
def test_a_field_that_acts_is_refused_with_its_line(instruction: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        filled(edited(field(instruction)), content(at("agreed")))
    assert refused.value.code == "agreement_template_unsafe"
    assert (refused.value.facts["part"], refused.value.facts["line"]) == ("word/document.xml", 1)
    assert refused.value.facts["detail"] == instruction


def test_a_field_cut_into_pieces_is_put_together_before_it_is_judged() -> None:
    xml = (
        f"<w:p {WORD}><w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText>DDE</w:instrText></w:r>"
        "<w:r><w:instrText>AUTO cmd</w:instrText></w:r><w:r><w:fldChar w:fldCharType='end'/></w:r></w:p>"
    )
    with pytest.raises(InvalidInput, match="会执行的域"):
        filled(edited(lambda made: made.element.body.insert(2, parse_xml(xml))), content(at("agreed")))


def outside(kind: str, target: str, used: str = "") -> Callable[[dict[str, bytes]], None]:
    """A relation to the outside, and a paragraph that uses it."""
    relation = (
        f'<Relationship Id="rIdX" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}" '
        f'Target="{target}" TargetMode="External"/></Relationships>'
    ).encode()

    def change(parts: dict[str, bytes]) -> None:
        name = "word/_rels/document.xml.rels"
        parts[name] = parts[name].replace(b"</Relationships>", relation)
        if used:
            parts["word/document.xml"] = parts["word/document.xml"].replace(b"<w:body>", b"<w:body>" + used.encode(), 1)

    return change


LINKED = '<w:p><w:r><w:t>一</w:t></w:r></w:p><w:p><w:hyperlink r:id="rIdX"><w:r><w:t>x</w:t></w:r></w:hyperlink></w:p>'


@pytest.mark.parametrize(
    ("kind", "used", "what", "line"),
    [
        ("hyperlink", LINKED, "外部链接", 2),
        ("image", "", "外部图片", None),
        ("attachedTemplate", "", "外部模板", None),
        ("frame", "", "外部内容", None),
    ],
)
def test_what_comes_from_outside_is_refused(kind: str, used: str, what: str, line: int | None) -> None:
    template = rezipped(shipped(), outside(kind, "https://evil.example/t.dotm", used))
    with pytest.raises(InvalidInput) as refused:
        filled(template, content(at("agreed")))
    assert (refused.value.facts["what"], refused.value.facts.get("line")) == (what, line)
    assert "evil.example" in refused.value.text("en")


def test_macros_and_embedded_programs_are_refused() -> None:
    def macro(parts: dict[str, bytes]) -> None:
        parts["word/vbaProject.bin"] = b"\xd0\xcf\x11\xe0"

    def enabled(parts: dict[str, bytes]) -> None:
        parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(
            b"wordprocessingml.document.main+xml", b"document.macroEnabled.main+xml"
        )

    made = content(at("agreed"))
    with pytest.raises(InvalidInput, match="宏、程序或嵌入的文件"):
        filled(rezipped(shipped(), macro), made)
    with pytest.raises(InvalidInput, match="不能有宏"):
        filled(rezipped(shipped(), enabled), made)


@pytest.mark.parametrize(
    "tag",
    [
        "{{ 'a' * 1000000000 }}",
        "{% for one in range(1000000000) %}x{% endfor %}",
        "{{ scope.format(1) }}",
        "{{ 'x' | center(1000000000) }}",
        "{{ cycler }}",
        "{% include '/etc/passwd' %}",
    ],
)
def test_a_tag_that_computes_calls_or_reads_is_refused_with_its_line(tag: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        filled(altered("{{ scope }}", "{{ scope }} " + tag), content(at("agreed")))
    assert refused.value.code == "agreement_template_broken"
    assert tag.startswith(str(refused.value.facts["tag"]))


def test_tags_that_a_party_writes_into_the_terms_stay_words() -> None:
    terms = OFFER.model_copy(update={"scope": "费率 {{ price }} 和 {% if x %} 照字面；7 * 7 = {{ 7*7 }}"})
    assert terms.scope in text_of(paper(content(offered(terms))))


def test_a_tolerance_stands_in_the_paper_with_its_deviations_and_a_gap_is_a_blank() -> None:
    nominal = Criterion(
        id="d",
        quantity="外径",
        comparison="±",
        limit="16.0",
        upper_deviation="0.5",
        lower_deviation="-0.2",
        unit="mm",
        method="GB/T 1",
        sample="1 件",
        rounded_to=1,
    )
    even = nominal.model_copy(update={"id": "e", "lower_deviation": None, "rounded_to": None})
    unwritten = CRITERIA[0].model_copy(update={"id": "u", "limit": None, "unit": ""})
    found = content(offered(OFFER.model_copy(update={"criteria": (nominal, even, unwritten), "rework_limit": 2})))
    assert [line.limit for line in found.criteria] == [
        "16.0 (+0.5/-0.2)（修约到 1 位小数）",
        "16.0 ± 0.5",
        "＿＿＿＿＿＿",
    ]
    said = text_of(paper(found))
    assert "返工不超过 2 次" in said
    assert "None" not in said
    with pytest.raises(InvalidInput, match="返工次数上限"):
        filled(altered("{{ rework }}", "按约定返工"), found)


def awkward() -> Offer:
    """Long, without places to break, with signs that are rare."""
    tasks = "\n".join(
        f"{n}. 任务{n}：对“隔膜 & <基膜>”在 {100 + n} ℃ 下做失效分析（《锂离子电池用聚烯烃隔膜》GB/T 36363—2018 "
        f"第 5.3.{n} 条），结论须可复现。"
        for n in range(1, 21)
    )
    unbroken = "https://std.example/?" + "a1b2c3d4e5" * 20 + " GB/T_36363-2018/" + "XYZ0123456789" * 12
    criteria = tuple(
        CRITERIA[0].model_copy(
            update={
                "id": f"c{n}",
                "quantity": f"第{n}项 150 ℃ 下（纵向）、“横向”热收缩率",
                "unit": "mmol/(m²·24h·0.1MPa)",
            }
        )
        for n in range(15)
    )
    scope = f"{tasks}\n{unbroken}\n生僻字𠮷𬭸𤲞，表情🔋🧪"
    return OFFER.model_copy(update={"scope": scope, "criteria": criteria})


def test_no_line_begins_with_a_sign_that_may_not_and_nothing_is_printed_as_a_box() -> None:
    made = content_of(offered(awkward()), PARTIES)
    with printed(shipped(), made) as read:
        pages = [page.get_textpage().get_text_range() for page in read]
    lines = [line.strip() for page in pages for line in re.split(r"[\r\n]+", page) if line.strip()]
    assert [line for line in lines if line[0] in NEVER_BEGINS_A_LINE] == []
    said = squeezed("".join(pages))
    assert "〔U+1F50B〕〔U+1F9EA〕" in said
    assert "没有字体的字以〔U+编号〕印出" in said
    assert "𠮷" in said
    assert sum("序号" in page for page in pages) > 1, "the head of the table comes again"


def test_the_signatures_stand_together_on_one_page_with_the_end_of_the_text() -> None:
    made = content(at("agreed"))
    for more in range(0, 30, 5):
        longer = made.model_copy(update={"intellectual_property": "约定一行。\n" * more + "完"})
        with printed(shipped(), longer) as read:
            last = squeezed(read[len(read) - 1].get_textpage().get_text_range())
        assert all(
            word in last for word in ("以下无正文", "签署", "甲方（盖章）", "乙方（盖章）", "授权签字人", "日期：")
        )
