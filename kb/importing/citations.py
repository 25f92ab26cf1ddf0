"""One standard cell into its citations: names, numbers, years, and the clause text that stood behind a number.

Annexes write the name before the number (塑料 … GB/T 1843-2008), behind it, in 《》, or not at all, and several
standards in one cell on lines of their own, after ；, 、 or /. A number is the anchor; the text between two numbers is
shared out by where names stand in that cell. Nothing is invented: what is not in the cell is ``None``.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from itertools import pairwise

from kb.importing.cells import fold, tidy, without_marks
from kb.importing.families import DoubtKind, WrittenNumber
from kb.importing.numbers import find_numbers
from kb.standards import StandardReference


@dataclass(frozen=True, slots=True)
class CitationDoubt:
    """A number that was not written as it should be: the text as it stood and what was probably meant."""

    kind: DoubtKind
    text: str
    proposal: str | None


@dataclass(frozen=True, slots=True)
class Citations:
    """What one cell cites. No references: the cell cannot be read as any citation."""

    references: tuple[StandardReference, ...] = ()
    clause: str | None = None
    doubts: tuple[CitationDoubt, ...] = ()


@dataclass(frozen=True, slots=True)
class _Cited:
    name: str | None
    number: WrittenNumber | None
    year: str | None = None


_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_SEMICOLON = re.compile(r"[;；]")
_ENUMERATOR = re.compile(r"^\s*(?:[(]?[1-9][0-9]?(?:[)]|[.、](?![0-9]))|[①-⑳])\s*(?=\D)")
_EDGES = " \n\t,，、;；:：/.。+&-—~《》〈〉|·"
_LABEL = re.compile(r"^(?:标准|方法)?(?:名称|编号|代号|号)\s*[:：]\s*|\s(?:标准|方法)?(?:名称|编号|代号)$")
_TITLED = re.compile(r"[^《》]{0,4}《(.+)》[^《》]{0,4}")
_RELATION = re.compile(
    r"^(?:idt|eqv|neq|mod|IDT|EQV|NEQ|MOD|等同于?|等效于?|修改采用|及其?|和|与|或|以及|and|or|依据|按照?|[详参]?见|符合|参照|参考|执行|采用|同时|"
    r"标准(?:编?号|名称|代号)?|方法|编号|名称|No\.?)+$"
)
_CLAUSE = re.compile(
    r"""[\s,、]*(?:
        第\s?[一二三四五六七八九十0-9]+(?:\.[0-9]+)*\s?[法章篇条款](?:[^\n;；，,。]*)?
      | (?:方法|附录|条款?|表|图|程序|部分)\s?[A-Z0-9一二三四五六](?:[0-9.]*)(?![\u4e00-\u9fff])
      | [A-Z]\s?法(?![\u4e00-\u9fff])
      | [0-9]{1,2}(?:\.[0-9]{1,2}){1,4}(?![0-9-])\s?[条款章节]?
      | T\s?[0-9]{4}-[0-9]{4}
      | (?i:(?:method|clause|section|annex|procedure|option|part|condition)s?)\s[A-Z0-9][0-9.]*
      | \([^()\n]{1,40}\)
    )""",
    re.VERBOSE,
)
_BRACKET = re.compile(r"[（）()\[\]【】《》]")
_WORD = re.compile(r"[\u3400-\u9fff]|[A-Za-z]{2}")
_NON_STANDARD = re.compile(
    r"非标|作业指导书|自编|自[建制订定]|企业(?:方法|内部)|内部方法|实验室方法|检测细则|实施细则|操作规程|客户(?:提供|指定|要求|方法|标准|规范)|委托方|"
    r"\bSOP\b|SOP[-0-9]|(?i:in-?house|non-?standard|self-?developed|customer)"
)
_EDITION = re.compile(
    r"药典|[《<][^《》<>]{1,80}[》>].{0,60}?(?:第.{1,3}版|增补版|年版|[(（][^()（）]{0,20}(?:19|20)\d\d|公告|总局|卫生部|编写)|"
    r"(?:19|20)\d\d\s*年?版"
)
_EDITION_YEAR = re.compile(r"((?:19|20)\d\d)\s*年?\s*(?:版|[)）])")


def read_citations(text: str) -> Citations:
    """The citations in ``text``; pure, linear in its length for the texts that occur.

    Restriction and clause text is never moved into a name: what stands behind the number is returned as ``clause``.
    """
    text = _INVISIBLE.sub("", text).replace("<<", "《").replace(">>", "》").strip()
    folded = fold(text)
    numbers = find_numbers(folded)
    if not numbers:
        cited = _unnumbered(text)
        return Citations((_reference(cited),)) if cited else Citations()
    begins = [number.start for number in numbers]
    cited_all: list[_Cited] = []
    clauses: list[str] = []
    waiting = ""
    for start, end in _segments(folded, numbers):
        inside = numbers[bisect_left(begins, start) : bisect_left(begins, end)]
        if not inside:
            alone = _unnumbered(text[start:end])
            if alone:
                cited_all.append(alone)
            elif not cited_all:
                waiting += text[start:end] + " "
            elif rest := _tidied(text[start:end]):
                clauses.append(rest)
            continue
        found, behind = _share_out(text, folded, start, end, inside)
        if waiting.strip() and found[0].name is None:
            found[0] = _Cited(_name(waiting), found[0].number)
        waiting = ""
        cited_all.extend(found)
        clauses.extend(behind)
    return _without_repeats(text, cited_all, clauses)


def read_parted(name: str, number: str, year: str = "") -> Citations:
    """The citations of a row whose annex keeps name, number and perhaps year in columns of their own."""
    if not number.strip():
        return read_citations(name)
    found = read_citations(number)
    names = [line for line in name.splitlines() if line.strip()]
    references = list(found.references)
    if references and len(names) != len(references):
        names = [name]
    for index, written in enumerate(names[: len(references)]):
        folded = fold(written)
        for inner in reversed(find_numbers(folded)):
            written = written[: inner.start] + written[inner.end :]
        references[index] = references[index].model_copy(update={"name": _name(written) or references[index].name})
    if not references and name.strip():
        found = read_citations(name)
        references = list(found.references)
    only_year = re.search(r"(?<!\d)(?:19|20)\d\d(?!\d)", fold(year))
    if only_year and len(references) == 1 and references[0].year is None:
        references[0] = references[0].model_copy(update={"year": only_year[0]})
        found = Citations((), found.clause, tuple(doubt for doubt in found.doubts if doubt.kind != "no_year"))
    return Citations(tuple(references), found.clause, found.doubts)


def _segments(folded: str, numbers: list[WrittenNumber]) -> list[tuple[int, int]]:
    """Parts that hold their own citations: between semicolons, and lines when each line has a whole number."""
    if ";" not in folded and (len(numbers) < 2 or "\n" not in folded):
        return [(0, len(folded))]
    cuts = [match.start() for match in _SEMICOLON.finditer(folded)]  # no number holds a semicolon
    line_ends = [index for index, character in enumerate(folded) if character == "\n"]
    if line_ends and len(numbers) > 1:
        starts = [0, *(end + 1 for end in line_ends)]
        stops = [*line_ends, len(folded)]
        lines = [line for line in zip(starts, stops, strict=True) if folded[line[0] : line[1]].strip()]
        begins, ends = [number.start for number in numbers], [number.end for number in numbers]
        per_line = [bisect_right(ends, stop) - bisect_left(begins, start) for start, stop in lines]
        if min(per_line) > 0 and sum(per_line) == len(numbers):
            cuts.extend(line_ends)
    edges = [0, *sorted(set(cuts)), len(folded)]
    return [(start, end) for start, end in pairwise(edges) if folded[start:end].strip(_EDGES)]


def _share_out(
    text: str, folded: str, start: int, end: int, numbers: list[WrittenNumber]
) -> tuple[list[_Cited], list[str]]:
    """Gives the text around ``numbers`` to them, as names before or behind; returns clause text apart."""
    names: list[str | None] = [None] * len(numbers)
    clauses = [number.amendment for number in numbers if number.amendment]
    names[0] = _name(text[start : numbers[0].start])
    names_come_first = names[0] is not None
    tail, tail_clause = _after(text, folded, numbers[-1].end, end, takes_all=True)
    for index, (left, right) in enumerate(pairwise(numbers)):
        name, clause = _after(text, folded, left.end, right.start, takes_all=False)
        if clause:
            clauses.append(clause)
        if name is None:
            continue
        gap = folded[left.end : right.start].lstrip(" ")
        belongs_to_next = names_come_first or (tail is None and gap[:1] in ("\n", "、", ",", "/"))
        names[index + 1 if belongs_to_next else index] = name
    if tail_clause:
        clauses.append(tail_clause)
    if tail is not None:
        if names[-1] is None and not names_come_first:
            names[-1] = tail
        else:
            clauses.append(tail)
    return [_Cited(name, number) for name, number in zip(names, numbers, strict=True)], clauses


def _after(text: str, folded: str, start: int, end: int, takes_all: bool) -> tuple[str | None, str | None]:
    """Name and clause in the text behind a number; a tail that begins with a clause is clause to its end."""
    if start == end:
        return None, None
    match = _CLAUSE.match(folded, start, end)
    if match is None:
        name = _name(text[start:end])
        rest = _tidied(text[start:end])
        return name, (rest if takes_all and name is None and rest and rest.isalnum() else None)
    if takes_all:
        return None, _tidied(text[start:end])
    clause_end, pieces = match.end(), [match[0]]
    while more := _CLAUSE.match(folded, clause_end, end):
        pieces.append(more[0])
        clause_end = more.end()
    return _name(text[clause_end:end]), _tidied(text[start:clause_end])


def _name(text: str) -> str | None:
    """A standard's name out of the text beside its number, without marks, 《》, list numbers and joining words."""
    if not text.strip(_EDGES):
        return None
    name = without_marks(tidy(text)).strip(_EDGES)
    if not name[:1].isalpha():
        name = _ENUMERATOR.sub("", name)
    if "《" in name and (titled := _TITLED.fullmatch(name)):
        name = titled[1]
    name = _balanced(name.strip(_EDGES))
    name = _LABEL.sub("", without_marks(name).strip(_EDGES))
    return name if _WORD.search(name) and not _RELATION.match(name) else None


def _balanced(name: str) -> str:
    """Without a bracket at either end whose partner stood on the other side of the number."""
    if not _BRACKET.search(name):
        return name
    for opening, closing in ("（）", "()", "[]", "【】", "《》"):
        if name.count(opening) != name.count(closing):
            if name.endswith(opening):
                name = name[:-1]
            if name.startswith(closing):
                name = name[1:]
            if name.count(opening) < name.count(closing) and name.endswith(closing):
                name = name[:-1]
            if name.count(opening) > name.count(closing) and name.startswith(opening):
                name = name[1:]
    if name.startswith(("(", "（")) and name.endswith((")", "）")) and name.count(name[0]) == 1:
        name = name[1:-1]
    return name.strip(_EDGES)


def _tidied(text: str) -> str | None:
    """Clause text without brackets around it."""
    clause = _balanced(tidy(text).strip(_EDGES))
    return clause if re.search(r"\w", clause) and not _RELATION.match(clause) else None


def _unnumbered(text: str) -> _Cited | None:
    """A method that legitimately has a name only: the laboratory's own, or a book or pharmacopoeia with its edition."""
    name = without_marks(tidy(text)).strip(" \n,，、;；")
    if _NON_STANDARD.search(name):
        return _Cited(name, None)
    if _EDITION.search(name):
        year = _EDITION_YEAR.search(fold(name))
        return _Cited(name, None, year[1] if year else None)
    return None


def _reference(cited: _Cited) -> StandardReference:
    if cited.number is None:
        return StandardReference(name=cited.name, year=cited.year)
    return StandardReference(name=cited.name, number=cited.number.number, year=cited.number.year)


def _without_repeats(text: str, cited: list[_Cited], clauses: list[str]) -> Citations:
    """Each number once; a repeat lends its name, and one without year gives way to the same with year."""
    if len(cited) == 1 and (cited[0].number is None or cited[0].number.doubt is None):
        return Citations((_reference(cited[0]),), "；".join(dict.fromkeys(clauses)) or None)
    references: list[StandardReference] = []
    editions: dict[str, list[int]] = {}
    doubts: dict[int, CitationDoubt] = {}
    for one in cited:
        new = _reference(one)
        known = editions.setdefault(new.number, []) if new.number else []
        same = next(
            (at for at in known if references[at].year == new.year or None in (references[at].year, new.year)), None
        )
        if same is None:
            same = len(references)
            references.append(new)
            known.append(same)
        else:
            old = references[same]
            if new.year and not old.year:
                doubts.pop(same, None)
            references[same] = StandardReference(
                name=old.name or new.name, number=old.number, year=old.year or new.year
            )
            if references[same].year and not new.year:
                continue
        if one.number and one.number.doubt:
            written = text[one.number.start : one.number.end]
            doubts[same] = CitationDoubt(one.number.doubt, tidy(written), one.number.proposal)
    ordered = tuple(doubts[index] for index in sorted(doubts))
    return Citations(tuple(references), "；".join(dict.fromkeys(clauses)) or None, ordered)
