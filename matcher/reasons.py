"""Why this row: the words both sides share, with their places, and sentences a clerk understands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from operator import add, itemgetter

from foundation.language import Sentence, sentence
from foundation.text import fold
from kb.passages import FIELD_ORDER, Passage, searchable
from kb.trade.understanding import Chain
from matcher.chains import told, way_told
from matcher.features import standard_overlap
from matcher.legal.ruling import Ruling
from matcher.matchlist import Overlap, Told
from matcher.query import BLANK, Query, Wanted

SHORTEST = 2
MOST = 4
OUTRIGHT = 3
"""Characters from which on the name of a test is no hint at it: 冲击 leads to tests, 悬臂梁冲击 is one."""
_PLAIN = set("的了和与及或在是有对为等中上下不可能进行要求问题技术产品公司我们需要项目研究开发使用提高解决目前")


class Because:
    """A demand, with what all its reasons need worked out once: hits are often one test at several centres."""

    def __init__(self, query: Query) -> None:
        self.query, self.wanted = query, query.wanted
        self._source = query.wanted.text if query.quoted is None else query.quoted
        self._folded = fold(self._source)
        self._pairs = frozenset(_pairs_of(self._folded))
        # Of the chains that lead to one set of names the first, likeliest, is the one that is told.
        chains: dict[tuple[str, ...], Chain] = {}
        for chain in query.understood.chains:
            if chain.names:
                chains.setdefault(chain.names, chain)
        self._chains = [(_folded_names(names), chain) for names, chain in chains.items()]
        self._shared: dict[str, tuple[tuple[int, int, int], ...]] = {}
        self._ways: dict[str, Told | None] = {}

    def overlaps(self, passage: Passage) -> tuple[Overlap, ...]:
        """The longest stretches that stand both in the demand's text and in a field, at most four, best first."""
        found: list[tuple[int, int, int, int, str]] = []
        for number, field in enumerate(FIELD_ORDER):
            content = passage.fields.get(field)
            if content:
                found.extend([(-length, number, at, i, content) for at, i, length in self._shared_with(content)])
        found.sort(key=itemgetter(0, 1, 2))
        kept: list[Overlap] = []
        for minus, number, at, i, content in found:
            quote = self._source[at : at - minus]
            if BLANK not in quote and all(quote not in other.quote for other in kept):
                kept.append(
                    Overlap(
                        quote=quote,
                        start=at,
                        end=at - minus,
                        field=FIELD_ORDER[number],
                        field_quote=content[i : i - minus],
                        field_start=i,
                        field_end=i - minus,
                    )
                )
                if len(kept) == MOST:
                    break
        return tuple(kept)

    def _shared_with(self, content: str) -> tuple[tuple[int, int, int], ...]:
        if content not in self._shared:
            self._shared[content] = tuple(self._in_field(content))
        return self._shared[content]

    def _in_field(self, content: str) -> Iterator[tuple[int, int, int]]:
        """Where the longest shared stretches stand in the demand and in the field, and how long they are."""
        other, folded, pairs = _folded(content), self._folded, self._pairs
        done, end = 0, len(other)
        for i in [i for i, pair in enumerate(_pairs_of(other)) if pair in pairs]:
            if i < done:
                continue
            length, at = SHORTEST, folded.find(other[i : i + SHORTEST])
            while i + length < end and (further := folded.find(other[i : i + length + 1], at)) >= 0:
                length, at = length + 1, further
            if _says_something(other[i : i + length]):
                yield at, i, length
            done = i + length

    def way_here(self, passage: Passage) -> Told | None:
        """The chain from the enterprise's words to what this row measures: symptom, failure, parameter; the
        likeliest."""
        fields = passage.fields
        offer = " ".join([fields.get(name, "") for name in ("parameter", "field", "directions", "body")])
        if offer not in self._ways:
            self._ways[offer] = self._way_to(_folded(offer))
        return self._ways[offer]

    def _way_to(self, offered: str) -> Told | None:
        for names, chain in self._chains:
            for name in names:
                if name not in offered:
                    continue
                if len(name) >= OUTRIGHT and name in self._folded:
                    return None  # both sides say it in so many words: no way leads there, and the shared words are told
                if (way := told(self.query, chain)) is not None:
                    return way
        return None

    def reasons(self, passage: Passage, found: tuple[Overlap, ...], ruling: Ruling | None) -> tuple[Sentence, ...]:
        """The sentences under a hit, most telling first; what the law says of a row (B4) with its restriction."""
        way = self.way_here(passage)
        said: list[Sentence] = [] if way is None else [way_told(way)]
        by_field: dict[str, list[str]] = {}
        for overlap in found:
            by_field.setdefault(overlap.field, []).append(overlap.quote)
        for field, quotes in by_field.items():
            said.append(sentence(_SHARED[field], quotes="”“".join(quotes)))
        if cited := standard_overlap(self.wanted, passage):
            said.append(_CITED if cited == 1000 else _CITED_OTHERWISE)
        if ruling is not None:
            said += ruling.findings
            if passage.scope is not None and passage.scope.restriction:
                said.append(sentence("限制范围：{restriction}", restriction=passage.scope.restriction))
        if not by_field and way is None:
            said.insert(0, _BY_MEANING)
        return tuple(said)


def _says_something(stretch: str) -> bool:
    """Not only function words, digits or punctuation."""
    telling = 0
    for c in stretch:
        if c.isalpha() and c not in _PLAIN:
            telling += 1
            if telling == SHORTEST:
                return True
    return False


NAME = 200
"""Characters up to which a field is taken for a name: products, parameters and standards come again with other rows."""
_folded_name = lru_cache(maxsize=16_384)(fold)


def _folded(text: str) -> str:
    return _folded_name(text) if len(text) <= NAME else fold(text)


@lru_cache(maxsize=4_096)
def _folded_names(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(map(_folded, names))


def _pairs_of(folded: str) -> Iterable[str]:
    """The two characters that begin at each place."""
    return map(add, folded, folded[1:])


def _squeezed(text: str) -> str:
    return _folded(text).replace(" ", "")


_SHARED = {
    "product": "产品对得上：“{quotes}”",
    "parameter": "检测项目对得上：“{quotes}”",
    "standards": "标准里写有：“{quotes}”",
    "title": "职称与专业里写有：“{quotes}”",
    "field": "专业领域对得上：“{quotes}”",
    "directions": "研究方向对得上：“{quotes}”",
    "equipment": "设备对得上：“{quotes}”",
    "limit": "范围说明里写有：“{quotes}”",
    "body": "介绍里写有：“{quotes}”",
}

_CITED = sentence("附表引用了您提到的标准")
_CITED_OTHERWISE = sentence("附表引用了您提到的标准，但年代不同")
_BY_MEANING = sentence("没有相同的字词，按意思相近找到")


def _texts(passage: Passage) -> Iterator[str]:
    """The parts of :attr:`Passage.text`."""
    fields = searchable(passage.fields)
    return (fields[name] for name in FIELD_ORDER if name in fields)


def missing(wanted: Wanted, rows: tuple[Passage, ...]) -> tuple[Sentence, ...]:
    """What was asked for and stands in none of the rows: gaps are said, not hidden."""
    text = "".join(_squeezed(field) for row in rows for field in _texts(row))
    gaps = [name for name in (*wanted.parameters, *wanted.standards) if _squeezed(name) not in text]
    return tuple(sentence("没有找到“{name}”，请与中心核实", name=name) for name in dict.fromkeys(gaps))
