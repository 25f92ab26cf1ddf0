"""The whole method on one page: ``match(query, index, policy) → MatchList``. Pure: no database, no web, no model.

1. The finding signals of the policy ask the index: one view (BM25, TF-IDF, latent, dense) in one voice (what was
   written, its focus, what the trade makes of it). Every row that one of them finds is judged by all signals.
2. Signals are scaled to their own best for this query and weighed; a row of another trade loses a share of them;
   product, parameter and standard comparisons add.
3. The legal gate rules what a row allows on the planned day (:mod:`matcher.legal`); where a test is asked for, a row
   that does not allow it loses a share of its points, visibly.
4. Rows of one centre stand together: the best row counts whole, each further *different* parameter half as much
   as the one before.

Same query, index and policy give the same bytes: points are whole numbers, every order has a full tie-break.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from heapq import heappush, heappushpop
from itertools import accumulate, pairwise

import numpy as np

from kb.passages import Passage
from kb.trade.recognition import ROW_WEIGHTS
from matcher import features as compare
from matcher.fusion import Points, points_of, union
from matcher.legal.court import Court
from matcher.legal.kin import squeezed
from matcher.legal.things import is_called, is_for_thing
from matcher.matchlist import CentreCandidate, Hit, MatchList, RowShare, contributions_of
from matcher.policy import MatchPolicy, Signal
from matcher.ports import Flags, Reranker, Rows, Searchable
from matcher.query import Query, Wanted
from matcher.reasons import Because, missing
from matcher.scope import NEEDS_SCOPE, state_on
from matcher.signs import LOOKED_AT, LOOKED_NEAR, Row, Signs, signs_of, subject_of, weight_of
from matcher.understood import beyond_of, kept

EXPLAINED = 50
ROWS_PER_CENTRE = 5
JUDGED = 5
"""So many centres, the best, are told how sure they are: no more are proposed."""
FEW = 64
"""So many rows are looked at in one go: seldom more can come among the best ten."""
RERANKED = 50
"""So many rows an optional cross-encoder reads."""
OF_PRODUCT = Signal(view="dense", voice="product", points=0)
"""How like rows are in meaning to the product that is told; it finds nothing and gives no points."""

Scored = tuple[Passage, dict[str, int], int, int]
"""A passage, its points by signal, their sum, and how strange its trade is, in thousandths."""
Reached = tuple[Passage, dict[str, int], int, int]
"""A passage, what comparisons, kind and gate give it, the sum of all its points, and its place among the rows."""


def match(
    query: Query,
    index: Searchable,
    policy: MatchPolicy,
    model_identity: str,
    top: int = EXPLAINED,
    reranker: Reranker | None = None,
) -> MatchList:
    """The best ``top`` passages with reasons, and the centres and experts they speak for.

    With a ``reranker`` the best :data:`RERANKED` are read once more; without one nothing changes.
    """
    wanted = query.wanted
    rows = union(index.search([s for s in policy.signals if s.finds], query, policy.depth))
    judged = index.judge(policy.signals, query, rows)
    points = points_of(judged, np.array([[s.points] for s in policy.signals]))
    signals: Points = points.sum(axis=0)
    strange = np.rint(index.strangeness(query, rows) * 1000).astype(np.int64)
    abroad = -_lost_abroad(signals, strange, policy)
    prose = np.where(index.is_prose(rows), -(signals + abroad) * policy.prose_share // 100, 0)
    # A reader of the best rows must have them all, whatever is asked for.
    few = top if reranker is None else max(top, RERANKED)
    most = _most(wanted, index.is_expert(rows), policy)
    plain = signals + abroad + prose
    passages, court = index.passages, query.court or Court(wanted, query.kin)
    plain_of, strange_of = plain.tolist(), strange.tolist()
    reached: list[Reached] = []
    best: list[int] = []
    for place, within_reach in _by_reach(plain + most):
        least = best[0] if len(best) >= few else 0
        if within_reach < least:
            break
        passage = passages[int(rows[place])]
        compared = _compared(wanted, passage, policy)
        total = plain_of[place] + sum(compared.values())
        if total < least:
            continue  # the gate only takes away: it need not rule on what is out of reach without it
        if _falls(wanted, court, passage, strange_of[place]):
            compared["scope"] = -(total * policy.fallen_share // 100)
            total += compared["scope"]
        if total >= least:
            reached.append((passage, compared, total, place))
            (heappush if len(best) < few else heappushpop)(best, total)
    reached.sort(key=_order)
    names = (*(s.name for s in policy.signals), "trade", "prose")
    given = np.vstack((points, abroad, prose)).T
    scored: list[Scored] = [
        (passage, dict(zip(names, given[place].tolist(), strict=True)) | compared, total, strange_of[place])
        for passage, compared, total, place in reached[:few]
    ]
    places = {passage.id: place for passage, _, _, place in reached[:few]}
    if reranker is not None:
        scored = [*_read_again(query, scored[:RERANKED], reranker, policy), *scored[RERANKED:]]
        scored.sort(key=_order)
    because = Because(query)
    hits = tuple(_hit(because, court, one) for one in scored[:top])
    found = {one[0].id: one[0] for one in scored[:top]}
    subject, text = subject_of(query.understood, wanted), squeezed(wanted.whole)
    senses = _like_the_product(index, query, rows, [places[hit.passage_id] for hit in hits])

    def signs(some: Sequence[Hit]) -> Signs | None:
        at = [places[hit.passage_id] for hit in some]
        told = [
            _row(query, text, hit, found[hit.passage_id], place < LOOKED_NEAR, senses.get(at[place], 0))
            for place, hit in enumerate(some)
        ]
        return signs_of(policy.signals, judged[:, at], strange[at], told, len(wanted.whole), subject, index.breadth)

    return MatchList(
        index_identity=index.identity,
        model_identity=model_identity,
        policy_version=policy.version,
        policy_digest=policy.digest,
        planned_on=wanted.planned_on,
        hits=hits,
        centres=_centres(wanted, hits, found, signs),
        experts=tuple(hit for hit in hits if hit.kind == "expert"),
        understood=kept(query.understood, wanted.whole),
        signs=signs(hits[:LOOKED_AT]),
        beyond=beyond_of(query.understood),
    )


def _like_the_product(index: Searchable, query: Query, rows: Rows, places: Sequence[int]) -> dict[int, int]:
    """Thousandths by place: how like the rows there are in meaning to the product that the demand tells."""
    if not query.wanted.product or not places:
        return {}
    (judged,) = index.judge([OF_PRODUCT], query, rows[list(places)])
    return dict(zip(places, np.rint(judged * 1000).astype(np.int64).tolist(), strict=True))


def _row(query: Query, whole: str, hit: Hit, passage: Passage, looks_near: bool, sense: int) -> Row:
    told = hit.chain
    said = passage.fields.get
    text = " ".join(said(name, "") for name in ROW_WEIGHTS) if looks_near else ""
    return Row(
        product=compare.product_overlap(query.wanted, passage),
        parameter=compare.parameter_overlap(query.wanted, passage),
        chain=0 if told is None else weight_of(query.understood.chains, told.known_as, told.test),
        is_kin=hit.ruling is not None and hit.ruling.state != "other_product",
        is_expert=hit.kind == "expert",
        near=query.near.of(text) if looks_near else None,
        does=query.near.does(text),
        said=compare.row_said(whole, passage),
        is_for_thing=is_for_thing(passage, query.kin),
        is_called=query.understood.asked.is_measuring and is_called(whole, passage),
        sense=sense,
    )


def _most(wanted: Wanted, experts: Flags, policy: MatchPolicy) -> Points:
    """The most that comparisons, gate and kind could still add to each row."""
    compared = policy.product_points if wanted.product else 0
    compared += policy.parameter_points if wanted.parameters else 0
    compared += policy.standard_points if wanted.standards else 0
    if wanted.service_category == NEEDS_SCOPE:
        return np.full(len(experts), compared)
    return np.where(experts, compared + policy.expert_points, compared)


def _by_reach(reach: Points) -> Iterator[tuple[int, int]]:
    """Places by what their rows can still reach, most first, and how much that is.

    Whoever stops when this is below the best few has left out nothing: they are before the rest whatever it compares.
    """
    order = np.argsort(-reach, kind="stable")
    for begin in range(0, len(order), FEW):
        some = order[begin : begin + FEW]
        yield from zip(some.tolist(), reach[some].tolist(), strict=True)


def _order(item: Scored | Reached) -> tuple[int, str]:
    return -item[2], item[0].id


def _read_again(query: Query, best: Sequence[Scored], reranker: Reranker, policy: MatchPolicy) -> Iterator[Scored]:
    judged = reranker.scores(query.wanted.whole, [one[0].text for one in best])
    for (passage, points, _, strange), score in zip(best, judged.tolist(), strict=True):
        points["reranker"] = round(score * policy.reranker_points)
        yield passage, points, sum(points.values()), strange


def _lost_abroad(signals: Points, strange: Points, policy: MatchPolicy) -> Points:
    """What rows of other trades lose: the same word means another thing there (断裂 of a bolt, of a yarn)."""
    return np.asarray(signals * policy.other_trade_share * strange // 100_000)


def _compared(wanted: Wanted, passage: Passage, policy: MatchPolicy) -> dict[str, int]:
    """What comparisons and kind add."""
    points = {
        "product": compare.product_overlap(wanted, passage) * policy.product_points // 1000,
        "parameter": compare.parameter_overlap(wanted, passage) * policy.parameter_points // 1000,
        "standard": compare.standard_overlap(wanted, passage) * policy.standard_points // 1000,
    }
    if passage.kind == "expert" and wanted.service_category != NEEDS_SCOPE:
        points["expert"] = policy.expert_points
    return points


def _falls(wanted: Wanted, court: Court, passage: Passage, strange: int) -> bool:
    """Whether the gate takes away: where a test is asked for and the row does not allow it."""
    tested = wanted.service_category == NEEDS_SCOPE and passage.kind == "capability"
    return tested and court.has_fallen(passage, strange)


def _hit(because: Because, court: Court, scored: Scored) -> Hit:
    passage, points, score, strange = scored
    ruling = court.ruling(passage, strange) if passage.kind == "capability" else None
    shared = because.overlaps(passage)
    fields, facts = passage.fields, passage.scope
    return Hit(
        passage_id=passage.id,
        kind=passage.kind,
        provider_id=passage.provider_id,
        score=score,
        contributions=contributions_of(points),
        scope=state_on(passage, because.wanted.planned_on),
        title=title_of(passage),
        detail=fields.get("standards", "") or fields.get("directions", ""),
        source=facts.source if facts else "",
        restriction=facts.restriction if facts else None,
        overlaps=shared,
        reasons=because.reasons(passage, shared, ruling),
        chain=because.way_here(passage),
        ruling=ruling,
    )


def title_of(passage: Passage) -> str:
    """The passage in one line: product and parameter, or the expert's field."""
    names = ("product", "parameter") if passage.kind == "capability" else ("title", "field")
    return " · ".join(passage.fields[name] for name in names if passage.fields.get(name)) or passage.text[:40]


def _centres(
    wanted: Wanted,
    hits: Sequence[Hit],
    passages: dict[str, Passage],
    signs: Callable[[Sequence[Hit]], Signs | None],
) -> tuple[CentreCandidate, ...]:
    by_centre: dict[str, list[Hit]] = {}
    for hit in hits:
        if hit.provider_id is not None:
            by_centre.setdefault(hit.provider_id, []).append(hit)
    candidates = []
    for provider_id, found in by_centre.items():
        rows = _different([hit for hit in found if hit.kind == "capability"], passages)
        if not rows:
            continue
        shares = _shares(rows)
        score = sum(share.points for share in shares)
        experts = tuple(hit for hit in found if hit.kind == "expert")[:2]
        gaps = missing(wanted, tuple(passages[hit.passage_id] for hit in rows))
        candidates.append((score, provider_id, rows, experts, gaps, shares))
    candidates.sort(key=lambda c: (-c[0], c[1]))
    return tuple(
        CentreCandidate(
            provider_id=centre,
            rank=rank,
            score=score,
            rows=rows,
            experts=experts,
            missing=gaps,
            shares=shares,
            signs=signs(rows[:1]) if rank <= JUDGED else None,
        )
        for rank, (score, centre, rows, experts, gaps, shares) in enumerate(candidates, start=1)
    )


def _shares(rows: Sequence[Hit]) -> tuple[RowShare, ...]:
    """Half a point of each row for the centre, each further row half as much as the one before; rounded as a sum."""
    sums = list(accumulate((hit.score >> place for place, hit in enumerate(rows)), initial=0))
    return tuple(
        RowShare(passage_id=hit.passage_id, points=after // 2 - before // 2)
        for hit, (before, after) in zip(rows, pairwise(sums), strict=True)
    )


def _different(hits: Sequence[Hit], passages: dict[str, Passage]) -> tuple[Hit, ...]:
    """The best rows of a centre, one for each parameter: the same test on six products is one reason, not six."""
    kept: dict[str, Hit] = {}
    for hit in hits:
        parameter = passages[hit.passage_id].fields.get("parameter") or hit.passage_id
        kept.setdefault(parameter, hit)
    return tuple(list(kept.values())[:ROWS_PER_CENTRE])
