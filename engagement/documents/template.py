"""The shipped template, made from text: what changes in it is seen in a review, and no binary lies in the repository.

A centre takes it (``docking engagement template``), edits it in Word or WPS and puts it back
(:func:`engagement.documents.service.template_for`). Tags are those of docxtpl; names those of
:class:`engagement.documents.content.Content`.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

from evaluation.report.docx import TEXT_WIDTH, fixed_bytes, set_row, set_styles
from foundation.language import Language, Sentence, sentence, translate

_TITLE = sentence("技术服务协议{% if is_amendment %}（变更协议）{% endif %}")
_PARTIES: tuple[tuple[Sentence, str], ...] = (
    (sentence("甲方（委托方）"), "{{ enterprise }}"),
    (sentence("甲方联系人"), "{{ enterprise_contact }}"),
    (sentence("乙方（受托方，依托单位法人）"), "{{ host }}"),
    (sentence("乙方统一社会信用代码"), "{{ credit_code }}"),
    (sentence("承担中心（不是签约方）"), "{{ centre }}"),
    (sentence("中心联系人"), "{{ centre_contact }}"),
    (sentence("所依据的需求"), "{{ demand }} · {{ demand_id }}"),
    (sentence("密级"), "{{ level }}"),
)
_CRITERIA = (
    (sentence("序号"), "{{ one.number }}", 8),
    (sentence("检测量"), "{{ one.quantity }}", 24),
    (sentence("限值"), "{{ one.limit }}", 20),
    (sentence("单位"), "{{ one.unit }}", 12),
    (sentence("方法"), "{{ one.method }}", 24),
    (sentence("样品"), "{{ one.sample }}", 22),
)
_RULE = sentence(
    "每项指标由实测值判定：给出扩展不确定度 U（k = 2）时，区间“实测值 ± U”整个符合为合格，"
    "整个不符合为不合格，跨过限值为不能判定；"
    "没有给出时，实测值直接与限值比较，等于限值为合格（> 和 < 除外）。"
    "限值注明修约位数的，先按 GB/T 8170 修约再比较，其余按全数值比较。全部合格才算验收通过。"
)
_PRICE = sentence("服务总价为 ¥ {{ price }}（大写：人民币{{ price_in_capitals }}）。")
_TIME = sentence("乙方于 {{ finish_by }} 前（含当日）完成。双方约定的暂停期间不计入。")
_SECRECY = sentence(
    "本协议及履行中知悉的对方信息按密级“{{ level }}”管理，未经对方书面同意不得向第三方披露，协议终止后继续有效。"
)
_AMENDING = sentence(
    "变更须由双方对新的一版条款逐项确认，签订变更协议，并重新评审；在此之前以本版为准。协商终止须双方同意，单方终止须写明原因和已交付的内容。"
)
_HASH = sentence(
    "双方确认的是摘要（SHA-256）为 {{ digest }} 的条款：服务内容、价格、完成日期、"
    "知识产权、密级、验收指标、成果清单和签约方。条款有任何改动，摘要即不同。"
)
_REPLACES = sentence("本协议是变更协议，替代第 {{ replaces_version }} 版（摘要 {{ replaces_digest }}）。变更如下：")
_LAST_ROW = 10
"""Millimetres of the row of the date; the rows above it stay with it."""
_END = sentence("（以下无正文，为协议 {{ engagement }} 第 {{ version }} 版的签署栏）")
_FOOT = sentence("协议 {{ engagement }} 第 {{ version }} 版（{{ status }}） 条款摘要 SHA-256：")


@cache
def shipped(language: Language = "zh") -> bytes:
    """The bytes of the template in one language."""
    import docx
    from docx.shared import Mm

    made = docx.Document()
    section = made.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(18)
    section.top_margin, section.bottom_margin, section.footer_distance = Mm(20), Mm(28), Mm(10)
    set_styles(made)
    _write(made, language)
    _foot(section, language)
    made.core_properties.title = ""
    return fixed_bytes(made)


def template_file(language: Language) -> str:
    """How a template is called in the folder of templates."""
    return "agreement.docx" if language == "zh" else f"agreement.{language}.docx"


def _write(made: Any, language: Language) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    def say(words: Sentence) -> str:
        return _worded(words, language)

    named = say(sentence("编号 {{ engagement }} 第 {{ version }} 版 {{ status }}"))
    for text, style in ((say(_TITLE), "Title"), (named, "Subtitle")):
        made.add_paragraph(text, style=style).alignment = WD_ALIGN_PARAGRAPH.CENTER
    _rows(made, [(say(name), tag) for name, tag in _PARTIES], (44, 130))
    made.add_paragraph("{%p if is_amendment %}")
    made.add_paragraph(say(_REPLACES))
    _loop(made, "changes", "{{ one.number }}. {{ one.text }}")
    made.add_paragraph("{%p endif %}")
    made.add_heading(say(sentence("一、服务内容")), level=1)
    made.add_paragraph("{{ scope }}")
    made.add_heading(say(sentence("二、价款")), level=1)
    made.add_paragraph(say(_PRICE))
    made.add_heading(say(sentence("三、期限")), level=1)
    made.add_paragraph(say(_TIME))
    made.add_paragraph("{%p if scope_note %}")
    made.add_paragraph("{{ scope_note }}")
    made.add_paragraph("{%p endif %}")
    made.add_heading(say(sentence("四、验收指标")), level=1)
    _criteria(made, language)
    made.add_paragraph(say(_RULE))
    made.add_paragraph("{%p if rework %}")
    made.add_paragraph("{{ rework }}")
    made.add_paragraph("{%p endif %}")
    made.add_heading(say(sentence("五、交付成果")), level=1)
    _loop(made, "deliverables", "{{ one.number }}. {{ one.name }}")
    made.add_heading(say(sentence("六、知识产权")), level=1)
    made.add_paragraph("{{ intellectual_property }}")
    made.add_heading(say(sentence("七、保密")), level=1)
    made.add_paragraph(say(_SECRECY))
    made.add_heading(say(sentence("八、变更和终止")), level=1)
    made.add_paragraph(say(_AMENDING))
    made.add_heading(say(sentence("九、条款的摘要")), level=1)
    made.add_paragraph(say(_HASH))
    made.add_paragraph("{%p if team %}")
    made.add_heading(say(sentence("附：项目组")), level=1)
    _loop(made, "team", "{{ one.number }}. {{ one.name }} · {{ one.role }}")
    made.add_paragraph("{%p endif %}")
    _signatures(made, say)


def _signatures(made: Any, say: Callable[[Sentence], str]) -> None:
    """One block that never falls apart over two pages, told to be the end of the text, with room for seals."""
    from docx.shared import Mm

    made.add_paragraph(say(_END)).paragraph_format.keep_with_next = True
    made.add_heading(say(sentence("签署")), level=1)
    first, second = say(sentence("甲方（盖章）：")), say(sentence("乙方（盖章）："))
    signed, on = say(sentence("授权签字人：")), say(sentence("日期："))
    table = _rows(
        made,
        [
            (f"{first}{{{{ enterprise }}}}", f"{second}{{{{ host }}}}"),
            (f"{signed}{{{{ enterprise_signatory }}}}", f"{signed}{{{{ host_signatory }}}}"),
            (f"{on}{{{{ signed_on }}}}", f"{on}{{{{ signed_on }}}}"),
        ],
        (87, 87),
    )
    for row, high in zip(table.rows, (32, 16, _LAST_ROW), strict=True):
        row.height = Mm(high)
        for cell in row.cells:
            cell.paragraphs[0].paragraph_format.keep_with_next = high > _LAST_ROW


def _worded(words: Sentence, language: Language) -> str:
    """Translated as it stands: the tags in it are filled in later."""
    text = translate(words.template, language)
    return text[:1].upper() + text[1:]


def _loop(made: Any, name: str, each: str) -> None:
    made.add_paragraph(f"{{%p for one in {name} %}}")
    made.add_paragraph(each)
    made.add_paragraph("{%p endfor %}")


def _rows(made: Any, rows: list[tuple[str, ...]], widths: tuple[int, ...]) -> Any:
    table = _table(made, widths)
    for texts in rows:
        _row(table, texts, widths)
    made.add_paragraph()
    return table


def _criteria(made: Any, language: Language) -> None:
    widths = tuple(wide for *_, wide in _CRITERIA)
    table = _table(made, widths)
    _row(table, tuple(_worded(name, language) for name, *_ in _CRITERIA), widths, is_head=True)
    _row(table, ("{%tr for one in criteria %}", *[""] * (len(widths) - 1)), widths)
    _row(table, tuple(tag for _, tag, _ in _CRITERIA), widths)
    _row(table, ("{%tr endfor %}", *[""] * (len(widths) - 1)), widths)
    made.add_paragraph()


def _table(made: Any, widths: tuple[int, ...]) -> Any:
    from docx.shared import Mm

    table = made.add_table(rows=0, cols=len(widths), style="Table Grid")
    table.autofit = False
    for column, wide in zip(table.columns, widths, strict=True):
        column.width = Mm(TEXT_WIDTH * wide / sum(widths))
    return table


def _row(table: Any, texts: tuple[str, ...], widths: tuple[int, ...], *, is_head: bool = False) -> None:
    from docx.shared import Mm, Pt

    row = table.add_row()
    for cell, text, wide in zip(row.cells, texts, widths, strict=True):
        cell.width = Mm(TEXT_WIDTH * wide / sum(widths))
        paragraph = cell.paragraphs[0]
        paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(2)
        run = paragraph.add_run(text)
        run.font.size, run.bold = Pt(9), is_head
    set_row(row, repeats=is_head)


def _foot(section: Any, language: Language) -> None:
    """The digest on every page, below it the number of the page."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Pt

    first = section.footer.paragraphs[0]
    first.add_run(_worded(_FOOT, language)).font.size = Pt(7.5)
    second = section.footer.add_paragraph()
    second.add_run("{{ digest }}").font.size = Pt(7.5)
    third = section.footer.add_paragraph()
    for paragraph in (first, second, third):
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for code, before in (("PAGE", ""), ("NUMPAGES", " / ")):
        third.add_run(before).font.size = Pt(7.5)
        field = OxmlElement("w:fldSimple")
        field.set(qn("w:instr"), code)
        shown = third.add_run("1")
        shown.font.size = Pt(7.5)
        field.append(shown._r)
        third._p.append(field)
