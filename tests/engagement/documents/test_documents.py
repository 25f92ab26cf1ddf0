"""The agreement as a paper: everything agreed stands in it, in both forms; a wrong template is refused by name."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path
from typing import Any

import docx
import pytest
from hypothesis import given, settings

from engagement.documents.content import Content, Parties, content_of
from engagement.documents.filling import filled
from engagement.documents.printing import html_of, pdf_of
from engagement.documents.service import template_for
from engagement.documents.template import shipped
from engagement.facts.agreement import Offer
from engagement.record import Engagement
from foundation.errors import Conflict, DockingError, InvalidInput
from foundation.language import Language
from tests.engagement.cases import AGAINST, CRITERIA, OFFER, SIGNATORIES, TEAM, at, opened, step
from tests.engagement.test_comparing import OFFERS
from tests.skipping import lacking

PARTIES = Parties(
    enterprise="示例新能源<&>公司", host="示例检验研究院", credit_code="123", centre="示例中心", demand_title="隔膜收缩"
)
LONG = OFFER.model_copy(
    update={
        "scope": "对隔膜在 150 ℃ 下的收缩做失效分析，找出原因并验证；" * 60 + "\n第二段。",
        "criteria": tuple(
            CRITERIA[0].model_copy(update={"id": f"c{n}", "quantity": f"第{n}项纵向和横向的热收缩率平均值"})
            for n in range(40)
        ),
    }
)


def offered(offer: Offer = OFFER) -> Engagement:
    return step(step(opened(), "start", contacts={"enterprise": "王经理", "centre": "顾工"}), "make_offer", offer=offer)


def amended(offer: Offer) -> Engagement:
    """Signed once, staffed, sent back to the talks by the review, and signed again."""
    talks = step(at("review"), "fail_to_talks", opinions=AGAINST, reason="范围不清", code="scope")
    talks = step(talks, "make_offer", offer=offer)
    for side in ("enterprise", "host"):
        talks = step(talks, "confirm_offer", side=side, digest=offer.digest)
    review = {"capability": True, "scope": True, "secrecy": True, "impartiality": True}
    return step(step(talks, "review_contract", contract_review=review), "sign", signatories=SIGNATORIES)


def content(engagement: Engagement, version: int | None = None, language: Language = "zh") -> Content:
    return content_of(engagement, PARTIES, version, language)


def paper(made: Content, language: Language = "zh") -> Any:
    return docx.Document(io.BytesIO(filled(shipped(language), made, language)))


def text_of(read: Any) -> str:
    cells = [cell.text for table in read.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(one.text for one in read.paragraphs), *cells])


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


@settings(max_examples=12, deadline=None, derandomize=True, database=None)
@given(OFFERS)
def test_every_criterion_both_parties_and_the_digest_stand_in_the_paper(offer: Offer) -> None:
    read = paper(content(offered(offer)))
    said = squeezed(text_of(read))
    for criterion in offer.criteria:
        for part in (criterion.quantity, criterion.limit, criterion.unit, criterion.method, criterion.sample):
            assert squeezed(part or "") in said
    for part in (PARTIES.enterprise, PARTIES.host, offer.scope, offer.price, str(offer.finish_by), *offer.deliverables):
        assert squeezed(part) in said
    assert offer.digest in "".join(one.text for one in read.sections[0].footer.paragraphs)


def test_the_same_terms_give_the_same_bytes_dated_by_the_agreement() -> None:
    made = content(at("agreed"))
    assert filled(shipped(), made) == filled(shipped(), made)
    with zipfile.ZipFile(io.BytesIO(filled(shipped(), made))) as archive:
        assert {entry.date_time[0] for entry in archive.infolist()} == {1980}
    assert paper(made).core_properties.created.isoformat()[:10] == "2025-03-10"


def test_a_draft_says_so_and_a_signed_version_names_who_signed() -> None:
    draft, signed = content(offered()), content(at("agreed"))
    assert (draft.version, draft.status, draft.host_signatory[0]) == (1, "草案，尚未签订", "＿")
    assert (signed.version, signed.status, signed.host_signatory) == (1, "已签订", "李院长")
    assert signed.price_in_capitals == "肆万捌仟元整"
    assert "中心" not in signed.host
    with pytest.raises(Conflict, match="还没有方案"):
        content(opened())
    with pytest.raises(InvalidInput, match="没有第 2 版"):
        content(at("agreed"), 2)


def test_an_amendment_says_what_it_replaces_and_what_it_changes() -> None:
    new = OFFER.model_copy(update={"price": "52000.00", "criteria": CRITERIA[:1]})
    both = amended(new)
    second = content(both)
    assert (second.version, second.is_amendment, second.replaces_version) == (2, True, 1)
    said = text_of(paper(second))
    assert "技术服务协议（变更协议）" in said
    assert f"替代第 1 版（摘要 {OFFER.digest}）" in said
    assert "价格（元）：由“48000.00”改为“52000.00”" in said
    assert "删去验收指标“厚度”" in said
    first = text_of(paper(content(both, 1)))
    assert "变更协议）" not in first
    assert "厚度" in first


def test_the_same_terms_signed_again_say_that_nothing_changed() -> None:
    again = content(amended(OFFER))
    assert (again.version, [one.text for one in again.changes]) == (2, ["条款没有改动"])
    assert again.digest == again.replaces_digest


def test_the_team_is_annexed_once_it_stands() -> None:
    assert TEAM.lead.name in text_of(paper(content(at("team_formed"))))
    assert "项目组" not in text_of(paper(content(offered())))


def test_the_english_paper_is_english_but_for_what_people_wrote() -> None:
    made = content(at("team_formed"), language="en")
    said = squeezed(text_of(paper(made, "en")))
    own = squeezed(str(made.tags().values()))
    assert [part for part in re.findall(r"[\u4e00-\u9fff]+", said) if part not in own] == []


@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_text_of_the_pdf_lies_outside_its_page_and_each_page_bears_the_digest(language: Language) -> None:
    import pypdfium2

    made = content(amended(LONG), language=language)
    document = filled(shipped(language), made, language)
    try:
        printed = pdf_of(document, made, language)
    except DockingError as missing:
        if missing.code in ("pdf_printer_missing", "pdf_font_missing"):
            lacking(str(missing))
        raise
    said = ""
    with pypdfium2.PdfDocument(printed) as read:
        assert len(read) > 3
        for page in read:
            text = page.get_textpage()
            wide, high = page.get_size()
            for place in range(text.count_chars()):
                left, bottom, right, top = text.get_charbox(place)
                assert -0.5 <= left <= right <= wide + 0.5
                assert -0.5 <= bottom <= top <= high + 0.5
            assert made.digest in squeezed(text.get_text_range())
            said += squeezed(text.get_text_range())
    for line in made.criteria:
        assert squeezed(line.quantity) in said


def test_the_pdf_says_what_the_docx_says_with_markup_made_harmless() -> None:
    made = content(at("agreed"))
    page = html_of(filled(shipped(), made), made)
    assert "示例新能源&lt;&amp;&gt;公司" in page
    assert page.count("<tr>") == sum(len(table.rows) for table in paper(made).tables)
    assert page.count("<thead>") == page.count("</thead>") == 1


def altered(old: str, new: str, foot: str | None = None) -> bytes:
    """The shipped template as a centre might have edited it."""
    made = docx.Document(io.BytesIO(shipped()))
    cells = [one for table in made.tables for row in table.rows for cell in row.cells for one in cell.paragraphs]
    for paragraph in (*made.paragraphs, *cells):
        if old in paragraph.text:
            paragraph.text = paragraph.text.replace(old, new)
    if foot is not None:
        for paragraph in made.sections[0].footer.paragraphs:
            paragraph.text = foot
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("old", "new", "tag"),
    [
        ("{{ scope }}", "{{ scoop }}", "{{ scoop }}"),
        ("{{ scope }}", "{{ prise }}", "{{ prise }}"),
        ("{{ scope }}", "{{ scope | shout }}", "{{ scope | shout }}"),
        ("{{ scope }}", "{{ scope", "{{ scope"),
        ("{{ one.limit }}", "{{ one.limitt }}", "{{ one.limitt }}"),
        ("{{ scope }}", "{{ scope.__class__.__mro__ }}", "{{ scope.__class__.__mro__ }}"),
    ],
)
def test_a_broken_tag_is_named_with_its_line(old: str, new: str, tag: str) -> None:
    template = altered(old, new)
    with pytest.raises(InvalidInput) as refused:
        filled(template, content(at("agreed")))
    assert refused.value.code == "agreement_template_broken"
    assert refused.value.facts["tag"] == tag
    lines = [p for p in docx.Document(io.BytesIO(template)).element.body.iter() if p.tag.endswith("}p")]
    line = refused.value.facts["line"]
    assert isinstance(line, int)
    assert tag.strip("{} ") in "".join(part.text or "" for part in lines[line - 1].iter() if part.tag.endswith("}t"))


def test_a_block_that_is_never_ended_is_named() -> None:
    made = docx.Document(io.BytesIO(shipped()))
    loose = next(one for one in made.paragraphs if one.text == "{%p endif %}")
    loose._p.getparent().remove(loose._p)
    out = io.BytesIO()
    made.save(out)
    with pytest.raises(InvalidInput) as refused:
        filled(out.getvalue(), content(at("agreed")))
    assert str(refused.value.facts["tag"]).startswith("{%p if")


@pytest.mark.parametrize(
    ("old", "new", "missing"),
    [
        ("{{ one.method }}", "按标准", "验收指标"),
        ("{{ host }}", "中心", "乙方"),
        ("{{ price_in_capitals }}", "", "大写金额"),
    ],
)
def test_a_template_that_leaves_out_what_was_agreed_is_refused(old: str, new: str, missing: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        filled(altered(old, new), content(at("agreed")))
    assert (refused.value.code, refused.value.facts["missing"]) == ("agreement_template_incomplete", missing)


def test_a_template_without_the_digest_at_the_foot_or_that_is_no_document_is_refused() -> None:
    with pytest.raises(InvalidInput, match="每页页脚的条款摘要"):
        filled(altered("x", "x", foot="示例研究院"), content(at("agreed")))
    for other in (b"", b"PK\x03\x04", b"%PDF-1.7"):
        with pytest.raises(InvalidInput, match="不是能打开的"):
            filled(other, content(at("agreed")))


def test_a_centre_may_put_a_template_of_its_own_before_that_of_the_site_and_ours(tmp_path: Path) -> None:
    assert template_for("ctr_1", "zh", tmp_path) == shipped()
    (tmp_path / "agreement.docx").write_bytes(altered("签署", "双方签章"))
    (tmp_path / "ctr_1").mkdir()
    (tmp_path / "ctr_1" / "agreement.docx").write_bytes(altered("签署", "用印"))
    made = content(at("agreed"))
    shown = [filled(template_for(centre, "zh", tmp_path), made) for centre in ("ctr_1", "ctr_2")]
    said = [text_of(docx.Document(io.BytesIO(one))) for one in shown]
    assert ["用印" in said[0], "双方签章" in said[1]] == [True, True]
    assert template_for("ctr_1", "en", tmp_path) == shipped("en")
