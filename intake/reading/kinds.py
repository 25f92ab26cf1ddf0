"""The service that is wanted and the kind of problem: what the rules weighed, and what pieces of words tell.

The rules (:mod:`intake.reading.services`, :mod:`intake.reading.problems`) say how much speaks for each kind and where.
A logistic model learned from labelled messages weighs that together with all pieces of one to four characters. Its
answer is shown with the words that speak for it: those the rules named, or the stretch that told the model most.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from intake.demand import Reading
from intake.fields import SERVICE_CATEGORIES, ProblemType
from intake.not_known import is_unknown
from intake.reading.learned import NOTHING, Kinds, KindWeights, learned_kinds
from intake.reading.noun_phrases import Token, tokens
from intake.reading.problems import weigh_problems
from intake.reading.services import weigh_services
from intake.reading.statement import Statement, reading
from intake.reading.tally import Span, Tally

KindField = Literal["service_category", "problem_type"]
RULED: tuple[str, ...] = (*SERVICE_CATEGORIES, *get_args(ProblemType))
"""The order of the rules' weights; after them stand whether there is a title, and the length."""
LEAST = 0.3
"""A kind that is less likely than this is asked for rather than told."""
READ = 3_000
_LEAST_SIGN = 1.0
_MOST_WEIGHT, _WEIGHT_SCALE = 8.0, 4.0
_LONG = 400
_MOST_CLAUSES = 80
_NOT_WANTED = re.compile(
    r"(?:不需要|不用|无需|不必|不要|不是要|不是想|并不是|并非|(?:do not|don't) need|not looking for)[^,。;!?\n]{0,16}"
)
_TOGETHER = 0.5
"""How much the likely kinds of problem tell of the service: a defect asks for its cause, a want for development. The
less, the fewer of those who only want a test are told that they want to know why."""
_DULL = 0.05
"""What a character must tell to be worth quoting."""
_DUMB = -100.0
_QUANTITY = re.compile(
    r"(?:(?<!\d)\d[\d.,]{0,8}|[一二三四五六七八九十百千半几两数多])"
    r" ?(?:个?(?:小时|钟头|分钟|月)|[年天日周次个件条只台批套吨度米克升%℃])"
)
"""How much or how long tells a person nothing of the kind."""


def read_kinds(statement: Statement, learned: Kinds | None = None) -> Iterator[Reading]:
    """At most one kind of problem and one service, each with its words; none for words that are no demand.

    ``learned``: other weights than the shipped ones, as training needs them.
    """
    if not statement.clauses:
        return
    if is_unknown(statement.body.text.strip()) and not statement.title.text.strip():
        return
    services, problems = weigh_services(statement), weigh_problems(statement)
    text, ruled = text_of(statement), ruled_of(statement, services, problems)
    learned = learned or learned_kinds()
    pieces = learned.problem.pieces_of(text)  # both know the same pieces
    problem = learned.problem.chances(pieces, ruled)
    yield from _likeliest(statement, "problem_type", problems, learned.problem, problem)
    service = learned.service.chances(pieces, ruled) * (problem @ learned.together) ** _TOGETHER
    yield from _likeliest(statement, "service_category", services, learned.service, service / service.sum())


def _likeliest(
    statement: Statement, field: KindField, tally: Tally, weights: KindWeights, chances: NDArray[np.float64]
) -> Iterator[Reading]:
    first, second, *_ = np.argsort(-chances, kind="stable").tolist()
    kind = weights.kinds[first]
    if kind != NOTHING and chances[first] >= LEAST:
        yield _shown(statement, field, kind, tally, weights, first, second)


def told_by_signs(statement: Statement, field: KindField) -> str | None:
    """The kind by the signs of the rules alone: what a stranger's claim about a quote is held against."""
    return (
        weigh_services(statement).best(_LEAST_SIGN) if field == "service_category" else weigh_problems(statement).best()
    )


def text_of(statement: Statement) -> str:
    """What the model reads: the title twice, then the text, without what is said not to be wanted."""
    title, body = statement.title.text, statement.body.text[:READ]
    return _NOT_WANTED.sub("", f"{title}\n{title}\n{body}".lower())


def ruled_of(statement: Statement, services: Tally, problems: Tally) -> NDArray[np.float32]:
    """What the rules weighed, in the order of :data:`RULED`, and the form of the demand."""
    weights = {**services.weights, **problems.weights}
    said = [min(weights.get(kind, 0.0), _MOST_WEIGHT) / _WEIGHT_SCALE for kind in RULED]
    form = [float(bool(statement.title.text.strip())), min(len(statement.body.text), _LONG) / _LONG]
    return np.array([*said, *form], np.float32)


def _shown(
    statement: Statement, field: KindField, kind: str, tally: Tally, weights: KindWeights, best: int, second: int
) -> Reading:
    """The kind with its words: the rules' own, or those that told the model most."""
    if tally.weights.get(kind):
        first, *more = tally.strongest(kind, 2 if field == "service_category" else 1)
        found = reading(statement, field, kind, *first, field)
        return found.model_copy(update={"evidence": (*found.evidence, *(statement.evidence(*one) for one in more))})
    return reading(statement, field, kind, *_most_telling(statement, weights, best, second), f"{field}_learned")


def _most_telling(statement: Statement, weights: KindWeights, best: int, second: int) -> Span:
    """The stretch of a clause that speaks most for ``best`` against ``second``."""
    found: tuple[float, Span] | None = None
    for clause in (statement.own or statement.clauses)[:_MOST_CLAUSES]:
        telling = weights.telling_of(clause.text.lower(), best, second)
        for quantity in _QUANTITY.finditer(clause.text):
            telling[quantity.start() : quantity.end()] = _DUMB
        start, end, told = _best_stretch(tokens(clause.text), telling)
        if found is None or told > found[0]:
            found = told, (clause.utterance, clause.start + start, clause.start + end)
    assert found is not None, "a statement with a kind has words"
    return found[1]


def _best_stretch(words: Sequence[Token], told: NDArray[np.float64]) -> tuple[int, int, float]:
    """``(start, end, sum)`` of the run of whole words with the greatest sum above what is dull (Kadane 1984).

    Numbers and marks end a run, and small words neither begin nor end one: they tell nothing to a person.
    """
    best = (words[0].start, words[-1].end, float("-inf"))
    begin, total = 0, 0.0
    for word in words:
        value = float(told[word.start : word.end].sum()) - _DULL * (word.end - word.start)
        if word.part == "stop" or word.text == " ":
            value = min(value, -_DULL)
        elif word.part in ("number", "mark"):
            value = _DUMB
        if total <= 0:
            begin, total = word.start, 0.0
        total += value
        if total > best[2]:
            best = (begin, word.end, total)
    return best
