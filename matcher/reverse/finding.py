"""The reverse direction (S0-37, 契合点): from what somebody can do to the open demands it could serve.

Demands become passages of a small index – released words only (:mod:`intake.releasing.released`) and what the trade
knowledge
makes of them – and are searched by the voices and the method of the forward direction, on a scale that stands by itself
(:mod:`matcher.reverse.pool`). Same demands, same knowledge, same offer: same answer.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from foundation.language import Sentence
from foundation.values import Value
from intake.releasing.released import Released
from kb.passages import Passage
from kb.trade.understanding import Understanding, understand
from matcher.expansion import trade_sentence
from matcher.matchlist import Contribution
from matcher.query import Wanted
from matcher.reverse.pool import REVERSE_POLICY, Pool, build_pool
from matcher.reverse.reasons import reasons_for

if TYPE_CHECKING:
    from kb.embedding import Embedder
    from kb.trade.compiled import Trade

SHOWN_FROM = 100_000
"""Below this many points of a million two texts share a trade at most: nothing that is worth a look."""


class FoundDemand(Value):
    """A demand that the offer could serve. ``score`` is in points of a million and adds up from ``contributions``."""

    demand: Released
    score: int
    contributions: tuple[Contribution, ...]
    reasons: tuple[Sentence, ...]


class DemandList(Value):
    """The demands found, best first, and what is needed to find them again."""

    index_identity: str
    model_identity: str
    policy_version: str
    policy_digest: str
    searched: int
    """Among how many open demands."""
    demands: tuple[FoundDemand, ...]


@dataclass(frozen=True, eq=False)
class DemandIndex:
    """All open demands, searchable. ``understood`` holds what the trade knowledge makes of each, by id."""

    demands: Mapping[str, Released]
    understood: Mapping[str, Understanding]
    pool: Pool


def build_demand_index(
    demands: Sequence[Released], trade: Trade, embedder: Embedder, before: DemandIndex | None = None
) -> DemandIndex:
    """An index in memory; what an index made ``before`` with the same knowledge knows of a demand is not worked out
    again."""
    known = before if before is not None and _is_same(before, trade, embedder) else None
    understood = {}
    for one in demands:
        seen = known.demands.get(one.id) if known is not None else None
        if known is not None and seen is not None and seen.whole == one.whole:
            understood[one.id] = known.understood[one.id]
        else:
            understood[one.id] = understand(one.whole, trade, embedder.encode_queries)
    passages = [passage_of_demand(one, understood[one.id]) for one in demands]
    pool = build_pool(passages, "demand", trade, embedder, known.pool.vectors if known is not None else None)
    return DemandIndex({one.id: one for one in demands}, understood, pool)


def _is_same(before: DemandIndex, trade: Trade, embedder: Embedder) -> bool:
    """Whether knowledge and model are those of an earlier index."""
    return (before.pool.trade.digest, before.pool.snapshot.model_identity) == (trade.digest, embedder.identity)


def passage_of_demand(demand: Released, understood: Understanding) -> Passage:
    """The released words in their fields; ``directions`` is what a laboratory would say of them."""
    fields = {
        "product": demand.product or "",
        "parameter": "、".join(demand.parameters),
        "standards": "；".join(demand.standards),
        "title": demand.title,
        "field": "、".join(demand.problem),
        "directions": trade_sentence(understood),
        "body": demand.text,
    }
    return Passage(id=demand.id, kind="demand", fields={name: text for name, text in fields.items() if text})


def find_demands(
    wanted: Wanted,
    index: DemandIndex,
    embedder: Embedder,
    top: int = 10,
    at_least: int = SHOWN_FROM,
    among: Collection[str] | None = None,
) -> DemandList:
    """The open demands that the offer could serve, best first, ties by id; of those ``among`` when given."""
    found, query = index.pool.find(wanted, embedder, top, among)
    demands = tuple(
        FoundDemand(
            demand=index.demands[hit.passage_id],
            score=hit.score,
            contributions=hit.contributions,
            reasons=reasons_for(
                hit.overlaps, index.demands[hit.passage_id], index.understood[hit.passage_id], query.understood
            ),
        )
        for hit in found.hits
        if hit.score >= at_least
    )
    return DemandList(
        index_identity=found.index_identity,
        model_identity=found.model_identity,
        policy_version=REVERSE_POLICY.version,
        policy_digest=REVERSE_POLICY.digest,
        searched=index.pool.count if among is None else len(among),
        demands=demands,
    )
