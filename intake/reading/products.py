"""The product or object a demand is about.

A title is read from its end: what it promises to do (研发, 失效分析, 开裂) is taken off until a name is left. A text is
read by its grammar: *what we make*, *what this batch of … does*, *what breaks*; the best-supported name wins."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from intake.demand import Reading
from intake.lexicon import grammar
from intake.reading.learned import span_weights
from intake.reading.likely_names import likeliest
from intake.reading.name_shape import is_name
from intake.reading.negation import is_denied
from intake.reading.noun_phrases import Token, is_general, is_short_head, runs, tokens
from intake.reading.statement import TEXT, TITLE, Clause, Statement, reading

_ENDS = frozenset({"stop", "verb", "mark", "symptom", "property", "activity"})
_NAMING = frozenset({"head", "word", "other", "material"})
_JOINS = frozenset({"及", "与", "和", "及其", "以及", "或"})
_BREAKS = frozenset({"stop", "verb", "mark", "symptom"})
_LEADING = frozenset({"quality", "number", "mark", "property", "activity"})
_MEANS = re.compile(r"试验机|测试仪|分析仪|检测仪|试验箱|实验室|检测中心")
_MAKES = re.compile(r"(?:生产|制造|加工|做|主营|专做|销售|供应|产品(?:是|为|叫|:)|我们|我司|我厂|公司)的?$")
_MEASURED = re.compile(
    r"(?<=[\d一二三四五六七八九十百千万两几半])(?:吨|公斤|千克|毫米|厘米|米|英?寸|升|千瓦|匹|伏)(?=\w{2})"
)
"""A unit after its number is no part of a name: 200吨冲床, 14寸童车."""
_DONE_TO_IT = re.compile(r"[送拿寄]去(?:重新|再)?[做测查]$")
"""What follows is a test: 炭屑想送去做碳十四."""
_LEAST_GENERAL = 1.5
"""A name as general as ``材料`` needs this much support to be the product."""
_LONGEST = 22
_LITTLE = 3
"""Characters; one more in a title, which the grammar reads well."""
_EMPTY_OPENINGS = frozenset({"新型", "新", "高端", "新一代", "复杂条件下", "关键", "核心", "先进", "高效"})
_OPENING = re.compile(
    r"^(?:\d{1,2}[.、)]|[①-⑳]|[一二三四五六七八九十]、)? {0,2}(?:关于|针对|面向|围绕|如何|怎样"
    r"|怎么|寻求|求购|求|急需|需要|需求|希望|应用|利用|采用|一种|一款|提高|提升|改善|降低|减少"
    r"|解决|去除|消除|防止|开发|研发|研制|研究|委托|申请|制定)+"
)
_FRAME = re.compile(r"^.{0,24}?(?:基于|用于|应用于|面向|针对|适用于|以).{1,28}?(?:为代表)?的(?=.{2,})")
_SCOPE = re.compile(r"^.{1,12}?(?:行业|领域|企业|公司|集团|车间|厂家)(?:用|的|中)?(?=[^,]{2,})")
_BRACKETS = re.compile(r"[(【\[][^)】\]]{0,40}[)】\]]")
_OWNED = re.compile(
    r"(?:生产|制造|加工|做|供|供货|提供|销售|卖|出口|研发|开发|研制|设计|经营|制作|采购|买|购进"
    r"|配套|送检|出|装|用|使用)(?:的|了|了一批|一种|一款|一批)?(?:一种|一批|一款|几批|几种|是"
    r"|主要是)?$|(?:我们?|我司|我厂|公司|本公司|厂里|企业)(?:家|这边)?的?$|(?:这|那|一|上|近|几|两"
    r"|\d+)(?:一)?(?:批|种|款|个|件|台|套|条)(?:新)?的?$|主要?(?:产品|生产)(?:是|为|有|:)?$"
    r"|产品(?:是|为|名称|:|叫)+$"
)
_PARTY_AFTER = re.compile(r"^(?:厂|公司|客户|行业|企业|店|商|市场|领域|产业|协会|主机厂|配套)")
_PARTY_BEFORE = re.compile(r"(?:客户|供应商|用于|配套|为|给|替|同行)$")


@dataclass(frozen=True, slots=True)
class _Candidate:
    utterance: int
    start: int
    end: int
    name: str
    score: float


def read_products(statement: Statement, is_opening: bool = True) -> Iterator[Reading]:
    """The product as it is called in the demand; at most one. Quoted from the text where it stands there too.

    What was learned decides where a matter is told; in later words of a talk (not ``is_opening``) the grammar alone.
    """
    best = _from_title(statement) or _from_text(statement)
    ruled = best.name if best else None
    best = best if best and _is_shaped(statement, best) else None
    if is_opening:
        learned = _learned(statement, ruled)
        best = best if best and learned and _completes(best, learned.name) else learned
    if best is None or _DONE_TO_IT.search(statement.utterance(best.utterance).text, 0, best.start):
        return
    best = _without_unit(statement, best)
    if best.utterance == TITLE:
        at = statement.body.text.find(best.name)
        if at >= 0:
            best = _Candidate(TEXT, at, at + len(best.name), best.name, best.score)
    yield reading(statement, "product", best.name, best.utterance, best.start, best.end, "product")


def ruled_product(statement: Statement) -> str | None:
    """The name that the grammar alone would choose."""
    best = _from_title(statement) or _from_text(statement)
    return best.name if best else None


def _learned(statement: Statement, ruled: str | None) -> _Candidate | None:
    best = likeliest(statement, ruled)
    if best is None:
        return None
    start = best.clause.start + best.start
    return _Candidate(best.clause.utterance, start, start + len(best.text), best.text, 0.0)


def _is_shaped(statement: Statement, found: _Candidate) -> bool:
    """Whether what the grammar found is a name by its shape, or one that the trade knows."""
    if found.name.lower() in span_weights().trade.names:
        return True
    return is_name(statement.utterance(found.utterance).text, found.start, found.end)


def _without_unit(statement: Statement, found: _Candidate) -> _Candidate:
    unit = _MEASURED.match(statement.utterance(found.utterance).text, found.start, found.end)
    if unit is None:
        return found
    return replace(found, start=unit.end(), name=found.name[len(unit[0]) :])


def _completes(best: _Candidate, learned: str) -> bool:
    """Whether the grammar names the learned one and little more: an adjective (高强度螺栓), a head (不锈钢水槽)."""
    ruled, little = best.name, _LITTLE + (best.utterance == TITLE)
    if ruled.isascii() or not 0 < len(ruled) - len(learned) <= little:
        return False
    head = is_short_head(ruled[-1]) or tokens(ruled)[-1].part == "head"
    return ruled.endswith(learned) or (ruled.startswith(learned) and head)


def name_in_title(title: str) -> tuple[int, int] | None:
    """``[start, end)`` of the product's name in a folded title, or ``None`` when it names none."""
    found = next(iter(_title_candidates(title)), None)
    return (found[0], found[1]) if found else None


def _from_title(statement: Statement) -> _Candidate | None:
    named = [clause for clause in statement.clauses if clause.role == "name"]
    places = [(TITLE, 0, statement.title.text)] if statement.title.text.strip() else []
    places += [(clause.utterance, clause.start, clause.text) for clause in named]
    for utterance, offset, text in places:
        span = name_in_title(text)
        if span is not None:
            return _Candidate(utterance, offset + span[0], offset + span[1], text[span[0] : span[1]], 5.0)
    return None


def _title_candidates(title: str) -> list[tuple[int, int, float]]:
    """Names in the pieces of a title, best first: a known head before none, the earlier piece before the later."""
    out: list[tuple[int, int, float]] = []
    masked = _BRACKETS.sub(lambda found: "," * len(found[0]), title)
    quoted = [found.span() for found in re.finditer(r"[“\"‘《][^”\"’》]{1,60}[”\"’》]", title)]
    masked = re.sub(r"[“”\"'‘’《》<>]", ",", masked)
    for offset, piece in _pieces(masked):
        span = _strip(piece)
        if span is None:
            continue
        name = piece[span[0] : span[1]]
        has_head = any(token.part == "head" for token in tokens(name)) or is_short_head(name[-1])
        is_quoted = 0.4 * any(start <= offset + span[0] < end for start, end in quoted)
        weak = is_general(name) or len(name) < 2
        out.append(
            (offset + span[0], offset + span[1], (2.0 if has_head else 1.0) - (1.5 if weak else 0.0) - is_quoted)
        )
    return sorted(out, key=lambda found: (-found[2], found[0]))


def _pieces(title: str) -> Iterator[tuple[int, str]]:
    """The pieces between marks, each without its frame ("based on … of"); the whole piece again as a last resort."""
    for found in re.finditer(r"[^,。;:!?、\n]+", title):
        whole, piece, offset = found[0], found[0], found.start()
        for opening in (_OPENING, _FRAME, _SCOPE):
            taken = opening.match(piece)
            if taken and len(piece) - taken.end() >= 2:
                rest = piece[taken.end() :]
                if opening is not _SCOPE or _strip(rest) is not None:
                    piece, offset = rest, offset + taken.end()
        yield (offset, piece) if _strip(piece) is not None else (found.start(), whole)


def _strip(piece: str) -> tuple[int, int] | None:
    """``[start, end)`` of what is left of a title's piece without its openings and its promises, or ``None``."""
    left = _without_promises(_before_join(tokens(piece)))
    begin = 0
    for index, token in enumerate(left):
        if token.part not in ("verb", "stop") or index + 1 >= len(left) or _is_inside_name(left, index):
            continue
        if any(later.part in _NAMING for later in left[index + 1 :]) and _names_little(left[begin:index]):
            begin = index + 1
        else:
            left = _without_promises(left[:index])
            break
    while begin < len(left) and (
        left[begin].text in _EMPTY_OPENINGS
        or (left[begin].part in ("stop", "verb", "mark") and left[begin].text not in grammar("attributive"))
    ):
        begin += 1
    kept = left[begin:]
    if not kept or not any(token.part in _NAMING for token in kept):
        return None
    start, end = kept[0].start, kept[-1].end
    return (start, end) if end - start >= 2 else None


def _without_promises(left: list[Token]) -> list[Token]:
    """The words without the activities, properties, troubles and adjectives at their end."""
    while left and (
        left[-1].part in _ENDS or left[-1].text in grammar("activity") or left[-1].part in ("quality", "number")
    ):
        left = left[:-1]
    return left


def _before_join(found: list[Token]) -> list[Token]:
    """The words before a second thing is joined on (及, 与, 和), when they name something themselves."""
    ends_in_head = bool(rest := _without_promises(found)) and rest[-1].part == "head"
    for index, token in enumerate(found):
        if token.text not in _JOINS:
            continue
        before = found[:index]
        if before and before[-1].text in grammar("activity") and any(t.part in _NAMING for t in before):
            return before
        if any(t.part in ("head", "material") for t in before):
            return before
        if not ends_in_head and any(t.part in ("word", "other") for t in before):
            return before
    return found


def _is_inside_name(left: list[Token], index: int) -> bool:
    """A verb or a small word inside a compound: ``焊接`` in ``下料焊接车间``, ``用`` in ``GIS用装置``."""
    token, rest = left[index], left[index + 1 :]
    if token.text in grammar("changing"):
        return False
    length = sum(len(later.text) for later in rest)
    if (
        token.text in ("用", "型", "类", "的", "中")
        or token.part == "verb"
        or token.text in grammar("activity")
        or token.text in _JOINS
    ):
        ends_in_head = rest[-1].part == "head" and (token.text in "的中" or not any(t.part == "stop" for t in rest))
        return length <= 20 and (ends_in_head or (token.text in ("用", "型", "类") and length <= 12))
    return len(token.text) == 1 and token.text in "上下中内外多高无三一二两种台件" and bool(rest)


def _names_little(before: list[Token]) -> bool:
    """Whether the words before a verb are no name yet (``可控频率`` before ``提高``)."""
    if before and before[-1].part == "other" and is_short_head(before[-1].text):
        return False
    return (
        not any(token.part in ("head", "material") for token in before)
        and sum(len(t.text) for t in before if t.part in ("word", "other")) < 4
    )


def _from_text(statement: Statement) -> _Candidate | None:
    """The best-supported known name; a name without a known head only where there is no other."""
    return _best(statement, _named) or _best(statement, _unnamed)


def _best(
    statement: Statement, find: Callable[[list[Token], str], Iterator[tuple[int, int, float]]]
) -> _Candidate | None:
    candidates = [
        candidate
        for number, clause in enumerate(statement.own)
        if (found := tokens(clause.text))
        for start, end, worth in find(found, clause.text)
        for candidate in _candidate(clause, number, found, start, end, worth)
    ]
    counts = Counter(candidate.name for candidate in candidates)
    best: tuple[float, _Candidate] | None = None
    for candidate in candidates:
        score = candidate.score + 0.5 * min(counts[candidate.name] - 1, 3)
        if score > (best[0] + 1e-9 if best else 0.0):
            best = (score, candidate)
    if best is None or (is_general(best[1].name) and best[0] < _LEAST_GENERAL):
        return None
    return best[1]


def _named(found: list[Token], text: str) -> Iterator[tuple[int, int, float]]:
    """Names with a known head: ``(start, end, worth)``."""
    spans = [span for run in runs(found, _BREAKS) if (span := _name_of(run, text)) is not None]
    for start, end in _owned(spans, text):
        yield start, end, 2.0


def _unnamed(found: list[Token], text: str) -> Iterator[tuple[int, int, float]]:
    """Unknown words where a name must stand: what is made (``做竹编的``), or what breaks at the very start."""
    for run in runs(found, _BREAKS):
        span = _unknown_name(run)
        if span is None:
            continue
        start, end = span
        is_made = _MAKES.search(text[max(start - 8, 0) : start]) is not None and text[end : end + 1] in ("的", "")
        if is_made or (start == found[0].start and _troubled(found, end, 1)):
            yield start, end, 1.0


def _candidate(
    clause: Clause, number: int, found: list[Token], start: int, end: int, worth: float
) -> Iterator[_Candidate]:
    """The name at ``[start, end)`` with what its neighbours say for it; none when it is somebody's, or denied."""
    before, after, name = clause.before(start), clause.text[end : end + 8], clause.text[start:end]
    if _PARTY_AFTER.match(after) or is_denied(clause.text, start):
        return
    following = _following(found, end, 2)
    score = worth - 0.15 * min(number, 8)
    score += 2.0 if _OWNED.search(before) else 0.0
    score += 2.0 if _troubled(found, end, 6) else 0.0
    score += 0.6 if any(token.part in ("verb", "property") for token in following) else 0.0
    score -= 1.0 if _PARTY_BEFORE.search(before) else 0.0
    score -= 1.6 if is_general(name) else 0.0
    score -= 0.5 if clause.role == "goal" else 0.0
    score -= 1.0 if _MEANS.search(name) else 0.0
    yield _Candidate(clause.utterance, clause.start + start, clause.start + end, name, score)


def _troubled(found: list[Token], end: int, within: int) -> bool:
    """Whether a symptom stands among the next words."""
    return any(token.part == "symptom" for token in _following(found, end, within))


def _following(found: list[Token], end: int, most: int) -> list[Token]:
    """The next words after ``end``."""
    first = bisect_left(found, end, key=lambda token: token.start)
    return found[first : first + most]


def _unknown_name(run: list[Token]) -> tuple[int, int] | None:
    """A stretch without a known head that may still be a name: short, of unknown words and materials."""
    kept = [token for token in run if token.part not in ("property", "activity")]
    while kept and kept[0].part in _LEADING:
        kept = kept[1:]
    if not kept or any(token.part not in ("other", "word", "material", "quality") for token in kept):
        return None
    start, end = kept[0].start, kept[-1].end
    is_whole = end - start == sum(len(token.text) for token in kept)
    return (start, end) if is_whole and 2 <= end - start <= 10 else None


def _name_of(run: list[Token], text: str) -> tuple[int, int] | None:
    """The stretch of a run that is a name: up to its last head, without leading adjectives, numbers and properties."""
    last = max((index for index, token in enumerate(run) if token.part == "head" or _ends_name(run, index)), default=-1)
    if last < 0:
        return None
    kept = run[: last + 1]
    while len(kept) > 1 and (kept[0].part in _LEADING or kept[0].text in "-/~+"):
        kept = kept[1:]
    start, end = kept[0].start, kept[-1].end
    end += _loose_end(run, last, text)
    if end - start > _LONGEST:
        start = kept[-1].start
    return (start, end) if end - start >= 2 else None


def _loose_end(run: list[Token], last: int, text: str) -> int:
    """How many more characters belong to the name: ``子`` in ``壳子``, an unknown one at the end (``电缆料``)."""
    end = run[last].end
    if text[end : end + 1] == "子":
        return 1
    if is_general(run[last].text):
        return 0
    alone = last + 2 == len(run) or (last + 2 < len(run) and run[last + 2].part in ("property", "activity"))
    return int(alone and last + 1 < len(run) and run[last + 1].part == "other" and len(run[last + 1].text) == 1)


def _ends_name(run: list[Token], index: int) -> bool:
    """Whether a one-character head stands here at the end of a longer name (``大棚膜``, ``陶瓷砖``)."""
    token = run[index]
    followed = index + 1 < len(run) and run[index + 1].part not in ("property", "activity")
    return index > 0 and token.part == "other" and is_short_head(token.text) and not followed


def _owned(spans: list[tuple[int, int]], text: str) -> Iterator[tuple[int, int]]:
    """``空调`` 的 ``壳子``: a part is said together with the thing it belongs to."""
    index = 0
    while index < len(spans):
        start, end = spans[index]
        if index + 1 < len(spans) and text[end : spans[index + 1][0]] == "的" and spans[index + 1][1] - start <= 14:
            end = spans[index + 1][1]
            index += 1
        yield start, end
        index += 1
