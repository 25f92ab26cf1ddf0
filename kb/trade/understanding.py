"""From everyday words to what a laboratory would do, on one page: ``understand(text, trade) → Understanding``.

1. Each clause of the text is compared with every wording of every symptom and failure known. What sounds more like
   the prose that everybody writes (``kb/data/generic.yaml``) than like any of these is set aside, and what only asks
   for a service (多少钱, 要CMA报告).
2. In the rest, products and parameters are read by name (:mod:`kb.trade.lexicon`).
3. What belongs to the trade the text speaks of, and to the products it names, counts more.
4. Symptom → failure → parameters, each step a little weaker; what several ways lead to adds up.

No step is a guess that stays hidden: every parameter comes with the chain that led to it. Same text and knowledge give
the same answer. Weights rank likelihood and are no probabilities; those of ``tests`` lie in 0 … 1.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import compress
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from foundation.text import bigrams, fold
from kb.encoded_once import Encode as Encode
from kb.encoded_once import EncodedOnce
from kb.ranking import best
from kb.trade.asked import NOTHING_ASKED, Asked, asked_of
from kb.trade.beyond import NOTHING_BEYOND, Matter, matter_of
from kb.trade.compiled import CLAUSE, Trade
from kb.trade.errand import lean_of
from kb.trade.situations import Likeness, Situation

CLAUSES = 60
"""The most clauses of a text that are compared; demands are shorter."""
STRONGEST = 10
"""So many known situations may speak for one text."""
FAINTEST = 0.22
"""A likeness below this is chance: two common characters."""
STEP_FAILURE, STEP_TEST = 0.9, 0.85
CASE = 1.0
"""How a case counts beside a situation whose failure is known."""
POWER = 2.0
"""Several weak ways to a parameter count less than one strong way."""
NAMED, NAMED_FAR = 0.5, 0.15
"""How a parameter counts that the text names: one of its own trade, and one of quite another."""
OTHER_TRADE = 0.25
"""How a situation counts that is known of quite another trade."""
OWN_PRODUCT, OTHER_PRODUCT = 1.25, 0.5
"""How a symptom counts that is known of a product the text names, and one that is known of other products only."""


class Span(NamedTuple):
    """A stretch of the text, ``text[start:end]``."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Chain:
    """Why a parameter is looked for: the words in the text, the situation they resemble, the failure behind it."""

    span: Span
    known_as: str
    """The wording of the knowledge that the words resemble."""
    failure: str | None
    """None when the words name the parameter itself, or resemble a case, of which no failure is told."""
    test: str
    weight: float
    names: tuple[str, ...] = ()
    """The names under which a row may list the parameter; none when the words name it themselves."""


class Known(NamedTuple):
    """How far the matter of a text is known at all, in whole thousandths; of clauses to the point only (B18)."""

    situation: int = 0
    """The likeness of a clause to the known situation it is most like, whatever it is of."""
    trade: int = 0
    """The likeness of the text to what is written of the likeliest trade."""
    trade_best3: int = 0
    strange: int = 0
    """Share of the text's distinct pairs of characters that stand nowhere in the knowledge of the trades."""


NOTHING_KNOWN = Known()


@dataclass(frozen=True, slots=True)
class Understanding:
    """What the trade knows about a text. Keys of ``products`` and ``tests`` are preferred Chinese names."""

    fields: Mapping[str, float]
    products: Mapping[str, float]
    tests: Mapping[str, float]
    chains: tuple[Chain, ...]
    clauses: tuple[tuple[Span, bool], ...] = ()
    """The clauses of the text, and whether each is to the point or what everybody says (history, honours, wishes)."""
    asking: int = 0
    """How many of the clauses only ask for a service (a report, a price, a date)."""
    known: Known = NOTHING_KNOWN
    matter: Matter = NOTHING_BEYOND
    """What the text is about, also where that lies beyond the business."""
    asked: Asked = NOTHING_ASKED
    """What it asks to be done, where inspection centres do nothing of the kind."""
    errand: int = 0
    """How far all its words ask for something of that kind (:mod:`kb.trade.errand`)."""

    @property
    def called(self) -> tuple[str, ...]:
        """The products that the text names by a name of their own."""
        return tuple(name for name, weight in self.products.items() if weight == CALLED)


CALLED, BESIDE = 1.0, 0.5
"""How a product is known: the text calls it so, or has a word beside it that names something else."""
NOTHING_UNDERSTOOD = Understanding({}, {}, {}, ())


def understand(text: str, trade: Trade, encode: Encode | None = None, *, looks_beyond: bool = False) -> Understanding:
    """Products, parameters and the chains that lead to them; empty where the trade knows nothing.

    With ``looks_beyond`` what lies beyond the business is told too (``matter``, ``asked``); it changes nothing else.
    """
    (understood,) = understand_each([text], trade, encode, looks_beyond=looks_beyond)
    return understood


def understand_each(
    texts: Sequence[str], trade: Trade, encode: Encode | None = None, *, looks_beyond: bool | Sequence[bool] = False
) -> list[Understanding]:
    """The same for several texts, which may have clauses in common; none is understood differently for the others.

    ``looks_beyond`` for all of them, or for each; a text that is given twice is looked at alike.
    """
    given = list(map(fold, texts))
    looked = [looks_beyond] * len(given) if isinstance(looks_beyond, bool) else looks_beyond
    far = {text for text, is_far in zip(given, looked, strict=True) if is_far}
    folded = list(dict.fromkeys(given))
    spans = [[Span(m.start(), m.end()) for m in CLAUSE.finditer(text)][:CLAUSES] for text in folded]
    clauses = [[text[a:b] for a, b in mine] for text, mine in zip(folded, spans, strict=True) if mine]
    if isinstance(encode, EncodedOnce):
        encode.foresee([clause for mine in clauses for clause in mine])
    encoded = None if encode is None else list(map(encode, clauses))
    inside = iter(trade.situations.compare_each(clauses, encoded))
    outside = iter(
        _beyond_of(trade, clauses, encoded, [text in far for text, mine in zip(folded, spans, strict=True) if mine])
    )
    found: dict[str, Understanding] = {}
    for text, mine in zip(folded, spans, strict=True):
        if not mine:
            found[text] = NOTHING_UNDERSTOOD
            continue
        likeness, away = next(inside), next(outside, None) if text in far else None
        matter = NOTHING_BEYOND if away is None else matter_of(text, mine, trade, likeness, away)
        asked = asked_of(text, trade.acts) if text in far else NOTHING_ASKED
        errand = 0 if away is None else lean_of(text)
        found[text] = _understood(text, trade, mine, likeness, matter, asked, errand)
    return [found[text] for text in given]


def _beyond_of(
    trade: Trade,
    clauses: Sequence[Sequence[str]],
    encoded: Sequence[NDArray[np.float32]] | None,
    is_looked_at: Sequence[bool],
) -> list[Likeness]:
    """With what lies beyond, of those texts alone that are looked at so."""
    if trade.beyond is None or not any(is_looked_at):
        return []
    some = None if encoded is None else list(compress(encoded, is_looked_at))
    return trade.beyond.situations.compare_each(list(compress(clauses, is_looked_at)), some)


def _understood(
    folded: str,
    trade: Trade,
    spans: Sequence[Span],
    likeness: Likeness,
    matter: Matter,
    asked: Asked,
    errand: int,
) -> Understanding:
    names = trade.names_something(folded, spans)
    to_the_point, asking = trade.situations.is_to_the_point(likeness, trade.telling, names)
    likeness = likeness.heard_in(to_the_point)
    nearest = likeness.of_situations
    # What everybody says stays in its place, blanked out, so that spans are those of the text.
    own = _only(folded, [span for span, is_own in zip(spans, to_the_point, strict=True) if is_own])
    products, named = _by_name(own, trade)
    of_trades = trade.fields.likeness(own)
    fields = trade.fields.shares(of_trades)
    chains = list(_chains(spans, trade, nearest, _fit(trade, fields, set(products)), likeness))
    for number, span in named:
        concept = trade.concept(number)
        weight = max((fields.get(name, 0.0) for name in concept.fields), default=0.0)
        chains.append(Chain(span, concept.zh, None, concept.zh, NAMED_FAR + (NAMED - NAMED_FAR) * weight))
    tests: dict[str, float] = {}
    best_of: dict[tuple[str, str | None], float] = {}
    for chain in chains:
        way = chain.test, chain.failure
        best_of[way] = max(best_of.get(way, 0.0), chain.weight)
    for (test, _), weight in best_of.items():
        tests[test] = tests.get(test, 0.0) + weight**POWER
    most = max(tests.values(), default=1.0)
    return Understanding(
        fields=fields,
        products={trade.concept(number).zh: products[number] for number in sorted(products)},
        tests={test: weight / most for test, weight in sorted(tests.items(), key=lambda item: (-item[1], item[0]))},
        chains=tuple(sorted(chains, key=lambda chain: (-chain.weight, chain.span, chain.test))),
        clauses=tuple((span, bool(is_own)) for span, is_own in zip(spans, to_the_point, strict=True)),
        asking=int(asking.sum()),
        known=_known(own, trade, nearest, of_trades),
        matter=matter,
        asked=asked,
        errand=errand,
    )


def _known(own: str, trade: Trade, nearest: NDArray[np.float32], of_trades: NDArray[np.float64]) -> Known:
    pairs, terms = set(bigrams(own)), trade.fields.view.terms
    situation = nearest[trade.telling].max(initial=0.0)
    best = np.rint(np.sort(of_trades)[::-1][:3] * 1000).astype(np.int64).tolist()
    return Known(
        situation=round(float(situation) * 1000),
        trade=best[0] if best else 0,
        trade_best3=sum(best) // len(best) if best else 0,
        strange=1000 * sum(pair not in terms for pair in pairs) // max(1, len(pairs)),
    )


def _only(text: str, spans: Sequence[Span]) -> str:
    kept = [" "] * len(text)
    for span in spans:
        kept[span.start : span.end] = text[span.start : span.end]
    return "".join(kept)


def _by_name(folded: str, trade: Trade) -> tuple[dict[int, float], list[tuple[int, Span]]]:
    """Products and how they are known; parameters and where they stand."""
    products: dict[int, float] = {}
    tests: list[tuple[int, Span]] = []
    for mention in trade.lexicon.mentions(folded):
        for number in mention.concepts:
            concept = trade.concept(number)
            if concept.kind == "product":
                is_beside = folded[mention.start : mention.end] in concept.beside
                products[number] = max(BESIDE if is_beside else CALLED, products.get(number, 0.0))
            elif concept.kind == "test":
                tests.append((number, Span(mention.start, mention.end)))
    return products, tests


def _chains(
    spans: Sequence[Span],
    trade: Trade,
    nearest: NDArray[np.float32],
    fit: NDArray[np.float32],
    likeness: Likeness,
) -> Iterator[Chain]:
    """``nearest`` (situations,) is what ``likeness`` tells of each at best."""
    known = trade.situations
    if not known.every:
        return
    strength = np.where(nearest < FAINTEST, 0, nearest * fit)
    for place in best(strength, STRONGEST, above=0.0).rows.tolist():
        clause, strong = likeness.clause(place), float(strength[place])
        span, wording = spans[clause], known.nearest_wording(likeness, place, clause)
        for failure, test, share in _shown_by(known.every[place], trade):
            yield Chain(span, wording, failure, test, strong * share, trade.test(test).names)


def _shown_by(situation: Situation, trade: Trade) -> Iterator[tuple[str | None, str, float]]:
    """Failure, parameter and how much of the strength arrives there."""
    for further, test in enumerate(situation.tests):
        yield None, test, CASE * STEP_TEST**further
    for step, failure in enumerate(situation.failures):
        for further, test in enumerate(trade.failure(failure)):
            yield failure, test, STEP_FAILURE**step * STEP_TEST**further


def _fit(trade: Trade, fields: Mapping[str, float], products: set[int]) -> NDArray[np.float32]:
    """How well each known situation fits the trade and the products of the text."""
    known = np.array([OTHER_TRADE + fields.get(name, 0.0) for name in trade.fields.names], np.float32)
    of_fields = np.append(known * trade.fields.weights, np.float32(0))
    fit = of_fields[trade.fields_of_situations]
    if products:
        own, some = trade.situations.of_products(products)
        fit = fit * np.where(own, OWN_PRODUCT, np.where(some, OTHER_PRODUCT, 1.0)).astype(np.float32)
    return fit
