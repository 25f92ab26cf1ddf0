"""Why this demand: the words both sides share, and how the demand's everyday words lead to what is offered."""

from __future__ import annotations

from collections.abc import Sequence

from foundation.language import Sentence, sentence
from intake.releasing.released import Released
from kb.trade.understanding import Understanding
from matcher.matchlist import Overlap

OFFERED_FROM = 0.5
"""How sure the trade knowledge must be that a parameter is what the offer is about."""
MOST_CHAINS = 2

_SHARED = {
    "product": "需求的产品对得上：“{quotes}”",
    "parameter": "需求要查的项目对得上：“{quotes}”",
    "standards": "需求提到的标准对得上：“{quotes}”",
    "title": "需求的题目里写有：“{quotes}”",
    "field": "需求说的现象对得上：“{quotes}”",
    "body": "需求里写有：“{quotes}”",
}
"""``directions`` is missing on purpose: those are the knowledge's words, not the enterprise's."""


def reasons_for(
    shared: Sequence[Overlap], demand: Released, understood: Understanding, offered: Understanding
) -> tuple[Sentence, ...]:
    """The sentences under a demand, most telling first."""
    by_field: dict[str, list[str]] = {}
    for overlap in shared:
        if overlap.field in _SHARED:
            by_field.setdefault(overlap.field, []).append(overlap.field_quote)
    said = [sentence(_SHARED[field], quotes="”“".join(by_field[field])) for field in _SHARED if field in by_field]
    said += _chains(demand, understood, offered)
    return tuple(said) or (sentence("没有相同的字词，按意思相近找到"),)


def _chains(demand: Released, understood: Understanding, offered: Understanding) -> list[Sentence]:
    tests = {test for test, weight in offered.tests.items() if weight >= OFFERED_FROM}
    best = sorted(
        (chain for chain in understood.chains if chain.test in tests and chain.names),
        key=lambda chain: (-chain.weight, chain.span, chain.test),
    )
    said: dict[str, Sentence] = {}
    for chain in best:
        words = demand.whole[chain.span.start : chain.span.end]
        said.setdefault(chain.test, sentence("需求说“{words}”，这类情况常查“{test}”", words=words, test=chain.test))
    return list(said.values())[:MOST_CHAINS]
