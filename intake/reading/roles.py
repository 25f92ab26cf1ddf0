"""Which of the sums, times, places and standards of a message is the budget, the deadline, the region, a wanted one.

Rules find the candidates, as they find what a person could mean at all. Which role a candidate has is told by the words
around it: a linear model with whole-numbered weights adds up what speaks for and against, so that every machine comes
to the same choice. The judgement of the written rules is one of its features. In doubt there is no value: it is asked.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from intake.reading.learned import role_weights
from intake.reading.role_cues import cues
from intake.reading.statement import TEXT, TITLE, Clause, Statement

Fact = Literal["budget", "deadline", "region", "standards"]

_BEFORE, _AFTER = 14, 10
"""How many words (Chinese: characters) are looked at on each side."""
_WINDOW = 72
_BARE = 4
_MANY = 400
"""No message has more sums, times or places that could be meant; a longer list is no message."""
_TOKEN = re.compile(r"[a-z']+|\d[\d.,]*|[^\s\w]|\w|\n")
_ENDS = re.compile(r"[。;!?\n]|\.(?= |$)")
_HAN = re.compile(r"[\u4e00-\u9fff]")


@dataclass(frozen=True, slots=True)
class Candidate:
    """``[start, end)`` of a folded utterance that may be a fact.

    ``value``: its normal form, None for the words themselves; ``signs``: what the written rules say of it, *yes* if
    they would take it; ``certain``: an explicit label stands before it (``预算:``).
    """

    utterance: int
    start: int
    end: int
    value: str | None
    signs: tuple[str, ...]
    certain: bool = False


def choose(fact: Fact, statement: Statement, candidates: Sequence[Candidate]) -> Candidate | None:
    """The one that has the role: a labelled one, else the one most speaks for; None where too little does."""
    if labelled := next((one for one in candidates if one.certain), None):
        return labelled
    known = role_weights(fact)
    best, most = None, 0
    for one, features in describe(statement, candidates[:_MANY]):
        score = known.score(features)
        if score > most and not _stands_alone(statement, one):
            best, most = one, score
    return best


def _stands_alone(statement: Statement, one: Candidate) -> bool:
    """Whether nothing is said but the candidate: an answer, but to what?"""
    said = statement.utterance(one.utterance).text
    return "yes" not in one.signs and len(said) - (one.end - one.start) <= _BARE


def wanted(fact: Fact, statement: Statement, candidates: Sequence[Candidate]) -> Iterator[Candidate]:
    """All that have the role, in their order."""
    known = role_weights(fact)
    return (one for one, features in describe(statement, candidates) if one.certain or known.score(features) > 0)


def describe(statement: Statement, candidates: Sequence[Candidate]) -> Iterator[tuple[Candidate, list[str]]]:
    """Each candidate with its features, readable ones: words before and after, its own, its clause, its rivals."""
    clauses = _Clauses(statement)
    taken = sum("yes" in one.signs for one in candidates)
    for place, one in enumerate(candidates):
        text = statement.utterance(one.utterance).text
        clause = clauses.at(one.utterance, one.start)
        features = ["always", *(f"sign {sign}" for sign in one.signs)]
        said = "yes" if "yes" in one.signs else "no"
        features += [f"english {said}"] if "english" in one.signs else []
        features += _neighbours(text, one)
        if clause is not None:
            features += [f"role {clause.role}", f"role {clause.role} {said}"]
            features += [f"label {clause.label[at : at + 2]}" for at in range(len(clause.label[:16]) - 1)]
        features.append(f"first {place == 0} {said}")
        if said == "no":
            features.append(f"rivals {min(taken, 2)}")
        yield one, features


def _neighbours(text: str, one: Candidate) -> list[str]:
    """Words directly before and after, one to four of them; pairs in the clause and in the rest of the sentence."""
    before = text[max(one.start - _WINDOW, 0) : one.start].lower()
    before = before[max((end.end() for end in _ENDS.finditer(before)), default=0) :]
    after = text[one.end : one.end + _WINDOW].lower()
    after = after[: end.start()] if (end := _ENDS.search(after)) else after
    left, right = _words(before)[-_BEFORE:], _words(after)[:_AFTER]
    features = [f"b {' '.join(left[-size:])}" for size in range(1, min(4, len(left)) + 1)] or ["b ^"]
    features += [f"a {' '.join(right[:size])}" for size in range(1, min(4, len(right)) + 1)] or ["a $"]
    own = len(left) - 1 - left[::-1].index(",") if "," in left else -1
    features += _pairs("b2", left[own + 1 :])
    near = right.index(",") if "," in right else len(right)
    features += _pairs("a2", right[:near])
    far, _, close = before.rpartition(",")
    features += cues("cb", close[-24:]) + cues("cf", far[-40:]) + cues("ca", after.partition(",")[0][:24])
    if (not left or left[-1] == ",") and (not right or right[0] in ",吧,"):
        features.append("alone last" if not right else "alone")
    value = _words(text[one.start : one.end].lower())
    return features + _pairs("v", value[:12]) + [f"v {value[-1]}"] if value else features


def _words(text: str) -> list[str]:
    return ["0" if found[0].isdigit() else found for found in _TOKEN.findall(text)]


def _pairs(mark: str, words: Sequence[str]) -> list[str]:
    pairs = [f"{mark} {one} {other}" for one, other in pairwise(words)]
    return pairs + [f"{mark} {word}" for word in words if len(word) > 1]


class _Clauses:
    """Finds the clause of a place."""

    def __init__(self, statement: Statement) -> None:
        self._of = {
            number: [clause for clause in statement.clauses if clause.utterance == number] for number in (TEXT, TITLE)
        }
        self._starts = {number: [clause.start for clause in self._of[number]] for number in (TEXT, TITLE)}

    def at(self, utterance: int, place: int) -> Clause | None:
        """The clause that begins last before ``place``."""
        found = bisect_right(self._starts[utterance], place) - 1
        return self._of[utterance][found] if found >= 0 else None


def without_doubles(
    statement: Statement, chinese: Sequence[Candidate], english: Sequence[Candidate]
) -> list[Candidate]:
    """Both, in the order of the text: where they overlap the one of the language that is spoken around them."""
    clauses = _Clauses(statement)

    def in_chinese(one: Candidate) -> bool:
        clause = clauses.at(one.utterance, one.start)
        return clause is not None and _HAN.search(clause.text) is not None

    spoken: list[Candidate] = []
    others: list[Candidate] = []
    for one in chinese:
        (spoken if in_chinese(one) else others).append(one)
    covered = _covered(spoken)
    kept = [one for one in english if not _touches(one, covered)]
    covered = _covered(kept)
    unspoken = [one for one in others if not _touches(one, covered)]
    return sorted((*spoken, *kept, *unspoken), key=lambda one: (-one.utterance, one.start))


def _covered(candidates: Sequence[Candidate]) -> set[tuple[int, int]]:
    return {(one.utterance, place) for one in candidates for place in range(one.start, one.end)}


def _touches(one: Candidate, covered: set[tuple[int, int]]) -> bool:
    return any((one.utterance, place) in covered for place in range(one.start, one.end))
