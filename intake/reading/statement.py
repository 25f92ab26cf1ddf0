"""What is read: a title (if there is one) and a text, folded and cut into clauses, each with its role.

Published demands tell more than the demand: who the enterprise is, what it already has, what it spent. A value read
from such a passage would be invented in effect ("invested 350 million" is no budget), so every clause carries the
role of the passage it stands in, and each idea says which roles it reads.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

from foundation.quantities import Quantity, find_quantities
from intake.demand import Evidence, Origin, Reading
from intake.fields import FieldName
from intake.grounding import Folded, fold
from intake.reading.standard_numbers import find_standards

Role = Literal["title", "plain", "name", "need", "problem", "goal", "basis", "company", "background", "other"]

TEXT, TITLE = 0, 1
_LOOK_BACK = 24
"""Utterance numbers of a statement: offsets are into the text, or into the title."""


@dataclass(frozen=True, slots=True)
class Clause:
    """A stretch without a comma: ``[start, end)`` of the folded utterance, its words, role and sentence number."""

    utterance: int
    start: int
    end: int
    text: str
    role: Role
    sentence: int
    label: str = ""
    """The heading directly before the clause (``完成时限:``), if there is one."""

    def before(self, position: int) -> str:
        """The words just before ``position`` of the clause: a look back must not grow with the clause."""
        return self.text[max(position - _LOOK_BACK, 0) : position]


_LABELS: tuple[tuple[Role, str], ...] = (
    ("name", r"(?:需求|项目|技术|课题|产品|装置)名称|需求标题"),
    (
        "basis",
        r"(?:现有|已有|目前)?的?(?:前期)?(?:工作|研究|技术|研发|项目|实验|平台)?(?:的)?基础(?:条件"
        r"|情况)?|现有(?:工作)?(?:条件|内容|资源|技术)|前期工作",
    ),
    (
        "company",
        r"(?:企业|公司|单位)(?:基本)?(?:简介|概况|介绍|情况|信息|优势|技术背景|背景)|(?:关于"
        r"|认识)我们|单位名称|企业名称|所属单位|发榜单位|发榜企业",
    ),
    (
        "background",
        r"(?:项目|技术|行业|需求|研究)?(?:背景|概述|概况|现状)(?:介绍|分析|及意义)?|研究意义"
        r"|国内外.{0,8}(?:现状|趋势)|市场(?:前景|分析)",
    ),
    (
        "goal",
        r"(?:预期|研究|研发|合作|项目|主要|总体|技术|希望达到的?|拟实现的?|达到)?的?(?:目标|指标"
        r"|目的)(?:要求|内容)?|(?:主要|技术|考核|经济|性能|质量)+指标|技术要求|技术参数|性能要求"
        r"|指标要求|预期(?:成果|效果|结果)",
    ),
    (
        "problem",
        r"(?:拟|需要?|急需|希望|待|亟待|所)?(?:解决|攻克)的?(?:主要|关键|技术|核心)*(?:问题|难题"
        r"|难点|瓶颈|需求)|(?:面临|遇到|存在)?的?(?:主要|关键|技术|核心|工艺)*(?:问题|难题|难点"
        r"|瓶颈|困难)|问题描述|故障现象|不良现象",
    ),
    (
        "need",
        r"(?:技术|项目|主要|具体|企业|合作|研发|检测|服务)*(?:需求|研究|研发|开发|合作)(?:及|和"
        r"|与)?(?:预期)?(?:目标)?(?:内容|详情|描述|说明|方向|简述)?|具体(?:内容|需求|要求)"
        r"|主要内容|关键技术|要求|诉求",
    ),
    (
        "plain",
        r"合作方式|资金(?:预算|需求)?|预算(?:资金|金额)?|(?:研发)?经费(?:预算)?|投入(?:资金|预算)|备注|其他"
        r"|(?:完成|解决|期望解决|交付)?(?:期限|时限|时间)(?:要求)?|联系(?:人|方式|电话)|(?:所属|所在)?地区"
        r"|所在地|需求类型|保密要求|样品(?:情况)?|有效期|地址",
    ),
)
_LABEL = re.compile(
    r"(?:^|(?<=[\n。;；!！?？ ])) {0,3}(?:[一二三四五六七八九十]{1,2}[、..:]"
    r"|[((][一二三四五六七八九十\d]{1,2}[))]|\d{1,2}[、..)]|[①-⑳])? {0,3}【?(?:"
    + "|".join(f"(?P<{role}>{pattern})" for role, pattern in _LABELS)
    + r")(?:[、及和与](?:预期)?(?:目标|内容|现有工作基础))*(?:[((][^))\n]{0,20}[))])? {0,3}(?:[:】]+|(?=\n))"
)
_SENTENCE_END = "。!?;\n"
_CLAUSE_END = _SENTENCE_END + ","
_BRACKET = 30
"""A bracket this short belongs to its clause, commas and all."""
_COMPANY = re.compile(
    r"^.{0,22}(?:公司|集团|我厂|本厂|企业|我司)(?:现|目前|于|始|先后|自(?![己行筹愿])|主要|是|占地|拥有|成立"
    r"|创立|创建|创办|注册|总|坐落|地处|位于|隶属|建有|设有|有着|具有|技术力量|已通过)"
    r"|(?:注册资[金本]|成立于|创立于|始建于|占地面积|建筑面积|占地\d|在册职工|员工\d|职工\d"
    r"|现有(?:员工|职工)|被(?:评|认定)为|荣获|高新技术企业|技术力量雄厚|院士工作站|博士后)"
)
_WISH = re.compile(
    r"需要|希望|需求|寻求|急需|亟需|欲|拟|想|遇到|存在|出现|难题|问题|(?:开发|研发|研制|改进"
    r"|解决).{0,12}(?:技术|工艺|产品|难)|生产的|的产品"
)


@dataclass(frozen=True)
class Statement:
    """A title and a text, ready to be read. Both keep their original characters."""

    title: Folded
    body: Folded
    others: tuple[tuple[int, int], ...] = ()
    """``[start, end)`` in the original text of further demands: they are not this demand's matter."""

    def utterance(self, number: int) -> Folded:
        """The text (0) or the title (1)."""
        return self.title if number == TITLE else self.body

    def evidence(self, utterance: int, start: int, end: int) -> Evidence:
        """Evidence for ``[start, end)`` of the folded text or title; blanks at the ends are left out."""
        folded = self.utterance(utterance)
        while end - start > 1 and folded.text[end - 1].isspace():
            end -= 1
        while end - start > 1 and folded.text[start].isspace():
            start += 1
        return folded.evidence(start, end, utterance)

    def cited(self, utterance: int) -> tuple[tuple[int, int, str], ...]:
        """``(start, end, number)`` of the standards cited in the folded text or title."""
        return self._cited[utterance]

    def limits(self, utterance: int) -> tuple[Quantity, ...]:
        """The quantities of the folded text or title that can be limits: no money, no spans of years, nothing cited."""
        return self._limits[utterance]

    @cached_property
    def _cited(self) -> tuple[tuple[tuple[int, int, str], ...], ...]:
        return tuple(tuple(find_standards(self.utterance(number).text)) for number in (TEXT, TITLE))

    @cached_property
    def _limits(self) -> tuple[tuple[Quantity, ...], ...]:
        return tuple(tuple(self._find_limits(number)) for number in (TEXT, TITLE))

    def _find_limits(self, utterance: int) -> Iterator[Quantity]:
        cited = self.cited(utterance)
        next_cited = 0
        for quantity in find_quantities(self.utterance(utterance).text):
            while next_cited < len(cited) and cited[next_cited][1] <= quantity.start:
                next_cited += 1
            inside = next_cited < len(cited) and cited[next_cited][0] < quantity.end
            if not inside and quantity.dimension not in ("money", "calendar time", "working time"):
                yield quantity

    @cached_property
    def clauses(self) -> tuple[Clause, ...]:
        """The clauses of the title, then of the text."""
        body = _introductions(_cut(self.body.text, TEXT, "plain"))
        return (*_cut(self.title.text, TITLE, "title"), *(self._placed(clause) for clause in body))

    @cached_property
    def own(self) -> tuple[Clause, ...]:
        """The clauses that speak of the demand itself: not of the enterprise, its means, or the world at large."""
        return tuple(clause for clause in self.shared if clause.role != "other")

    @cached_property
    def shared(self) -> tuple[Clause, ...]:
        """The own clauses and those of further demands in the same text: region, budget or date may stand there."""
        return tuple(clause for clause in self.clauses if clause.role not in ("company", "basis", "background"))

    def _placed(self, clause: Clause) -> Clause:
        at = self.body.origin[clause.start]
        return replace(clause, role="other") if any(start <= at < end for start, end in self.others) else clause


def state(title: str | None, text: str, others: tuple[tuple[int, int], ...] = ()) -> Statement:
    """A statement of a title (or none) and a text; ``others`` are stretches of it that are further demands."""
    return Statement(fold(title or ""), fold(text), others)


def _cut(text: str, utterance: int, start_role: Role) -> Iterator[Clause]:
    """Cut at sentence marks, commas and section labels; a label's role lasts until the next label."""
    labels = list(_LABEL.finditer(text)) if start_role != "title" else []
    edges = [(0, 0, start_role)]
    edges += [(label.start(), label.end(), _role(label)) for label in labels]
    sentence = 0
    for number, (heading, begin, role) in enumerate(edges):
        stop = edges[number + 1][0] if number + 1 < len(edges) else len(text)
        for start, end in _pieces(text, begin, stop):
            words = text[start:end]
            if words.strip():
                label = text[heading:begin].strip() if start == begin else ""
                yield Clause(utterance, start, end, words, role, sentence, label)
            sentence += end >= len(text) or text[end] in _SENTENCE_END
        sentence += 1


def _pieces(text: str, begin: int, stop: int) -> Iterator[tuple[int, int]]:
    start, opened = begin, -_BRACKET
    for index in range(begin, stop):
        character = text[index]
        if character == "(" and ")" in text[index : index + _BRACKET]:
            opened = index
        elif character == ")":
            opened = -_BRACKET
        elif character in _CLAUSE_END and not _inside_number(text, index) and index - opened >= _BRACKET:
            yield start, index
            start = index + 1
    yield start, stop


def _inside_number(text: str, index: int) -> bool:
    """A comma between digits (1,000) does not end a clause."""
    return text[index] == "," and text[index - 1 : index].isdigit() and text[index + 1 : index + 4].isdigit()


def _role(label: re.Match[str]) -> Role:
    found: Role = label.lastgroup or "plain"  # type: ignore[assignment]
    return found


def _introductions(clauses: Iterable[Clause]) -> Iterator[Clause]:
    """Clauses in which the enterprise introduces itself get that role, whatever the heading says.

    An introduction lasts to the end of its sentence, or until a wish or a trouble is spoken of.
    """
    sentence, introducing = -1, False
    for clause in clauses:
        if clause.sentence != sentence:
            sentence, introducing = clause.sentence, False
        wishes = _WISH.search(clause.text) is not None
        introducing = not wishes and (introducing or _COMPANY.search(clause.text) is not None)
        if introducing and clause.role in ("plain", "need", "goal", "problem", "background"):
            yield replace(clause, role="company")
        else:
            yield clause


def reading(
    statement: Statement, field: FieldName, value: str | None, utterance: int, start: int, end: int, rule: str
) -> Reading:
    """One reading with its evidence. ``value=None`` takes the words themselves; else it is a normalisation of them."""
    evidence = statement.evidence(utterance, start, end)
    words = statement.utterance(utterance).text[start:end].strip()
    value = words if value is None else value
    origin: Origin = "quoted" if value == evidence.quote else "normalised"
    return Reading(field=field, value=value, origin=origin, evidence=(evidence,), rule=rule)
