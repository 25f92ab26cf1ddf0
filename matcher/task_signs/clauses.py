"""The demand cut into clauses for hearing tasks: where each stands, under which heading, in which item of a list.

The intake's reading says which passages introduce the enterprise. Here every other heading counts too, known or not
(``后续要求:`` ends ``工作基础:``), a full stop of English ends a clause, and numbered items are kept apart, for their
order is the order of the work.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from intake.reading.statement import TEXT, TITLE, Statement

Role = Literal["title", "said", "result", "aside"]
"""The title; what is said; what is expected to come out; what is told of the enterprise, its means or the world."""


@dataclass(frozen=True, slots=True)
class TaskClause:
    """``[start, end)`` of the folded text (``utterance`` 0) or title (1)."""

    utterance: int
    start: int
    end: int
    text: str
    role: Role
    sentence: int
    item: int
    """Number of the list item it stands in, 0 outside of lists."""
    following: str = ""
    """The next clause, when it belongs to the same sentence."""


_HEADING = re.compile(
    r"(?:^|(?<=[\n。;；!?】 ]))[ 【]{0,3}(?:[一二三四五六七八九十]{1,2}[、.:]|"
    r"[((][一二三四五六七八九十\d]{1,2}[))]|\d{1,2}[、.)]|[①-⑳])? {0,2}【?"
    r"(?P<name>[\u4e00-\u9fff、与和及]{2,12})(?:[((][^))\n]{0,16}[))])?[:】]"
)
_ITEM = re.compile(
    r"(?:^|(?<=[\n。;；!?：:,，])) {0,3}(?:[((][一二三四五六七八九十\d]{1,2}[))]|\d{1,2}(?:[、)]|\.(?!\d))|"
    r"[①-⑳]|第[一二三四五六][步,、是阶]"
    r"|[一二三四五六七八九十]{1,2}[、是])"
)
_ASIDE = re.compile(
    r"基础|条件(?!要求)|现有|简介|概况|介绍|背景|现状|情况|优势|荣誉|资金|投入|经费|预算|期限|周期|联系|意义|前景"
)
_RESULT = re.compile(r"成果(?!转化|转让)|指标|目标|效果|参数|结果|产出")
_STOP = re.compile(r"[,。;!?\n]|(?<=[a-zA-Z)\d])\.(?= |$|\n)|(?<=[a-zA-Z]): ")
_SENTENCE = re.compile(r"[。;!?\n.]")
_LONGEST = 240
"""Signs are looked for again and again inside a clause: its length is bounded, whatever a text does."""


def task_clauses(statement: Statement) -> tuple[TaskClause, ...]:
    """The clauses of the title, then of the text."""
    return (*_cut(statement, TITLE), *_cut(statement, TEXT))


def _cut(statement: Statement, utterance: int) -> Iterator[TaskClause]:
    text = statement.utterance(utterance).text
    roles = _roles(statement, utterance)
    starts = [start for start, _ in roles]
    items = [found.start() for found in _ITEM.finditer(text)] if utterance == TEXT else []
    pieces = list(_pieces(text))
    for place, (sentence, start, end) in enumerate(pieces, start=1):
        words = text[start:end]
        if not words.strip():
            continue
        first = start + len(words) - len(words.lstrip())
        role = roles[bisect_right(starts, first) - 1][1]
        later = pieces[place] if place < len(pieces) and pieces[place][0] == sentence else (0, 0, 0)
        item = bisect_right(items, start + 1)
        yield TaskClause(utterance, start, end, words, role, sentence, item, text[later[1] : later[2]])


def _pieces(text: str) -> Iterator[tuple[int, int, int]]:
    """``(sentence, start, end)`` of each clause; one without any stop is cut at :data:`_LONGEST`."""
    sentence = start = 0
    for stop in [*_STOP.finditer(text), None]:
        end = stop.start() if stop else len(text)
        if stop and stop[0] == "," and text[end - 1 : end].isdigit() and text[end + 1 : end + 4].isdigit():
            continue
        for begin in range(start, end, _LONGEST):
            yield sentence, begin, min(begin + _LONGEST, end)
        if stop is not None:
            sentence += _SENTENCE.match(stop[0]) is not None
            start = stop.end()


def _roles(statement: Statement, utterance: int) -> list[tuple[int, Role]]:
    """From which place on which role holds: headings first, then where the intake hears an introduction."""
    if utterance == TITLE:
        return [(0, "title")]
    text = statement.body.text
    roles: dict[int, Role] = {0: "said"}
    for found in _HEADING.finditer(text):
        name = found["name"]
        roles[found.start()] = "aside" if _ASIDE.search(name) else "result" if _RESULT.search(name) else "said"
    edges, headed = sorted(roles), dict(roles)
    for clause in statement.clauses:
        if clause.utterance == TEXT and clause.role == "company":
            held = headed[edges[bisect_right(edges, clause.start) - 1]]
            roles.setdefault(clause.end, held)
            roles[clause.start] = "aside"
    return sorted(roles.items())
