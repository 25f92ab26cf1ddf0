"""Every stretch of a demand that could be the name of its product, with what speaks for and against it.

A stretch runs from word to word of one clause (:mod:`intake.reading.noun_phrases`). What surrounds it and what it is
made of are *features*: short strings, whose weights were learned from labelled messages (``python -m
benchmarks.train_reader``) and stand in ``data/reader``. The method is a log-linear model over the stretches of one
demand; no stretch wins that is not in the person's own words.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from intake.reading.clause_words import ClauseWords, Trade
from intake.reading.latin_names import is_latin_name, latin_features
from intake.reading.noun_phrases import Token, is_general, is_short_head, tokens
from intake.reading.statement import TITLE, Clause, Statement

LONGEST_WORDS, LONGEST, LONGEST_LATIN = 9, 18, 44
"""Words, characters and characters of a Latin name at most."""
READ = 1_500
MOST_CLAUSES = 60
"""So many characters and clauses of a demand are searched: what it is about is said early."""
_NEVER_FIRST = frozenset("的了在是和与及吗呢吧我你他就也都把被给从向")
_INSIDE = frozenset("-/()")
_COUNTED = ("stop", "verb", "symp", "prop", "acti", "numb", "qual")


@dataclass(frozen=True, slots=True)
class Span:
    """Words ``first`` … ``last`` of a clause, ``[start, end)`` of its text; ``number``: of the clause."""

    number: int
    clause: Clause
    words: tuple[Token, ...]
    first: int
    last: int
    start: int
    end: int

    @property
    def text(self) -> str:
        """The words as they stand."""
        return self.clause.text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What all stretches of a demand have in common: its clauses, its words in lower case, the rules' own choice."""

    clauses: tuple[Clause, ...]
    everything: str
    title: str
    body: str
    ruled: str | None


def surroundings(statement: Statement, ruled: str | None) -> Surroundings:
    """``ruled``: the product by the rules, if they found one."""
    early = [clause for clause in statement.clauses if clause.start < READ][:MOST_CLAUSES]
    clauses = tuple(replace(clause, text=clause.text[:READ]) for clause in early)
    lowered = [(clause.utterance == TITLE, clause.text.lower()) for clause in clauses]
    return Surroundings(
        clauses=clauses,
        everything="\n".join(text for _, text in lowered),
        title=" ".join(text for is_title, text in lowered if is_title),
        body=" ".join(text for is_title, text in lowered if not is_title),
        ruled=ruled.lower() if ruled else None,
    )


def nothing(around: Surroundings) -> list[str]:
    """What speaks for there being no product at all."""
    length = min(len(around.everything) // 20, 5)
    return ["none", f"none.cl={min(len(around.clauses), 4)}", f"none.len={length}", f"none.rule={around.ruled is None}"]


def spans(around: Surroundings) -> Iterator[Span]:
    """All stretches that may be a name, in reading order."""
    for number, clause in enumerate(around.clauses):
        words = tuple(tokens(clause.text))
        for first, token in enumerate(words):
            if token.part != "mark" and not token.text.isspace() and token.text not in _NEVER_FIRST:
                yield from _from(number, clause, words, first)


def _from(number: int, clause: Clause, words: tuple[Token, ...], first: int) -> Iterator[Span]:
    start = words[first].start
    for last in range(first, min(first + LONGEST_WORDS, len(words))):
        token = words[last]
        is_blank = token.text.isspace()
        if token.part == "mark" and not is_blank and token.text not in _INSIDE:
            return
        text = clause.text[start : token.end]
        is_latin = text.isascii()
        if len(text) > (LONGEST_LATIN if is_latin else LONGEST):
            return
        if token.part in ("mark", "stop") or is_blank or len(text) < 2:
            continue
        if is_latin and not is_latin_name(text):
            continue
        yield Span(number, clause, words, first, last, start, token.end)


class Describing:
    """Puts stretches into features; ``names`` are the trade's own names of products."""

    def __init__(self, around: Surroundings, trade: Trade) -> None:
        self._around = around
        self._trade_words = trade
        self._found: dict[int, Mapping[int, int]] = {}
        self._clauses: dict[int, ClauseWords] = {}
        self._begun: dict[tuple[int, int], list[str]] = {}
        self._ended: dict[tuple[int, int], list[str]] = {}

    def features(self, span: Span) -> list[str]:
        """What speaks for and against a stretch; each once, equal for equal demands."""
        clause = span.clause
        text, role = clause.text.lower(), "T" if clause.utterance == TITLE else clause.role
        said = text[span.start : span.end]
        begins, ends = (span.number, span.first), (span.number, span.last)
        begun, ended = self._begun.get(begins), self._ended.get(ends)
        if begun is None:  # what the beginning alone tells, and the end alone, is the same for many stretches
            begun = self._begun[begins] = [*self._beginning(text, span, role)]
        if ended is None:
            ended = self._ended[ends] = [*self._ending(text, span, role)]
        return [
            *begun,
            *ended,
            *(latin_features(text, span.start, span.end) if said.isascii() else _chinese(text, span.start, span.end)),
            *_grammar(span),
            *self._trade(span),
            *self._repeated(text, span, said),
            *self._ruled(said),
        ]

    def _beginning(self, text: str, span: Span, role: str) -> Iterator[str]:
        """What stands before a stretch, and its first word."""
        words, first, told = span.words, span.first, self._clause_words(span)
        for size in (1, 2, 3):
            yield f"b{size}={text[max(0, span.start - size) : span.start] or '^'}"
        before, part = words[first - 1].part[:4] if first else "^", words[first].part[:4]
        yield from (f"pb={before}", f"pf={part}", f"pbf={before}{part}", f"rolepbf={role}{before}{part}")
        yield f"tf={words[first].text}"
        if first:
            yield f"tb={words[first - 1].text}"
        verb = told.verb_before[first]
        if verb is not None:
            far = min(first - verb - 1, 4)
            yield from (f"vb={words[verb].text}", f"vbd={words[verb].text}{far}", f"vd={far}")
        yield f"nh={min(told.heads_before[first], 3)}{role}"
        if span.start == 0:
            yield "start"
        yield f"cl={min(len(self._around.clauses), 4)}"
        yield from (f"role={role}", f"pos={min(span.number, 6)}", f"rpos={role}{min(span.number, 3)}")

    def _ending(self, text: str, span: Span, role: str) -> Iterator[str]:
        """What stands after a stretch, and its last word."""
        words, last, told = span.words, span.last, self._clause_words(span)
        for size in (1, 2, 3):
            yield f"a{size}={text[span.end : span.end + size] or '$'}"
        after, part = words[last + 1].part[:4] if last + 1 < len(words) else "$", words[last].part[:4]
        yield from (f"pa={after}", f"pl={part}", f"pla={part}{after}", f"rolepla={role}{part}{after}")
        yield f"tl={words[last].text}"
        if last + 1 < len(words):
            yield f"ta={words[last + 1].text}"
        trouble = told.trouble_after[last]
        if trouble is not None:
            far = min((trouble - last) // 2, 4)
            yield from (f"sy={far}", f"sy{far}{role}", f"sypl={far}{part}")
        else:
            yield f"sy=-{role}"
        yield f"nha={min(told.heads_before[-1] - told.heads_before[last + 1], 2)}{role}"
        if span.end == len(text):
            yield "end"

    def _clause_words(self, span: Span) -> ClauseWords:
        clause = self._clauses.get(span.number)
        if clause is None:
            clause = self._clauses[span.number] = ClauseWords.of(span.words, self._trade_words)
        return clause

    def _trade(self, span: Span) -> Iterator[str]:
        """How the stretch lies to names that the trade knows."""
        found = self._found.get(span.number)
        if found is None:
            found = {one.start: one.end for one in self._trade_words.names.find(span.clause.text)}
            self._found[span.number] = found
        end = found.get(span.start)
        if end is not None:
            yield "lex=full" if end == span.end else "lex=pre" if end < span.end else "lex=cut"
        starts = [start for start, end in found.items() if end == span.end] if found else ()
        if any(start > span.start for start in starts):
            yield "lex=suf"
        if any(start < span.start for start in starts):
            yield "lex=tail"
        said = span.text.lower()
        is_head = self._trade_words.ends(said)
        after = span.words[span.last + 1].part[:4] if span.last + 1 < len(span.words) else "$"
        yield f"hd={is_head:d}{after}"
        if is_short_head(said[-1]):
            yield "sh"
        if is_general(said):
            yield "gen"

    def _repeated(self, text: str, span: Span, said: str) -> Iterator[str]:
        """How often it is said, whether longer words are said as often, and whether title and text both say it."""
        everything = self._around.everything
        count = everything.count(said)
        yield f"cnt={min(count, 5)}"
        if count > 1:
            yield "rep" + span.words[span.last].part[:4]
            if span.start and everything.count(text[span.start - 1 : span.end]) == count:
                yield "extl"
            if span.end < len(text) and everything.count(text[span.start : span.end + 1]) == count:
                yield "extr"
        if self._around.title:
            yield f"both={said in self._around.title:d}{said in self._around.body:d}"

    def _ruled(self, said: str) -> Iterator[str]:
        ruled = self._around.ruled
        if ruled is None:
            yield "norule"
        elif said == ruled:
            yield "rule"
        elif said in ruled:
            yield "rule<"
        elif ruled in said:
            yield "rule>"
        else:
            yield "rule~" if len(set(said) & set(ruled)) * 2 > len(set(said)) else "rule!"


def _chinese(text: str, start: int, end: int) -> Iterator[str]:
    said = text[start:end]
    yield from (f"s1={said[-1]}", f"s2={said[-2:]}", f"s3={said[-3:]}", f"f1={said[0]}", f"f2={said[:2]}")
    yield f"len={min(end - start, 12)}"
    yield from {f"in={text[at : at + 2]}": None for at in range(start, end - 1)}


def _grammar(span: Span) -> Iterator[str]:
    parts = [word.part[:4] for word in span.words[span.first : span.last + 1]]
    yield f"pp={'.'.join(parts[:5])}"
    for part in _COUNTED:
        if part in parts:
            yield f"has={part}"
            if parts.count(part) > 1:
                yield f"has2={part}"
