"""What a template may not bring along: programs, embedded objects, anything from outside, fields that act. Pure.

A template is a file from elsewhere that everybody's agreement is made of: who opens the agreement opens the template.
Fields are let through by name, everything else that acts is refused, with the part and the paragraph where it stands.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Any

from foundation.errors import InvalidInput
from foundation.language import Sentence, sentence
from foundation.values import Value

_HARMLESS_FIELDS = frozenset(
    {"PAGE", "NUMPAGES", "SECTION", "SECTIONPAGES", "TOC", "PAGEREF", "REF", "SEQ", "STYLEREF"}
)
_ACTING = {
    "vbaProject": sentence("宏"),
    "wordVbaData": sentence("宏"),
    "oleObject": sentence("嵌入的对象"),
    "package": sentence("嵌入的对象"),
    "control": sentence("嵌入的对象"),
    "aFChunk": sentence("并入的另一份文件"),
    "subDocument": sentence("并入的另一份文件"),
}
"""Kinds of relations inside the file, by the end of their address."""
_OUTSIDE = {
    "attachedTemplate": sentence("外部模板"),
    "image": sentence("外部图片"),
    "hyperlink": sentence("外部链接"),
}
_RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"


class Found(Value):
    """One thing that may not be there: what, in which part, in which paragraph of it (0: in none)."""

    what: Sentence
    part: str
    line: int = 0
    detail: str = ""


def expect_harmless(template: bytes) -> None:
    """Expect a readable DOCX without anything that acts or comes from outside.

    :raises InvalidInput: ``agreement_template_unsafe`` naming part and paragraph, ``agreement_template_unsafe_part``
        where it stands in no paragraph.
    """
    found = next(_found(template), None)
    if found is None:
        return
    facts = {"what": found.what.template, "part": found.part, "detail": found.detail[:200]}
    if found.line:
        raise InvalidInput(
            "agreement_template_unsafe",
            "协议模板不能有{what}：{part} 第 {line} 行（{detail}），请去掉",
            line=found.line,
            field="template",
            **facts,
        )
    raise InvalidInput(
        "agreement_template_unsafe_part",
        "协议模板不能有{what}：{part}（{detail}），请去掉",
        field="template",
        **facts,
    )


def _found(template: bytes) -> Iterator[Found]:
    from docx.oxml.parser import parse_xml

    with zipfile.ZipFile(io.BytesIO(template)) as archive:
        names = archive.namelist()
        if b"macroEnabled" in archive.read("[Content_Types].xml"):
            yield Found(what=sentence("宏"), part="[Content_Types].xml", detail="macroEnabled")
        trees = {name: parse_xml(archive.read(name)) for name in names if name.endswith((".xml", ".rels"))}
    for name, tree in trees.items():
        if name.endswith(".rels"):
            folder, _, file = name.rpartition("_rels/")
            part = folder + file.removesuffix(".rels")
            for relation in tree.iter(_RELATIONS):
                yield from _related(relation, part, trees.get(part))
        else:
            yield from _fields(name, tree)


def _related(relation: Any, part: str, tree: Any) -> Iterator[Found]:
    kind = str(relation.get("Type", "")).rpartition("/")[2]
    target = str(relation.get("Target", ""))
    if relation.get("TargetMode") == "External":
        what = _OUTSIDE.get(kind, sentence("外部内容"))
    elif kind in _ACTING:
        what = _ACTING[kind]
    else:
        return
    yield Found(what=what, part=part, line=_used_in(tree, str(relation.get("Id"))), detail=target)


def _used_in(tree: Any, relation: str) -> int:
    """The paragraph that names a relation."""
    if tree is None:
        return 0
    for element in tree.iter():
        if isinstance(element.tag, str) and any(
            name.startswith("{") and "relationships" in name and value == relation
            for name, value in element.attrib.items()
        ):
            return _line(element, tree)
    return 0


def _fields(name: str, tree: Any) -> Iterator[Found]:
    """Fields that act or reach outside; an instruction may be cut into pieces."""
    from docx.oxml.ns import qn

    open_fields: list[str] = []
    for one in tree.iter(qn("w:fldSimple"), qn("w:fldChar"), qn("w:instrText")):
        told = None
        if one.tag == qn("w:fldSimple"):
            told = one.get(qn("w:instr"), "")
        elif one.tag == qn("w:instrText"):
            open_fields[-1:] = [(open_fields[-1] if open_fields else "") + (one.text or "")]
        elif one.get(qn("w:fldCharType")) == "begin":
            open_fields.append("")
        elif one.get(qn("w:fldCharType")) == "end" and open_fields:
            told = open_fields.pop()
        if told is not None and (told.split() or ["?"])[0].upper() not in _HARMLESS_FIELDS:
            yield Found(what=sentence("会执行的域"), part=name, line=_line(one, tree), detail=told.strip())
    for told in open_fields:
        yield Found(what=sentence("会执行的域"), part=name, detail=told.strip())


def _line(element: Any, tree: Any) -> int:
    """The number of the paragraph around an element, counted from the top of its part; 0 outside of any."""
    from docx.oxml.ns import qn

    around = next((one for one in element.iterancestors(qn("w:p"))), None)
    if around is None:
        return 0
    return next(number for number, one in enumerate(tree.iter(qn("w:p")), 1) if one is around)
